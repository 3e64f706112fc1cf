"""A file that came back signed: taken with both signatures over this report; every other one says why not."""

import io
from datetime import date, timedelta

import pikepdf
import pytest
from django.utils import timezone

from danvan.reports.documents.content import of_report
from danvan.reports.documents.pdf import pdf
from danvan.reports.pades import checking
from danvan.reports.pades.checking import Asked
from danvan.reports.pades.fields import ORGANISATION, SIGNER, to_sign
from danvan.reports.pades.inside import sign_inside
from danvan.reports.pades.tests import authority
from danvan.reports.pades.tests.authority import PASSWORD, Authority
from danvan.reports.pades.trust import trusted as trust
from danvan.reports.signing import prepare, sign
from danvan.reports.tests.factories import letters, make_place
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
CAPACITY = "TM. ỦY BAN NHÂN DÂN"


@pytest.fixture(autouse=True)
def trusted(settings, tmp_path):
    path = tmp_path / "roots.pem"
    path.write_bytes(authority.authority().pem())
    settings.TRUSTED_CERTIFICATES = str(path)


@pytest.fixture
def report():
    place = make_place()
    letters(place.communes[0], "khieu_nai", 3)
    return sign(prepare(place.province, "2023-Q1", by=place.head), by=place.head)


@pytest.fixture
def issued(report):
    return pdf(of_report(report))


def signed(content, *, person=None, organisation=None):
    """The two signatures, the organisation's after the person's, as Phụ lục I has it."""
    known = authority.authority()
    if person is None:
        person = known.p12(authority.SIGNER, "Ủy ban nhân dân Tỉnh Thử")
    if organisation is None:
        organisation = known.p12(authority.ORGANISATION)
    once = sign_inside(content, SIGNER, person, PASSWORD)
    return sign_inside(once, ORGANISATION, organisation, PASSWORD)


def asked(report, issued, **other):
    """The question of one report, with the names that the tests' certificates bear."""
    known = {
        "root_hash": report.root_hash,
        "issued": issued,
        "capacity": CAPACITY,
        "signer": authority.SIGNER,
        "organisation": authority.ORGANISATION,
        "frozen_at": report.signed_at,
        "trust": trust(),
        "at": timezone.now(),
    }
    return Asked(**known | other)


def look(report, content, issued, **other):
    return checking.check(content, asked(report, issued, **other))


def said(found):
    return [finding.text for finding in found.findings if not finding.ok]


class TestTaken:
    def test_both_signatures_over_the_file_that_was_given_out(self, report, issued):
        found = look(report, signed(to_sign(issued, CAPACITY)), issued)
        assert said(found) == []
        assert found.ok
        assert found.missing == []
        assert [(one.name, one.of_organisation) for one in found.signatures] == [
            (authority.SIGNER, False),
            (authority.ORGANISATION, True),
        ]
        assert all(one.issuer == "Gốc thử nghiệm, cấp dưới" for one in found.signatures)

    def test_the_organisation_first(self, report, issued):
        known = authority.authority()
        once = sign_inside(
            to_sign(issued, CAPACITY), ORGANISATION, known.p12(authority.ORGANISATION), PASSWORD
        )
        found = look(report, sign_inside(once, SIGNER, known.p12(authority.SIGNER), PASSWORD), issued)
        assert said(found) == []

    def test_a_program_that_wrote_the_file_anew_before_the_first_signature(self, report, issued):
        out = io.BytesIO()
        with pikepdf.open(io.BytesIO(to_sign(issued, CAPACITY))) as document:
            document.save(out)
        found = look(report, signed(out.getvalue()), issued)
        assert said(found) == []
        assert any("đã ghi lại tệp" in finding.text for finding in found.findings)


class TestNotYetWhole:
    def test_one_signature_alone(self, report, issued):
        person = authority.authority().p12(authority.SIGNER)
        found = look(report, sign_inside(to_sign(issued, CAPACITY), SIGNER, person, PASSWORD), issued)
        assert said(found) == []
        assert found.missing == [
            "Thiếu chữ ký số của cơ quan ban hành: không chứng thư nào mang tên cơ quan."
        ]

    def test_two_signatures_of_the_organisation(self, report, issued):
        seal = authority.authority().p12(authority.ORGANISATION)
        found = look(report, signed(to_sign(issued, CAPACITY), person=seal), issued)
        assert found.missing == ["Thiếu chữ ký số của người ký (Nghị định 30/2020/NĐ-CP, Phụ lục I)."]

    def test_another_organisation(self, report, issued):
        other = authority.authority().p12("Ủy ban nhân dân Tỉnh Khác")
        found = look(report, signed(to_sign(issued, CAPACITY), organisation=other), issued)
        assert any("cơ quan ban hành" in text for text in found.missing)


