"""PDFs written anew: what would run, open or tell of an author is gone, what a reader sees stays."""

import base64
import contextlib
import io
import zlib

import pikepdf
import pypdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name, String
from PIL import Image

from danvan.records.cleaning import pdf
from danvan.records.files.tests import samples

WORD = "zqxbimatzqx"
JS = {"S": Name.JavaScript, "JS": String(f"app.alert('{WORD}')")}


def action(**entries):
    return Dictionary(**entries)


def with_js(document, page):
    document.Root.OpenAction = action(**JS)


def with_js_names(document, page):
    named = document.make_indirect(action(**JS))
    document.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("a"), named])))


def with_launch(document, page):
    page.Annots = Array([note(A=action(S=Name.Launch, F=String(WORD)))])


def with_page_script(document, page):
    page.AA = Dictionary(O=action(**JS))


def with_field_script(document, page):
    page.Annots = Array([note(Subtype=Name.Widget, FT=Name.Tx, T=String("o"), AA=Dictionary(K=action(**JS)))])


def with_chain(document, page):
    page.Annots = Array([note(A=action(S=Name.GoTo, D=Array([page, Name.Fit]), Next=action(**JS)))])


def with_chain_of_many(document, page):
    chain = Array([action(S=Name.GoTo, D=Array([page, Name.Fit])), action(**JS)])
    page.Annots = Array([note(A=action(S=Name.GoTo, D=Array([page, Name.Fit]), Next=chain))])


def with_file(document, page):
    document.attachments["a.exe"] = pikepdf.AttachedFileSpec(document, WORD.encode(), filename="a.exe")


def with_file_note(document, page):
    held = document.make_stream(WORD.encode())
    page.Annots = Array(
        [note(Subtype=Name.FileAttachment, FS=Dictionary(Type=Name.Filespec, EF=Dictionary(F=held)))]
    )


def with_form_program(document, page):
    document.Root.AcroForm = Dictionary(
        Fields=Array([]), XFA=document.make_stream(f"<xdp>{WORD}</xdp>".encode())
    )


def with_sending(document, page):
    page.Annots = Array([note(A=action(S=Name.SubmitForm, F=String(f"https://{WORD}.example/")))])


def with_strange_link(document, page):
    page.Annots = Array([note(A=action(S=Name.URI, URI=String(f"file:///etc/{WORD}")))])


def with_outer_stream(document, page):
    stream = document.make_stream(b"")
    stream.F = String(f"/etc/{WORD}")
    page.Contents = Array([page.Contents, stream]) if not isinstance(page.Contents, Array) else page.Contents
    page.Resources.XObject = Dictionary(Ngoai=stream)


def with_film(document, page):
    page.Annots = Array([note(Subtype=Name.RichMedia, RichMediaContent=Dictionary(x=String(WORD)))])


def with_sheaf(document, page):
    document.Root.Collection = Dictionary(Type=Name.Collection, D=String(WORD))


ACTIVE = [
    *(
        with_js,
        with_js_names,
        with_launch,
        with_page_script,
        with_field_script,
        with_chain,
        with_chain_of_many,
    ),
    *(with_file, with_file_note, with_form_program, with_sending, with_strange_link, with_outer_stream),
    *(with_film, with_sheaf),
]


def with_about(document, page):
    document.docinfo["/Author"] = WORD
    document.docinfo["/Producer"] = WORD


def with_xmp(document, page):
    with document.open_metadata() as about:
        about["dc:creator"] = [WORD]


def with_page_xmp(document, page):
    held = document.make_stream(f"<x:xmpmeta>{WORD}</x:xmpmeta>".encode())
    held.Type, held.Subtype = Name.Metadata, Name.XML
    page.Metadata = held


def with_pieces(document, page):
    page.PieceInfo = Dictionary(Illustrator=Dictionary(Private=String(WORD), LastModified=String("D:2023")))


def with_thumbnail(document, page):
    held = document.make_stream(WORD.encode())
    held.Width = held.Height = 1
    page.Thumb = held


def with_author_of_a_note(document, page):
    page.Annots = Array([note(Subtype=Name.Highlight, T=String(WORD), M=String("D:20230101"))])


ABOUT = [with_about, with_xmp, with_page_xmp, with_pieces, with_thumbnail, with_author_of_a_note]


