"""The page of a record: what it shows, to whom, and how it says why."""

from datetime import date, timedelta

import pytest
from django.http import Http404
from django.urls import reverse

from danvan.domains.petitions.models import Matter
from danvan.org.tests.factories import make_account, make_unit
from danvan.records import writing
from danvan.records.desk import page
from danvan.records.desk.access import NotAllowed, Reach
from danvan.records.desk.facts import label as field_label
from danvan.records.models import PersonalDetails, Record
from danvan.records.tests.desk_world import DAY, NAME, NAMED, classified, desk_of, role_at, session_of
from danvan.records.tests.factories import compiler, handler, letter_of
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
LATER = date(2023, 3, 8)


@pytest.fixture
def officer(db):
    return handler()


def sheet(record, account):
    reach = Reach(account)
    return page.sheet(page.find(record.public_id, reach), reach)


def text(record, account):
    return desk_of(account).get(record.get_absolute_url()).content.decode()


def offered(record, account):
    """Keys of the steps on the page, folded or not."""
    shown = sheet(record, account)
    return {move.key for move in (*shown.moves, *shown.folded_moves)}


def accepted(officer):
    return writing.move(classified(officer), "thu_ly", by=officer, on=LATER)


def test_title_state_and_number_stand_first(officer):
    letter = classified(officer)
    shown = text(letter, officer)
    assert "<h1>Đơn khiếu nại, lĩnh vực đất đai, nhà cửa</h1>" in shown
    assert "Đơn số 1/2023" in shown
    assert "Đã phân loại" in shown


def test_the_code_that_goes_on_the_receipt_stands_in_groups_of_four(officer):
    letter = letter_of(officer, DAY)
    code = letter.public_id
    assert f"{code[:4]} {code[4:8]} {code[8:12]} {code[12:]}" in text(letter, officer).replace("\xa0", " ")


def test_the_moves_stand_in_their_declared_order_with_one_main_button(officer):
    letter = classified(officer)
    keys = [move.key for move in sheet(letter, officer).moves]
    assert keys == [move.key for move in letter.declared.moves if move.key in keys]
    assert keys[:3] == ["thu_ly", "huong_dan", "chuyen"]
    shown = text(letter, officer)
    assert shown.count('class="govuk-button"') == 1
    address = reverse("records:move", args=[letter.public_id, "thu_ly"])
    assert f'<a class="govuk-button" href="{address}"' in shown


def test_moves_follow_the_state(officer):
    handling = {"thu_ly", "huong_dan", "chuyen", "khong_thu_ly", "luu"}
    new = [move.key for move in sheet(letter_of(officer, DAY), officer).moves]
    assert new[0] == "phan_loai"
    assert not handling & set(new)
    open_ = classified(officer)
    assert handling <= offered(open_, officer)
    done = {move.key for move in sheet(writing.move(open_, "luu", by=officer, on=DAY), officer).moves}
    assert not handling & done
    assert {"phan_loai_lai", "sua_thong_tin"} <= done


def test_moves_follow_the_roles(officer):
    letter = classified(officer)
    permissions = {move.permission for move in sheet(letter, role_at("tiep_dan", officer)).moves}
    assert "records.classify" in permissions
    assert not {"records.handle", "records.decide"} & permissions
    assert sheet(letter, role_at("lanh_dao", officer)).moves[0].key == "thu_ly"


def test_facts_are_the_declared_fields_in_words(officer):
    facts = dict(sheet(classified(officer), officer).facts)
    assert facts["Loại đơn"] == "Khiếu nại"
    assert facts["Ngày phân loại"] == "1/3/2023"
    assert facts["Thuộc thẩm quyền"] == "có"
    assert "Ngày xử lý" not in facts
    assert "Đơn gửi nhiều lần" not in facts


def test_what_lists_show_stands_there_even_while_it_is_open(officer):
    letter = letter_of(officer, DAY)
    assert dict(sheet(letter, officer).facts)["Loại đơn"] == ""
    assert "chưa có" in text(letter, officer)


def test_a_default_is_not_told_as_an_answer(officer):
    """Nobody has said yet whether a new letter is within competence; the column's default is True."""
    shown = sheet(letter_of(officer, DAY), officer)
    assert "Thuộc thẩm quyền" not in dict(shown.facts)
    assert not any("thẩm quyền" in line for entry in shown.entries for line in entry.lines)


