"""Word documents written anew: no author, no company, no thumbnail, nothing fetched when they are opened."""

import io
import zipfile

import docx
import openpyxl
import pytest
from PIL import Image

from danvan.records.cleaning import word
from danvan.records.files import accepting
from danvan.records.files.tests import samples
from danvan.ui.errors import Refusal

SECRET = "zqxnguoisoanzqx"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def told_of():
    document = docx.Document()
    document.add_paragraph("Đơn kiến nghị về đường liên thôn")
    document.add_picture(io.BytesIO(samples.photo()))
    about = document.core_properties
    about.author = about.last_modified_by = about.comments = about.title = SECRET
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def parts_of(data):
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def with_parts(data, **more):
    return samples.package([*(parts_of(data) | more).items()])


def relation(kind, target):
    one = f'<Relationship Id="r1" Type="{REL}/{kind}" Target="{target}" TargetMode="External"/>'
    return f"<Relationships>{one}</Relationships>"


def everything(data):
    return b"\n".join([*parts_of(data).values(), data])


def test_author_title_company_and_thumbnail_are_gone():
    whole = with_parts(
        told_of(),
        **{
            "docProps/app.xml": f"<Properties><Company>{SECRET}</Company></Properties>".encode(),
            "docProps/custom.xml": f"<Properties>{SECRET}</Properties>".encode(),
            "docProps/thumbnail.jpeg": SECRET.encode(),
        },
    )
    clean = word.cleaned(whole)[1]
    assert SECRET.encode() in everything(whole)
    assert SECRET.encode() not in everything(clean)
    assert "docProps/thumbnail.jpeg" not in parts_of(clean)
    assert b"metadata/thumbnail" not in parts_of(clean)["_rels/.rels"]


def test_a_photograph_inside_tells_nothing():
    clean = word.cleaned(told_of())[1]
    assert samples.EXIF_WORD.encode() in everything(told_of())
    assert samples.EXIF_WORD.encode() not in everything(clean)


def test_text_and_picture_stay():
    document = docx.Document(io.BytesIO(word.cleaned(told_of())[1]))
    assert document.paragraphs[0].text == "Đơn kiến nghị về đường liên thôn"
    assert len(document.inline_shapes) == 1


@pytest.mark.parametrize(
    "tag",
    [
        f'<w:ins w:id="1" w:author="{SECRET}" w:date="2023-01-01T00:00:00Z"/>',
        f'<w:comment w:initials="{SECRET}" w:author="{SECRET}"/>',
        f'<w15:presenceInfo w15:providerId="AD" w15:userId="{SECRET}"/>',
        f'<w15:person w15:author="{SECRET}"/>',
    ],
)
def test_who_changed_or_remarked_is_not_said(tag):
    part = f'<x xmlns:w="urn:w" xmlns:w15="urn:w15">{tag}</x>'
    for data in (part, part.replace('"', "'"), part.replace("=", " =\n")):
        whole = with_parts(told_of(), **{"word/comments.xml": data.encode()})
        clean = word.cleaned(whole)[1]
        assert SECRET.encode() not in everything(clean)
        assert b"comments.xml" in clean


@pytest.mark.parametrize("coding", ["utf-8", "utf-16"])
def test_nor_in_another_coding(coding):
    part = f'<?xml version="1.0" encoding="{coding}"?><x xmlns:w="urn:w" w:author="{SECRET}"/>'
    whole = with_parts(told_of(), **{"word/comments.xml": part.encode(coding)})
    clean = parts_of(word.cleaned(whole)[1])["word/comments.xml"]
    assert SECRET.encode() not in clean
    assert SECRET.encode("utf-16-le") not in clean


def test_remarks_of_the_xml_itself_are_gone():
    part = f"<x><!-- {SECRET} --><?may {SECRET}?><y>Nội dung</y></x>"
    whole = with_parts(told_of(), **{"word/footnotes.xml": part.encode()})
    clean = parts_of(word.cleaned(whole)[1])["word/footnotes.xml"]
    assert SECRET.encode() not in clean
    assert "Nội dung".encode() in clean


