"""The national database at the desk: the list that waits, the panel, pasting, lists, reconciling; who may and who not."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from danvan import law
from danvan.records.models import Duty, NationalUpdate
from danvan.records.national import keeping, waiting
from danvan.records.national.tests.national_world import (
    DAY,
    LATER,
    book,
    kept,
    matter_of,
    opened,
    reader,
    visit_of,
    write,
)
from danvan.records.tests.desk_world import NAME, classified, desk_of, reach_of, session_of
from danvan.records.tests.factories import compiler, handler, letter_of
from danvan.ui.dates import day

pytestmark = pytest.mark.django_db
WAITING = reverse("national:waiting")
PASTE, MAKE = reverse("national:paste"), reverse("national:make")
RECONCILE, CONFIRM = reverse("national:reconcile"), reverse("national:confirm")
HEADS = ["Mã hồ sơ", "Số vào sổ", "Ngày cập nhật"]


@pytest.fixture
def officer(db):
    return handler()


@pytest.fixture
def desk(officer):
    return desk_of(officer)


def said(answer):
    return answer.content.decode()


class TestWaiting:
    def test_the_three_groups_and_no_other(self, officer):
        records = [visit_of(officer), matter_of(officer), letter_of(officer, DAY)]
        session_of(officer)
        found = waiting.worklist(reach_of(officer), {}).rows
        assert {line.public_id for line in found} >= {record.public_id for record in records}
        assert {line.group for line in found} == {"Tiếp công dân", "Xử lý đơn", "Giải quyết"}
        assert len(found) == 4

    def test_oldest_first_with_the_days_passed(self, officer):
        newer, older = letter_of(officer, LATER), letter_of(officer, DAY)
        reach = reach_of(officer)
        found = waiting.worklist(reach, {}).rows
        assert [line.public_id for line in found] == [older.public_id, newer.public_id]
        assert found[0].days == (reach.on - DAY).days

    def test_what_is_written_waits_no_more_until_taken_back(self, officer):
        letter = letter_of(officer, DAY)
        write(letter, officer)
        assert not waiting.waiting(reach_of(officer), {}).exists()
        keeping.take_back(letter, by=officer, today=LATER)
        assert waiting.waiting(reach_of(officer), {}).exists()

    def test_nothing_from_before_the_law_asked_for_it(self, officer):
        letter_of(officer, date(2022, 10, 9))
        letter_of(officer, date(2022, 10, 10))
        assert [line.received_on for line in waiting.worklist(reach_of(officer), {}).rows] == [
            date(2022, 10, 10)
        ]
        assert waiting.owed_since() == date(2022, 10, 10)

    def test_filters(self, officer, desk):
        letter_of(officer, DAY)
        letter_of(officer, LATER)
        visit_of(officer)
        assert said(desk.get(WAITING, {"type": "luot_tiep"})).count('role="rowheader"') == 1
        assert said(desk.get(WAITING, {"type": "don", "since": "5/3/2023"})).count('role="rowheader"') == 1
        assert desk.get(WAITING, {"since": "hôm qua"}).status_code == 400
        assert "Không có hồ sơ nào khớp" in said(desk.get(WAITING, {"type": "vu_viec"}))

    def test_an_empty_list_says_so(self, desk):
        assert "Mọi hồ sơ đã có mã" in said(desk.get(WAITING))

    def test_page_by_page(self, officer):
        for _turn in range(5):
            letter_of(officer, DAY)
        first = waiting.worklist(reach_of(officer), {}, size=3)
        second = waiting.worklist(reach_of(officer), {}, after=first.after, size=3)
        assert len({line.public_id for line in (*first.rows, *second.rows)}) == 5

    def test_two_queries(self, officer, django_assert_num_queries):
        for _turn in range(5):
            letter_of(officer, DAY)
        reach = reach_of(officer)
        assert reach.readable
        with django_assert_num_queries(2):
            waiting.worklist(reach, {})

    def test_others_see_only_theirs(self, officer):
        letter_of(officer, DAY)
        assert "Mọi hồ sơ đã có mã" in said(desk_of(handler()).get(WAITING))
        assert desk_of(compiler(officer.at)).get(WAITING).status_code == 403

    def test_a_reader_sees_the_list_without_a_form(self, officer):
        letter_of(officer, DAY)
        page = said(desk_of(reader(officer)).get(WAITING))
        assert 'name="ma-' not in page
        assert PASTE not in page


class TestLaw:
    def test_the_page_cites_it_and_judges_nobody(self, officer, desk, monkeypatch):
        monkeypatch.setattr(waiting, "said_by_law", lambda on: _rules(date(2023, 3, 14)))
        letter_of(officer, DAY)
        page = said(desk.get(WAITING))
        assert "Nghị định 55/2022" in page
        assert "15 ngày" in page
        assert "không đánh giá là trễ hạn" in page
        assert "quá hạn" not in page.lower().split("<main", 1)[1]

    def test_the_named_cases_allow_no_verdict(self):
        assert not law.rulebook().wording(waiting.NAMED, DAY).checked.allows_verdict

    def test_no_clock_runs_by_it(self, officer):
        letter_of(officer, DAY)
        assert not Duty.objects.filter(rule__startswith=waiting.RULE).exists()

    def test_from_july_2026_there_is_one_wording(self):
        assert [rule.key for rule in waiting.said_by_law(date(2026, 7, 1))] == [waiting.RULE]
        assert [rule.key for rule in waiting.said_by_law(DAY)] == [waiting.RULE, waiting.NAMED]
        assert waiting.said_by_law(date(2022, 10, 9)) == []

    def test_it_says_that_no_live_link_was_tried(self, desk):
        for address in (WAITING, MAKE, RECONCILE):
            assert "chưa thử kết nối trực tiếp" in said(desk.get(address))


def _rules(on):
    return [law.rulebook().wording(key, on) for key in (waiting.RULE, waiting.NAMED)]


class TestTypingInARow:
    def test_codes_are_written(self, officer, desk):
        one, other = letter_of(officer, DAY), letter_of(officer, DAY)
        sent = {f"ma-{one.public_id}": "A1", f"ma-{other.public_id}": " ", "on": "10/3/2023"}
        assert desk.post(WAITING, sent).status_code == 302
        assert (kept(one), kept(other)) == (("A1", LATER), None)

    def test_a_fault_stands_at_its_row_and_the_rest_stays_typed(self, officer, desk):
        one, other = letter_of(officer, DAY), letter_of(officer, DAY)
        sent = {f"ma-{one.public_id}": "A1", f"ma-{other.public_id}": "AB", "on": "10/3/2023"}
        answer = desk.post(WAITING, sent)
        page = said(answer)
        assert answer.status_code == 400
        assert f'id="loi-{other.public_id}"' in page
        assert f'id="loi-{one.public_id}"' not in page
        assert 'value="A1"' in page
        assert kept(one) is None

    @pytest.mark.parametrize("sent", [{"on": "10/3/2023"}, {"on": "mai", "ma-0000000000000000": "A1"}, {}])
    def test_nothing_to_write_or_no_day(self, desk, sent):
        assert desk.post(WAITING, sent).status_code == 400

    def test_a_reader_writes_nothing(self, officer):
        letter = letter_of(officer, DAY)
        sent = {f"ma-{letter.public_id}": "A1", "on": "10/3/2023"}
        assert desk_of(reader(officer)).post(WAITING, sent).status_code == 400
        assert kept(letter) is None


class TestPanel:
    def test_waits_with_a_small_form(self, officer, desk):
        letter = classified(officer)
        page = said(desk.get(letter.get_absolute_url()))
        assert "Chưa cập nhật CSDL quốc gia." in page
        assert reverse("national:code", args=[letter.public_id]) in page

    @pytest.mark.parametrize("make", [visit_of, matter_of, lambda officer: classified(officer, "to_cao")])
    def test_says_code_day_and_person(self, officer, desk, make):
        record = make(officer)
        write(record, officer)
        page = said(desk.get(record.get_absolute_url()))
        assert f"mã DT-1, ngày 10/3/2023, người ghi {officer}" in page

    def test_not_on_other_types(self, officer, desk):
        assert 'id="csdl"' not in said(desk.get(session_of(officer).get_absolute_url()))

    def test_a_reader_has_no_form(self, officer):
        letter = classified(officer)
        page = said(desk_of(reader(officer)).get(letter.get_absolute_url()))
        assert "Chưa cập nhật CSDL quốc gia." in page
        assert reverse("national:code", args=[letter.public_id]) not in page


class TestOneCode:
    def address(self, record):
        return reverse("national:code", args=[record.public_id])

    def test_written_and_back_to_the_record(self, officer, desk):
        letter = classified(officer)
        answer = desk.post(self.address(letter), {"code": "A1", "on": "10/3/2023"})
        assert answer["Location"] == f"{letter.get_absolute_url()}#csdl"
        assert kept(letter) == ("A1", LATER)

    @pytest.mark.parametrize(
        "sent", [{"code": "A1"}, {"code": "", "on": "10/3/2023"}, {"code": "A1", "on": "1/3/2020"}]
    )
    def test_what_is_wrong_stands_at_the_field(self, officer, desk, sent):
        answer = desk.post(self.address(classified(officer)), sent)
        assert answer.status_code == 400
        assert "govuk-error-message" in said(answer)

    def test_correcting_wants_a_reason(self, officer, desk):
        letter = classified(officer)
        write(letter, officer)
        assert desk.post(self.address(letter), {"code": "A2", "on": "10/3/2023"}).status_code == 400
        sent = {"code": "A2", "on": "10/3/2023", "reason": "cap_lai"}
        assert desk.post(self.address(letter), sent).status_code == 302
        assert kept(letter) == ("A2", LATER)

    def test_taking_back(self, officer, desk):
        letter = classified(officer)
        write(letter, officer)
        sent = {"code": "DT-1", "on": "10/3/2023", "reason": keeping.TAKE_BACK}
        assert desk.post(self.address(letter), sent).status_code == 302
        assert kept(letter) == ("", None)

    def test_who_may_not(self, officer):
        letter = classified(officer)
        assert desk_of(handler()).get(self.address(letter)).status_code == 404
        assert desk_of(reader(officer)).get(self.address(letter)).status_code == 403


class TestPasting:
    def send(self, desk, officer, lines, **more):
        sent = {"unit": officer.at.pk, "group": "don", "on": "10/3/2023", "lines": lines}
        return desk.post(PASTE, sent | more)

    def test_lines_as_people_paste_them(self, officer, desk):
        letters = [letter_of(officer, DAY) for _turn in range(4)]
        no = [letter.register_no for letter in letters]
        lines = (
            f"{no[0]}/2023\tA1\n\n{no[1]}\t2023\tA2\t12/3/2023\n{no[2]}/2023; A3\n{no[3]}/2023 A4 9/3/2023"
        )
        assert self.send(desk, officer, lines).status_code == 302
        found = [kept(letter) for letter in letters]
        assert found == [("A1", LATER), ("A2", date(2023, 3, 12)), ("A3", LATER), ("A4", date(2023, 3, 9))]

    @pytest.mark.parametrize(
        ("line", "fault"),
        [
            ("A1", "Dòng phải có số/năm"),
            ("{no}/2023", "Dòng phải có số/năm"),
            ("999/2023 A1", "Không có hồ sơ số này"),
            ("{no}/2023 Trần Thị Bí Mật", "Dòng phải có số/năm"),
            ("{no}/2023 A1 hôm", "Ngày của dòng"),
            ("{no}/2023 ABC", "chỉ gồm chữ không dấu"),
            ("{no}/2023 A1\n{no}/2023 A2", "đã có ở một dòng trên"),
            ("{no}/2023 A1 1/1/2020", "Ngày cập nhật phải từ"),
        ],
    )
    def test_a_wrong_line_is_told_by_its_number(self, officer, desk, line, fault):
        letter = letter_of(officer, DAY)
        answer = self.send(desk, officer, line.format(no=letter.register_no))
        assert answer.status_code == 400
        assert fault in said(answer)
        assert "Dòng " in said(answer)
        assert kept(letter) is None

    def test_blank_lines_and_foreign_units(self, officer, desk):
        assert "Chưa có dòng nào" in said(self.send(desk, officer, " ; \n;"))
        assert self.send(desk, officer, "1/2023 A1", unit=handler().at.pk).status_code == 400
        assert desk_of(reader(officer)).get(PASTE).status_code == 403

    def test_too_many_lines(self, officer, desk, monkeypatch):
        monkeypatch.setattr("danvan.records.national.pasting.MOST_AT_ONCE", 1)
        assert "không quá 1 dòng" in said(self.send(desk, officer, "1/2023 A1\n2/2023 A2"))


class TestLists:
    def test_a_workbook_comes_down(self, officer, desk):
        classified(officer)
        answer = desk.post(MAKE, {"since": "1/3/2023", "until": "14/3/2023", "personal": "on"})
        assert answer["Content-Disposition"] == 'attachment; filename="csdl-quoc-gia-20230301-20230314.xlsx"'
        assert "no-store" in answer["Cache-Control"]
        assert NAME in str(opened(answer.content))

    @pytest.mark.parametrize(
        "sent", [{}, {"since": "2/3/2023", "until": "1/3/2023"}, {"since": "1/3/2023", "until": "2/3/2023"}]
    )
    def test_wrong_days_or_nothing_there(self, desk, sent):
        assert desk.post(MAKE, sent).status_code == 400

    def test_not_for_readers(self, officer):
        assert desk_of(reader(officer)).get(MAKE).status_code == 403


class TestReconciling:
    def upload(self, desk, officer, content, name="ds.xlsx"):
        sent = {"unit": officer.at.pk, "group": "don", "table": SimpleUploadedFile(name, content)}
        return desk.post(RECONCILE, sent)

    def test_shown_then_written_by_a_person(self, officer, desk):
        letter = classified(officer)
        answer = self.upload(desk, officer, book(("Đơn", [HEADS, ["A1", letter.number, "10/3/2023"]])))
        assert f'value="{letter.public_id}|A1|2023-03-10" checked' in said(answer)
        assert kept(letter) is None
        desk.post(CONFIRM, {"ghi": f"{letter.public_id}|A1|2023-03-10", "on": "14/3/2023"})
        assert kept(letter) == ("A1", LATER)

    def test_differences_are_shown_unticked(self, officer, desk):
        letter = classified(officer)
        write(letter, officer, "A1")
        answer = self.upload(desk, officer, book(("Đơn", [HEADS, ["A1", letter.number, "9/3/2023"]])))
        assert f'value="{letter.public_id}|A1|2023-03-09" aria' in said(answer)
        assert "A1, 10/3/2023" in said(answer)

    def test_a_csv_of_an_old_font_will_do(self, officer, desk):
        letter = classified(officer)
        text = f"Mã;Số;Ngày\nA1;{letter.number};10/3/2023\n".encode("utf-16")
        assert f"{letter.public_id}|A1" in said(self.upload(desk, officer, text, "ds.csv"))

    @pytest.mark.parametrize("content", [b"x", b"\x89PNG\0\0", b"PK\x03\x04rong"])
    def test_what_is_no_list(self, officer, desk, content):
        assert self.upload(desk, officer, content).status_code == 400

    @pytest.mark.parametrize("ticked", [[], ["x"], ["1|2|3|4"], ["0000000000000000|A1|"], ["0|A1|32/1/2023"]])
    def test_what_no_page_of_ours_sent(self, desk, ticked):
        assert desk.post(CONFIRM, {"ghi": ticked, "on": "10/3/2023"}).status_code == 400
        assert not NationalUpdate.objects.exists()

    def test_the_day_for_lines_without_one(self, officer, desk):
        letter = classified(officer)
        on = reach_of(officer).on
        desk.post(CONFIRM, {"ghi": f"{letter.public_id}|A1|", "on": day(on)})
        assert kept(letter) == ("A1", on)

    def test_names_in_the_list_are_neither_shown_nor_kept(self, officer, desk):
        letter = classified(officer, "to_cao")
        rows = [
            ["Mã", "Số", "Họ tên", "Nội dung"],
            ["A1", letter.number, "Trần Thị zqx00001zqx", "zqx00002zqx"],
        ]
        rows.append(["zqx00003zqx Bí", "9/2023", "zqx00004zqx", ""])
        answer = self.upload(desk, officer, book(("Đơn", rows)))
        assert answer.status_code == 200
        assert "zqx" not in said(answer)
