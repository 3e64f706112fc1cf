"""Files with true signatures that show something else, names nearly the same, and files made to break a reader."""

import random
import unicodedata
from datetime import timedelta

import pytest
from django.utils import timezone

from danvan.reports.pades import bounded, checking, paper
from danvan.reports.pades.checking import alike
from danvan.reports.pades.fields import SIGNER, to_sign
from danvan.reports.pades.inside import sign_inside
from danvan.reports.pades.tests import authority, hostile
from danvan.reports.pades.tests.authority import PASSWORD
from danvan.reports.pades.tests.test_checking import (  # noqa: F401
    CAPACITY,
    asked,
    issued,
    look,
    report,
    said,
    signed,
    trusted,
)
from danvan.reports.pades.trust import trusted as trust
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db


class TestAnotherPaper:
    """Every signature in these is true, and made after the change."""

    def test_our_bytes_with_an_update_between_them_and_the_first_signature(self, report, issued):  # noqa: F811
        drawn = hostile.appended(to_sign(issued, CAPACITY), b"q 0 g 300 400 60 30 re f Q")
        assert drawn.startswith(issued)
        assert said(look(report, signed(drawn), issued)) == [paper.DRAWN]

    @pytest.mark.parametrize(
        ("change", "sentence"),
        [
            (hostile.white_box, paper.DRAWN),
            (hostile.small_line, paper.DRAWN),
            (hostile.turned, paper.DRAWN),
            (hostile.page_more, paper.DRAWN),
            (hostile.page_less, paper.DRAWN),
            (hostile.annotation("FreeText", Contents="38"), paper.BESIDES),
            (hostile.annotation("Square"), paper.BESIDES),
            (hostile.annotation("Widget", FT="/Tx"), paper.BESIDES),
            (hostile.program, paper.BESIDES),
            (hostile.named_program, paper.BESIDES),
            (hostile.layers, paper.BESIDES),
            (hostile.form_of_xml, paper.BESIDES),
            (hostile.field_of_text, paper.BESIDES),
            (hostile.action_of_page, paper.BESIDES),
            (hostile.action_of_signature, paper.BESIDES),
            (hostile.moved(60, 300, 500, 800), paper.MISPLACED),
            (hostile.moved(500, 800, 60, 300), paper.MISPLACED),
            (hostile.on_another_page, paper.MISPLACED),
        ],
        ids=lambda one: getattr(one, "__name__", ""),
    )
    def test_a_file_written_anew(self, issued, change, sentence):  # noqa: F811
        changed = hostile.rewritten(to_sign(issued, CAPACITY), change)
        assert paper.fault(changed, issued, CAPACITY) == sentence

    def test_what_differs_is_found_under_both_signatures(self, report, issued):  # noqa: F811
        changed = hostile.rewritten(to_sign(issued, CAPACITY), hostile.white_box)
        assert said(look(report, signed(changed), issued)) == [paper.DRAWN]

    @pytest.mark.parametrize(
        "change", [lambda document: None, hostile.moved(0, 0, 0, 0)], ids=["as it was", "unseen"]
    )
    def test_only_written_anew_is_the_same_paper(self, issued, change):  # noqa: F811
        changed = hostile.rewritten(to_sign(issued, CAPACITY), change)
        assert paper.fault(changed, issued, CAPACITY) == ""


class TestNames:
    @pytest.mark.parametrize(
        ("name", "other", "same"),
        [
            ("Nguyễn Văn A", "Nguyễn Văn A", True),
            ("NGUYỄN  VĂN A ", "Nguyễn Văn A", True),
            (unicodedata.normalize("NFD", "Nguyễn Văn A"), "Nguyễn Văn A", True),
            ("Nguyen Van A", "Nguyễn Văn A", False),
            ("Nguyễn Văn Á", "Nguyễn Văn A", False),
            ("Ủy ban nhân dân xã Hòa Tiến", "Ủy ban nhân dân xã Hoa Tiến", False),
            ("Hòa Tiến", "Ủy ban nhân dân Hòa Tiến", False),
            ("", "", False),
            (" ", "", False),
        ],
    )
    def test_marks_count_and_case_does_not(self, name, other, same):
        assert alike(name, other) is same

    @pytest.mark.parametrize("name", ["Trần Thị Phó", "Nguyen Van Minh Hoa", "Văn thư", "Tỉnh Thử"])
    def test_another_trusted_certificate_is_not_the_signers(self, report, issued, name):  # noqa: F811
        person = authority.authority().p12(name, "Ủy ban nhân dân Tỉnh Thử")
        found = look(report, sign_inside(to_sign(issued, CAPACITY), SIGNER, person, PASSWORD), issued)
        assert [text for text in said(found) if "chính người đã đóng băng" in text] == said(found) != []

    def test_an_office_of_nearly_the_same_name(self, report, issued):  # noqa: F811
        seal = authority.authority().p12("Ủy ban nhân dân Tỉnh Thư")
        found = look(report, signed(to_sign(issued, CAPACITY), organisation=seal), issued)
        assert len(said(found)) == 1
        assert "Tỉnh Thư" in said(found)[0]
        assert found.missing == [checking.NO_ORGANISATION]

    def test_who_froze_without_a_name_has_no_certificate(self, report, issued):  # noqa: F811
        found = look(report, signed(to_sign(issued, CAPACITY)), issued, signer="")
        assert any("chính người đã đóng băng" in text for text in said(found))


