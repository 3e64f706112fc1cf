"""Pictures within a page's drawing orders: nothing told beside the picture, the page drawn alike, the rest untouched."""

import io

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name
from PIL import Image

from danvan.records.cleaning import pdf
from danvan.records.files import accepting
from danvan.ui.errors import Refusal

WORD = b"zqxbimatzqx"
DRAWN = b"q 80 0 0 80 10 10 cm\n%s\nQ\n(BI x ID y EI) pop\n"
POINTS = bytes(range(192))


def photograph(colour="red"):
    out, picture = io.BytesIO(), Image.new("RGB", (8, 8), colour)
    marks = picture.getexif()
    marks[271] = WORD.decode()
    picture.save(out, "JPEG", exif=marks, comment=WORD)
    return out.getvalue()


def jpeg_order(data=None, filters=b"/DCT", odd=b""):
    data = photograph() if data is None else data
    return b"BI /W 8 /H 8 /BPC 8 /CS /RGB /F %s%s ID %s EI" % (filters, odd, data)


def plain_order(odd=b"", data=POINTS):
    return b"BI /W 8 /H 8 /BPC 8 /CS /RGB%s ID %s EI" % (odd, data)


def document(*pieces, place="page"):
    made = pikepdf.new()
    made.add_blank_page(page_size=(100, 100))
    page = made.pages[0].obj
    orders = b"".join(DRAWN % piece for piece in pieces)
    if place == "page":
        page.Contents = made.make_stream(orders)
    elif place == "pieces":
        half = orders.index(b"ID") + 1  # in the middle of an order, where no reader minds
        page.Contents = Array([made.make_stream(orders[: half - 1]), made.make_stream(orders[half - 1 :])])
    elif place == "form":
        form = made.make_stream(orders, Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 100, 100]))
        page.Resources = Dictionary(XObject=Dictionary(F=form))
        page.Contents = made.make_stream(b"/F Do")
    elif place == "look":
        look = made.make_stream(orders, BBox=Array([0, 0, 100, 100]))
        note = Dictionary(Type=Name.Annot, Subtype=Name.Stamp, Rect=Array([0, 0, 100, 100]))
        note.AP = Dictionary(N=look)
        page.Annots = Array([note])
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def drawn(data):
    return pypdfium2.PdfDocument(data)[0].render(scale=2).to_pil().convert("RGB").tobytes()


def unpacked(data):
    """All bytes of a PDF with its streams unpacked, photographs as they lie."""
    with pikepdf.open(io.BytesIO(data)) as found:
        out = io.BytesIO()
        found.save(out, stream_decode_level=pikepdf.StreamDecodeLevel.generalized, compress_streams=False)
    return out.getvalue()


@pytest.mark.parametrize("place", ["page", "pieces", "form", "look"])
class TestPhotographs:
    def test_lose_what_they_tell_wherever_they_are_drawn(self, place):
        came = document(jpeg_order(), place=place)
        assert WORD in unpacked(came)
        told, clean = pdf.cleaned(came)
        assert told["pages"] == 1
        assert WORD not in unpacked(clean)

    def test_are_drawn_alike(self, place):
        came = document(jpeg_order(), place=place)
        assert drawn(pdf.cleaned(came)[1]) == drawn(came)

    def test_several_in_turn_stay_in_their_order(self, place):
        orders = (jpeg_order(photograph("blue")), plain_order(), jpeg_order(photograph("green")))
        came = document(*orders, place=place)
        clean = pdf.cleaned(came)[1]
        assert WORD not in unpacked(clean)
        assert drawn(clean) == drawn(came)


BEFORE = (b"(x)", b"[1]", b"<41>", b"<</A 1>>", b"{", b"}", b"%c\n", b"q\0", b"\f", b"\r")
AFTER = (b"%%%s\n" % b"c", b"\0", b"\f", b"\r\n", b"")


class TestWhereOneBegins:
    @pytest.mark.parametrize("place", ["page", "form", "look"])
    @pytest.mark.parametrize("before", BEFORE)
    def test_right_behind_anything_that_ends_a_word(self, place, before):
        assert_told_nothing(document(before + jpeg_order(), place=place))

    @pytest.mark.parametrize("before", BEFORE)
    @pytest.mark.parametrize("after", AFTER)
    def test_and_right_before_anything_that_begins_one(self, before, after):
        assert_told_nothing(document(before + b"BI" + after + jpeg_order().removeprefix(b"BI ")))

    @pytest.mark.parametrize("before", [b"", b"(x)", b"[1]"])
    def test_at_the_seam_of_two_pieces(self, before):
        made = pikepdf.new()
        made.add_blank_page(page_size=(100, 100))
        head, tail = b"q 80 0 0 80 10 10 cm\n" + before + b"BI", jpeg_order().removeprefix(b"BI") + b"\nQ"
        made.pages[0].obj.Contents = Array([made.make_stream(head), made.make_stream(tail)])
        out = io.BytesIO()
        made.save(out)
        assert_told_nothing(out.getvalue())


