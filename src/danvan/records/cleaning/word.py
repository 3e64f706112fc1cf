"""A Word document written anew: no author, company, thumbnail, nor picture that tells of its maker or is fetched."""

import io
import re
import zipfile
from typing import Any

from danvan.records.cleaning import images

_EMPTIED = {
    "docProps/core.xml": b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties xmlns:cp='
    b'"http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>',
    "docProps/app.xml": b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns='
    b'"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>',
    "docProps/custom.xml": b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns='
    b'"http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>',
}
_AUTHOR = re.compile(rb'(\s(?:\w+:)?(?:author|initials|lastModifiedBy|userId|providerId))="[^"]*"')
_RELATION = re.compile(rb"<Relationship\b[^>]*?/?>")
_THUMBNAIL = re.compile(r"^docProps/thumbnail\.\w+$", re.I)
_PICTURE = re.compile(r"^word/media/[^/]+\.(jpe?g|png)$", re.I)


def cleaned(data: bytes) -> tuple[dict[str, Any], bytes]:
    """({}, document); the caller has seen that the package is one and how far it unpacks."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as package,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as written,
    ):
        for part in package.infolist():
            if not part.is_dir() and not _THUMBNAIL.match(part.filename):
                # The time of 1980 and no other field: a package's entries tell when and on which system it was made.
                written.writestr(
                    zipfile.ZipInfo(part.filename),
                    _part(part.filename, package.read(part)),
                    zipfile.ZIP_DEFLATED,
                )
    return {"pages": 1}, out.getvalue()


def _part(name: str, data: bytes) -> bytes:
    if name in _EMPTIED:
        return _EMPTIED[name]
    if name.endswith(".rels"):
        return _RELATION.sub(lambda found: _relation(found.group()), data)
    if name.endswith(".xml"):
        return _AUTHOR.sub(rb'\1=""', data)
    if _PICTURE.match(name):
        told, clean = images.cleaned(data)
        is_same = told.get("media_type") == ("image/png" if name.lower().endswith("png") else "image/jpeg")
        return clean if clean and is_same else data
    return data


def _relation(tag: bytes) -> bytes:
    """A relationship without a thumbnail; what would be fetched by itself when the document opens leads nowhere."""
    if b"/metadata/thumbnail" in tag:
        return b""
    if b"External" in tag and b"/hyperlink" not in tag:
        return re.sub(rb'(\sTarget)="[^"]*"', rb'\1="about:blank"', tag)
    return tag
