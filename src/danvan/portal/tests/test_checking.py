"""Checking a file or a published report: what holds, in words; a hostile file gets a sentence."""

import json
import zlib
from time import monotonic

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st
from nacl.signing import SigningKey

from danvan.portal import attachment, checking
from danvan.portal.checking import check_bytes, check_report, shorten
from danvan.portal.tests import world
from danvan.reports.canonical import canonical
from danvan.reports.signing import amend, envelope, sign
from danvan.reports.verification import FORMAT
from danvan.ui.errors import Refusal

PATH = "/kiem-tra-chu-ky/"


@pytest.fixture
def package(quarter):
    return envelope(quarter[1], public=True)


def send(client, content, name="goi.json", status=200):
    answer = client.post(PATH, {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == status, answer.content.decode()[:2000]
    return world.words(answer.content.decode())


class TestWhatHolds:
    def test_a_downloaded_package_holds_line_by_line(self, client, address):
        page = send(client, client.get(f"{address}tai-ve/json").content)
        for said in (
            "Đúng là bản đã ký",
            "ô số liệu nguyên vẹn.",
            "Mã băm gốc khớp:",
            "Chữ ký Ed25519 đúng với khóa",
            "Khóa ký là khóa của hệ thống này.",
            "đẳng thức trong gói.",
            "Mở báo cáo này trên cổng",
            "Khóa ký là khóa trình diễn",
            "Số liệu minh họa.",
        ):
            assert said in page

    def test_a_downloaded_paper_holds(self, client, address):
        page = send(client, client.get(f"{address}tai-ve/pdf").content, "bao-cao.pdf")
        assert "Đúng là bản đã ký" in page

    def test_the_name_of_the_file_decides_nothing(self, client, address):
        assert "Đúng là bản đã ký" in send(client, client.get(f"{address}tai-ve/pdf").content, "x.json")

    def test_a_report_is_checked_by_its_address(self, client, address):
        for written in (address, f"https://congkhai.example{address}", f"  {address} "):
            page = world.words(client.get(PATH, {"bao-cao": written}).content.decode())
            assert "Đúng là bản đã ký" in page

    def test_the_reports_page_leads_to_its_check(self, client, address):
        from html import unescape
        from urllib.parse import unquote

        page = unescape(unquote(client.get(address).content.decode()))
        assert f'href="{PATH}?bao-cao={address}"' in page

    def test_a_replaced_report_still_holds_and_says_so(self, client, address, quarter, package):
        place, report = quarter
        sign(amend(report, by=place.head, reason="Sửa"), by=place.head, reason="Ký")
        page = send(client, canonical(package))
        assert "Đúng là bản đã ký" in page
        assert "bản này đã được thay thế bằng một bản ký sau" in page

    @pytest.mark.django_db
    def test_an_internal_package_holds_and_is_said_not_to_be_public(self, client):
        from danvan.reports.tests.factories import letters, make_place

        place = make_place()
        letters(place.communes[0], "khieu_nai", 9)
        page = send(client, canonical(envelope(world.signed(place))))
        assert "Chữ ký đúng, nhưng cổng không công khai báo cáo này." in page
        assert "Mở báo cáo này trên cổng" not in page


class TestWhatDoesNot:
    def test_a_changed_number_is_found_and_named(self, client, package):
        cell = next(cell for cell in package["package"]["cells"] if cell["code"] == "don.tiep_nhan")
        cell["value"] = 258
        page = send(client, canonical(package))
        assert "Không phải bản đã ký" in page
        assert "Ô bị sửa: “Số đơn tiếp nhận trong kỳ” của Tỉnh Minh Họa, nay ghi 258." in page
        assert "Mở báo cáo này trên cổng" not in page

    def test_a_changed_sentence_is_found(self, client, package):
        check = next(
            check for check in package["package"]["checks"] if not check.get("closed") and not check["ok"]
        )
        check["text"] = "Mọi tổng đều đúng"
        assert "Không phải bản đã ký" in send(client, canonical(package))

    def test_another_persons_signature_is_not_ours(self, client, package):
        key = SigningKey.generate()
        package["signature"] = key.sign(bytes.fromhex(package["root"])).signature.hex()
        package["public_key"] = key.verify_key.encode().hex()
        page = send(client, canonical(package))
        assert "Chữ ký đúng nhưng của một khóa khác, không phải khóa của hệ thống này." in page
        assert "khóa trình diễn" not in page

    def test_a_signature_of_something_else_does_not_fit(self, client, package):
        package["signature"] = "0" * 128
        assert "Chữ ký không đúng với mã băm gốc" in send(client, canonical(package))

    def test_what_a_file_says_of_itself_is_cut_short_and_never_markup(self, client, package):
        package["root"] = "<b>" + "x" * 100_000
        answer = client.post(PATH, {"file": SimpleUploadedFile("a.json", canonical(package))})
        assert len(answer.content) < 20_000
        assert b"<b>x" not in answer.content


class TestHostileFiles:
    @pytest.mark.parametrize(
        ("content", "said"),
        [
            (b"", "Tệp trống"),
            (b"xin chao", "không phải gói số liệu JSON"),
            (bytes(range(256)) * 40, "không phải gói số liệu JSON"),
            (b"[]", "không phải gói số liệu của báo cáo"),
            (b"{}", "thiếu mục “package”"),
            (b"null", "không phải gói số liệu của báo cáo"),
            (b'{"package": {}, "root": 1, "signature": "", "public_key": ""}', "thiếu mục “root”"),
            (
                b'{"package": {"format": "x"}, "root": "", "signature": "", "public_key": ""}',
                "không đọc được",
            ),
            (b'{"a": ' * 20_000 + b"1" + b"}" * 20_000, "không phải gói số liệu JSON"),
            (b'{"a": 1' + b"0" * 5000 + b"}", "không phải gói số liệu JSON"),
            (b'{"a": 1.5}', "số thập phân"),
            (b"%PDF-1.7\n%%EOF", "không đính kèm gói số liệu"),
            (b"%PDF-" + bytes(range(256)) * 40, "không đính kèm gói số liệu"),
            (b"PK\x03\x04" + b"\x00" * 500, "không phải gói số liệu JSON"),
            ("Báo cáo".encode("utf-16"), "không phải gói số liệu JSON"),
        ],
    )
    def test_they_get_one_sentence(self, client, content, said, db):
        page = send(client, content, status=400)
        assert said in page
        assert "Chưa kiểm tra được" in page

    def test_no_file_at_all_gets_a_sentence(self, client):
        answer = client.post(PATH, {})
        assert answer.status_code == 400
        assert "Chưa chọn tệp" in answer.content.decode()

    def test_a_text_in_place_of_a_file_gets_one_too(self, client):
        assert client.post(PATH, {"file": "gói"}).status_code == 400

    def test_a_huge_file_is_refused_before_it_is_read(self, client, monkeypatch):
        monkeypatch.setattr(checking, "check_file", lambda file: pytest.fail("read"))
        answer = client.post(
            PATH, {"file": SimpleUploadedFile("a.json", b" " * (checking.LIMIT_BYTES + 20_000))}
        )
        assert answer.status_code == 413
        assert "Tệp lớn quá 5 MB" in answer.content.decode()

    def test_a_file_just_over_the_limit_is_refused_too(self, client):
        assert "Tệp lớn quá 5 MB" in send(client, b" " * (checking.LIMIT_BYTES + 1), status=400)

    @pytest.mark.parametrize(
        "body",
        [
            {"cells": "x", "checks": 1, "lines": None, "identities": {}},
            {"cells": [1], "checks": [], "lines": [], "identities": []},
            {"cells": [{}], "checks": [{}], "lines": [{}], "identities": [{}]},
            {"cells": [], "checks": [], "lines": [], "identities": [{"whole": 1, "parts": 2}]},
            {"cells": [], "checks": [], "lines": [], "identities": [{"whole": ["a"], "parts": [{}]}]},
            {"cells": [{"unit_name": "\ud800"}], "checks": [], "lines": [], "identities": []},
            {"cells": [{"value": 10**30}], "checks": [], "lines": [], "identities": []},
        ],
    )
    def test_a_misshapen_package_is_never_taken_for_a_signed_one(self, client, body):
        whole = {"format": FORMAT, "form": {}, "period": {}, "unit": {}, **body}
        content = json.dumps({"package": whole, "root": "", "signature": "", "public_key": ""}).encode()
        answer = client.post(PATH, {"file": SimpleUploadedFile("a.json", content)})
        assert answer.status_code in (200, 400)
        assert "Đúng là bản đã ký" not in answer.content.decode()

    def test_endless_equations_are_refused_at_once(self, client):
        whole = {
            "format": FORMAT,
            "form": {},
            "period": {},
            "unit": {},
            "checks": [],
            "lines": [],
            "cells": [{"unit_name": f"{n}", "code": "a", "value": 1} for n in range(30_000)],
            "identities": [{"whole": ["a"], "parts": ["a"]}] * 30_000,
        }
        content = json.dumps({"package": whole, "root": "", "signature": "", "public_key": ""}).encode()
        assert len(content) < checking.LIMIT_BYTES
        begin = monotonic()
        page = send(client, content, status=400)
        assert "quá nhiều đẳng thức" in page
        assert monotonic() - begin < 5

    def test_endless_words_are_refused_before_they_are_tried(self, client):
        one = {"source": "", "beside": [], "words": {}, "text": ""}
        whole = {
            "format": FORMAT,
            "form": {},
            "period": {},
            "unit": {},
            "cells": [],
            "checks": [],
            "lines": [],
        }
        whole |= {"identities": [], "narrative": [one] * (checking.MOST_PARAGRAPHS + 1)}
        content = json.dumps({"package": whole, "root": "", "signature": "", "public_key": ""}).encode()
        assert "quá nhiều đoạn lời văn" in send(client, content, status=400)

    def test_words_that_are_no_list_are_answered_and_not_counted(self, client):
        whole = {
            "format": FORMAT,
            "form": {},
            "period": {},
            "unit": {},
            "cells": [],
            "checks": [],
            "lines": [],
        }
        whole |= {"identities": [], "narrative": 7}
        content = json.dumps({"package": whole, "root": "", "signature": "", "public_key": ""}).encode()
        send(client, content, status=400)

    def test_a_token_is_asked_for_after_the_size(self):
        strict = Client(enforce_csrf_checks=True)
        assert strict.post(PATH, {"file": SimpleUploadedFile("a.json", b"{}")}).status_code == 403
        large = SimpleUploadedFile("a.json", b" " * (checking.LIMIT_BYTES + 20_000))
        assert strict.post(PATH, {"file": large}).status_code == 413

    @given(content=st.binary(max_size=400))
    @settings(max_examples=60, deadline=None)
    def test_no_bytes_crash_the_reader(self, content):
        with pytest.raises(Refusal):
            check_bytes(content)

    @given(
        body=st.recursive(
            st.none() | st.booleans() | st.integers() | st.text(max_size=5),
            lambda inner: (
                st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
            ),
            max_leaves=8,
        ),
        place=st.sampled_from(["cells", "checks", "lines", "identities", "unit", "form", "period"]),
    )
    @settings(max_examples=120, deadline=None)
    def test_no_content_of_a_package_crashes_it(self, body, place):
        whole = {"format": FORMAT, "form": {}, "period": {}, "unit": {}}
        whole |= {"cells": [], "checks": [], "lines": [], "identities": [], place: body}
        content = json.dumps({"package": whole, "root": "", "signature": "", "public_key": ""}).encode()
        try:
            is_signed = check_bytes(content).verification.ok
        except Refusal:
            is_signed = False
        assert not is_signed


class TestAttachments:
    def pdf(self, *bodies, packed=True):
        parts = [b"%PDF-1.7\n"]
        for body in bodies:
            stream = zlib.compress(body) if packed else body
            shape = b"<</Length 1/Type/EmbeddedFile" + (b"/Filter/FlateDecode" if packed else b"") + b">>"
            parts.append(b"1 0 obj\n" + shape + b"\nstream\n" + stream + b"\nendstream\nendobj\n")
        return b"".join(parts)

    @pytest.mark.parametrize("packed", [True, False])
    def test_the_one_package_is_taken_out(self, packed):
        assert attachment.attached_package(self.pdf(b'{"a": 1}', packed=packed)).strip() == b'{"a": 1}'

    def test_other_attachments_are_left_alone(self):
        assert attachment.attached_package(self.pdf(b"<xml/>", b'{"a": 1}')).strip() == b'{"a": 1}'

    @pytest.mark.parametrize("bodies", [(), (b"<xml/>",), (b"{}", b"{}"), (b"{}",) * 50])
    def test_none_or_several_are_refused(self, bodies):
        with pytest.raises(Refusal, match="không đính kèm"):
            attachment.attached_package(self.pdf(*bodies))

    def test_a_bomb_is_not_unpacked(self):
        bomb = self.pdf(b"{" + b" " * (attachment.UNPACKED_BYTES + 1000))
        assert len(bomb) < 100_000
        with pytest.raises(Refusal, match="lớn khác thường"):
            attachment.attached_package(bomb)

    def test_a_broken_stream_is_no_package(self):
        broken = self.pdf(b'{"a": 1}').replace(b"stream\nx", b"stream\ny")
        with pytest.raises(Refusal):
            attachment.attached_package(broken[:-40] if broken.endswith(b"endobj\n") else broken)

    def test_many_false_marks_are_read_quickly(self):
        begin = monotonic()
        with pytest.raises(Refusal):
            attachment.attached_package(b"%PDF-1.7" + b"<</EmbeddedFile" * 300_000)
        assert monotonic() - begin < 10


class TestAddresses:
    @pytest.mark.parametrize(
        ("written", "said"),
        [
            ("/tra-cuu/", "không phải trang báo cáo"),
            ("không có gì", "không phải trang báo cáo"),
            ("javascript:alert(1)", "không phải trang báo cáo"),
            ("/so-lieu/khong-co/2023-Q1/", "Không có đơn vị nào"),
            ("//so-lieu//", "không phải trang báo cáo"),
            ("http://[::1", "không phải trang báo cáo"),
            ("x" * 10_000, "không phải trang báo cáo"),
        ],
    )
    def test_another_address_gets_a_sentence(self, client, db, written, said):
        answer = client.get(PATH, {"bao-cao": written})
        assert answer.status_code == 400
        assert said in answer.content.decode()

    def test_a_version_is_checked_as_asked(self, quarter, address):
        assert check_report(f"{address}?ban=1").verification.ok
        with pytest.raises(Refusal):
            check_report(f"{address}?ban=7")


def test_nothing_is_kept(client, address):
    answer = client.get(PATH, {"bao-cao": address})
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize(("text", "length"), [("a" * 300, 300), ("a" * 301, 300), ("", 0)])
def test_a_sentence_is_cut_to_what_a_person_reads(text, length):
    assert len(shorten(text)) == length
