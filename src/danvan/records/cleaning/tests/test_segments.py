"""Photographs inside a PDF: what tells of their maker is cut out, wherever it stands, and the picture is the same."""

import io

import pytest
from PIL import Image

from danvan.records.cleaning import segments
from danvan.records.files.tests import samples

SECRET = b"zqxmatzqx"


def picture(**options):
    out = io.BytesIO()
    Image.effect_noise((80, 60), 40).convert("RGB").save(out, "JPEG", **options)
    return out.getvalue()


def segment(mark, data=SECRET):
    return bytes([0xFF, mark]) + (2 + len(data)).to_bytes(2, "big") + data


def points(data):
    return Image.open(io.BytesIO(data)).tobytes()


class TestJpeg:
    def test_the_picture_stays_and_the_rest_goes(self):
        photo = samples.photo()
        clean = segments.jpeg(photo)
        assert samples.EXIF_WORD.encode() not in clean
        assert b"Exif" not in clean
        assert points(clean) == points(photo)

    @pytest.mark.parametrize("mark", [0xE0, 0xE1, 0xE2, 0xE3, 0xED, 0xEE, 0xEF, 0xFE])
    @pytest.mark.parametrize("fill", [0, 1, 3])
    def test_a_segment_that_tells_whatever_fills_stand_before_it(self, mark, fill):
        photo = picture()
        held = photo[:2] + b"\xff" * fill + segment(mark) + b"\xff" * fill + photo[2:]
        clean = segments.jpeg(held)
        assert SECRET not in clean
        assert points(clean) == points(photo)

    @pytest.mark.parametrize(
        ("mark", "data", "kept"),
        [
            (0xE2, b"ICC_PROFILE\0zqx", b"ICC_PROFILE\0zqx"),
            (
                0xEE,
                b"Adobe\0" + bytes([100, 0, 0, 0, 0, 1]) + SECRET,
                b"Adobe\0" + bytes([100, 0, 0, 0, 0, 1]),
            ),
            (0xE0, b"JFIF\0\1\1\0\0\1\0\1\1\1" + SECRET, b"JFIF\0\1\1\0\0\1\0\1\0\0"),
        ],
    )
    def test_of_what_colours_need_the_fixed_part_stays(self, mark, data, kept):
        photo = picture()
        clean = segments.jpeg(photo[:2] + segment(mark, data) + photo[2:])
        assert segment(mark, kept) in clean
        assert SECRET not in clean

    def test_a_small_picture_of_jfif_goes(self):
        photo = picture()
        assert b"JFXX" not in segments.jpeg(photo[:2] + segment(0xE0, b"JFXX\0" + SECRET) + photo[2:])

    @pytest.mark.parametrize(
        ("before", "behind"), [(b"", SECRET), (SECRET, b""), (b"", samples.photo()), (b"\n", segment(0xE1))]
    )
    def test_nothing_before_or_behind_the_picture(self, before, behind):
        photo = picture()
        assert segments.jpeg(before + photo + behind) == segments.jpeg(photo)

    def test_a_second_picture_of_a_telephone_goes(self):
        exif = Image.Exif()
        exif[0x010F] = SECRET.decode()
        held = io.BytesIO()
        Image.new("RGB", (60, 40), "red").save(
            held, "MPO", save_all=True, append_images=[Image.new("RGB", (60, 40))], exif=exif
        )
        assert SECRET in held.getvalue()
        assert SECRET not in segments.jpeg(held.getvalue())

    def test_between_the_scans_of_one_that_comes_in_steps(self):
        photo = picture(progressive=True)
        assert photo.count(b"\xff\xda") > 2
        last = photo.rindex(b"\xff\xda")
        clean = segments.jpeg(photo[:last] + segment(0xFE) + photo[last:])
        assert SECRET not in clean
        assert points(clean) == points(photo)

    def test_one_with_marks_to_start_anew_stays_whole(self):
        photo = picture(restart_marker_blocks=2)
        assert b"\xff\xd3" in photo
        assert points(segments.jpeg(photo)) == points(photo)

    def test_strewn_bytes_before_a_marker_go_as_readers_skip_them(self):
        photo = picture()
        clean = segments.jpeg(photo[:2] + SECRET + segment(0xE1) + SECRET + photo[2:])
        assert SECRET not in clean
        assert points(clean) == points(photo)

    @pytest.mark.parametrize("data", [b"", b"\xff", b"abc", SECRET])
    def test_what_is_none_gives_nothing(self, data):
        assert segments.jpeg(data) == b""

    @pytest.mark.parametrize(
        "rest", [b"", b"\xff\xe1", b"\xff\xe1\0\0" + SECRET, b"\xff\xe1\xff\xff" + SECRET, b"\xff\xdb\0\1"]
    )
    def test_what_breaks_off_tells_nothing(self, rest):
        assert segments.jpeg(b"\xff\xd8" + rest) == b"\xff\xd8"

    def test_without_its_end_the_picture_stays(self):
        photo = picture()
        assert segments.jpeg(photo[:-2]) == segments.jpeg(photo)[:-2]

    def test_cleaned_twice_is_cleaned(self):
        once = segments.jpeg(samples.photo())
        assert segments.jpeg(once) == once


@pytest.fixture
def whole():
    out = io.BytesIO()
    Image.effect_noise((60, 40), 30).convert("RGB").save(out, "JPEG2000")
    return out.getvalue()


class TestJpeg2000:
    @pytest.mark.parametrize("kind", [b"xml ", b"uuid", b"uinf", b"jp2i", b"zqx "])
    def test_a_box_that_tells(self, whole, kind):
        box = (8 + len(SECRET)).to_bytes(4, "big") + kind + SECRET
        long = (1).to_bytes(4, "big") + kind + (16 + len(SECRET)).to_bytes(8, "big") + SECRET
        at = whole.index(b"jp2c") - 4
        for held in (whole[:at] + box + whole[at:], whole[:at] + long + whole[at:]):
            clean = segments.jpx(held)
            assert SECRET not in clean
            assert points(clean) == points(whole)

    def test_bare_codes_with_a_comment(self, whole):
        codes = whole[whole.index(b"\xff\x4f\xff\x51") :]
        first = 4 + int.from_bytes(codes[4:6], "big")
        clean = segments.jpx(codes[:first] + segment(0x64, b"\0\1" + SECRET) + codes[first:])
        assert SECRET not in clean
        assert points(clean) == points(codes)

    @pytest.mark.parametrize("data", [b"", SECRET, b"\0\0\0\x0c" + SECRET, b"\xff\xd8" + SECRET])
    def test_what_is_none_gives_nothing(self, data):
        assert segments.jpx(data) == b""

    @pytest.mark.parametrize("length", [0, 2, 7, 9, 1 << 31])
    def test_boxes_that_lie_about_their_length_end(self, whole, length):
        head = whole[:12]
        assert SECRET not in segments.jpx(head + length.to_bytes(4, "big") + b"uuid" + SECRET)
