"""Contrast of every pair of colours that stand together, from the stylesheet itself."""

import re
from pathlib import Path

import pytest

from danvan.ui import apps

STYLES = Path(apps.__file__).parent / "styles"
TOKENS = (STYLES / "_tokens.scss").read_text()
LIGHT, DARK = TOKENS.split("@media", 1)

TEXT_PAIRS = [
    ("ink", "paper"),
    ("ink", "card"),
    ("ink", "quiet-ground"),
    ("ink", "jade-ground"),
    ("ink", "ochre-ground"),
    ("ink", "late-ground"),
    ("link", "paper"),
    ("link", "card"),
    ("link", "quiet-ground"),
    ("link", "jade-ground"),
    ("link", "ochre-ground"),
    ("link", "late-ground"),
    ("link-hover", "paper"),
    ("link-hover", "card"),
    ("muted", "paper"),
    ("muted", "card"),
    ("muted", "quiet-ground"),
    ("jade", "jade-ground"),
    ("jade", "paper"),
    ("jade", "card"),
    ("ochre", "ochre-ground"),
    ("ochre", "paper"),
    ("ochre", "card"),
    ("late", "late-ground"),
    ("late", "paper"),
    ("late", "card"),
    ("on-lacquer", "lacquer"),
    ("on-lacquer", "lacquer-deep"),
    ("focus-ink", "focus"),
]
SHAPE_PAIRS = [
    ("edge", "paper"),
    ("edge", "card"),
    ("bar-fill", "card"),
    ("bar-fill", "paper"),
    ("focus", "lacquer"),
    ("focus-ink", "focus"),
]


def colours(block):
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block))


SCHEMES = {"light": colours(LIGHT), "dark": colours(DARK)}


def luminance(colour):
    """Relative luminance of WCAG 2.2."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    brighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def test_contrast_is_measured_as_wcag_does():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("pair", TEXT_PAIRS, ids="-on-".join)
def test_text_can_be_read(scheme, pair):
    text, ground = (SCHEMES[scheme][name] for name in pair)

    assert contrast(text, ground) >= 4.5


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("pair", SHAPE_PAIRS, ids="-on-".join)
def test_edges_and_shapes_can_be_seen(scheme, pair):
    shape, ground = (SCHEMES[scheme][name] for name in pair)

    assert contrast(shape, ground) >= 3


def test_both_schemes_name_the_same_colours():
    assert SCHEMES["light"].keys() == SCHEMES["dark"].keys()
    assert len(SCHEMES["light"]) > 15


@pytest.mark.parametrize(
    ("name", "colour"),
    [
        ("ink", "#14213d"),
        ("paper", "#fbfaf7"),
        ("lacquer", "#9b1c1f"),
        ("link", "#124e8c"),
        ("muted", "#50596b"),
        ("jade", "#1f6b4f"),
        ("ochre", "#7a4e00"),
        ("late", "#a3210f"),
        ("focus", "#ffc83d"),
    ],
)
def test_the_colours_of_the_house(name, colour):
    assert SCHEMES["light"][name] == colour


def test_no_stylesheet_names_a_colour_of_its_own():
    """Colours are tokens; only the values handed to GOV.UK's settings and the black of print stand elsewhere."""
    for sheet in STYLES.glob("_*.scss"):
        if sheet.name in ("_tokens.scss", "_print.scss"):
            continue
        code = re.sub(r"//.*", "", sheet.read_text())
        assert re.findall(r":\s*[^;{]*#[0-9a-fA-F]{3,8}\b", code) == [], sheet.name


def test_every_colour_that_is_used_exists():
    used = set()
    for sheet in STYLES.glob("*.scss"):
        used |= set(re.findall(r"var\(--([\w-]+)\)", sheet.read_text()))
    sizes = {"h1", "h2", "h3", "h4"}

    assert used - sizes <= SCHEMES["light"].keys()


def test_print_and_settings_of_the_reader_are_answered():
    sheets = "\n".join(sheet.read_text() for sheet in STYLES.glob("*.scss"))

    for answer in ("prefers-color-scheme: dark", "prefers-reduced-motion", "forced-colors", "size: A4"):
        assert answer in sheets