class TestPerson:
    """Personal details: released and visible, or not there at all."""

    def test_a_handler_reads_them_on_the_page(self, officer):
        letter = classified(officer)
        assert dict(sheet(letter, officer).personal)["Họ và tên"] == NAME
        assert NAME in text(letter, officer)

    @pytest.mark.parametrize("kind", ["to_cao", None])
    def test_a_sealed_page_has_none_and_says_why(self, officer, kind):
        letter = classified(officer, kind) if kind else letter_of(officer, DAY)
        shown = text(letter, officer)
        assert sheet(letter, officer).personal == []
        assert "Hồ sơ này được niêm phong vì là tố cáo hoặc chưa phân loại" in shown
        assert "Người gửi và nội dung" not in shown

    def test_even_a_row_left_behind_is_not_shown_on_a_sealed_page(self, officer):
        """The database forbids such a row; the page does not rely on it."""
        letter = classified(officer)
        Record.objects.filter(pk=letter.pk).update(secrecy=Record.Secrecy.SEALED)
        assert PersonalDetails.objects.filter(record_id=letter.pk).exists()
        assert NAME not in text(letter, officer)

    def test_a_record_published_elsewhere_shows_only_public_fields(self, officer):
        other = handler(make_unit())
        session = session_of(other)
        Record.objects.filter(pk=session.pk).update(published_on=DAY)
        shown = sheet(session, officer)
        assert (shown.moves, shown.limits, shown.entries, shown.linked, shown.personal) == (
            [],
            [],
            [],
            [],
            [],
        )
        public = {field_label(type(session), name) for name in session.declared.public}
        assert {label for label, _ in shown.facts} <= public
        assert {"Hình thức", "Chủ trì", "Ngày tiếp theo lịch"} <= {label for label, _ in shown.facts}

    def test_a_published_letter_of_others_opens_no_inner_field_or_person(self, officer):
        other = handler(make_unit())
        letter = classified(other)
        Record.objects.filter(pk=letter.pk).update(published_on=DAY)
        shown = sheet(letter, officer)
        assert shown.facts == []
        assert NAME not in text(letter, officer)

    def test_no_list_history_or_title_holds_the_name(self, officer):
        letter = classified(officer)
        writing.move(letter, "thu_ly", by=officer, on=LATER)
        client = desk_of(officer)
        for address in (reverse("records:worklist"), reverse("records:list", args=["don"])):
            assert NAME not in client.get(address).content.decode()
        entries = sheet(letter, officer).entries
        told = " ".join(line for entry in entries for line in entry.lines)
        assert all(value not in told for value in NAMED.values())


class TestLimits:
    """Every duty with its day and its ledger."""

    def test_each_limit_opens_to_its_steps(self, officer):
        letter = classified(officer)
        limits = sheet(letter, officer).limits
        assert [limit.label for limit in limits] == [
            "Phân loại, xử lý đơn",
            "Thụ lý hoặc từ chối thụ lý khiếu nại",
        ]
        shown = text(letter, officer)
        assert shown.count("Vì sao hạn này?") == 2
        for limit in limits:
            assert len(limit.steps) >= 3
            assert limit.steps[0]["text"].split(";")[0] in shown

    def test_a_limit_that_was_met_says_when(self, officer):
        letter = accepted(officer)
        assert {limit.met_on for limit in sheet(letter, officer).limits} == {LATER}
        assert "xong ngày 8/3/2023" in text(letter, officer)

    def test_the_most_generous_reading_and_the_decree_are_told_where_they_differ(self, officer):
        letter = classified(officer)
        assert "Theo cách hiểu rộng nhất" not in text(letter, officer)
        due = letter.duties.first().due_on
        letter.duties.update(own_latest_on=due + timedelta(days=1), latest_on=due + timedelta(days=2))
        shown = text(letter, officer)
        assert "Theo cách hiểu rộng nhất" in shown
        assert "Nghị định quy định khác" in shown


class TestLinks:
    """What hangs together, as far as the account sees it."""

    def test_a_letter_names_its_matter_and_the_matter_its_letter_once(self, officer):
        letter = accepted(officer)
        matter = Matter.objects.get()
        for one, other in ((letter, matter), (matter, letter)):
            assert sheet(one, officer).linked == []
            assert text(one, officer).count(f'href="{other.get_absolute_url()}"') == 1

    def test_and_what_is_neither_stands_among_the_linked(self, officer):
        visit = writing.open_record("luot_tiep", by=officer, unit=officer.at, on=DAY)
        letter = writing.open_record("don", by=officer, unit=officer.at, on=DAY, arises_from=visit)
        ((words, other),) = sheet(letter, officer).linked
        assert (words, other.pk) == ("Phát sinh từ", visit.pk)
        ((words, other),) = sheet(visit, officer).linked
        assert (words, other.pk) == ("Phát sinh", letter.pk)

    def test_a_linked_record_out_of_sight_is_not_named(self, officer):
        letter = accepted(officer)
        Record.objects.filter(pk=letter.pk).update(unit=make_unit())
        assert sheet(Matter.objects.get(), officer).linked == []


