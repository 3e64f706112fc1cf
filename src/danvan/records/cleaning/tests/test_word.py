"""Word documents written anew: no author, no company, no thumbnail, nothing fetched when they are opened."""

import io
import zipfile

import docx
import pytest

from danvan.records.cleaning import word
from danvan.records.files.tests import samples

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
        f'<w:ins w:id="1" w:author="{SECRET}" w:date="2023-01-01T00:00:00Z">',
        f'<w:comment w:initials="{SECRET}" w:author="{SECRET}">',
        f'<w15:presenceInfo w15:providerId="AD" w15:userId="{SECRET}"/>',
        f'<w15:person w15:author="{SECRET}">',
    ],
)
def test_who_changed_or_remarked_is_not_said(tag):
    whole = with_parts(told_of(), **{"word/comments.xml": f"<x>{tag}</x>".encode()})
    assert SECRET.encode() not in everything(word.cleaned(whole)[1])


@pytest.mark.parametrize("kind", ["attachedTemplate", "image", "oleObject", "frame", "subDocument"])
def test_nothing_is_fetched_when_it_is_opened(kind):
    rel = relation(kind, f"https://{SECRET}/a")
    whole = with_parts(told_of(), **{"word/_rels/settings.xml.rels": rel.encode()})
    clean = parts_of(word.cleaned(whole)[1])["word/_rels/settings.xml.rels"]
    assert SECRET.encode() not in clean
    assert b'Id="r1"' in clean


def test_a_link_that_a_reader_follows_stays():
    rel = relation("hyperlink", "https://example.org/")
    whole = with_parts(told_of(), **{"word/_rels/document.xml.rels": rel.encode()})
    assert b"https://example.org/" in parts_of(word.cleaned(whole)[1])["word/_rels/document.xml.rels"]


def test_the_package_does_not_tell_when_it_was_made():
    with zipfile.ZipFile(io.BytesIO(word.cleaned(told_of())[1])) as package:
        assert {part.date_time for part in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not any(part.extra or part.comment for part in package.infolist())
        assert not package.comment


@pytest.mark.parametrize("data", [b"x", b"\xff\xd8\xff\xe0zqx", b""])
def test_a_picture_that_is_none_stays_as_it_is(data):
    whole = with_parts(told_of(), **{"word/media/image9.jpg": data})
    assert parts_of(word.cleaned(whole)[1])["word/media/image9.jpg"] == data