class TestRefused:
    def test_another_report(self, report, issued):
        letters(report.unit, "to_cao", 5, date(2022, 11, 2))
        other = sign(prepare(report.unit, "2022-Q4", by=report.signed_by), by=report.signed_by)
        found = look(report, signed(to_sign(pdf(of_report(other)), CAPACITY)), issued)
        assert any("không mang gói số liệu của báo cáo này" in text for text in said(found))

    def test_our_package_within_another_paper(self, report, issued):
        blank = pikepdf.open(io.BytesIO(to_sign(issued, CAPACITY)))
        page = blank.pages[0]
        page.Contents = blank.make_stream(b"BT ET")
        out = io.BytesIO()
        blank.save(out)
        found = look(report, signed(out.getvalue()), issued)
        assert said(found) == ["Lời văn hoặc số liệu trên giấy khác với báo cáo đã đóng băng."]

    def test_certificates_of_an_authority_that_is_not_trusted(self, report, issued):
        own = Authority("Gốc lạ")
        found = look(
            report,
            signed(
                to_sign(issued, CAPACITY),
                person=own.p12(authority.SIGNER),
                organisation=own.p12(authority.ORGANISATION),
            ),
            issued,
        )
        assert len([text for text in said(found) if "gốc được tin cậy" in text]) == 2

    def test_a_certificate_that_has_ended(self, report, issued):
        ended = authority.authority().p12(authority.SIGNER, days=-1)
        found = look(report, signed(to_sign(issued, CAPACITY), person=ended), issued)
        assert any("đã hết hạn" in text for text in said(found))

    def test_a_byte_changed_after_the_signatures(self, report, issued):
        content = bytearray(signed(to_sign(issued, CAPACITY)))
        content[len(issued) // 2] ^= 1
        assert not look(report, bytes(content), issued).ok

    def test_a_page_drawn_over_after_the_signatures(self, report, issued):
        from pyhanko.pdf_utils import generic
        from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

        out = IncrementalPdfFileWriter(io.BytesIO(signed(to_sign(issued, CAPACITY))))
        page = out.root["/Pages"]["/Kids"].raw_get(0)
        stream = generic.StreamObject(stream_data=b"BT /F1 40 Tf 100 100 Td (0) Tj ET")
        page.get_object()["/Contents"] = out.add_object(stream)
        out.mark_update(page)
        written = io.BytesIO()
        out.write(written)
        found = look(report, written.getvalue(), issued)
        assert any("còn bị thay đổi" in text for text in said(found))

    def test_a_time_before_the_numbers_were_frozen(self, report, issued):
        content = signed(to_sign(issued, CAPACITY))
        found = look(report, content, issued, frozen_at=timezone.now() + timedelta(hours=2))
        assert len([text for text in said(found) if "trước khi báo cáo được đóng băng" in text]) == 2

    def test_no_signature_at_all(self, report, issued):
        with pytest.raises(Refusal, match="không có chữ ký số"):
            look(report, to_sign(issued, CAPACITY), issued)

    @pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n", b"PK\x03\x04", b"%PDF-1.7\n%%EOF" * 50])
    def test_no_pdf_at_all(self, report, issued, content):
        with pytest.raises(Refusal):
            look(report, content, issued)


class TestTheAuthorities:
    def test_none_named_is_refused(self, report, issued, settings):
        settings.TRUSTED_CERTIFICATES = ""
        with pytest.raises(Refusal, match="DANVAN_TRUSTED_CERTIFICATES"):
            look(report, issued, issued)

    @pytest.mark.parametrize("text", [b"", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"])
    def test_a_file_without_one_is_refused(self, settings, tmp_path, text):
        (tmp_path / "odd.pem").write_bytes(text)
        settings.TRUSTED_CERTIFICATES = str(tmp_path / "odd.pem")
        with pytest.raises(Refusal, match="không đọc được"):
            trust()


class TestTheFileToSign:
    def test_begins_with_the_paper_as_it_was_issued(self, issued):
        assert to_sign(issued, CAPACITY).startswith(issued)

    def test_has_both_fields_near_the_capacity_on_one_page(self, issued):
        with pikepdf.open(io.BytesIO(to_sign(issued, CAPACITY))) as document:
            fields = {str(one.T): [float(n) for n in one.Rect] for one in document.Root.AcroForm.Fields}
            pages = {str(one.T): one.P.objgen for one in document.Root.AcroForm.Fields}
        assert set(fields) == {SIGNER, ORGANISATION}
        assert len(set(pages.values())) == 1
        signer, seal = fields[SIGNER], fields[ORGANISATION]
        shared = seal[2] - signer[0]
        assert shared == pytest.approx((signer[2] - signer[0]) / 3, abs=1)
        assert all(0 < edge < 842 for edge in (*signer, *seal))

    def test_lies_at_the_foot_where_no_capacity_is_found(self, issued):
        with pikepdf.open(io.BytesIO(to_sign(issued, "KHÔNG CÓ CHỨC NÀY"))) as document:
            fields = {str(one.T): float(one.Rect[1]) for one in document.Root.AcroForm.Fields}
        assert set(fields.values()) == {60.0}


class TestSigningHere:
    def test_a_wrong_password_is_refused(self, issued):
        with pytest.raises(Refusal, match="Sai mật khẩu"):
            sign_inside(to_sign(issued, CAPACITY), SIGNER, authority.authority().p12("A"), "sai")

    def test_a_file_that_holds_no_key_is_refused(self, issued):
        with pytest.raises(Refusal, match=r"\.p12"):
            sign_inside(to_sign(issued, CAPACITY), SIGNER, b"none", PASSWORD)

    def test_a_field_that_is_signed_is_refused(self, issued):
        key_file = authority.authority().p12(authority.SIGNER)
        once = sign_inside(to_sign(issued, CAPACITY), SIGNER, key_file, PASSWORD)
        with pytest.raises(Refusal, match="đã ký"):
            sign_inside(once, SIGNER, key_file, PASSWORD)

    def test_a_paper_without_fields_is_refused(self, issued):
        with pytest.raises(Refusal, match="Chỗ ký này"):
            sign_inside(issued, SIGNER, authority.authority().p12(authority.SIGNER), PASSWORD)