class TestHistory:
    """Who, when, what changed."""

    def test_it_tells_the_life_newest_first(self, officer):
        letter = accepted(officer)
        told = [line for entry in sheet(letter, officer).entries for line in entry.lines]
        assert "Mở hồ sơ số 1/2023, ngày 1/3/2023" in told
        assert "Trạng thái: Đã tiếp nhận → Đã phân loại" in told
        assert "Loại đơn: chưa có → Khiếu nại" in told
        assert any(line.startswith("Bắt đầu thời hạn “Phân loại, xử lý đơn”, hạn ") for line in told)
        assert "Xong thời hạn “Phân loại, xử lý đơn” ngày 8/3/2023" in told
        assert told.index("Trạng thái: Đã phân loại → Đã thụ lý") < told.index(
            "Trạng thái: Đã tiếp nhận → Đã phân loại"
        )

    def test_it_names_who(self, officer):
        letter = classified(officer)
        assert {entry.who for entry in sheet(letter, officer).entries} == {str(officer)}
        assert str(officer) in text(letter, officer)

    def test_what_no_account_did_is_the_systems(self, officer):
        letter = letter_of(officer, DAY)
        writing.say_who(None, "Sửa theo biên bản")
        Record.objects.filter(pk=letter.pk).update(received_on=DAY - timedelta(days=1))
        last = sheet(letter, officer).entries[0]
        assert (last.who, last.reason) == ("Hệ thống", "Sửa theo biên bản")
        assert last.lines == ["Ngày tiếp nhận: 1/3/2023 → 28/2/2023"]

    def test_columns_of_the_machinery_are_not_told(self, officer):
        told = " ".join(line for entry in sheet(classified(officer), officer).entries for line in entry.lines)
        for word in ("search", "version", "public_id", "created"):
            assert word not in told.lower()


def test_its_queries_are_few_whatever_hangs_on_the_record(officer, django_assert_max_num_queries):
    letter = accepted(officer)
    reach = Reach(officer)
    assert reach.readable
    # record, its own row, unit's name, duties, person, links, linked records, history, who acted; then the panels:
    # messages, held, kept beyond its time, asked about, papers, files, likeness, ties of letters and matters (two);
    # twice, whether a matter stands in the way of a move
    with django_assert_max_num_queries(21):
        page.sheet(page.find(letter.public_id, reach), reach)


def test_a_compiler_and_a_stranger_find_nothing(officer):
    letter = classified(officer)
    for account in (compiler(officer.at), handler(make_unit()), make_account()):
        with pytest.raises(Http404):
            page.find(letter.public_id, Reach(account))


class TestAllowedMove:
    """The guard before a move's form."""

    def test_a_move_without_the_right_is_refused_by_name(self, officer):
        letter = classified(officer)
        with pytest.raises(NotAllowed, match="bước “Thụ lý”"):
            page.allowed_move(letter, "thu_ly", Reach(role_at("tiep_dan", officer)))

    def test_a_move_that_the_state_forbids_is_refused_by_both_names(self, officer):
        letter = letter_of(officer, DAY)
        with pytest.raises(Refusal, match="“Thụ lý” khi hồ sơ đang ở trạng thái “Đã tiếp nhận”"):
            page.allowed_move(letter, "thu_ly", Reach(officer))

    def test_an_unknown_move_is_not_found(self, officer):
        with pytest.raises(Http404):
            page.allowed_move(letter_of(officer, DAY), "xoa", Reach(officer))


class TestPublishing:
    """Only types with public fields, only by those who may."""

    def test_a_head_publishes_a_session_once(self, officer):
        session, chief = session_of(officer), role_at("lanh_dao", officer)
        address = reverse("records:publish", args=[session.public_id])
        assert address in text(session, chief)
        assert desk_of(chief).post(address).status_code == 302
        session.refresh_from_db()
        assert session.published_on == date(2023, 3, 14)
        assert address not in text(session, chief)

    def test_an_officer_without_the_right_is_refused(self, officer):
        session = session_of(officer)
        address = reverse("records:publish", args=[session.public_id])
        assert address not in text(session, officer)
        assert desk_of(officer).post(address).status_code == 403
        session.refresh_from_db()
        assert session.published_on is None

    def test_a_sealed_letter_is_never_published(self, officer):
        letter, chief = letter_of(officer, DAY), role_at("lanh_dao", officer)
        address = reverse("records:publish", args=[letter.public_id])
        assert address not in text(letter, chief)
        assert desk_of(chief).post(address).status_code in (400, 403)
        letter.refresh_from_db()
        assert letter.published_on is None

    def test_a_type_without_public_fields_is_not_published_from_the_desk(self, officer):
        letter, chief = classified(officer), role_at("lanh_dao", officer)
        assert desk_of(chief).post(reverse("records:publish", args=[letter.public_id])).status_code == 403
        letter.refresh_from_db()
        assert letter.published_on is None
