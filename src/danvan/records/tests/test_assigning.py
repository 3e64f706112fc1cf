"""Who handles a record: taken, given, given back; and the page where many change hands at once."""

import pytest
from django.urls import reverse

from danvan.org.tests.factories import make_account, make_unit
from danvan.records import assigning, history, writing
from danvan.records.assigning import assign
from danvan.records.desk.access import Reach
from danvan.records.desk.worklist import WorkForm, worklist
from danvan.records.models import Record
from danvan.records.tests.desk_world import DAY, classified, desk_of, role_at
from danvan.records.tests.factories import handler, head, letter_of
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief(db):
    return head()


@pytest.fixture
def officer(chief):
    return role_at("xu_ly", chief)


@pytest.fixture
def letters(officer):
    return [classified(officer) for _turn in range(3)]


def codes(letters):
    return [letter.public_id for letter in letters]


def holders():
    return list(Record.objects.order_by("id").values_list("holder_id", flat=True))


class TestGiving:
    def test_the_head_gives_many_at_once(self, chief, officer, letters):
        assert assign(codes(letters), officer, by=chief) == 3
        assert holders() == [officer.pk] * 3

    def test_what_is_held_already_does_not_change(self, chief, officer, letters):
        assign(codes(letters[:1]), officer, by=chief)
        version = Record.objects.get(pk=letters[0].pk).version
        assert assign(codes(letters), officer, by=chief) == 2
        assert Record.objects.get(pk=letters[0].pk).version == version

    def test_an_officer_takes_what_is_free_and_gives_back_what_is_his(self, officer, letters):
        assign(codes(letters[:1]), officer, by=officer)
        assert holders() == [officer.pk, None, None]
        assign(codes(letters[:1]), None, by=officer)
        assert holders() == [None] * 3

    def test_an_officer_gives_to_nobody_else(self, chief, officer, letters):
        other = role_at("xu_ly", chief)
        with pytest.raises(Refusal, match="chỉ người đứng đầu giao cho người khác"):
            assign(codes(letters), other, by=officer)
        assign(codes(letters[:1]), other, by=chief)
        for wish in (officer, None):
            with pytest.raises(Refusal, match="chỉ người đứng đầu"):
                assign(codes(letters[:1]), wish, by=officer)

    def test_the_holder_must_be_able_to_handle_it(self, chief, letters):
        stranger, clerk = make_account("xu_ly", make_unit()), role_at("tong_hop", chief)
        for account in (stranger, clerk):
            with pytest.raises(Refusal, match="người được chọn không có quyền xử lý"):
                assign(codes(letters), account, by=chief)

    def test_all_or_none(self, chief, officer, letters):
        writing.move(letters[2], "huong_dan", by=officer, on=DAY)
        with pytest.raises(Refusal, match="đã kết thúc"):
            assign(codes(letters), officer, by=chief)
        assert holders() == [None] * 3

    @pytest.mark.parametrize("chosen", [[], ["0" * 16], ["9" * 16] * 600])
    def test_nothing_unknown_or_too_many_is_refused(self, chief, officer, letters, chosen):
        wanted = [f"{turn:016d}" for turn in range(600)] if len(chosen) > 500 else chosen
        with pytest.raises(Refusal):
            assign(wanted, officer, by=chief)

    def test_another_units_records_are_as_if_they_did_not_exist(self, officer, letters):
        with pytest.raises(Refusal, match="không còn trong tầm xem"):
            assign(codes(letters), officer, by=head())

    def test_a_sealed_one_goes_to_who_may_see_sealed_ones(self, chief, officer):
        sealed = letter_of(officer, DAY)
        assert assign([sealed.public_id], officer, by=chief) == 1

    def test_the_history_tells_who_gave_and_why(self, chief, officer, letters):
        assign(codes(letters[:1]), officer, by=chief, reason="  theo lĩnh vực ")
        row = list(history.of_record(letters[0].record_ptr))[-1]
        assert (row.actor, row.reason) == (chief.pk, "theo lĩnh vực")
        assert row.after["holder_id"] == officer.pk

    def test_candidates_can_handle_in_every_unit_asked(self, chief, officer):
        role_at("tong_hop", chief)
        handler()
        assert set(assigning.candidates({chief.at.pk}, DAY)) == {chief, officer}
        assert assigning.candidates({chief.at.pk, make_unit().pk}, DAY) == []

    def test_queries_do_not_grow_with_the_records(
        self, chief, officer, letters, django_assert_max_num_queries
    ):
        with django_assert_max_num_queries(12):
            assign(codes(letters), officer, by=chief)


