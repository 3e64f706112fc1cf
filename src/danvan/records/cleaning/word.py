"""A Word document written anew: its text and pictures, nothing of its author, maker or other parts, nothing fetched.

What lies outside the document's own folder (properties, thumbnail, custom data, labels) is left out with what points
to it; every part is read as XML without entities, or rewritten as the picture that its name tells.
"""

import io
import posixpath
import zipfile
from collections.abc import Set
from typing import Any
from urllib.parse import unquote, urlsplit

from danvan.records.cleaning import blank, images

_TYPES = "[Content_Types].xml"
_XML = (".xml", ".rels", ".vml")
_PICTURES = {
    **dict.fromkeys((".jpg", ".jpeg", ".jpe", ".jfif"), "JPEG"),
    **dict.fromkeys((".tif", ".tiff"), "TIFF"),
    ".png": "PNG",
    ".gif": "GIF",
    ".bmp": "BMP",
}
# Orders to draw, in which photographs and words may lie as they came: a drawing of nothing stands in their place, and it
# is said. Windows reads them; nobody here can write them anew.
_DRAWINGS = {".emf": blank.emf, ".wmf": blank.wmf}
_FONT = ".odttf"  # who lends a font lends his name and more with it; Word takes another one
_FONTS = ("embedRegular", "embedBold", "embedItalic", "embedBoldItalic")
_SIGNED = "_xmlsignatures/"
_EMPTIED = (
    ".wdp",
    ".bin",
    ".svg",
)  # doubles of pictures, printers' settings: Word shows what stands beside them
_AUTHORS = ("author", "initials", "lastModifiedBy", "userId", "providerId", "lastEditedBy")
_DOUBLES = ("svgBlip", "imgLayer")  # of a picture, beside which it stands plain
_SHEET_MOST = 50_000_000  # bytes that a sheet behind a chart may unpack to


class Unfit(ValueError):
    """A part that nobody here can make clean."""


def cleaned(data: bytes) -> tuple[dict[str, Any], bytes]:
    """({pages, signed, drawings}, document), or `unfit`; the caller has seen that the package is one and how far it unpacks.

    `signed`: it held a digital signature, `drawings`: drawings that are blank now.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = [name.lower() for name in package.namelist()]
        told = {
            "pages": 1,
            "signed": any(name.startswith(_SIGNED) for name in names),
            "drawings": any(name.startswith("word/") and name.endswith(tuple(_DRAWINGS)) for name in names),
        }
        return told, _package(data, "word/")
    except Unfit:
        return {"unfit": True}, b""


def _package(data: bytes, home: str) -> bytes:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as package,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as written,
    ):
        parts = [part for part in package.infolist() if _stays(part.filename, home) and not part.is_dir()]
        names = {part.filename.lower() for part in parts}
        for part in parts:
            # The time of 1980 and no other field: a package's entries tell when and on which system it was made.
            clean = _part(part.filename, package.read(part), home, names)
            written.writestr(zipfile.ZipInfo(part.filename), clean, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _stays(name: str, home: str) -> bool:
    if name.lower().endswith(_FONT):
        return False
    return name.lower() in (_TYPES.lower(), "_rels/.rels") or name.lower().startswith(home)


def _part(name: str, data: bytes, home: str, names: Set[str]) -> bytes:
    ending = posixpath.splitext(name.lower())[1] or posixpath.basename(name.lower())
    if ending in _XML:
        return _xml(name, data, home, names)
    if ending in _PICTURES:
        return _picture(data, _PICTURES[ending])
    if ending == ".xlsx" and home == "word/":
        return _sheet(data)
    if ending in _DRAWINGS:
        return _DRAWINGS[ending]()
    if ending in _EMPTIED:
        return b""
    raise Unfit


def _picture(data: bytes, form: str) -> bytes:
    """Never the bytes that came: a picture that nobody can open shows nothing, and becomes white."""
    clean = images.written_as(data, form)
    if clean is None:
        raise Unfit
    return clean or images.white(form)


def _sheet(data: bytes) -> bytes:
    """The sheet behind a chart is a package of its own."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if sum(part.file_size for part in package.infolist()) > _SHEET_MOST:
                raise Unfit
        return _package(data, "xl/")
    except (zipfile.BadZipFile, NotImplementedError, OSError):
        raise Unfit from None


def _xml(name: str, data: bytes, home: str, names: Set[str]) -> bytes:
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        raise Unfit from None
    if root.getroottree().docinfo.doctype:
        raise Unfit
    for found in list(root.iter(etree.Element)):
        local = etree.QName(found).localname
        if name.lower() == _TYPES.lower() and local == "Override":
            _drop_unless(found, found.get("PartName", "").lstrip("/").lower() in names)
        elif name.lower().endswith(".rels") and local == "Relationship":
            _relation(found, name, home)
        elif local in _DOUBLES or local in _FONTS:
            _drop_unless(found, False)
        else:
            _nobody(found)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _nobody(found: Any) -> None:
    from lxml import etree

    for key in found.attrib:
        if etree.QName(key).localname in _AUTHORS:
            found.set(key, "")


def _drop_unless(found: Any, stays: bool) -> None:
    if not stays and found.getparent() is not None:
        found.getparent().remove(found)


def _relation(found: Any, name: str, home: str) -> None:
    """What would be fetched by itself when the document opens leads nowhere; what points out of the folder goes."""
    target, kind = found.get("Target", ""), found.get("Type", "")
    if found.get("TargetMode", "Internal") != "Internal" or _scheme(target):
        if not kind.endswith("/hyperlink"):
            found.set("Target", "about:blank")
        return
    base = "/" + posixpath.dirname(posixpath.dirname(name))
    whole = posixpath.normpath(posixpath.join(base, unquote(target)))
    if whole.lower().endswith(_FONT):
        _drop_unless(found, False)
        return
    _drop_unless(found, target.startswith("#") or whole.lstrip("/").lower().startswith(home))


def _scheme(target: str) -> bool:
    try:
        parts = urlsplit(target)
    except ValueError:
        return True
    return bool(parts.scheme or parts.netloc) or target.startswith("\\")
