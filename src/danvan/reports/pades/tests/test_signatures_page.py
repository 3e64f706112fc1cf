"""The desk's page of signatures: the file out, signed elsewhere, taken back; signing here; what is refused."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import ProgrammingError, transaction
from django.urls import reverse
from django.utils import timezone

from danvan.org.models import Kind
from danvan.org.tests.factories import make_account, make_unit
from danvan.records.models import HistoryRow
from danvan.reports import verify_command
from danvan.reports.models import Report, SignedCopy, SignedCopyWithdrawal
from danvan.reports.pades import taking
from danvan.reports.pades.checking import NO_ORGANISATION
from danvan.reports.pades.fields import ORGANISATION, SIGNER
from danvan.reports.pades.inside import sign_inside
from danvan.reports.pades.tests import authority
from danvan.reports.pades.tests.authority import PASSWORD
from danvan.reports.signing import approve_public_edition, prepare, sign
from danvan.reports.tests.factories import letters, make_place
from danvan.reports.tests.test_commands import called
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def trusted(settings, tmp_path):
    path = tmp_path / "roots.pem"
    path.write_bytes(authority.authority().pem())
    settings.TRUSTED_CERTIFICATES = str(path)


@pytest.fixture
def place():
    place = make_place()
    letters(place.communes[0], "khieu_nai", 3)
    return place


@pytest.fixture
def report(place):
    return sign(prepare(place.province, "2023-Q1", by=place.head), by=place.head)


@pytest.fixture
def head(client, place):
    client.force_login(place.head)
    return client


def organisation(report):
    """What a certificate calls the office of the report."""
    return authority.authority().p12(str(taking.heading(taking.of_report(report))["issuer"]))


def person(report):
    """The certificate of who froze the report."""
    return authority.authority().p12(str(report.signed_by))


def at(report, name="reports:signatures", *more):
    return reverse(name, args=[report.pk, *more])


def handed(client, report, content):
    return client.post(at(report), {"nop-file": SimpleUploadedFile("ký.pdf", content)}, follow=True)


def signed_here(client, report, place, key_file, password=PASSWORD):
    sent = {"ky_tai_day": "1", "ky-place": place, "ky-password": password}
    return client.post(at(report), sent | {"ky-key_file": SimpleUploadedFile("a.p12", key_file)}, follow=True)


def test_out_signed_elsewhere_and_back(head, report):
    out = head.get(at(report, "reports:file_to_sign")).content
    both = sign_inside(
        sign_inside(out, SIGNER, person(report), PASSWORD), ORGANISATION, organisation(report), PASSWORD
    )
    page = handed(head, report, both)
    assert "Đã nhận bản có đủ chữ ký" in page.content.decode()
    kept = SignedCopy.objects.get()
    assert kept.is_whole
    got = head.get(at(report, "reports:signed_copy", kept.pk))
    assert got.content == both
    assert got["Content-Disposition"].startswith("attachment")
    assert str(report.signed_by) in page.content.decode()


def test_one_signature_after_the_other(head, report):
    first = sign_inside(
        head.get(at(report, "reports:file_to_sign")).content, SIGNER, person(report), PASSWORD
    )
    assert "còn thiếu một chữ ký" in handed(head, report, first).content.decode()
    assert head.get(at(report, "reports:file_to_sign")).content == first
    second = sign_inside(first, ORGANISATION, organisation(report), PASSWORD)
    assert "đủ chữ ký" in handed(head, report, second).content.decode()
    assert [copy.is_whole for copy in taking.copies(report)] == [True, False]
    with pytest.raises(Refusal, match="đã có đủ"):
        taking.to_sign(report)


def test_signing_here_comes_to_the_same(head, report):
    assert "còn thiếu" in signed_here(head, report, SIGNER, person(report)).content.decode()
    assert "đủ chữ ký" in signed_here(head, report, ORGANISATION, organisation(report)).content.decode()
    assert SignedCopy.objects.filter(is_whole=True).count() == 1


class TestRefused:
    def test_a_wrong_file_says_why_and_is_not_kept(self, head, report):
        page = handed(head, report, head.get(at(report, "reports:file_to_sign")).content)
        assert page.status_code == 400
        assert "không có chữ ký số nào" in page.content.decode()
        assert not SignedCopy.objects.exists()

    def test_no_file(self, head, report):
        page = head.post(at(report), {})
        assert page.status_code == 400
        assert "Chưa chọn tệp" in page.content.decode()

    def test_a_wrong_password_leaves_no_trace(self, head, report, caplog):
        page = signed_here(head, report, SIGNER, person(report), "mật khẩu sai hẳn")
        assert page.status_code == 400
        assert "Sai mật khẩu" in page.content.decode()
        assert "mật khẩu sai hẳn" not in page.content.decode() + caplog.text

    def test_who_may_not_sign(self, client, report, place):
        officer = make_account("tong_hop", place.province)
        client.force_login(officer)
        page = client.get(at(report))
        assert "Nộp bản đã ký" not in page.content.decode()
        assert handed(client, report, b"%PDF-1.7").status_code in (400, 403)
        assert not SignedCopy.objects.exists()

    def test_another_unit(self, client, report):
        client.force_login(make_account("lanh_dao", make_unit("Tỉnh Khác", Kind.PROVINCE)))
        assert client.get(at(report)).status_code in (403, 404)
        assert client.get(at(report, "reports:file_to_sign")).status_code in (403, 404)

    def test_a_draft(self, head, place):
        draft = prepare(place.province, "2022-Q4", by=place.head)
        assert "chưa đóng băng" in head.get(at(draft)).content.decode()
        assert head.get(at(draft, "reports:file_to_sign")).status_code == 400
        with pytest.raises(Refusal, match="chưa đóng băng"):
            taking.take(draft, b"%PDF-1.7", by=place.head)

    def test_fewer_signatures_than_there_are(self, head, report, place):
        first = sign_inside(taking.to_sign(report), SIGNER, person(report), PASSWORD)
        both = sign_inside(first, ORGANISATION, organisation(report), PASSWORD)
        taking.take(report, both, by=place.head)
        with pytest.raises(Refusal, match="nhiều chữ ký hơn"):
            taking.take(report, first, by=place.head)

    def test_a_copy_of_another_report(self, head, report, place):
        other = prepare(place.province, "2022-Q4", by=place.head)
        taking.take(
            report, sign_inside(taking.to_sign(report), SIGNER, person(report), PASSWORD), by=place.head
        )
        kept = SignedCopy.objects.get()
        assert head.get(reverse("reports:signed_copy", args=[other.pk, kept.pk])).status_code in (403, 404)


def test_the_same_file_twice_is_kept_once(report, place):
    once = sign_inside(taking.to_sign(report), SIGNER, person(report), PASSWORD)
    assert taking.take(report, once, by=place.head) == taking.take(report, once, by=place.head)


def test_what_was_taken_can_be_neither_changed_nor_removed(report, place):
    kept = taking.take(
        report, sign_inside(taking.to_sign(report), SIGNER, person(report), PASSWORD), by=place.head
    )
    for act in (lambda: SignedCopy.objects.update(is_whole=True), kept.delete):
        with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
            act()


class TestWithdrawn:
    """A copy that stands no longer: by the right to sign, for a reason of the list, for good."""

    @pytest.fixture
    def kept(self, report, place):
        once = sign_inside(taking.to_sign(report), SIGNER, person(report), PASSWORD)
        both = sign_inside(once, ORGANISATION, organisation(report), PASSWORD)
        return taking.take(report, both, by=place.head)

    def back(self, client, report, copy, reason="chung_thu"):
        sent = {"rut": "1", "rut-copy": copy, "rut-reason": reason}
        return client.post(at(report), sent, follow=True)

    def test_makes_room_for_another(self, head, report, kept, place):
        page = self.back(head, report, kept.pk).content.decode()
        assert "Đã rút bản ký số" in page
        assert "Chứng thư số bị thu hồi hoặc không còn tin được" in page
        assert "Tải bản chờ ký (PDF)" in page
        again = sign_inside(taking.to_sign(report), SIGNER, person(report), PASSWORD)
        assert taking.standing(report) is None
        assert taking.take(report, again, by=place.head) == taking.standing(report)

    def test_the_copy_before_it_stands_again(self, head, report, place):
        once = sign_inside(taking.to_sign(report), SIGNER, person(report), PASSWORD)
        first = taking.take(report, once, by=place.head)
        whole = taking.take(
            report, sign_inside(once, ORGANISATION, organisation(report), PASSWORD), by=place.head
        )
        self.back(head, report, whole.pk)
        assert taking.standing(report) == first
        assert "còn thiếu chữ ký của cơ quan" in head.get(at(report)).content.decode()

    @pytest.mark.parametrize(("reason", "said"), [("", "Chưa chọn lý do rút"), ("khac", "")])
    def test_without_a_reason_of_the_list(self, head, report, kept, reason, said):
        page = self.back(head, report, kept.pk, reason)
        assert page.status_code == 400
        assert said in page.content.decode()
        with pytest.raises(Refusal, match="lý do"):
            taking.withdraw(report, kept.pk, reason, by=kept.taken_by)
        assert taking.standing(report) == kept

    def test_twice(self, head, report, kept):
        self.back(head, report, kept.pk)
        page = self.back(head, report, kept.pk)
        assert page.status_code == 400
        assert "đã được rút ngày" in page.content.decode()

    def test_of_another_report(self, head, report, kept, place):
        other = prepare(place.province, "2022-Q4", by=place.head)
        assert self.back(head, other, kept.pk).status_code == 400
        assert taking.standing(report) == kept

    def test_without_the_right(self, client, report, kept, place):
        client.force_login(make_account("tong_hop", place.province))
        assert "Rút bản này" not in client.get(at(report)).content.decode()
        assert self.back(client, report, kept.pk).status_code in (400, 403)
        assert taking.standing(report) == kept

    def test_the_same_file_does_not_come_back(self, head, report, kept, place):
        self.back(head, report, kept.pk)
        with pytest.raises(Refusal, match="đã được rút"):
            taking.take(report, bytes(kept.content), by=place.head)

    def test_who_checks_it_is_told(self, head, report, kept):
        self.back(head, report, kept.pk, "nham_nguoi")
        told = [one.text for one in taking.findings(report, bytes(kept.content)) if not one.ok]
        assert len(told) == 1
        assert "đã được rút ngày" in told[0]
        assert "Ký nhầm người" in told[0]

    def test_stays_for_good(self, head, report, kept):
        self.back(head, report, kept.pk)
        for act in (
            lambda: SignedCopyWithdrawal.objects.update(reason="nham_tep"),
            SignedCopyWithdrawal.objects.all().delete,
        ):
            with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
                act()


class TestKept:
    @pytest.fixture
    def kept(self, report, place):
        once = sign_inside(taking.to_sign(report), SIGNER, person(report), PASSWORD)
        return taking.take(report, once, by=place.head)

    def test_its_taking_is_in_the_history_without_the_bytes(self, kept, place):
        row = HistoryRow.objects.get(table="reports_signedcopy")
        assert (row.actor, row.reason, row.operation) == (place.head.pk, "Nhận bản ký số", "INSERT")
        assert row.after["sha256"] == kept.sha256
        assert "content" not in row.after

    def test_is_good_after_its_certificates_have_ended(self, head, report, kept, monkeypatch):
        later = timezone.now() + timedelta(days=5000)
        monkeypatch.setattr(taking.timezone, "now", lambda: later)
        told = taking.findings(report, bytes(kept.content))
        assert [one.text for one in told if not one.ok] == [NO_ORGANISATION]
        assert any("hợp lệ lúc nhận, ngày" in one.text for one in told)

    def test_the_page_reads_the_bytes_again(self, head, report, place):
        SignedCopy.objects.create(
            report=report,
            content=b"%PDF-1.7 put there by hand",
            sha256="0" * 64,
            is_whole=True,
            signatures=[{"name": "Ai đó", "of_organisation": True, "issuer": "Không ai"}],
            taken_by=place.head,
        )
        page = head.get(at(report)).content.decode()
        assert "Không đạt:" in page
        assert "chưa kiểm tra được" in page


class TestChecked:
    """By a person with `danvan verify`, and by anybody on the portal once the report is published."""

    @pytest.fixture
    def whole(self, report):
        first = sign_inside(taking.to_sign(report), SIGNER, person(report), PASSWORD)
        return sign_inside(first, ORGANISATION, organisation(report), PASSWORD)

    def test_the_command_tells_both_signatures(self, report, whole, tmp_path, capsys):
        (tmp_path / "ky.pdf").write_bytes(whole)
        assert called(verify_command, str(tmp_path / "ky.pdf")) == 0
        assert f"Chữ ký của “{report.signed_by}” khớp" in capsys.readouterr().out

    def test_the_command_fails_where_one_is_missing(self, report, tmp_path, capsys):
        once = sign_inside(taking.to_sign(report), SIGNER, person(report), PASSWORD)
        (tmp_path / "ky.pdf").write_bytes(once)
        assert called(verify_command, str(tmp_path / "ky.pdf")) == 1
        assert "Thiếu chữ ký số của cơ quan" in capsys.readouterr().out

    def test_another_system_says_that_it_cannot_know(self, report, whole, tmp_path, capsys, monkeypatch):
        (tmp_path / "ky.pdf").write_bytes(whole)
        monkeypatch.setattr(Report.objects, "select_related", lambda *names: Report.objects.none())
        assert called(verify_command, str(tmp_path / "ky.pdf")) == 0
        assert "chỉ đối chiếu được nơi đã lập báo cáo" in capsys.readouterr().out

    def test_the_portal_tells_them_of_a_published_report(self, client, report, whole, place):
        approve_public_edition(report, by=place.head)
        sent = {"file": SimpleUploadedFile("ký.pdf", whole, "application/pdf")}
        page = client.post(reverse("portal:verify"), sent).content.decode()
        assert "chuỗi dẫn tới gốc được tin cậy" in page
        assert str(report.signed_by) in page

    def test_a_signature_hidden_from_a_search_is_judged_too(self, report, whole):
        hidden = whole.replace(b"/ByteRange ", b"/Byte#52ange ").replace(b" " * 9 + b"\n", b" " * 7 + b"\n")
        assert b"/ByteRange" not in hidden
        assert not all(one.ok for one in taking.findings(report, hidden))

    def test_nothing_is_said_of_a_paper_without_signatures(self, report, settings):
        settings.TRUSTED_CERTIFICATES = ""
        assert taking.findings(report, taking.issued(report)) == []
        assert taking.findings(report, b"{}") == []

    def test_the_portal_answers_for_a_file_that_breaks_the_reader(self, client, report, whole, place):
        approve_public_edition(report, by=place.head)
        begin = whole.index(b"/ByteRange ") + 11
        broken = whole[:begin] + b"[/A /B /C /D]".ljust(24) + whole[begin + 24 :]
        sent = {"file": SimpleUploadedFile("ký.pdf", broken, "application/pdf")}
        page = client.post(reverse("portal:verify"), sent)
        assert page.status_code == 200
        assert "chưa kiểm tra được" in page.content.decode()

    def test_without_roots_it_says_so(self, report, whole, settings):
        settings.TRUSTED_CERTIFICATES = ""
        assert [finding.ok for finding in taking.findings(report, whole)] == [False]
        assert "chưa kiểm tra được" in taking.findings(report, whole)[0].text
