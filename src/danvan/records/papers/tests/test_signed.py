"""Signed copies: of released records only, compared with the paper's words, taken for the sender's after a person agreed."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from danvan.records import files, papers, writing
from danvan.records.files.tests.samples import pdf as pdf_of
from danvan.records.files.tests.samples import photo, signed_pdf
from danvan.records.models import File, HistoryRow
from danvan.records.papers import signed
from danvan.records.papers.tests.paper_world import DAY, NEXT, clerk_of, issued, refused
from danvan.records.tests.desk_world import classified
from danvan.records.tests.factories import handler
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return handler()


@pytest.fixture
def clerk(officer):
    return clerk_of(officer)


@pytest.fixture
def paper(officer, clerk):
    return issued(officer, clerk)


def keep(paper, clerk, data=None):
    return signed.attach(paper, "ban ky.pdf", data or papers.pdf(paper), by=clerk)


class TestKeeping:
    def test_it_hangs_on_the_paper_and_waits_to_be_compared(self, paper, clerk):
        data = signed_pdf()
        copy = keep(paper, clerk, data)
        assert (copy.kind, copy.paper_id, copy.agreed_at) == ("ban_ky", paper.pk, None)
        assert signed.copy_of(paper) == copy
        assert files.open_(copy) == data
        assert not copy.original

    def test_its_words_are_not_read_for_the_search(self, paper, clerk):
        assert not hasattr(File.objects.get(pk=keep(paper, clerk).pk), "text")

    def test_only_who_gives_numbers(self, paper, officer):
        with pytest.raises(Refusal, match="không có quyền"):
            keep(paper, officer)

    def test_one_stands_at_a_time(self, paper, clerk):
        first = keep(paper, clerk)
        with pytest.raises(Refusal, match="đã có bản ký"):
            keep(paper, clerk)
        files.remove(first, by=clerk, removal="khong_ro")
        assert keep(paper, clerk).pk != first.pk

    def test_none_of_a_cancelled_paper(self, paper, clerk):
        papers.cancel(paper, by=clerk, on=NEXT, reason="sai_so")
        with pytest.raises(Refusal, match="đã hủy"):
            keep(paper, clerk)

    def test_none_of_a_sealed_record(self, officer, clerk):
        letter = classified(officer, "to_cao")
        sealed = papers.prepare(letter, "chuyen_don", by=officer, on=DAY, noi_nhan=str(officer.at))
        with pytest.raises(Refusal, match="phong bì của hồ sơ"):
            keep(sealed, clerk, pdf_of("Số: 1/TB-UBND"))
        assert not File.objects.exists()

    def test_a_word_file_is_not_signed(self, paper, clerk):
        with pytest.raises(Refusal, match="chưa có chữ ký"):
            keep(paper, clerk, papers.docx(paper))

    @pytest.mark.parametrize("data", [b"", b"khong phai PDF", b"%PDF-1.7 hong"])
    def test_what_is_no_file_is_refused_and_leaves_nothing(self, paper, clerk, data):
        with pytest.raises(Refusal):
            signed.attach(paper, "x.pdf", data, by=clerk)
        assert not File.objects.exists()

    def test_the_history_knows_that_and_by_whom_but_no_name(self, paper, clerk):
        keep(paper, clerk)
        row = HistoryRow.objects.filter(table="records_file").get()
        assert (row.actor, row.after["paper_id"]) == (clerk.pk, paper.pk)
        assert "ban ky" not in str(row.after)

    def test_the_database_wants_a_paper_for_a_signed_copy_and_for_no_other(self, paper, clerk):
        copy = keep(paper, clerk)
        for change in ({"kind": "giay_to"}, {"paper": None}):
            with pytest.raises(IntegrityError), transaction.atomic():
                File.objects.filter(pk=copy.pk).update(**change)


class TestComparing:
    def test_the_papers_own_sheet_raises_no_doubt(self, paper, clerk):
        said = signed.compare(paper, keep(paper, clerk))
        assert (said.found.number, said.found.dated_on) == (paper.number, paper.dated_on)
        assert said.doubts == []

    def test_a_picture_is_left_to_the_eye(self, paper, clerk):
        said = signed.compare(paper, signed.attach(paper, "anh.jpg", photo(), by=clerk))
        assert (said.found.is_readable, said.doubts) == (False, [])

    def test_another_paper_of_another_record_is_noticed(self, officer, clerk, paper):
        other = papers.issue(
            refused(
                officer, classified(officer), reason="Vì quyết định không thuộc phạm vi khiếu nại đã nêu"
            ),
            by=clerk,
            dated_on=DAY,
            signer="Người Ký Thử",
            number="13/TB-UBND",
        )
        doubts = " ".join(signed.compare(paper, keep(paper, clerk, papers.pdf(other))).doubts)
        assert "ghi số 13/TB-UBND, còn văn bản này mang số 12/TB-UBND" in doubts
        assert "ghi ngày 2/3/2023, còn văn bản này ghi ngày 3/3/2023" in doubts
        assert f"không nhắc đến số sổ {paper.record.number}" in doubts

    def test_other_words_are_noticed(self, paper, clerk):
        copy = keep(paper, clerk, pdf_of("Giấy mời họp thôn về làm đường, mời bà con tới dự đông đủ"))
        assert any("có thể là văn bản khác" in one for one in signed.compare(paper, copy).doubts)

    def test_a_number_taken_by_another_paper_is_noticed_before_issuing(self, officer, clerk, paper):
        waiting = refused(officer)
        copy = keep(waiting, clerk, papers.pdf(paper))
        doubts = " ".join(signed.compare(waiting, copy).doubts)
        assert "Số 12/TB-UBND đọc được trong tệp đã dùng cho văn bản khác" in doubts

    def test_the_same_file_at_two_papers_is_noticed(self, officer, clerk, paper):
        keep(paper, clerk)
        waiting = refused(officer)
        doubts = signed.compare(waiting, keep(waiting, clerk, papers.pdf(paper))).doubts
        assert "Đúng tệp này đã được kèm cho một văn bản khác." in doubts


class TestReading:
    def test_only_the_first_pages_and_not_for_long(self, paper, clerk, monkeypatch):
        asked, copy = [], keep(paper, clerk)

        def run(what, data, *words, seconds):
            asked.append((what, words, seconds))
            return b"[]"

        monkeypatch.setattr(signed.apart, "run", run)
        signed.compare(paper, copy)
        assert asked == [("texts", (str(signed.MOST_READ),), signed.SECONDS)]
        assert (signed.MOST_READ, signed.SECONDS) <= (10, 10)

    @pytest.mark.parametrize(("pages", "is_cut"), [(2, False), (3, True)])
    def test_of_a_long_file_the_rest_is_left_to_the_eye(self, paper, clerk, monkeypatch, pages, is_cut):
        """Words that were not read are no sign of another paper."""
        monkeypatch.setattr(signed, "MOST_READ", 2)
        copy = keep(paper, clerk, pdf_of("Số: 12/TB-UBND", pages=pages))
        said = signed.compare(paper, copy)
        assert said.found.number == paper.number
        assert ("trang3" in said.found.flat) is False
        doubts = " ".join(said.doubts)
        assert ("Chỉ đọc 2 trang đầu trong 3 trang của tệp; hãy tự so các trang còn lại." in doubts) is is_cut
        assert ("có thể là văn bản khác" in doubts) is not is_cut


class TestAgreeing:
    def test_a_person_says_so_once(self, paper, clerk):
        copy = signed.agree(paper, keep(paper, clerk).pk, by=clerk)
        assert copy.agreed_by == clerk
        assert signed.agreed([paper]) == {paper.pk: copy}
        with pytest.raises(Refusal, match="Không có bản ký nào chờ"):
            signed.agree(paper, copy.pk, by=clerk)

    def test_not_a_copy_that_was_put_in_the_place_of_the_one_seen(self, paper, clerk):
        seen = keep(paper, clerk)
        files.remove(seen, by=clerk, removal="nham_ho_so")
        other = keep(paper, clerk, pdf_of("Giấy mời họp thôn"))
        for wrong in (seen.pk, 0, other.pk + 1, -1):
            with pytest.raises(Refusal, match="không phải bản Bà/Ông đã xem"):
                signed.agree(paper, wrong, by=clerk)
        assert signed.agreed([paper]) == {}
        assert signed.agree(paper, other.pk, by=clerk).pk == other.pk

    @pytest.mark.parametrize("act", ["agree", "remove"])
    def test_nobody_takes_it_away_meanwhile(self, paper, clerk, act):
        copy = keep(paper, clerk)
        with CaptureQueriesContext(connection) as asked:
            if act == "agree":
                signed.agree(paper, copy.pk, by=clerk)
            else:
                files.remove(copy, by=clerk, removal="nham_ho_so")
        said = [one["sql"] for one in asked]
        locks = [n for n, sql in enumerate(said) if "FOR UPDATE" in sql and 'FROM "records_file"' in sql]
        change = next(n for n, sql in enumerate(said) if sql.startswith('UPDATE "records_file"'))
        assert locks
        assert locks[0] < change

    def test_what_was_taken_away_meanwhile_keeps_its_first_reason(self, paper, clerk):
        seen_by_two = [keep(paper, clerk), signed.copy_of(paper)]
        files.remove(seen_by_two[0], by=clerk, removal="nham_ho_so")
        with pytest.raises(Refusal, match="đã được gỡ"):
            files.remove(seen_by_two[1], by=clerk, removal="trung")
        assert File.objects.get().removal == "nham_ho_so"

    def test_not_before_the_paper_has_its_number(self, officer, clerk):
        waiting = refused(officer)
        copy = keep(waiting, clerk, papers.pdf(waiting))
        with pytest.raises(Refusal, match="chưa có số"):
            signed.agree(waiting, copy.pk, by=clerk)

    def test_not_by_everybody_and_not_without_a_copy(self, paper, officer, clerk):
        with pytest.raises(Refusal, match="Không có bản ký"):
            signed.agree(paper, 0, by=clerk)
        copy = keep(paper, clerk)
        with pytest.raises(Refusal, match="không có quyền"):
            signed.agree(paper, copy.pk, by=officer)

    def test_what_was_removed_or_not_compared_goes_to_nobody(self, paper, clerk):
        copy = keep(paper, clerk)
        assert signed.agreed([paper]) == {}
        signed.agree(paper, copy.pk, by=clerk)
        files.remove(copy, by=clerk, removal="nham_ho_so")
        assert signed.agreed([paper]) == {}


def test_a_record_found_to_be_a_denunciation_keeps_no_signed_copy(officer, clerk, paper):
    keep(paper, clerk)
    writing.move(paper.record, "phan_loai_lai", by=officer, on=NEXT)
    assert signed.copy_of(paper) is None
    assert not File.objects.filter(removed_at=None).exists()
