"""Cutting out of pictures over drawn bytes: nothing that tells stays, nothing breaks, what is clean stays as it is."""

import io

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from danvan.records.cleaning import images, segments

drawn = settings(
    max_examples=80, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
SECRET = b"zqxbimatzqx"
TELLING = [0xE1, *range(0xE3, 0xEE), 0xEF, 0xFE]


def _picture(form="JPEG"):
    out = io.BytesIO()
    Image.linear_gradient("L").resize((40, 30)).convert("RGB").save(out, form)
    return out.getvalue()


PHOTO = _picture()
CODES = b"\xff\x4f\xff\x51\x00\x04ab"
telling = st.lists(st.tuples(st.sampled_from(TELLING), st.binary(max_size=60), st.integers(0, 3)), max_size=6)


def segment(mark, told, fill=0):
    held = told + SECRET
    return b"\xff" * (fill + 1) + bytes([mark]) + (len(held) + 2).to_bytes(2, "big") + held


def box(kind, told):
    return (len(told) + 8).to_bytes(4, "big") + kind + told


@drawn
@given(telling, st.binary(max_size=40), st.binary(max_size=40))
def test_segments_that_tell_go_and_the_picture_stays(parts, before, behind):
    """Also what stands before and behind the picture."""
    front = before.replace(b"\xff", b"\0")
    held = front + PHOTO[:2] + b"".join(segment(*part) for part in parts) + PHOTO[2:] + behind + SECRET
    clean = segments.jpeg(held)
    assert SECRET not in clean
    assert Image.open(io.BytesIO(clean)).tobytes() == Image.open(io.BytesIO(PHOTO)).tobytes()


@drawn
@given(st.binary(max_size=2000))
def test_whatever_the_bytes_are_there_is_an_answer_no_longer_than_they(raw):
    for clean in (segments.jpeg, segments.jpx):
        assert len(clean(raw)) <= len(raw)
        assert len(clean(PHOTO[:2] + raw)) <= len(raw) + 2
        assert len(clean(CODES + raw)) <= len(raw) + len(CODES)


@drawn
@given(telling)
def test_cleaning_twice_is_cleaning_once(parts):
    once = segments.jpeg(PHOTO[:2] + b"".join(segment(*part) for part in parts) + PHOTO[2:])
    assert segments.jpeg(once) == once


@drawn
@given(st.integers(0, len(PHOTO)))
def test_a_picture_that_breaks_off_tells_nothing_either(length):
    held = PHOTO[:2] + segment(0xE1, b"Exif\0\0") + PHOTO[2:]
    assert SECRET not in segments.jpeg(held[: length + 40])


@drawn
@given(
    st.lists(
        st.tuples(st.sampled_from([b"uuid", b"xml ", b"asoc", b"lbl ", b"free"]), st.binary(max_size=40))
    )
)
def test_boxes_of_metadata_go_and_codes_stay(parts):
    codes = CODES + b"\xff\x64\x00\x0d" + SECRET + b"\xff\x90rest"
    head = box(b"jP  ", b"\r\n\x87\n") + box(b"ftyp", b"jp2 ")
    held = head + b"".join(box(kind, told + SECRET) for kind, told in parts) + box(b"jp2c", codes)
    clean = segments.jpx(held)
    assert SECRET not in clean
    assert clean.startswith(head)
    assert clean.endswith(b"\xff\x90rest")


@drawn
@given(st.binary(max_size=600), st.sampled_from(["JPEG", "PNG", "TIFF", "WEBP"]))
def test_what_is_no_picture_gives_nothing_and_breaks_nothing(raw, form):
    told, clean = images.cleaned(raw)
    assert (told, clean) == ({}, b"")
    assert images.written_as(raw, form) == b""


@drawn
@given(st.sampled_from(["JPEG", "PNG", "TIFF", "WEBP"]), st.binary(max_size=200))
def test_a_picture_with_anything_behind_it_is_written_anew_without(form, behind):
    told, clean = images.cleaned(_picture(form) + behind + SECRET)
    assert told["pages"] == 1
    assert SECRET not in clean
    assert Image.open(io.BytesIO(clean)).size == (40, 30)