WOUND = {
    "/FlateDecode": zlib.compress,
    "/ASCII85Decode": lambda data: base64.a85encode(data) + b"~>",
    "/ASCIIHexDecode": lambda data: data.hex().encode() + b">",
    "/RunLengthDecode": lambda data: b"".join(bytes([0, one]) for one in data) + b"\x80",
    "/LZWDecode": lambda data: lzw(data),
}


def lzw(data):
    """LZW that forgets its table before it would need wider codes: nine bits each."""
    bits = (
        "".join(f"{code:09b}" for at in range(0, len(data), 100) for code in (256, *data[at : at + 100]))
        + f"{257:09b}"
    )
    return int(bits.ljust(-(-len(bits) // 8) * 8, "0"), 2).to_bytes(-(-len(bits) // 8), "big")


def jpeg_2000():
    """With a box and a comment that tell."""
    out = io.BytesIO()
    Image.effect_noise((60, 40), 30).convert("RGB").save(out, "JPEG2000")
    data, told = out.getvalue(), f"<x>{WORD}</x>".encode()
    at = data.index(b"jp2c")
    codes = data[at + 4 :]
    first = 4 + int.from_bytes(codes[4:6], "big")
    comment = b"\xff\x64" + (4 + len(told)).to_bytes(2, "big") + b"\0\1" + told
    codes = codes[:first] + comment + codes[first:]
    box = (len(told) + 8).to_bytes(4, "big") + b"xml " + told
    return data[: at - 4] + box + (len(codes) + 8).to_bytes(4, "big") + b"jp2c" + codes


def pictured(document, page, raw, filters):
    """Put a picture of 400 to 300 points on a page."""
    stream = document.make_stream(b"")
    stream.write(raw, filter=Array([Name(name) for name in filters]))
    stream.Type, stream.Subtype = Name.XObject, Name.Image
    stream.Width, stream.Height = 400, 300
    stream.ColorSpace, stream.BitsPerComponent = Name.DeviceRGB, 8
    page.Resources.XObject = Dictionary(Anh=stream)


def note(**entries):
    usual = {"Type": Name.Annot, "Subtype": Name.Link, "Rect": Array([0, 0, 10, 10])}
    return Dictionary(**(usual | entries))


def made(change=None, text="Đơn kiến nghị"):
    document = pikepdf.open(io.BytesIO(samples.pdf(text)))
    if change:
        change(document, document.pages[0].obj)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def everything(data):
    """Every string and stream of a PDF, unpacked."""
    found = []
    with pikepdf.open(io.BytesIO(data)) as document:
        for one in document.objects:
            found.append(repr(one).encode())
            if isinstance(one, pikepdf.Stream):
                found.append(one.read_raw_bytes())
                with contextlib.suppress(pikepdf.PdfError):
                    found.append(one.read_bytes())
        found.append(repr(document.trailer).encode())
    return b"\n".join([*found, data])


class TestCleaning:
    @pytest.mark.parametrize("change", ACTIVE, ids=lambda change: change.__name__)
    def test_what_would_run_or_carry_a_file_is_gone_and_said(self, change):
        whole = made(change)
        assert WORD.encode() in everything(whole)
        told, clean = pdf.cleaned(whole)
        assert told["active"] is True
        assert WORD.encode() not in everything(clean)

    @pytest.mark.parametrize("change", ABOUT, ids=lambda change: change.__name__)
    def test_what_tells_of_its_maker_is_gone(self, change):
        whole = made(change)
        assert WORD.encode() in everything(whole)
        told, clean = pdf.cleaned(whole)
        assert told == {"signed": False, "active": False, "pages": 1}
        assert WORD.encode() not in everything(clean)

    def test_neither_program_nor_day_is_left(self):
        clean = everything(pdf.cleaned(made())[1])
        for word in (b"/Producer", b"/Creator", b"/CreationDate", b"/ModDate", b"Typst"):
            assert word not in clean, word

    def test_no_key_of_an_action_is_left_when_all_come_together(self):
        def all_of_them(document, page):
            notes = []
            for change in ACTIVE:
                change(document, page)
                notes += list(page.get("/Annots", []))
            page.Annots = Array(notes)

        clean = everything(pdf.cleaned(made(all_of_them))[1])
        for word in (
            b"/JS",
            b"/JavaScript",
            b"/Launch",
            b"/EmbeddedFile",
            b"/XFA",
            b"/SubmitForm",
            b"/AA",
            b"/EF",
        ):
            assert word not in clean, word

    def test_what_a_reader_sees_stays(self):
        clean = pdf.cleaned(made(with_js, "Kính gửi Ủy ban"))[1]
        assert "Kính gửi Ủy ban" in pypdf.PdfReader(io.BytesIO(clean)).pages[0].extract_text()
        before, after = (
            pypdfium2.PdfDocument(data)[0].render().to_numpy() for data in (made(), pdf.cleaned(made())[1])
        )
        assert (before == after).all()

    @pytest.mark.parametrize("link", ["https://example.org/", "http://example.org/", "mailto:a@example.org"])
    def test_a_link_of_the_web_stays(self, link):
        def linked(document, page):
            page.Annots = Array([note(A=action(S=Name.URI, URI=String(link)))])

        told, clean = pdf.cleaned(made(linked))
        assert not told["active"]
        assert link.encode() in everything(clean)

    def test_a_filled_field_stays(self):
        def filled(document, page):
            field = document.make_indirect(
                note(Subtype=Name.Widget, FT=Name.Tx, T=String("ho_ten"), V=String("Lê Văn C"))
            )
            page.Annots = Array([field])
            document.Root.AcroForm = Dictionary(Fields=Array([field]))

        _told, clean = pdf.cleaned(made(filled))
        assert pypdf.PdfReader(io.BytesIO(clean)).get_form_text_fields() == {"ho_ten": "Lê Văn C"}

    def test_names_of_fonts_are_free(self):
        """A font may be called AA, Thumb or Metadata: an entry goes by what it is."""

        def named(document, page):
            fonts = page.Resources.Font
            font = next(iter(fonts.values()))
            for name in ("/AA", "/Thumb", "/Metadata", "/A", "/M", "/EF2", "/PieceInfo2"):
                fonts[name] = font

        _told, clean = pdf.cleaned(made(named))
        with pikepdf.open(io.BytesIO(clean)) as document:
            kept = set(document.pages[0].Resources.Font.keys())
        assert {"/AA", "/Thumb", "/Metadata", "/A", "/M"} <= kept

    def test_earlier_versions_are_gone(self):
        whole = made(with_about)
        later = whole + b"\n9999 0 obj\n<< /Zqx (sau) >>\nendobj\n"
        assert WORD.encode() not in pdf.cleaned(later)[1]

    def test_the_same_file_gives_the_same_copy(self):
        assert pdf.cleaned(made())[1] == pdf.cleaned(made())[1]

    def test_cleaned_twice_is_cleaned(self):
        once = pdf.cleaned(made(with_js))[1]
        told, twice = pdf.cleaned(once)
        assert not told["active"]
        assert twice == once

    def test_a_photograph_inside_tells_nothing_and_keeps_its_picture(self):
        whole = made(lambda document, page: pictured(document, page, samples.photo(), ["/DCTDecode"]))
        assert samples.EXIF_WORD.encode() in everything(whole)
        clean = pdf.cleaned(whole)[1]
        assert samples.EXIF_WORD.encode() not in everything(clean)
        with pikepdf.open(io.BytesIO(clean)) as document:
            kept = document.pages[0].Resources.XObject.Anh
            assert kept.Filter == Name.DCTDecode
            assert pikepdf.PdfImage(kept).as_pil_image().size == (400, 300)

    @pytest.mark.parametrize("around", [*WOUND, ("/FlateDecode", "/ASCIIHexDecode"), ()], ids=str)
    def test_however_much_is_wound_around_a_photograph(self, around):
        around = (around,) if isinstance(around, str) else around
        photo = samples.photo()
        raw = photo
        for name in reversed(around):
            raw = WOUND[name](raw)
        clean = pdf.cleaned(
            made(lambda document, page: pictured(document, page, raw, [*around, "/DCTDecode"]))
        )[1]
        with pikepdf.open(io.BytesIO(clean)) as document:
            kept = document.pages[0].Resources.XObject.Anh
            assert kept.Filter == Name.DCTDecode
            assert samples.EXIF_WORD.encode() not in kept.read_raw_bytes()
            assert pikepdf.PdfImage(kept).as_pil_image().tobytes() == Image.open(io.BytesIO(photo)).tobytes()

    @pytest.mark.parametrize("name", ["/DCTDecode", "/DCT"])
    def test_an_array_of_one(self, name):
        clean = pdf.cleaned(made(lambda document, page: pictured(document, page, samples.photo(), [name])))[1]
        assert samples.EXIF_WORD.encode() not in everything(clean)

    def test_how_its_colours_are_told_stays(self):
        def inverted(document, page):
            pictured(document, page, WOUND["/FlateDecode"](samples.photo()), ["/FlateDecode", "/DCTDecode"])
            page.Resources.XObject.Anh.DecodeParms = Array([None, Dictionary(ColorTransform=0)])

        with pikepdf.open(io.BytesIO(pdf.cleaned(made(inverted))[1])) as document:
            assert document.pages[0].Resources.XObject.Anh.DecodeParms.ColorTransform == 0

    @pytest.mark.parametrize("filters", [["/DCTDecode", "/FlateDecode"], ["/DCTDecode", "/DCTDecode"]])
    def test_a_photograph_wound_in_a_way_of_no_reader_is_refused(self, filters):
        whole = made(lambda document, page: pictured(document, page, samples.photo(), filters))
        assert pdf.cleaned(whole) == ({}, b"")

    def test_a_picture_of_jpeg_2000_tells_nothing(self):
        raw = jpeg_2000()
        whole = made(lambda document, page: pictured(document, page, raw, ["/JPXDecode"]))
        clean = pdf.cleaned(whole)[1]
        assert WORD.encode() in everything(whole)
        assert WORD.encode() not in everything(clean)
        with pikepdf.open(io.BytesIO(clean)) as document:
            kept = document.pages[0].Resources.XObject.Anh.read_raw_bytes()
        assert Image.open(io.BytesIO(kept)).tobytes() == Image.open(io.BytesIO(raw)).tobytes()


class TestSignatures:
    def test_one_is_said_and_taken_out(self):
        told, clean = pdf.cleaned(samples.signed_pdf())
        assert told["signed"] is True
        assert b"zqxnguoiky" not in everything(clean)

    def test_an_empty_place_for_one_is_none(self):
        def empty(document, page):
            page.Annots = Array([note(Subtype=Name.Widget, FT=Name.Sig, T=String("ky"))])

        assert pdf.cleaned(made(empty))[0]["signed"] is False


class TestRefused:
    @pytest.mark.parametrize(
        "data", [b"", b"x", b"%PDF-1.7", b"%PDF-1.7\n%%EOF", b"%PDF-1.7\n" + b"\xff" * 3_000, b"PK\x03\x04"]
    )
    def test_what_is_no_pdf(self, data):
        assert pdf.cleaned(data) == ({}, b"")

    def test_a_locked_one(self):
        assert pdf.cleaned(samples.pdf(password="bi-mat")) == ({"locked": True}, b"")

    def test_one_that_only_forbids_printing_is_opened(self):
        writer = pypdf.PdfWriter(io.BytesIO(samples.pdf()))
        writer.encrypt("", "chu-tep", permissions_flag=0)
        out = io.BytesIO()
        writer.write(out)
        told, clean = pdf.cleaned(out.getvalue())
        assert told["pages"] == 1
        assert not pypdf.PdfReader(io.BytesIO(clean)).is_encrypted

    @pytest.mark.parametrize("filters", [1, 2])
    def test_one_that_swells(self, filters, monkeypatch):
        monkeypatch.setattr(pdf, "MOST_OF_A_STREAM", 4_000_000)
        assert pdf.cleaned(samples.pdf_bomb(filters, size=5_000_000)) == ({"swells": True}, b"")

    def test_many_streams_that_swell_together(self, monkeypatch):
        monkeypatch.setattr(pdf, "MOST_OF_ALL", 5_000_000)

        def many(document, page):
            page.Contents = Array([document.make_stream(b" " * 1_000_000) for _ in range(8)])

        assert pdf.cleaned(made(many)) == ({"swells": True}, b"")

    def test_a_picture_of_more_points_than_a_page_needs(self):
        def huge(document, page):
            stream = document.make_stream(b"")
            stream.write(zlib.compress(b"x"), filter=Name.FlateDecode)
            stream.Subtype, stream.Width, stream.Height = Name.Image, 100_000, 100_000
            page.Resources.XObject = Dictionary(Anh=stream)

        assert pdf.cleaned(made(huge)) == ({"swells": True}, b"")

    def test_things_within_things_without_end(self):
        def deep(document, page):
            nest = Array([])
            for _turn in range(200):
                nest = Array([nest])
            page.Sau = nest

        assert pdf.cleaned(made(deep)) == ({}, b"")

    @pytest.mark.parametrize("cut", [0.3, 0.7, 0.95])
    def test_cut_short_it_is_mended_or_refused(self, cut):
        whole = samples.pdf(pages=3)
        told, clean = pdf.cleaned(whole[: int(len(whole) * cut)])
        assert (told.get("pages", 0) > 0) == bool(clean)