@pytest.mark.parametrize(
    "part",
    [
        b"<x><y></x>",
        b"",
        b"<w:x/>",
        b'<!DOCTYPE x [<!ENTITY a "zqx">]><x>&a;</x>',
        b'<!DOCTYPE x SYSTEM "http://127.0.0.1:1/a.dtd"><x/>',
        b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><x>&a;</x>',
    ],
)
def test_a_part_that_is_no_plain_xml_is_refused(part):
    assert word.cleaned(with_parts(told_of(), **{"word/comments.xml": part})) == ({"unfit": True}, b"")


@pytest.mark.parametrize(
    "name",
    [
        *("customXml/item1.xml", "customXml/_rels/item1.xml.rels", "CustomXML/item2.xml"),
        *(
            "docMetadata/LabelInfo.xml",
            "package/services/metadata/core-properties/1.psmdcp",
            "docProps/Core.XML",
        ),
        *("thumbnail.jpeg", "a.exe"),
    ],
)
def test_what_lies_beside_the_document_s_folder_is_gone_with_what_points_to_it(name):
    kinds = f'<Override PartName="/{name}" ContentType="application/xml"/>'
    types = parts_of(told_of())["[Content_Types].xml"].replace(b"</Types>", f"{kinds}</Types>".encode())
    rel = f'<Relationships><Relationship Id="r77" Type="{REL}/customXml" Target="../{name}"/></Relationships>'
    whole = with_parts(
        told_of(),
        **{"[Content_Types].xml": types, name: SECRET.encode(), "word/_rels/a.xml.rels": rel.encode()},
    )
    clean = parts_of(word.cleaned(whole)[1])
    assert SECRET.encode() not in b"".join(clean.values())
    assert name not in clean
    assert b"r77" not in clean["word/_rels/a.xml.rels"]
    assert name.encode() not in clean["[Content_Types].xml"]
    assert b"/word/document.xml" in clean["[Content_Types].xml"]


@pytest.mark.parametrize("kind", ["attachedTemplate", "image", "oleObject", "frame", "subDocument"])
def test_nothing_is_fetched_when_it_is_opened(kind):
    rel = relation(kind, f"https://{SECRET}/a")
    whole = with_parts(told_of(), **{"word/_rels/settings.xml.rels": rel.encode()})
    clean = parts_of(word.cleaned(whole)[1])["word/_rels/settings.xml.rels"]
    assert SECRET.encode() not in clean
    assert b'Id="r1"' in clean


@pytest.mark.parametrize(
    "tag",
    [
        '<p:Relationship Id="r1" Type="{kind}" Target="{to}" TargetMode="External"/>',
        "<p:Relationship Id='r1' Type='{kind}' Target='{to}' TargetMode='External'/>",
        '<p:Relationship TargetMode = "External" Target="{to}" Id="r1" Type="{kind}"></p:Relationship>',
        '<p:Relationship Id="r1" Type="{kind}" Target="{to}#/hyperlink" TargetMode="External"/>',
        '<p:Relationship Id="r1" Type="{kind}" Target="{to}" TargetMode="external"/>',
        '<p:Relationship Id="r1" Type="{kind}" Target="{to}"/>',
        '<p:Relationship Id="r1" Type="{kind}" Target="{to}" TargetMode="Ext&#101;rnal"/>',
    ],
)
@pytest.mark.parametrize(
    "to", [f"https://{SECRET}/a", f"//{SECRET}/a", f"file:///{SECRET}", f"\\\\{SECRET}\\a"]
)
def test_however_it_is_written(tag, to):
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    one = tag.format(kind=f"{REL}/attachedTemplate", to=to)
    rels = f'<p:Relationships xmlns:p="{space}">{one}</p:Relationships>'
    whole = with_parts(told_of(), **{"word/_rels/settings.xml.rels": rels.encode()})
    clean = parts_of(word.cleaned(whole)[1])["word/_rels/settings.xml.rels"]
    assert SECRET.encode() not in clean
    assert b'Target="about:blank"' in clean