def assert_told_nothing(came):
    """The words are gone, or the file is refused; what is taken is drawn alike."""
    assert WORD in unpacked(came)
    told, clean = pdf.cleaned(came)
    assert told.get("unfit") or WORD not in unpacked(clean)
    assert told.get("unfit") or drawn(clean) == drawn(came)


class TestHeads:
    @pytest.mark.parametrize(
        "odd",
        [
            b" /Author (%s)" % WORD,
            b" /Odd /%s" % WORD,
            b" /Odd [(%s)]" % WORD,
            b" /Odd << /K (%s) >>" % WORD,
            b" /Intent (%s)" % WORD,
        ],
    )
    def test_hold_nothing_but_what_the_standard_knows(self, odd):
        came = document(plain_order(odd))
        clean = pdf.cleaned(came)[1]
        assert WORD not in unpacked(clean)
        assert drawn(clean) == drawn(came)

    @pytest.mark.parametrize(
        "order",
        [
            plain_order(),
            b"BI /Width 8 /Height 8 /BitsPerComponent 8 /ColorSpace /DeviceRGB ID %s EI" % POINTS,
            b"BI /W 16 /H 8 /IM true /D [1 0] ID %s EI" % POINTS[:16],
            b"BI /W 8 /H 8 /BPC 8 /CS [/Indexed /RGB 1 <ff000000ff00>] ID %s EI" % bytes([0, 1] * 32),
            b"BI /W 8 /H 8 /BPC 8 /CS /G /F /AHx /I true ID %s> EI" % (b"7f" * 64),
        ],
    )
    def test_of_every_shape_draw_alike(self, order):
        came = document(order)
        told, clean = pdf.cleaned(came)
        assert told["pages"] == 1
        assert drawn(clean) == drawn(came)


class TestLeftAlone:
    @pytest.mark.parametrize(
        "orders", [b"q 1 0 0 rg 10 10 50 50 re f Q\n%note", b"(BI) Tj", b"/BI gs", b"BT ET", b""]
    )
    def test_orders_without_a_picture_stay_byte_for_byte(self, orders):
        made = pikepdf.new()
        made.add_blank_page(page_size=(100, 100))
        made.pages[0].obj.Contents = made.make_stream(orders)
        out = io.BytesIO()
        made.save(out)
        with pikepdf.open(io.BytesIO(pdf.cleaned(out.getvalue())[1])) as clean:
            assert clean.pages[0].obj.Contents.read_bytes() == orders

    def test_a_stream_of_another_kind_that_looks_like_orders_is_not_refused(self):
        made = pikepdf.new()
        made.add_blank_page(page_size=(100, 100))
        odd = made.make_stream(b"\x00\xff BI ]]>> ID \x80", N=3)
        plain = made.make_stream(b"\x00\xff BI ]]>> ID \x80")
        made.pages[0].obj.Resources = Dictionary(
            ColorSpace=Dictionary(C=Array([Name.ICCBased, odd]), D=plain)
        )
        out = io.BytesIO()
        made.save(out)
        assert pdf.cleaned(out.getvalue())[0]["pages"] == 1


class TestRefused:
    def test_a_page_whose_orders_begin_a_picture_that_nobody_can_read(self):
        assert pdf.cleaned(document(b"BI ]]>> /W ID x EI")) == ({"unfit": True}, b"")

    @pytest.mark.parametrize("filters", [b"[/AHx /DCT]", b"[/Fl /DCTDecode]", b"[/A85 /DCT]"])
    def test_a_photograph_wound_into_something_else(self, filters):
        came = document(jpeg_order(filters=filters, data=photograph().hex().encode() + b">"))
        assert pdf.cleaned(came) == ({"unfit": True}, b"")

    def test_with_a_sentence_that_says_what_to_do(self):
        came = document(jpeg_order(filters=b"[/AHx /DCT]", data=photograph().hex().encode() + b">"))
        with pytest.raises(Refusal, match=r"ảnh viết lẫn trong trang.*in lại"):
            accepting.accept("a.pdf", came)

    def test_what_is_called_a_photograph_and_is_none_shows_nothing(self):
        clean = pdf.cleaned(document(jpeg_order(data=b"x" * 30 + WORD)))[1]
        assert WORD not in unpacked(clean)
