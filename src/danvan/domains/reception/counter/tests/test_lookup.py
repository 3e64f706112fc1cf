"""What is known at once of whoever comes again: by number or by name, of own units only, in few queries."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.support.dump import holding

from danvan.domains.reception.counter import lookup
from danvan.domains.reception.counter.card import parse
from danvan.domains.reception.counter.tests.counter_world import (
    COUNTER,
    NAME,
    NUMBER,
    SCAN,
    filled,
    letters,
    scan,
    send,
)
from danvan.domains.reception.models import Visit
from danvan.org.models.units import Kind
from danvan.org.tests.factories import make_account, make_unit
from danvan.records import writing
from danvan.records.desk import people
from danvan.records.desk.access import Reach
from danvan.records.tests.desk_world import desk_of, role_at
from danvan.records.tests.factories import handler

pytestmark = pytest.mark.django_db
MOST_QUERIES = 8
COMPLAINS = {"content_kind": "khieu_nai", "outcome": "nhan_don", "field": "dat_dai"}


@pytest.fixture
def complained(officer):
    """The person came once with a complaint, which was accepted on 2/3/2023."""
    send(officer, **COMPLAINS)
    return writing.move(letters().get(), "thu_ly", by=officer, on=date(2023, 3, 2))


def known(officer, text=SCAN):
    return lookup.past(parse(text), Reach(officer))


class TestWhoIsFound:
    def test_nobody_before_the_first_visit(self, officer):
        assert known(officer).sentence == "Chưa có lượt tiếp nào trước đây mà Bà/Ông được xem."

    def test_by_the_number_scanned_or_typed(self, officer, complained):
        for text in (SCAN, NUMBER, "0790 8501 2345"):
            past = known(officer, text)
            assert len(past.visits) == 1
            assert not past.by_name

    def test_visit_letter_and_matter_with_their_days(self, officer, complained):
        past = known(officer)
        assert {one.record.type for one in past.records} == {"don", "vu_viec"}
        due = {one.record.type: one.due_on for one in past.open_records}
        assert due["vu_viec"] == date(2023, 4, 3)
        assert "Đã đến 1 lần, gần nhất ngày 1/3/2023" in past.sentence
        assert f"vụ việc số 1/2023 tại {past.records[0].unit}, hạn 3/4/2023" in past.sentence

    def test_by_name_and_year_without_marks_and_with_a_word_of_caution(self, officer, complained):
        past = known(officer, "nguyen van minh hoa 1985")
        assert len(past.visits) == 1
        assert past.by_name
        assert not known(officer, f"{NAME} 1986").visits
        assert not known(officer, "Nguyễn Văn Minh 1985").visits

    def test_by_the_old_number_of_the_new_card(self, officer):
        send(officer, identity_number="023456789")
        assert len(known(officer, SCAN.replace("||", "|023456789|", 1)).visits) == 1

    def test_a_letter_that_was_joined(self, officer, complained):
        other = {"full_name": "Người Khác", "identity_number": "079185099999", "born_year": "1985"}
        send(officer, content_kind="khieu_nai", outcome="nhap", joins=complained.public_id, **other)
        past = known(officer, "079185099999")
        assert complained.pk in {one.record.pk for one in past.records}

    def test_a_denunciation_is_never_found_by_its_person(self, officer):
        send(officer, content_kind="to_cao", outcome="nhan_don", field="khac")
        assert known(officer) == lookup.Past()

    def test_one_told_beside_a_complaint_is_not_found_either(self, officer):
        send(officer, **COMPLAINS, kind_2="to_cao", field_2="khac")
        assert {one.record.own().kind for one in known(officer).records} == {"khieu_nai"}

    def test_foreign_units_stay_untold(self, officer, complained):
        assert known(handler()) == lookup.Past()

    def test_who_stands_above_sees_those_below(self, officer):
        province = make_unit("Tỉnh Minh Họa", Kind.PROVINCE)
        commune = handler(make_unit("Xã Dưới Minh Họa", Kind.COMMUNE, province))
        send(commune, **COMPLAINS)
        above = make_account("tiep_dan", province, covers_below=True)
        past = known(above)
        assert (len(past.visits), past.visits[0].unit) == (1, "Xã Dưới Minh Họa")

    def test_three_visits_count_three(self, officer):
        for _turn in range(3):
            send(officer)
        assert "Đã đến 3 lần" in known(officer).sentence


class TestTheScreen:
    def test_the_cursor_starts_in_the_scan_field(self, officer):
        page = desk_of(officer).get(COUNTER).content.decode()
        field = page[page.index('id="the"') :].split(">")[0]
        assert "autofocus" in field

    def test_a_scan_fills_the_person_and_asks_the_class_first(self, officer):
        answer = scan(desk_of(officer))
        form = answer.context["form"]
        assert (form["full_name"].value(), form["identity_number"].value()) == (NAME, NUMBER)
        assert form["content_kind"].value() is None
        page = answer.content.decode()
        assert page.index('name="content_kind"') < page.index('name="full_name"')

    def test_whoever_came_before_is_proposed_as_coming_again(self, officer):
        client = desk_of(officer)
        assert scan(client).context["form"]["is_repeated"].value() is False
        send(officer)
        assert scan(client).context["form"]["is_repeated"].value() is True

    def test_a_scan_writes_nothing(self, officer):
        scan(desk_of(officer))
        assert not Visit.objects.exists()
        assert not holding(NUMBER)
        assert not holding(NAME)

    def test_it_is_never_kept_by_the_browser(self, officer):
        answer = scan(desk_of(officer))
        assert "no-store" in answer["Cache-Control"]

    def test_a_damaged_scan_says_how_to_mend_and_repeats_nothing(self, officer):
        answer = scan(desk_of(officer), "Người Bí Mật")
        assert answer.status_code == 400
        assert "Không đọc được thẻ" in answer.content.decode()
        assert "Bí Mật" not in answer.content.decode()

    def test_warnings_stand_beside_what_was_read(self, officer):
        answer = scan(desk_of(officer), SCAN.replace(NAME, "Nguyeexn Vawn An"))
        assert "Telex" in answer.content.decode()
        assert answer.context["form"]["full_name"].value() == "Nguyeexn Vawn An"

    def test_one_scan_asks_few_queries_however_much_is_known(self, officer, complained):
        client = desk_of(officer)
        client.get(COUNTER)
        counts = []
        for _turn in range(2):
            with CaptureQueriesContext(
                connection,
            ) as asked:
                known(officer)
            counts.append(len(asked))
            for _again in range(4):
                send(officer, **COMPLAINS)
        assert counts[0] == counts[1] <= MOST_QUERIES

    def test_the_whole_screen_too(self, officer, complained):
        client = desk_of(officer)
        scan(client)
        with CaptureQueriesContext(connection) as asked:
            scan(client)
        first = len(asked)
        for _again in range(5):
            send(officer, **COMPLAINS)
        with CaptureQueriesContext(connection) as asked:
            scan(client)
        assert len(asked) == first, [query["sql"][:90] for query in asked]
        assert first <= 14, [query["sql"][:90] for query in asked]


class TestWhatWasSentOtherwise:
    """A letter by post bears no number: it is found by name, and the screen says so."""

    @pytest.fixture
    def posted(self, officer, finders):
        """A complaint by post of the same name, accepted on 6/3/2023."""
        letter = writing.open_record(
            "don", by=officer, unit=officer.at, on=date(2023, 3, 3), channel="buu_chinh"
        )
        told = {"full_name": NAME, "content": "Nội dung gửi qua bưu chính"}
        letter = writing.move(
            letter,
            "phan_loai",
            by=officer,
            on=date(2023, 3, 3),
            kind="khieu_nai",
            field="dat_dai",
            personal=told,
        )
        finders.append(letter.pk)
        return writing.move(letter, "thu_ly", by=officer, on=date(2023, 3, 6))

    @pytest.fixture
    def finders(self, monkeypatch):
        """Ids that another room would tell for the person's name."""
        ids = []
        monkeypatch.setattr(people, "_finders", [lambda name: ids if name == "nguyen van minh hoa" else []])
        return ids

    def test_letter_and_matter_are_told_with_unit_and_limit_though_nobody_came(self, officer, posted):
        past = known(officer)
        assert past.visits == []
        assert {one.record.type for one in past.sent} == {"don", "vu_viec"}
        unit = past.sent[0].unit
        assert past.sentence.startswith("Chưa đến quầy lần nào; đã gửi 1 đơn qua đường khác (cùng họ tên)")
        assert f"vụ việc số 1/2023 tại {unit}, hạn 5/4/2023" in past.sentence

    def test_visits_and_letters_stand_in_one_sentence(self, officer, posted):
        for _turn in range(3):
            send(officer)
        said = known(officer).sentence
        assert said.startswith("Đã đến 3 lần, gần nhất ngày 1/3/2023; đã gửi 1 đơn qua đường khác")
        assert "hạn 5/4/2023" in said

    def test_a_number_typed_alone_finds_them_by_the_name_of_the_earlier_visit(self, officer, posted):
        assert known(officer, NUMBER).sent == []
        send(officer)
        assert len(known(officer, NUMBER).sent) == 2

    def test_what_a_visit_brought_is_not_told_twice(self, officer, complained, finders):
        finders.append(complained.pk)
        past = known(officer)
        assert past.sent == []
        assert len(past.records) == 2

    def test_another_unit_is_told_nothing(self, officer, posted):
        assert known(handler()) == lookup.Past()

    def test_what_is_due_first_is_told_first(self, officer, complained, posted):
        due = [one.due_on for one in known(officer).open_records if one.due_on]
        assert due == sorted(due)
        assert len(due) >= 2

    def test_the_screen_marks_them_and_warns_of_a_namesake(self, officer, posted):
        page = scan(desk_of(officer)).content.decode()
        assert "cùng họ tên" in page
        assert "có thể là người trùng tên" in page
        assert posted.get_absolute_url() in page


class TestTheHelpBesideTheWords:
    """Suggestions at the counter: only where a content is typed, never of a tố cáo, without losing what was filled in."""

    def test_the_button_writes_nothing_and_loses_nothing(self, officer):
        sent = filled(
            officer, full_name=NAME, content="Lời kể thử " * 10, content_kind="khieu_nai", xem_goi_y="1"
        )
        answer = desk_of(officer).post(COUNTER, sent)
        page = answer.content.decode()
        assert answer.status_code == 200
        assert NAME in page
        assert "Lời kể thử" in page
        assert 'data-names="content_kind content full_name address"' in page
        assert "govuk-error-summary" not in page
        assert not Visit.objects.exists()

    def test_of_a_denunciation_the_words_are_gone(self, officer):
        sent = filled(
            officer, full_name=NAME, content="Lời kể thử " * 10, content_kind="to_cao", xem_goi_y="1"
        )
        page = desk_of(officer).post(COUNTER, sent).content.decode()
        assert NAME not in page
        assert "Lời kể thử" not in page
        assert "đã được xóa" in page

    def test_who_does_not_classify_has_no_help(self, officer):
        page = desk_of(role_at("van_thu", officer)).get(COUNTER).content.decode()
        assert "Xem gợi ý" not in page