@pytest.mark.parametrize("target", ["media/a.png", "/word/media/a.png", "./theme/a%20b.xml", "#moc", "NULL"])
def test_what_points_into_the_document_stays(target):
    rels = f'<Relationships><Relationship Id="r1" Type="{REL}/image" Target="{target}"/></Relationships>'
    whole = with_parts(told_of(), **{"word/_rels/document.xml.rels": rels.encode()})
    clean = parts_of(word.cleaned(whole)[1])["word/_rels/document.xml.rels"]
    assert f'Target="{target}"'.encode() in clean


def test_a_link_that_a_reader_follows_stays():
    rel = relation("hyperlink", "https://example.org/")
    whole = with_parts(told_of(), **{"word/_rels/document.xml.rels": rel.encode()})
    assert b"https://example.org/" in parts_of(word.cleaned(whole)[1])["word/_rels/document.xml.rels"]


def test_the_package_does_not_tell_when_it_was_made():
    with zipfile.ZipFile(io.BytesIO(word.cleaned(told_of())[1])) as package:
        assert {part.date_time for part in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not any(part.extra or part.comment for part in package.infolist())
        assert not package.comment


def telling(form, **options):
    exif = Image.Exif()
    exif[0x010F] = SECRET
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "red").save(out, form, exif=exif, **options)
    assert SECRET.encode() in out.getvalue()
    return out.getvalue()


@pytest.mark.parametrize("name", ["a.jpg", "a.JPEG", "a.jfif", "a.png", "a.tif", "a.TIFF", "a.gif", "a.bmp"])
@pytest.mark.parametrize("form", ["JPEG", "MPO", "PNG", "TIFF", "WEBP"])
def test_a_picture_under_whatever_name_tells_nothing(name, form):
    more = {"save_all": True, "append_images": [Image.new("RGB", (60, 40))]} if form == "MPO" else {}
    whole = with_parts(told_of(), **{f"word/media/{name}": telling(form, **more)})
    clean = parts_of(word.cleaned(whole)[1])[f"word/media/{name}"]
    assert SECRET.encode() not in clean
    assert Image.open(io.BytesIO(clean)).size == (60, 40)


@pytest.mark.parametrize("data", [b"x", b"\xff\xd8\xff\xe0zqx", b"", SECRET.encode()])
def test_a_picture_that_is_none_becomes_white(data):
    whole = with_parts(told_of(), **{"word/media/image9.jpg": data})
    clean = parts_of(word.cleaned(whole)[1])["word/media/image9.jpg"]
    assert Image.open(io.BytesIO(clean)).size == (1, 1)


def test_one_too_large_is_refused():
    whole = with_parts(told_of(), **{"word/media/image9.png": samples.pixel_bomb()})
    assert word.cleaned(whole) == ({"unfit": True}, b"")


@pytest.mark.parametrize("name", ["word/media/a.mp4", "word/a.mht", "word/khac", "word/media/a.heic"])
def test_a_part_of_no_known_kind_is_refused(name):
    assert word.cleaned(with_parts(told_of(), **{name: b"x"})) == ({"unfit": True}, b"")


@pytest.mark.parametrize("name", ["word/media/a.svg", "word/media/a.wdp", "word/printerSettings/a.bin"])
def test_doubles_of_pictures_and_printers_are_emptied(name):
    whole = with_parts(told_of(), **{name: SECRET.encode()})
    assert parts_of(word.cleaned(whole)[1])[name] == b""


def test_a_picture_is_shown_without_its_double():
    part = b'<x xmlns:a="urn:a"><a:blip><a:svgBlip id="r9"/></a:blip></x>'
    whole = with_parts(told_of(), **{"word/header1.xml": part})
    clean = parts_of(word.cleaned(whole)[1])["word/header1.xml"]
    assert b"svgBlip" not in clean
    assert b"blip" in clean


