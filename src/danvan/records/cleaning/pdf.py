"""A PDF written anew: without metadata, programs, embedded files, launching actions, notes' authors and old versions.

What a reader sees stays: pages, fonts, links to web pages, filled fields. A digital signature cannot outlive the writing;
the original keeps it.
"""

import io
import zlib
from collections.abc import Iterator
from typing import Any

from danvan.records.cleaning import inline, segments

MOST_OF_A_STREAM = 200_000_000  # bytes unpacked: a page of A4 at 600 dpi in colour has 105 million
MOST_OF_ALL = 3_000_000_000
MOST_DEEP = 40
_HARMLESS = ("/GoTo", "/Named", "/URI")
_SAFE_LINKS = ("http://", "https://", "mailto:")
_RUNNING_NOTES = ("/FileAttachment", "/Sound", "/Movie", "/Screen", "/RichMedia", "/3D")
_OF_ROOT = (
    *("/OpenAction", "/AA", "/AF", "/Collection", "/Perms", "/Legal", "/PieceInfo", "/SpiderInfo"),
    *("/Metadata", "/Threads", "/Extensions"),
)
_OF_NAMES = ("/JavaScript", "/EmbeddedFiles", "/AlternatePresentations", "/Renditions")
_FLATE, _PICTURES = (
    ("/FlateDecode", "/Fl"),
    ("/DCTDecode", "/DCT", "/JPXDecode", "/CCITTFaxDecode", "/CCF", "/JBIG2Decode"),
)
_TELLING = {"/DCTDecode": segments.jpeg, "/DCT": segments.jpeg, "/JPXDecode": segments.jpx}


class Swells(ValueError):
    """A stream unpacks into more than a page can need."""


def cleaned(data: bytes) -> tuple[dict[str, Any], bytes]:
    """({pages, signed, active}, PDF); `locked`, `swells`, `unfit`, or nothing for what is no PDF.

    `active`: something in it would run, open or carry another file. `signed`: it holds a digital signature.
    """
    import pikepdf
    import pypdfium2  # type: ignore[import-untyped]

    try:
        with pikepdf.open(io.BytesIO(data)) as document:
            _weigh(document)
            told = {"signed": False, "active": False}
            _clean_root(document, told)
            for found in document.objects:
                _clean(found, told, 0)
            inline.clean(document)
            out = io.BytesIO()
            document.save(out, encryption=False, deterministic_id=True)
        clean = out.getvalue()
        return told | {"pages": len(pypdfium2.PdfDocument(clean))}, clean
    except pikepdf.PasswordError:
        return {"locked": True}, b""
    except Swells:
        return {"swells": True}, b""
    except inline.Unreadable:
        return {"unfit": True}, b""
    except (pikepdf.PdfError, pypdfium2.PdfiumError, ValueError, TypeError, KeyError, RuntimeError):
        return {}, b""


def _weigh(document: Any) -> None:
    """Swells when a stream, or all of them, unpack into a flood; nothing unpacked is kept."""
    import pikepdf

    left = MOST_OF_ALL
    for found in document.objects:
        if isinstance(found, pikepdf.Stream):
            left -= _unpacked(found, min(left, MOST_OF_A_STREAM))


def _unpacked(stream: Any, most: int) -> int:
    """Bytes of a stream once unpacked, as far as its filters tell before a picture begins."""
    import pikepdf

    data, size = stream.read_raw_bytes(), 0
    for name in _filters(stream):
        if name in _PICTURES:
            break
        if name not in _FLATE:
            try:
                return len(stream.read_bytes())  # of kinds that swell little; the process is bounded anyway
            except pikepdf.PdfError:
                return size
        data = b"".join(_inflated(data, most))
        size = max(size, len(data))
    if stream.get("/Subtype") == "/Image" and _points(stream) > MOST_OF_A_STREAM:
        raise Swells
    return size


def _inflated(data: bytes, most: int) -> Iterator[bytes]:
    machine, size = zlib.decompressobj(), 0
    try:
        while data and not machine.eof:
            piece = machine.decompress(data, 1 << 20)
            size += len(piece)
            if size > most:
                raise Swells
            yield piece
            data = machine.unconsumed_tail
            if not piece and not data:
                return
    except zlib.error:  # readers go on with what they have; so do we
        return


def _filters(stream: Any) -> list[str]:
    import pikepdf

    told = stream.get("/Filter")
    names = list(told) if isinstance(told, pikepdf.Array) else [] if told is None else [told]
    return [str(name) for name in names]


def _points(stream: Any) -> int:
    try:
        return int(stream.get("/Width", 0)) * int(stream.get("/Height", 0))
    except (TypeError, ValueError):
        return 0


def _clean_root(document: Any, told: dict[str, Any]) -> None:
    import pikepdf

    root = document.Root
    if "/Info" in document.trailer:
        del document.trailer["/Info"]
    for key in _OF_ROOT:
        if key in root:
            told["active"] |= key in ("/OpenAction", "/AA", "/AF", "/Collection") and _runs(root[key])
            del root[key]
    names = root.get("/Names")
    for key in _OF_NAMES if isinstance(names, pikepdf.Dictionary) else ():
        if key in names:
            told["active"] = True
            del names[key]
    form = root.get("/AcroForm")
    if isinstance(form, pikepdf.Dictionary) and "/XFA" in form:
        told["active"] = True
        del form["/XFA"]


