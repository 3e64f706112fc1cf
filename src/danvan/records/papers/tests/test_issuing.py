"""From a prepared paper to an issued and a cancelled one, and what the database lets nobody change."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from danvan.org.tests.factories import make_head, make_person
from danvan.records import envelopes, papers
from danvan.records.models import HistoryRow, Paper, PaperText
from danvan.records.papers.tests.paper_world import CHAIR, DAY, NEXT, REASON, clerk_of, issued, refused
from danvan.records.tests.desk_world import NAME, classified, role_at
from danvan.records.tests.factories import handler, letter_of
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return handler()


def count_in_history(word):
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM records_history h WHERE h::text ILIKE %s", [f"%{word}%"])
        return cursor.fetchone()[0]


class TestPreparing:
    def test_a_paper_waits_with_its_text_and_the_form_of_its_day(self, officer):
        paper = refused(officer)
        assert (paper.state, paper.number, paper.form_number) == ("cho_so", "", "Mẫu số 04 (124/2020/NĐ-CP)")
        text = papers.sheet(paper)
        assert text["number"] == "Số: ……/TB-UBND"
        assert NAME in str(text["body"])
        assert REASON in str(text["body"])

    def test_a_preview_is_kept_nowhere(self, officer):
        papers.preview(classified(officer), "khong_thu_ly", on=DAY, ly_do=REASON)
        assert not Paper.objects.exists()

    @pytest.mark.parametrize(
        ("key", "fields", "why"),
        [
            ("khong_thu_ly", {}, "Còn thiếu"),
            ("khong_thu_ly", {"ly_do": "x", "la": "y"}, "không có mục"),
            ("khong_thu_ly", {"ly_do": "x" * 4001}, "dài quá 4000"),
            ("tra_loi", {"noi_dung_tra_loi": "x"}, "không dùng cho hồ sơ này"),
            ("khong_co", {}, "Không có mẫu"),
            ("bo_sung", {"can_bo_sung": "x", "truoc_ngay": "31/2/2023"}, "không có trong lịch"),
            ("bien_nhan_don", {"so_to": "hai"}, "hãy nhập một số"),
            ("bien_nhan_don", {"ban_goc": "mất"}, "hãy chọn một trong"),
        ],
    )
    def test_what_does_not_fit_is_refused_with_a_sentence(self, officer, key, fields, why):
        with pytest.raises(Refusal, match=why):
            papers.prepare(classified(officer), key, by=officer, on=DAY, **fields)
        assert not Paper.objects.exists()

    def test_not_without_the_right_and_not_for_a_day_to_come(self, officer):
        letter = classified(officer)
        with pytest.raises(Refusal, match="không có quyền"):
            papers.prepare(letter, "khong_thu_ly", by=role_at("van_thu", officer), on=DAY, ly_do="x")
        with pytest.raises(Refusal, match="chưa tới"):
            papers.prepare(letter, "khong_thu_ly", by=officer, on=date(2199, 1, 1), ly_do="x")

    def test_a_paper_without_number_is_issued_at_once(self, officer):
        paper = papers.prepare(classified(officer), "don_rut", by=officer, on=DAY)
        assert (paper.state, paper.dated_on, paper.number) == ("da_ban_hanh", DAY, "")
        assert papers.pdf(paper).startswith(b"%PDF")


class TestIssuing:
    def test_number_day_and_signer_stand_on_the_paper(self, officer):
        paper = issued(officer)
        text = papers.sheet(paper)
        assert text["number"] == "Số: 12/TB-UBND"
        assert text["dated"].endswith("ngày 03 tháng 3 năm 2023")
        assert text["signatures"][0]["name"] == "Người Ký Thử"
        assert text["signatures"][0]["capacity"] == CHAIR.split("/")
        assert papers.is_unchanged(paper)

    @pytest.mark.parametrize(
        ("change", "why"),
        [
            ({"number": ""}, "Số văn bản gồm"),
            ({"number": "Trần Thị A"}, "Số văn bản gồm"),
            ({"number": "12/tên người gửi là ai đó rất dài/UBND"}, "Số văn bản gồm"),
            ({"dated_on": date(2199, 1, 1)}, "chưa tới"),
            ({"dated_on": date(2023, 2, 1)}, "trước ngày tiếp nhận"),
            ({"signer": " "}, "họ tên người ký"),
            ({"capacity": "ÔNG A"}, "chọn quyền hạn"),
        ],
    )
    def test_what_is_wrong_is_refused(self, officer, change, why):
        with pytest.raises(Refusal, match=why):
            issued(officer, **change)
        assert not Paper.objects.filter(state="da_ban_hanh").exists()

    def test_only_who_gives_numbers_there(self, officer):
        with pytest.raises(Refusal, match="không có quyền cấp số"):
            issued(officer, clerk=officer)
        with pytest.raises(Refusal, match="không có quyền cấp số"):
            issued(officer, clerk=clerk_of(handler()))

    def test_a_number_is_used_once_even_when_its_paper_was_cancelled(self, officer):
        clerk = clerk_of(officer)
        paper = issued(officer, clerk)
        papers.cancel(paper, by=clerk, on=NEXT, reason="sai_noi_dung")
        with pytest.raises(Refusal, match="đã dùng"):
            issued(officer, clerk, number="12/tb-ubnd")
        assert issued(officer, clerk, number="13/TB-UBND").number == "13/TB-UBND"

    def test_not_twice(self, officer):
        clerk = clerk_of(officer)
        paper = issued(officer, clerk)
        with pytest.raises(Refusal, match="không cấp số được"):
            papers.issue(paper, by=clerk, number="14/TB-UBND", dated_on=NEXT, signer="A")

    def test_not_when_its_text_was_taken_away(self, officer):
        paper = refused(officer)
        envelopes.purge(paper.record, by=officer)
        assert not PaperText.objects.exists()
        with pytest.raises(Refusal, match="đã được xóa"):
            papers.issue(paper, by=clerk_of(officer), number="14/TB-UBND", dated_on=NEXT, signer="A")

    def test_a_post_of_the_unit_may_stand_above_the_name(self, officer):
        make_head(officer.at, make_person("Thủ Trưởng Thử")).post.save()
        assert issued(officer, capacity="CHỦ TỊCH").capacity == "CHỦ TỊCH"


class TestCancelling:
    def test_a_numbered_one_stays_with_number_text_and_reason(self, officer):
        clerk = clerk_of(officer)
        paper = papers.cancel(issued(officer, clerk), by=clerk, on=NEXT, reason="thay_the")
        assert (paper.state, paper.number, paper.cancellation) == ("da_huy", "12/TB-UBND", "thay_the")
        assert papers.is_unchanged(paper)
        assert papers.of(paper.record) == [paper]

    def test_one_that_waited_loses_its_text(self, officer):
        paper = papers.cancel(refused(officer), by=officer, on=DAY, reason="khong_ban_hanh")
        assert not PaperText.objects.exists()
        with pytest.raises(Refusal, match="đã được xóa"):
            papers.pdf(paper)

    def test_refused_twice_without_a_reason_or_without_the_right(self, officer):
        clerk = clerk_of(officer)
        paper = issued(officer, clerk)
        with pytest.raises(Refusal, match="lý do hủy"):
            papers.cancel(paper, by=clerk, on=NEXT, reason="lời riêng")
        with pytest.raises(Refusal, match="không có quyền"):
            papers.cancel(paper, by=officer, on=NEXT, reason="thay_the")
        with pytest.raises(Refusal, match="Ngày hủy"):
            papers.cancel(paper, by=clerk, on=date(2023, 1, 1), reason="thay_the")
        papers.cancel(paper, by=clerk, on=NEXT, reason="thay_the")
        with pytest.raises(Refusal, match="đã hủy rồi"):
            papers.cancel(paper, by=clerk, on=NEXT, reason="thay_the")


class TestWhatTheDatabaseKeeps:
    """Straight to the tables, past every check of the program."""

    def refuses(self, change):
        with (
            pytest.raises(Exception, match=r"không sửa được|giữ nguyên|Cannot delete") as caught,
            transaction.atomic(),
        ):
            change()
        return caught

    @pytest.mark.parametrize(
        "change",
        [
            {"number": "1/TB"},
            {"dated_on": date(2023, 5, 5)},
            {"signer": "Khác"},
            {"sha256": "0" * 64},
            {"title": "Khác"},
            {"state": "cho_so"},
            {"key": "khac"},
        ],
    )
    def test_an_issued_paper_cannot_be_changed(self, officer, change):
        paper = issued(officer)
        self.refuses(lambda: Paper.objects.filter(pk=paper.pk).update(**change))

    def test_nor_its_text_or_pdf(self, officer):
        paper = issued(officer)
        texts = PaperText.objects.filter(pk=paper.pk)
        self.refuses(lambda: texts.update(blocks={"body": []}))
        self.refuses(lambda: texts.update(pdf=b"x"))
        self.refuses(lambda: Paper.objects.filter(pk=paper.pk).delete())

    def test_nor_a_cancelled_one(self, officer):
        clerk = clerk_of(officer)
        paper = papers.cancel(issued(officer, clerk), by=clerk, on=NEXT, reason="thay_the")
        self.refuses(lambda: Paper.objects.filter(pk=paper.pk).update(cancellation="sai_so"))

    def test_a_text_without_persons_cannot_be_taken_away(self, officer):
        letter = classified(officer, "to_cao")
        fields = {"noi_nhan": str(officer.at)}
        paper = papers.prepare(letter, "chuyen_don", by=officer, on=DAY, **fields)
        signer = make_head(officer.at).person.full_name
        papers.issue(paper, by=clerk_of(officer), number="9/PC-UBND", dated_on=NEXT, signer=signer)
        self.refuses(lambda: PaperText.objects.filter(pk=paper.pk).delete())

    def test_no_personal_text_of_a_record_that_is_not_released(self, officer):
        letter = letter_of(officer, DAY)
        paper = Paper.objects.create(
            record=letter, unit=officer.at, key="x", title="x", audience="nguoi_gui", prepared_on=DAY
        )
        with pytest.raises(IntegrityError, match="thông tin cá nhân"), transaction.atomic():
            PaperText.objects.create(paper=paper, blocks={}, is_personal=True)

    def test_a_record_is_sealed_again_only_without_personal_texts(self, officer):
        paper = issued(officer)
        with pytest.raises(IntegrityError, match="chưa thể niêm phong lại"), transaction.atomic():
            type(paper.record).objects.filter(pk=paper.record_id).update(identity_released_on=None)
        assert papers.purge(paper.record) == 1
        paper.refresh_from_db()
        assert (paper.number, len(paper.sha256)) == ("12/TB-UBND", 64)

    def test_the_history_knows_key_number_and_hash_but_no_word_and_no_name(self, officer):
        paper = issued(officer)
        assert count_in_history("khong_thu_ly")
        assert count_in_history(paper.sha256)
        assert not count_in_history(REASON)
        assert not count_in_history("Người Ký Thử")
        assert not count_in_history(NAME)
        assert not HistoryRow.objects.filter(table="records_papertext").exists()


class TestForTheSender:
    def test_only_what_was_issued_to_him_and_stands(self, officer):
        clerk = clerk_of(officer)
        paper = issued(officer, clerk)
        papers.prepare(paper.record, "chuyen_don", by=officer, on=DAY, noi_nhan="Sở A")
        assert papers.for_sender(paper.record) == [paper]
        papers.cancel(paper, by=clerk, on=NEXT, reason="thay_the")
        assert papers.for_sender(paper.record) == []

    def test_nothing_of_a_sealed_record(self, officer):
        letter = classified(officer, "to_cao")
        papers.prepare(letter, "bien_nhan_don", by=role_at("tiep_dan", officer), on=DAY)
        assert papers.for_sender(letter) == []