class TestPage:
    def test_the_chosen_are_shown_and_given(self, chief, officer, letters):
        client, address = desk_of(chief), reverse("records:assign")
        shown = client.get(address, {"ho-so": codes(letters)}).content.decode()
        assert shown.count('name="ho-so"') == 3
        assert str(officer) in shown
        answer = client.post(
            address, {"ho-so": codes(letters), "nguoi": str(officer.pk), "ly-do": "luân phiên"}
        )
        assert answer.status_code == 302
        assert holders() == [officer.pk] * 3
        assert "Đã giao 3 hồ sơ" in client.get(answer.url).content.decode()

    @pytest.mark.parametrize("who", ["", "x", "99999999999", "7777777"])
    def test_nobody_chosen_is_said_and_what_was_typed_stays(self, chief, letters, who):
        sent = {"ho-so": codes(letters), "nguoi": who, "ly-do": "ghi chú thử"}
        answer = desk_of(chief).post(reverse("records:assign"), sent)
        assert answer.status_code == 400
        text = answer.content.decode()
        assert "Chưa chọn người xử lý" in text
        assert "ghi chú thử" in text
        assert holders() == [None] * 3

    def test_an_officer_is_offered_himself_alone(self, chief, officer, letters):
        shown = desk_of(officer).get(reverse("records:assign"), {"ho-so": codes(letters)}).content.decode()
        assert str(officer) in shown
        assert f'value="{chief.pk}"' not in shown

    def test_without_any_record_the_page_says_how_to_begin(self, chief):
        assert "Chưa chọn hồ sơ nào" in desk_of(chief).get(reverse("records:assign")).content.decode()

    def test_records_of_others_are_not_shown(self, officer, letters):
        shown = desk_of(head()).get(reverse("records:assign"), {"ho-so": codes(letters)}).content.decode()
        assert letters[0].title not in shown

    def test_the_records_page_names_the_holder_and_the_way(self, chief, officer, letters):
        assign(codes(letters[:1]), officer, by=chief)
        shown = desk_of(chief).get(letters[0].get_absolute_url()).content.decode()
        assert "Người xử lý" in shown
        assert f"?ho-so={letters[0].public_id}" in shown


class TestWorklist:
    def tasks(self, account, **wanted):
        reach = Reach(account)
        form = WorkForm(wanted, reach)
        assert form.is_valid(), form.errors
        return {task.code for task in worklist(reach, form.cleaned_data).rows}

    def test_it_is_narrowed_to_mine_or_to_nobodys(self, chief, officer, letters):
        assign(codes(letters[:1]), officer, by=chief)
        assert self.tasks(officer, whose="cua-toi") == set(codes(letters[:1]))
        assert self.tasks(officer, whose="chua-giao") == set(codes(letters[1:]))
        assert self.tasks(chief, whose="cua-toi") == set()

    def test_it_is_narrowed_by_due_day(self, officer):
        late = classified(officer, on=DAY.replace(month=1))
        classified(officer, on=DAY.replace(day=13))
        assert self.tasks(officer, due="qua-han") == {late.public_id}
        assert self.tasks(officer, due="hom-nay") == set()

    def test_a_wrong_filter_is_said(self, officer):
        answer = desk_of(officer).get(reverse("records:worklist"), {"whose": "cua-ai"})
        assert answer.status_code == 400

    def test_nothing_found_says_how_to_see_all(self, officer, letters):
        shown = desk_of(officer).get(reverse("records:worklist"), {"whose": "cua-toi"}).content.decode()
        assert "Không có việc nào khớp" in shown