def _runs(value: Any) -> bool:
    """Whether a document's opening does more than to show a page."""
    import pikepdf

    return not isinstance(value, pikepdf.Array) and not (
        isinstance(value, pikepdf.Dictionary) and value.get("/S") == "/GoTo"
    )


def _clean(found: Any, told: dict[str, Any], depth: int) -> None:
    """One object and what stands in it directly; others are reached by themselves."""
    import pikepdf

    if depth > MOST_DEEP:
        raise ValueError
    if isinstance(found, pikepdf.Array):
        for one in found:
            _direct(one, told, depth)
    elif isinstance(found, (pikepdf.Dictionary, pikepdf.Stream)):
        for key in list(found.keys()):
            if _goes(found, key, told):
                del found[key]
            else:
                _direct(found[key], told, depth)
        _clean_notes(found, told)
        if isinstance(found, pikepdf.Stream) and any(name in _TELLING for name in _filters(found)):
            _clean_picture(found)


def _direct(value: Any, told: dict[str, Any], depth: int) -> None:
    import pikepdf

    if isinstance(value, pikepdf.Object) and not value.is_indirect:
        _clean(value, told, depth + 1)


def _goes(holder: Any, key: str, told: dict[str, Any]) -> bool:
    """Whether an entry has to go. Names of fonts and pictures are free, so that the entry's kind is looked at too."""
    import pikepdf

    value = holder[key]
    is_dictionary = isinstance(value, pikepdf.Dictionary)
    if key == "/Metadata":
        return isinstance(value, pikepdf.Stream) and value.get("/Subtype") == "/XML"
    if key == "/PieceInfo":
        return is_dictionary
    if key in ("/M", "/LastModified", "/CreationDate", "/ModDate"):
        return isinstance(value, pikepdf.String)
    if key == "/Thumb":
        return holder.get("/Type") == "/Page"
    if key == "/T":  # of a note: who wrote it; of a field: its name
        return isinstance(value, pikepdf.String) and _is_note(holder)
    if key == "/V" and holder.get("/FT") == "/Sig":
        told["signed"] = True
        return True
    if key in ("/A", "/PA", "/Next", "/AA"):
        actions = [value] if key != "/AA" else [value[one] for one in value] if is_dictionary else []
        runs = any(_is_active(one) for one in actions)
    else:
        runs = (key == "/EF" and is_dictionary) or (key in ("/F", "/Ref") and _leads_out(holder))
    told["active"] |= runs
    return runs


def _is_note(holder: Any) -> bool:
    return "/Rect" in holder and "/Subtype" in holder and holder.get("/Subtype") != "/Widget"


def _is_active(action: Any) -> bool:
    import pikepdf

    if isinstance(action, pikepdf.Array):
        return any(_is_active(one) for one in action)
    if not isinstance(action, pikepdf.Dictionary) or "/S" not in action:
        return False
    if action.get("/S") == "/URI":
        return not str(action.get("/URI", "")).lower().startswith(_SAFE_LINKS)
    return str(action.get("/S")) not in _HARMLESS


def _leads_out(holder: Any) -> bool:
    """A stream whose bytes lie in another file, or a form that shows another document's page."""
    import pikepdf

    return isinstance(holder, pikepdf.Stream)


def _clean_notes(holder: Any, told: dict[str, Any]) -> None:
    import pikepdf

    notes = holder.get("/Annots")
    if not isinstance(notes, pikepdf.Array):
        return
    kept = [one for one in notes if not _is_running(one)]
    if len(kept) < len(notes):
        told["active"] = True
        holder["/Annots"] = pikepdf.Array(kept)


def _is_running(note: Any) -> bool:
    import pikepdf

    return isinstance(note, pikepdf.Dictionary) and str(note.get("/Subtype", "")) in _RUNNING_NOTES


def _clean_picture(stream: Any) -> None:
    """A photograph without what it tells, taken out of whatever was wound around it. Refused where it lies within more."""
    import pikepdf

    names = _filters(stream)
    if any(name in _TELLING for name in names[:-1]):
        raise ValueError
    raw, told, about = stream.read_raw_bytes(), stream["/Filter"], stream.get("/DecodeParms")
    if isinstance(told, pikepdf.Array):
        own = list(about) if isinstance(about, pikepdf.Array) else [about] * (len(names) == 1)
        own += [None] * (len(names) - len(own))
        told, about = told[len(names) - 1], own[-1]
    if len(names) > 1:
        around = pikepdf.Array([pikepdf.Name(name) for name in names[:-1]])
        stream.write(raw, filter=around, decode_parms=pikepdf.Array(own[:-1]))
        raw = stream.read_bytes(pikepdf.StreamDecodeLevel.specialized)
    clean = _TELLING[names[-1]](raw)
    parms = about if isinstance(about, pikepdf.Dictionary) else None
    stream.write(clean, filter=told, decode_parms=parms)
