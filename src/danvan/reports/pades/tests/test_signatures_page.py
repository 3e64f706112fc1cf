"""The desk's page of signatures: the file out, signed elsewhere, taken back; signing here; what is refused."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import ProgrammingError, transaction
from django.urls import reverse

from danvan.org.models import Kind
from danvan.org.tests.factories import make_account, make_unit
from danvan.reports import verify_command
from danvan.reports.models import Report, SignedCopy
from danvan.reports.pades import taking
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

    def test_without_roots_it_says_so(self, report, whole, settings):
        settings.TRUSTED_CERTIFICATES = ""
        assert [finding.ok for finding in taking.findings(report, whole)] == [False]
        assert "chưa kiểm tra được" in taking.findings(report, whole)[0].text
