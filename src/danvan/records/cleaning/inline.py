"""Pictures written into the drawing orders of a page: their head keeps what the standard knows, a photograph its picture.

ISO 32000-1, 8.9.7. Orders without such a picture are left byte for byte. One that cannot be read, or a photograph wound
into something else, is refused: nobody could tell what it holds.
"""

import re
from collections.abc import Iterator
from typing import Any

from danvan.records.cleaning import segments

# Any white space or sign that ends a word before, any that does after, or the seam of two pieces: rather once too often.
_MAYBE = re.compile(rb"(?:^|[\s\0()<>\[\]{}/%])BI(?:$|[\s\0()<>\[\]{}/%])")
_KNOWN = {
    "/BitsPerComponent": "/BPC",
    "/ColorSpace": "/CS",
    "/Decode": "/D",
    "/DecodeParms": "/DP",
    "/Filter": "/F",
    "/Height": "/H",
    "/ImageMask": "/IM",
    "/Intent": "/Intent",
    "/Interpolate": "/I",
    "/Width": "/W",
}
_SHORT = frozenset(_KNOWN.values())
_PHOTOGRAPH = ("/DCTDecode", "/DCT")
# What functions, fonts, colour profiles and tables of letters have, and drawing orders have not.
_NO_ORDERS = ("/FunctionType", "/Length1", "/Length2", "/Length3", "/CMapName", "/N")


class Unreadable(ValueError):
    """A picture within the orders that nobody here can make clean."""


def clean(document: Any) -> None:
    """Go over all drawing orders of a PDF: pages, forms, patterns, and by their look glyphs and what notes show."""
    import pikepdf

    pieces = _whole_pages(document)
    orders = _pages(document)
    for found in document.objects:
        if not isinstance(found, pikepdf.Stream) or found.get("/Subtype") == "/Image":
            continue
        is_known = (
            found.objgen in orders or found.get("/Subtype") == "/Form" or found.get("/PatternType") == 1
        )
        if not is_known and any(key in found for key in _NO_ORDERS):
            continue
        try:
            _clean(found)
        except Unreadable:
            if found.objgen in pieces:  # it is part of a whole by now, and nothing names it any more
                found.write(b"")
            elif is_known:
                raise


def _whole_pages(document: Any) -> set[tuple[int, int]]:
    """Orders of a page that lie in several pieces, of which one begins a picture, become one: it may go over the seam.

    The ids of the pieces.
    """
    import pikepdf

    replaced = set()
    for found in document.objects:
        told = found.get("/Contents") if isinstance(found, pikepdf.Dictionary) else None
        if not isinstance(told, pikepdf.Array) or not all(isinstance(one, pikepdf.Stream) for one in told):
            continue
        pieces = [_orders(one) for one in told]
        if any(_MAYBE.search(piece) for piece in pieces):
            replaced |= {one.objgen for one in told}
            found["/Contents"] = document.make_stream(b"\n".join(pieces))
    return replaced


def _pages(document: Any) -> set[tuple[int, int]]:
    """Ids of the streams that are a page's orders."""
    import pikepdf

    found = set()
    for holder in document.objects:
        told = holder.get("/Contents") if isinstance(holder, pikepdf.Dictionary) else None
        for one in told if isinstance(told, pikepdf.Array) else [told]:
            if isinstance(one, pikepdf.Stream):
                found.add(one.objgen)
    return found


def _orders(stream: Any) -> bytes:
    import pikepdf

    try:
        return stream.read_bytes()
    except pikepdf.PdfError:
        return b""


def _clean(stream: Any) -> None:
    import pikepdf

    if not _MAYBE.search(_orders(stream)):
        return
    try:
        told = pikepdf.parse_content_stream(stream)
        if any(isinstance(one, pikepdf.ContentStreamInlineImage) for one in told):
            stream.write(b"\n".join(_written(told)))
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, RuntimeError, NotImplementedError):
        raise Unreadable from None


def _written(told: list[Any]) -> Iterator[bytes]:
    """The orders in turn; what stands between two pictures in one piece."""
    import pikepdf

    between: list[Any] = []
    for one in told:
        if not isinstance(one, pikepdf.ContentStreamInlineImage):
            between.append(one)
            continue
        yield pikepdf.unparse_content_stream(between)
        between = []
        yield _picture(one.iimage)
    yield pikepdf.unparse_content_stream(between)


def _picture(image: Any) -> bytes:
    import pikepdf

    filters = [str(name) for name in image.filters]
    data = image._data._inline_image_raw_bytes()
    if any(name in _PHOTOGRAPH for name in filters):
        if len(filters) > 1:
            raise Unreadable
        data = segments.jpeg(data)
    own = list(image._image_object)
    head = [
        pikepdf.unparse_content_stream([([name, value], pikepdf.Operator("x"))])[:-2]
        for name, value in zip(own[::2], own[1::2], strict=True)
        if _KNOWN.get(str(name), str(name)) in _SHORT and _is_plain(value)
    ]
    return b"BI\n" + b" ".join(head) + b"\nID\n" + data + b"\nEI"


def _is_plain(value: Any) -> bool:
    """No words: numbers, names, lists and parameters of them; a table of colours is bytes within a list."""
    import pikepdf

    return not isinstance(value, pikepdf.String)
