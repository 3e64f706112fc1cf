"""Files as people send them, made in memory."""

import io
import zipfile

import docx
from PIL import Image, ImageDraw, ImageFont
from pypdf import PdfWriter

EXIF_WORD = "zqxmayanhzqx"


def pdf(text="Đơn", pages=1, password=""):
    """A PDF whose pages hold text that can be taken out."""
    lines = [f"#set page(width: 148mm, height: 210mm)\n{text} trang {number + 1}" for number in range(pages)]
    import typst

    made = typst.compile("\n#pagebreak()\n".join(lines).encode())
    if not password:
        return made
    writer = PdfWriter(io.BytesIO(made))
    writer.encrypt(password)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def scan(text="Đơn khiếu nại", form="PNG", size=(1200, 500), **options):
    """A picture of printed words."""
    image = Image.new("RGB", size, "white")
    font = ImageFont.truetype(font_file(), 48)
    ImageDraw.Draw(image).multiline_text((60, 60), text, fill="black", font=font, spacing=24)
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def font_file():
    """A font with Vietnamese letters that is on the machine."""
    from pathlib import Path

    for folder in ("/usr/share/fonts", "node_modules"):
        found = sorted(Path(folder).rglob("*.ttf"))
        for name in ("DejaVuSans.ttf", "LiberationSans-Regular.ttf", "BeVietnamPro-Regular.ttf"):
            for file in found:
                if file.name == name:
                    return str(file)
    raise AssertionError("no font with Vietnamese letters")


def authored_pdf(author):
    """One that tells who wrote it, in the clear."""
    writer = PdfWriter(io.BytesIO(pdf()))
    writer.add_metadata({"/Author": author})
    written = io.BytesIO()
    writer.write(written)
    assert author.encode() in written.getvalue()
    return written.getvalue()


def scanned_pdf(text="Đơn khiếu nại"):
    """A PDF that holds nothing but a picture."""
    return scan(text, "PDF", resolution=150)


def photo(width=400, height=300):
    """A photograph that lies on its side and tells of its maker and place."""
    image = Image.new("RGB", (width, height), "red")
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by 90 degrees
    exif[0x010F] = EXIF_WORD
    exif.get_ifd(0x8825)[1] = "N"
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif, comment=EXIF_WORD.encode())
    return out.getvalue()


def tiff(pages=2, size=(600, 800)):
    frames = [Image.new("L", size, 200 + number) for number in range(pages)]
    out = io.BytesIO()
    frames[0].save(out, "TIFF", save_all=True, append_images=frames[1:])
    return out.getvalue()


def word(text="Đơn kiến nghị"):
    document = docx.Document()
    document.add_paragraph(text)
    table = document.add_table(1, 2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "ô một", "ô hai"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def package(parts, compression=zipfile.ZIP_DEFLATED):
    """A ZIP of (name, bytes)."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as file:
        for name, data in parts:
            file.writestr(name, data)
    return out.getvalue()


def package_of(whole, **more):
    """A package with further parts, names as keys."""
    with zipfile.ZipFile(io.BytesIO(whole)) as found:
        parts = [(name, found.read(name)) for name in found.namelist()]
    return package([*parts, *more.items()])


def bomb():
    """A few hundred kilobytes that unpack into hundreds of megabytes and call themselves a Word document."""
    return package([("word/document.xml", b"0" * 200_000_000)])


def pixel_bomb():
    """A small PNG of very many points."""
    out = io.BytesIO()
    Image.new("1", (30_000, 30_000)).save(out, "PNG")
    return out.getvalue()


def _with(document):
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def signed_pdf(script=""):
    """A PDF with a field that holds a digital signature, as far as its shape goes; with a script, one that runs."""
    import pikepdf
    from pikepdf import Array, Dictionary, Name, String

    document = pikepdf.open(io.BytesIO(pdf("Bản ký")))
    held = document.make_indirect(
        Dictionary(
            Type=Name.Sig,
            Filter=Name("/Adobe.PPKLite"),
            ByteRange=Array([0, 10, 20, 10]),
            Contents=String("zqxchuky"),
            Name=String("zqxnguoiky"),
        )
    )
    field = document.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Sig,
            T=String("ChuKy1"),
            V=held,
            Rect=Array([0, 0, 0, 0]),
        )
    )
    document.pages[0].obj["/Annots"] = document.make_indirect(Array([field]))
    document.Root["/AcroForm"] = document.make_indirect(Dictionary(Fields=Array([field]), SigFlags=3))
    if script:
        document.Root["/OpenAction"] = Dictionary(S=Name.JavaScript, JS=String(script))
    return _with(document)


def pdf_bomb(filters=1, size=205_000_000):
    """A few hundred kilobytes of PDF, a content of which unpacks into hundreds of megabytes."""
    import zlib

    import pikepdf
    from pikepdf import Array, Name

    document = pikepdf.open(io.BytesIO(pdf("Đơn")))
    machine = zlib.compressobj(1)
    data = b"".join(machine.compress(b" " * 1_000_000) for _ in range(size // 1_000_000)) + machine.flush()
    for _more in range(filters - 1):
        data = zlib.compress(data, 1)
    stream = document.make_stream(b"")
    stream.write(data, filter=Array([Name.FlateDecode] * filters))
    document.pages[0].obj["/Contents"] = stream
    return _with(document)