EMF, WMF = slice(40, 44), slice(0, 4)


@pytest.mark.parametrize(
    ("ending", "place", "mark"),
    [("emf", EMF, b" EMF"), ("EMF", EMF, b" EMF"), ("wmf", WMF, b"\xd7\xcd\xc6\x9a")],
)
def test_a_drawing_of_windows_becomes_blank_and_it_is_said(ending, place, mark):
    name = f"word/media/image9.{ending}"
    told, clean = word.cleaned(with_parts(told_of(), **{name: b"\x01\0\0\0" + SECRET.encode()}))
    assert told == {"pages": 1, "signed": False, "drawings": True}
    drawing = parts_of(clean)[name]
    assert SECRET.encode() not in drawing
    assert drawing[place] == mark
    assert Image.open(io.BytesIO(drawing)).size[0] > 0


def test_a_document_without_drawings_says_so():
    assert word.cleaned(told_of())[0] == {"pages": 1, "signed": False, "drawings": False}


def test_a_signature_over_the_document_goes_and_it_is_said():
    told, clean = word.cleaned(with_parts(told_of(), **{"_xmlsignatures/sig1.xml": b"<s/>"}))
    assert told["signed"]
    assert not any("signatures" in name for name in parts_of(clean))


def test_fonts_lent_with_the_document_go_with_all_that_points_to_them():
    rel = '<Relationship Id="rId1" Type="http://x/font" Target="fonts/font1.odttf"/>'
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    table = b'<w:fonts xmlns:w="urn:w"><w:font w:name="A"><w:embedRegular id="rId1"/></w:font></w:fonts>'
    whole = with_parts(
        told_of(),
        **{
            "word/fonts/font1.odttf": SECRET.encode(),
            "word/fontTable2.xml": table,
            "word/_rels/fontTable2.xml.rels": f'<Relationships xmlns="{space}">{rel}</Relationships>'.encode(),
        },
    )
    parts = parts_of(word.cleaned(whole)[1])
    assert "word/fonts/font1.odttf" not in parts
    assert b"embedRegular" not in parts["word/fontTable2.xml"]
    assert b"w:font " in parts["word/fontTable2.xml"]
    assert b"odttf" not in parts["word/_rels/fontTable2.xml.rels"]


class TestSheetBehindAChart:
    def sheet(self, **more):
        book = openpyxl.Workbook()
        book.active["A1"] = "Số đơn"
        book.properties.creator = book.properties.lastModifiedBy = SECRET
        out = io.BytesIO()
        book.save(out)
        return with_parts(out.getvalue(), **more)

    def cleaned(self, sheet):
        whole = with_parts(told_of(), **{"word/embeddings/a.xlsx": sheet})
        told, clean = word.cleaned(whole)
        return told, clean and parts_of(clean)["word/embeddings/a.xlsx"]

    def test_it_keeps_its_cells_and_not_its_author(self):
        assert SECRET.encode() in everything(self.sheet())
        clean = self.cleaned(self.sheet())[1]
        assert SECRET.encode() not in everything(clean)
        assert openpyxl.load_workbook(io.BytesIO(clean)).active["A1"].value == "Số đơn"

    @pytest.mark.parametrize("name", ["xl/embeddings/a.xlsx", "xl/vbaProject.exe"])
    def test_with_another_in_it_it_is_refused(self, name):
        assert self.cleaned(self.sheet(**{name: b"x"})) == ({"unfit": True}, b"")

    def test_one_that_swells_is_refused(self, monkeypatch):
        monkeypatch.setattr(word, "_SHEET_MOST", 1_000)
        assert self.cleaned(self.sheet()) == ({"unfit": True}, b"")

    def test_what_is_none_is_refused(self):
        assert self.cleaned(b"x") == ({"unfit": True}, b"")


def test_the_officer_or_sender_reads_why():
    with pytest.raises(Refusal, match="mà máy không làm sạch được"):
        accepting.accept("a.docx", with_parts(told_of(), **{"word/comments.xml": b"<x>"}))
