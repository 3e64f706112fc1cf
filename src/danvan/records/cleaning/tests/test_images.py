"""Pictures written anew look as they came: telephones' doubles, 16 bits, and what was transparent."""

import io

import pytest
from PIL import Image

from danvan.records.cleaning import images

SECRET = "zqxmayzqx"


def saved(image, form, **options):
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def opened(data):
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def telephone():
    exif = Image.Exif()
    exif[0x010F] = SECRET
    noise = Image.effect_noise((400, 300), 60).convert("RGB")
    return saved(noise, "MPO", save_all=True, append_images=[noise], exif=exif, quality=85)


def test_a_telephone_s_photograph_of_two_pictures_stays_a_jpeg_of_one():
    data = telephone()
    told, clean = images.cleaned(data)
    assert told == {"media_type": "image/jpeg", "pages": 1}
    assert SECRET.encode() not in clean
    assert len(clean) < len(data)
    assert opened(clean).size == (400, 300)


@pytest.mark.parametrize("form", ["PNG", "TIFF"])
def test_sixteen_bits_of_grey_become_eight(form):
    image = Image.new("I;16", (3, 1))
    for at, value in enumerate((0, 257 * 128, 65_535)):
        image.putpixel((at, 0), value)
    clean = opened(images.cleaned(saved(image, form))[1])
    assert (clean.mode, clean.tobytes()) == ("L", bytes([0, 128, 255]))


@pytest.mark.parametrize(
    ("mode", "values", "seen"),
    [
        ("I", (-255, 0, 255), [0, 128, 255]),
        ("F", (0.0, 0.5, 1.0), [0, 128, 255]),
        ("I", (7, 7, 7), [0, 0, 0]),
    ],
)
def test_greys_of_no_fixed_range_are_spread_over_it(mode, values, seen):
    image = Image.new(mode, (3, 1))
    for at, value in enumerate(values):
        image.putpixel((at, 0), value)
    assert list(opened(images.cleaned(saved(image, "TIFF"))[1]).tobytes()) == seen


@pytest.mark.parametrize(
    ("made", "options"),
    [
        (Image.new("RGBA", (9, 9), (200, 10, 10, 0)), {}),
        (Image.new("LA", (9, 9), (0, 0)), {}),
        (Image.new("RGBA", (9, 9), (0, 0, 0, 0)).quantize(), {"transparency": 0}),
        (Image.new("RGB", (9, 9), (0, 0, 0)), {"transparency": (0, 0, 0)}),
        (Image.new("L", (9, 9), 0), {"transparency": 0}),
    ],
)
def test_what_is_transparent_is_white_and_hides_nothing(made, options):
    clean = opened(images.cleaned(saved(made, "PNG", **options))[1])
    assert clean.mode == "RGB"
    assert clean.getextrema() == ((255, 255),) * 3


def test_half_transparent_is_half_white():
    clean = opened(images.cleaned(saved(Image.new("RGBA", (9, 9), (0, 0, 0, 128)), "PNG"))[1])
    assert clean.getpixel((1, 1)) == (127, 127, 127)


def test_a_transparent_webp_is_white_too():
    clean = opened(images.cleaned(saved(Image.new("RGBA", (9, 9), (0, 0, 0, 0)), "WEBP", lossless=True))[1])
    assert (clean.format, clean.getpixel((1, 1))) == ("JPEG", (255, 255, 255))


@pytest.mark.parametrize("mode", ["1", "L", "RGB"])
def test_plain_modes_stay(mode):
    assert opened(images.cleaned(saved(Image.new(mode, (9, 9)), "PNG"))[1]).mode == mode


def test_pages_of_sixteen_bits_do_not_turn_white():
    pages = [Image.new("I;16", (9, 9), value) for value in (0, 257 * 90)]
    told, clean = images.cleaned(saved(pages[0], "TIFF", save_all=True, append_images=pages[1:]))
    assert told == {"media_type": "image/tiff", "pages": 2}
    found = opened(clean)
    found.seek(1)
    assert found.getpixel((0, 0)) == 90


class TestWrittenAs:
    @pytest.mark.parametrize("form", ["JPEG", "PNG", "TIFF", "GIF", "BMP"])
    @pytest.mark.parametrize("came", ["MPO", "PNG", "TIFF", "GIF", "BMP", "WEBP"])
    def test_whatever_came_under_that_name(self, came, form):
        data = telephone() if came == "MPO" else saved(Image.new("RGB", (40, 30), "red"), came)
        clean = images.written_as(data, form)
        assert opened(clean).format == form
        assert SECRET.encode() not in clean

    @pytest.mark.parametrize("data", [b"", b"x", b"\xff\xd8\xff\xe0zqx"])
    def test_what_is_none(self, data):
        assert images.written_as(data, "PNG") == b""

    def test_one_too_large(self):
        assert images.written_as(saved(Image.new("1", (30_000, 30_000)), "PNG"), "PNG") is None

    @pytest.mark.parametrize("form", ["JPEG", "PNG", "TIFF", "GIF", "BMP"])
    def test_white(self, form):
        assert opened(images.white(form)).convert("L").getpixel((0, 0)) == 255
