"""Photographs of strangers: torn, huge, disguised. Each becomes a plain JPEG or one sentence, nothing else."""

import io
import random
import struct
import warnings

import pytest
from PIL import Image

from danvan.records import pictures
from danvan.records.files.tests import samples
from danvan.ui.errors import Refusal


def made(form="PNG", mode="RGB", size=(60, 40), **options):
    out = io.BytesIO()
    Image.new(mode, size).save(out, form, **options)
    return out.getvalue()


def told(data):
    """ "ảnh", or the sentence; anything else is a fault of ours."""
    try:
        jpeg, width, height = pictures.rewritten(data)
    except Refusal as refusal:
        return str(refusal)
    with Image.open(io.BytesIO(jpeg)) as found:
        assert (found.format, found.size, found.mode) == ("JPEG", (width, height), "RGB")
    return "ảnh"


class TestTorn:
    @pytest.mark.parametrize("seed", range(20))
    @pytest.mark.parametrize("make", [lambda: samples.photo(60, 40), made, lambda: made(mode="P")])
    def test_flipped_bytes_make_a_picture_or_a_sentence(self, make, seed):
        draw, whole = random.Random(seed), make()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for _turn in range(40):
                torn = bytearray(whole)
                for _byte in range(draw.choice((1, 2, 5))):
                    torn[draw.randrange(min(len(torn), 300))] = draw.randrange(256)
                assert told(bytes(torn)) in (
                    "ảnh",
                    "Ảnh quá lớn; hãy chụp lại ở cỡ nhỏ hơn.",
                ) or "Không đọc được" in told(bytes(torn))

    @pytest.mark.parametrize(
        "error", [struct.error, TypeError, KeyError, IndexError, ZeroDivisionError, EOFError]
    )
    def test_however_the_library_fails(self, monkeypatch, error):
        def fails(*_args):
            raise error("zqx lời của tệp")

        monkeypatch.setattr(pictures.ImageOps, "exif_transpose", fails)
        with pytest.raises(Refusal, match="Không đọc được tệp này") as refused:
            pictures.rewritten(made())
        assert "zqx" not in str(refused.value)

    @pytest.mark.parametrize("part", [0.02, 0.3, 0.6, 0.95])
    def test_cut_short(self, part):
        whole = samples.photo(400, 300)
        assert told(whole[: int(len(whole) * part)]) in ("ảnh", told(b"x"))


class TestDisguised:
    @pytest.mark.parametrize(
        "data",
        [
            b"",
            b"\xff\xd8\xff",
            b"\x89PNG\r\n\x1a\n",
            b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
            b"GIF89a" + b"\0" * 100,
            b"%PDF-1.7",
            b"%!PS-Adobe-3.0 EPSF-3.0\n(/etc/passwd) run",
            b"PK\x03\x04",
            made("GIF", "P"),
            made("BMP"),
            made("TIFF"),
            made("WEBP"),
            made("ICO", "RGBA"),
        ],
    )
    def test_only_jpeg_and_png_are_opened(self, data):
        assert "Không đọc được tệp này" in told(data)

    def test_what_follows_a_picture_is_not_kept(self):
        jpeg, _width, _height = pictures.rewritten(samples.photo() + b"<script>zqx</script>" * 10)
        assert b"zqx" not in jpeg

    def test_neither_are_maker_place_and_comment_of_a_photograph(self):
        whole = samples.photo()
        assert whole.count(samples.EXIF_WORD.encode()) == 2
        assert samples.EXIF_WORD.encode() not in pictures.rewritten(whole)[0]

    def test_a_page_hidden_in_a_comment_is_not_kept(self):
        from PIL.PngImagePlugin import PngInfo

        about = PngInfo()
        about.add_text("Comment", "zqx<?php system($_GET[0]); ?>", zip=True)
        about.add_itxt("XML:com.adobe.xmp", "zqxmaytinhzqx")
        jpeg, _width, _height = pictures.rewritten(made(pnginfo=about))
        assert b"zqx" not in jpeg

    @pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16", "CMYK"])
    def test_every_way_of_keeping_colours(self, mode):
        form = "JPEG" if mode == "CMYK" else "PNG"
        assert told(made(form, mode)) == "ảnh"


class TestSizes:
    def test_more_points_than_may_be_are_told_before_they_are_opened(self):
        assert pictures.rewritten(made(), most=60 * 40)[1:] == (60, 40)
        with pytest.raises(Refusal, match="quá lớn"):
            pictures.rewritten(made(size=(61, 40)), most=60 * 40)

    def test_a_small_file_of_very_many_points(self):
        assert told(samples.pixel_bomb()) != "ảnh"

    @pytest.mark.parametrize(
        ("size", "kept"),
        [
            ((4000, 2000), (2000, 1000)),
            ((2000, 4000), (1000, 2000)),
            ((100, 50), (100, 50)),
            ((1, 1), (1, 1)),
        ],
    )
    def test_the_longer_side_is_bounded_and_none_is_made_larger(self, size, kept):
        assert pictures.rewritten(made(size=size))[1:] == kept

    def test_a_line_of_one_point_stays_a_line(self):
        assert pictures.rewritten(made(size=(4000, 1)))[1:] == (2000, 1)

    @pytest.mark.parametrize("turn", range(1, 9))
    def test_however_the_camera_was_held(self, turn):
        exif = Image.Exif()
        exif[0x0112] = turn
        jpeg, width, height = pictures.rewritten(made("JPEG", exif=exif))
        assert (width, height) == ((40, 60) if turn >= 5 else (60, 40))
        with Image.open(io.BytesIO(jpeg)) as found:
            assert not found.getexif()
