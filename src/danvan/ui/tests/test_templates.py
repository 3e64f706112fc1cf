"""What every template of the program must keep, in whichever room it stands."""

import re
import unicodedata
from pathlib import Path

import pytest
from django.template.loader import get_template

import danvan

ROOT = Path(danvan.__file__).parent
TEMPLATES = sorted(path for path in ROOT.rglob("templates/**/*.html"))
NAMES = [str(path).split("/templates/", 1)[1] for path in TEMPLATES]


def ids(path):
    return str(path.relative_to(ROOT))


def test_there_are_templates_to_look_at():
    assert len(TEMPLATES) > 40


@pytest.mark.parametrize("path", TEMPLATES, ids=ids)
def test_no_inline_style_or_script(path):
    """The content security policy refuses them, so they would silently do nothing."""
    text = path.read_text()

    assert not re.search(r"\sstyle\s*=", text)
    assert "<style" not in text
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text)
    assert not re.search(r"javascript:", text)
    for attributes, body in re.findall(r"<script([^>]*)>(.*?)</script>", text, re.DOTALL):
        assert "src=" in attributes
        assert body.strip() == ""


@pytest.mark.parametrize("path", TEMPLATES, ids=ids)
def test_nothing_is_fetched_from_elsewhere(path):
    assert not re.search(r"(?:src|href)=[\"'](?:https?:)?//", path.read_text())


@pytest.mark.parametrize("path", TEMPLATES, ids=ids)
def test_vietnamese_is_composed(path):
    text = path.read_text()

    assert text == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize("name", NAMES)
def test_it_compiles(name):
    get_template(name)


# Sent by POST so that nothing stands in the address. A token would need a cookie, by which a denouncer could be known
# again; what these pages write asks for work or a code, and takes no secret that another site planted.
WITHOUT_COOKIES = {
    ROOT / "portal/templates/portal" / name
    for name in (
        *("filing/denunciation.html", "filing/denunciation_way.html", "denouncing/page.html"),
        *("following/code.html", "following/case.html"),
    )
}


@pytest.mark.parametrize("path", [path for path in TEMPLATES if path not in WITHOUT_COOKIES], ids=ids)
def test_every_form_that_writes_carries_its_token(path):
    for form in re.findall(
        r"<form[^>]*method=[\"']post[\"'].*?</form>", path.read_text(), re.DOTALL | re.IGNORECASE
    ):
        assert "csrf_token" in form


@pytest.mark.parametrize("path", [path for path in TEMPLATES if path.is_relative_to(ROOT / "ui")], ids=ids)
def test_every_word_of_this_room_goes_through_translation(path):
    """A letter with a Vietnamese mark outside a translation would stay Vietnamese in another language."""
    text = re.sub(r"{#.*?#}|{%.*?%}|{{.*?}}", "", _without_blocks(path.read_text()), flags=re.DOTALL)
    marked = [line.strip() for line in text.splitlines() if re.search(r"[^\W\d_a-zA-Z]", line)]

    assert [line for line in marked if "Xã Quảng Minh" not in line] == []


def _without_blocks(text):
    return re.sub(r"{% blocktranslate.*?{% endblocktranslate %}", "", text, flags=re.DOTALL)
