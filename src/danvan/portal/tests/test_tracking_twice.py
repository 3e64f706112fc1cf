"""What is sent with a receipt code arrives once, and never counts as arrived when it did not; codes as people type them."""

import io
import unicodedata
from datetime import date
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from danvan.portal.tests.world import words
from danvan.portal.tracking.standing import DIGITS, read_code
from danvan.records import envelopes, files, messages, writing
from danvan.records.models import File, Message, Rating
from danvan.records.tests.factories import handler, letter_of
from danvan.ui.errors import Refusal

ON = date(2023, 3, 1)
CODES = st.text("0123456789", min_size=DIGITS, max_size=DIGITS)
RECEIVED = "đã nhận phần gửi thêm"


@pytest.fixture
def officer(db):
    return handler()


@pytest.fixture
def letter(officer):
    """A released letter: what comes with its code may stand in the clear."""
    return writing.move(
        letter_of(officer, ON), "phan_loai", by=officer, on=ON, kind="kien_nghi_phan_anh", field="khac"
    )


@pytest.fixture
def sealed(officer):
    """A letter whose class nobody has told yet."""
    return letter_of(officer, ON)


def send(client, letter, key, **sent):
    answer = client.post("/tra-cuu/gui-them/", {"code": letter.public_id, "key": key} | sent)
    return answer.status_code, words(answer.content.decode())


def picture(colour="red"):
    out = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(out, "JPEG")
    return SimpleUploadedFile("anh.jpg", out.getvalue(), content_type="image/jpeg")


class TestOnce:
    def test_pressed_twice_it_is_one_message(self, client, letter):
        key = str(uuid4())
        for _press in range(3):
            status, text = send(client, letter, key, text="Tôi bổ sung.")
            assert status == 200
            assert RECEIVED in text
        assert Message.objects.count() == 1

    def test_pressed_twice_it_is_one_file(self, client, letter):
        key = str(uuid4())
        for _press in range(3):
            assert send(client, letter, key, file=picture())[0] == 200
        assert File.objects.count() == 1

    def test_of_a_sealed_one_it_goes_once_under_the_seal(self, client, sealed, monkeypatch):
        kept = []
        monkeypatch.setattr(envelopes, "seal", lambda record, payload, given: kept.append(payload["content"]))
        key = str(uuid4())
        for _press in range(3):
            assert RECEIVED in send(client, sealed, key, text="Tôi bổ sung.")[1]
        assert kept == ["Tôi bổ sung."]

    def test_two_pages_are_two_messages(self, client, letter):
        for _page in range(2):
            send(client, letter, str(uuid4()), text="Tôi bổ sung.")
        assert Message.objects.count() == 2

    @pytest.mark.parametrize(
        "key", ["", "x", "0", "../", "a" * 200, "\0", "175fd852-3e15-4588-8cf3-e3bbdb408dc"]
    )
    def test_a_key_that_no_page_wrote_sends_nothing(self, client, letter, key):
        status, _text = send(client, letter, key, text="Tôi bổ sung.")
        assert status == 400
        assert not Message.objects.exists()


class TestLost:
    """Whatever goes wrong while it is kept: pressed again it is kept, and nobody was told that it had been."""

    @pytest.mark.parametrize("fails", ["attach", "say"])
    def test_a_refusal_in_between_is_no_receipt(self, client, letter, monkeypatch, fails):
        place = {"attach": files, "say": messages}[fails]
        key = str(uuid4())
        with monkeypatch.context() as once:
            once.setattr(
                place, fails, lambda *_given, **_more: (_ for _ in ()).throw(Refusal("Chưa nhận được."))
            )
            status, text = send(client, letter, key, text="Tôi bổ sung.", file=picture())
        assert (status, RECEIVED in text) == (400, False)
        assert (Message.objects.count(), File.objects.count()) == (0, 0)
        status, text = send(client, letter, key, text="Tôi bổ sung.", file=picture())
        assert (status, RECEIVED in text) == (200, True)
        assert (Message.objects.count(), File.objects.count()) == (1, 1)

    def test_a_fault_of_ours_is_none_either(self, client, sealed, monkeypatch):
        key, kept = str(uuid4()), []
        client.raise_request_exception = False
        with monkeypatch.context() as once:
            once.setattr(envelopes, "seal", lambda *_given: 1 / 0)
            assert send(client, sealed, key, text="Tôi bổ sung.")[0] == 500
        monkeypatch.setattr(envelopes, "seal", lambda record, payload, given: kept.append(payload))
        assert RECEIVED in send(client, sealed, key, text="Tôi bổ sung.")[1]
        assert len(kept) == 1

    def test_a_record_full_of_files_says_so_each_time(self, client, letter, monkeypatch):
        monkeypatch.setattr(files, "MOST_FILES", 1)
        send(client, letter, str(uuid4()), file=picture())
        key = str(uuid4())
        for _press in range(2):
            status, text = send(client, letter, key, text="Thêm ảnh.", file=picture("blue"))
            assert status == 400
            assert RECEIVED not in text
        assert Message.objects.count() == 1, "of the first sending alone"


class TestRating:
    @pytest.fixture
    def closed(self, officer, letter):
        return writing.move(letter, "luu", by=officer, on=date(2023, 3, 3))

    @pytest.mark.parametrize("score", ["0", "6", "-1", "10", "5.0", "٣", "³", "", "năm", " 3"])
    def test_only_one_digit_from_one_to_five(self, client, closed, score):
        answer = client.post("/tra-cuu/danh-gia/", {"code": closed.public_id, "score": score})
        assert answer.status_code == 400
        assert not Rating.objects.exists()


class TestCodes:
    @given(CODES, st.sampled_from(["", " ", "-", ".", "–", "_", "/", "  ", "\u00a0", "\t"]))
    def test_in_groups_however_they_are_parted(self, code, sign):
        groups = sign.join(code[n : n + 4] for n in range(0, DIGITS, 4))
        assert read_code(f" {groups}{sign}") == code

    @given(CODES)
    def test_full_width_as_an_asian_keyboard_types_them(self, code):
        assert read_code("".join(chr(ord(sign) - 48 + 0xFF10) for sign in code)) == code

    @given(st.text(max_size=60))
    def test_any_text_is_a_code_or_a_sentence(self, text):
        try:
            found = read_code(text)
        except Refusal as refusal:
            told = str(refusal)
            found = "0" * DIGITS
        else:
            told = "mã"
        assert len(found) == DIGITS
        assert found.isascii()
        assert found.isdigit()
        assert "mã" in told.lower()

    @pytest.mark.parametrize(
        ("written", "said"),
        [
            ("", "Chưa có mã"),
            ("   ", "Chưa có mã"),
            ("----", "Chưa có mã"),
            ("123", "đã nhập 3"),
            ("1" * 17, "đã nhập 17"),
            ("1" * 15 + "a", "chỉ gồm chữ số"),
            ("1" * 15 + "٣", "chỉ gồm chữ số"),
            ("' OR 1=1", "chỉ gồm chữ số"),
            ("1" * 5000, "đã nhập 200"),
        ],
    )
    def test_what_is_wrong_is_said(self, written, said):
        with pytest.raises(Refusal, match=said):
            read_code(written)

    @given(st.text(st.characters(codec="utf-8"), min_size=3, max_size=40))
    def test_a_refusal_repeats_nothing(self, text):
        planted = unicodedata.normalize("NFC", f"zqx{text}")
        with pytest.raises(Refusal) as refused:
            read_code(planted)
        assert "zqx" not in str(refused.value)