class TestWhen:
    def test_bytes_that_were_kept_are_judged_when_they_were_taken(self, report, issued):  # noqa: F811
        content, now = signed(to_sign(issued, CAPACITY)), timezone.now()
        later = look(report, content, issued, at=now + timedelta(days=5000))
        assert len([text for text in said(later) if "đã hết hạn" in text]) == 2
        kept = look(report, content, issued, at=now, is_kept=True)
        assert kept.ok
        assert sum("hợp lệ lúc nhận, ngày" in finding.text for finding in kept.findings) == 2

    @pytest.mark.parametrize(("hours", "ok"), [(-1, False), (1, True)])
    def test_a_certificate_taken_back(self, report, issued, settings, tmp_path, hours, ok):  # noqa: F811
        known, at = authority.authority(), timezone.now()
        person = known.p12(authority.SIGNER)
        path = tmp_path / "roots.pem"
        path.write_bytes(known.pem() + known.taken_back(person, at + timedelta(hours=hours)))
        settings.TRUSTED_CERTIFICATES = str(path)
        assert len(trust().lists) == 1
        content = sign_inside(to_sign(issued, CAPACITY), SIGNER, person, PASSWORD)
        told = [text for text in said(look(report, content, issued, at=at)) if "đã bị thu hồi ngày" in text]
        assert bool(told) is not ok
        assert look(report, content, issued, at=at).ok is ok

    def test_another_certificate_taken_back_says_nothing_of_this_one(
        self,
        report,  # noqa: F811
        issued,  # noqa: F811
        settings,
        tmp_path,
    ):
        known, at = authority.authority(), timezone.now()
        path = tmp_path / "roots.pem"
        path.write_bytes(known.pem() + known.taken_back(known.p12(authority.SIGNER), at - timedelta(hours=1)))
        settings.TRUSTED_CERTIFICATES = str(path)
        assert look(report, signed(to_sign(issued, CAPACITY)), issued).ok


class TestBrokenFiles:
    @pytest.fixture
    def whole(self, issued):  # noqa: F811
        return signed(to_sign(issued, CAPACITY))

    @pytest.mark.parametrize(
        "told",
        [
            b"[0 1 2]",
            b"[/A /B /C /D]",
            b"[]",
            b"<<>>",
            b"[0 -1 -2 -3]",
            b"[0 9 9 99999999999]",
            b"(x)",
            b"null",
        ],
    )
    def test_a_range_of_bytes_that_is_none(self, report, issued, whole, told):  # noqa: F811
        begin = whole.index(b"/ByteRange") + len(b"/ByteRange ")
        end = whole.index(b"\n", begin)
        broken = whole[:begin] + told.ljust(end - begin) + whole[end:]
        assert not _holds(report, broken, issued)

    def test_a_few_hundred_changes(self, report, issued, whole):  # noqa: F811
        """Nothing but a refusal or a finding that something is wrong, whatever byte is another one."""
        drawn = random.Random(20261130)
        tail = len(to_sign(issued, CAPACITY))
        for n in range(200):
            at = drawn.randrange(tail, len(whole)) if n % 4 else drawn.randrange(len(whole))
            broken = bytearray(whole)
            broken[at : at + 1 + n % 5] = drawn.randbytes(1 + n % 3)
            assert bytes(broken) == whole or not _holds(report, bytes(broken), issued), (n, at)

    def test_random_bytes(self, report, issued):  # noqa: F811
        drawn = random.Random(1)
        for size in (0, 1, 20, 5000):
            with pytest.raises(Refusal):
                look(report, b"%PDF-1.7\n/ByteRange" + drawn.randbytes(size), issued)

    def test_more_signatures_than_a_paper_has(self, report, issued, monkeypatch, whole):  # noqa: F811
        monkeypatch.setattr(checking, "MOST_SIGNATURES", 1)
        with pytest.raises(Refusal, match="quá 1 chữ ký"):
            look(report, whole, issued)

    def test_a_signature_whose_word_is_written_another_way_is_found(self, whole):
        hidden = whole.replace(b"/ByteRange ", b"/Byte#52ange ").replace(b" " * 9 + b"\n", b" " * 7 + b"\n")
        assert b"/ByteRange" not in hidden
        assert bounded.is_signed(hidden)

    def test_a_paper_without_signatures_is_known_for_one(self, issued):  # noqa: F811
        assert not bounded.is_signed(issued)
        assert not bounded.is_signed(to_sign(issued, CAPACITY))

    def test_the_process_apart_tells_the_same(self, report, issued, whole):  # noqa: F811
        question = asked(report, issued)
        assert bounded.look(question, whole) == checking.check(whole, question)

    @pytest.mark.parametrize(
        "content", [b"", b"%PDF-1.7\n/ByteRange [0 1 2]", b"\x00" * 100], ids=["empty", "cut", "zeros"]
    )
    def test_the_process_apart_refuses(self, report, issued, content):  # noqa: F811
        with pytest.raises(Refusal):
            bounded.look(asked(report, issued), content)


def _holds(report, content, issued):  # noqa: F811
    try:
        found = look(report, content, issued)
    except Refusal:
        return False
    return found.ok and not found.missing
