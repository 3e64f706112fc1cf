"""A new wording moves no open duty by itself: it is listed with both days, and a person decides with a reason."""

import json
from datetime import date

import pytest

from danvan import law
from danvan.config import cli
from danvan.org.tests.factories import make_account
from danvan.records import law_changes
from danvan.records.models import Duty, HistoryRow
from danvan.records.tests.desk_world import classified
from danvan.records.tests.factories import handler, head, letter_of
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
BEFORE, AFTER = date(2026, 6, 29), date(2026, 7, 2)


@pytest.fixture(autouse=True)
def day_of_work(settings):
    """The break of 1/7/2026: ten days to accept a complaint before, seven working days from then."""
    settings.DEMONSTRATION_DAY = AFTER


@pytest.fixture
def officer():
    return handler()


@pytest.fixture
def complaint(officer):
    return classified(officer, on=BEFORE)


def acceptance(record):
    return record.duties.get(rule="KN.ACC")


def listed(on=AFTER):
    return {item.duty.pk: item for item in law_changes.changes(Duty.objects.all(), on)}


class TestListing:
    def test_both_days_stand_there(self, complaint):
        found = listed()[acceptance(complaint).pk]
        assert found.duty.due_on == law.due("KN.ACC", BEFORE).due_on
        assert (found.wording.key, found.after.due_on) == ("KN.ACC.2", date(2026, 7, 8))

    def test_before_the_new_wording_is_in_force_there_is_nothing(self, complaint):
        assert acceptance(complaint).pk not in listed(date(2026, 6, 30))

    def test_a_duty_begun_under_the_newest_wording_is_not_there(self, officer):
        record = classified(officer, on=AFTER)
        assert not set(listed()) & set(record.duties.filter(rule="KN.ACC.2").values_list("pk", flat=True))

    def test_met_and_excused_ones_are_not_there(self, complaint):
        Duty.objects.filter(record_id=complaint.pk).update(met_on=AFTER)
        assert listed() == {}

    def test_looking_changes_nothing(self, complaint):
        before = acceptance(complaint).ledger
        listed()
        assert acceptance(complaint).ledger == before

    def test_what_cannot_be_reckoned_says_why(self, complaint):
        Duty.objects.filter(pk=acceptance(complaint).pk).update(terms={"case": "phuc_tap"})
        found = listed()[acceptance(complaint).pk]
        assert found.after is None
        assert "phuc_tap" in found.why

    def test_three_questions_however_many_records(self, officer, django_assert_max_num_queries):
        for _turn in range(5):
            classified(officer, on=BEFORE)
        with django_assert_max_num_queries(3):
            assert len(listed()) >= 5


class TestDeciding:
    def test_the_decider_puts_it_under_the_new_wording(self, officer, complaint):
        chief = head(officer.at)
        law_changes.adopt(acceptance(complaint), by=chief, on=AFTER, reason="Điều khoản chuyển tiếp")
        duty = complaint.duties.get(rule="KN.ACC.2")
        assert duty.due_on == law.recompute(duty.ledger) == date(2026, 7, 8)
        row = HistoryRow.objects.filter(table="records_duty", operation="UPDATE").latest("id")
        assert row.reason == "Áp dụng lời văn mới của luật: Điều khoản chuyển tiếp"
        assert row.before["rule"] == "KN.ACC"
        assert duty.pk not in listed()

    def test_who_may_not_decide_is_refused(self, officer, complaint):
        for account in (officer, make_account("he_thong", officer.at), head()):
            with pytest.raises(Refusal, match="không có quyền"):
                law_changes.adopt(acceptance(complaint), by=account, on=AFTER, reason="Thử")

    @pytest.mark.parametrize("reason", ["", "   "])
    def test_a_reason_is_needed(self, officer, complaint, reason):
        with pytest.raises(Refusal, match="lý do"):
            law_changes.adopt(acceptance(complaint), by=head(officer.at), on=AFTER, reason=reason)

    def test_a_duty_that_is_done_stays(self, officer, complaint):
        Duty.objects.filter(pk=acceptance(complaint).pk).update(met_on=AFTER)
        with pytest.raises(Refusal, match="giữ nguyên"):
            law_changes.adopt(acceptance(complaint), by=head(officer.at), on=AFTER, reason="Thử")

    def test_where_nothing_has_followed_it_is_refused(self, officer, complaint):
        with pytest.raises(Refusal, match="chưa có lời văn nào thay"):
            law_changes.adopt(acceptance(complaint), by=head(officer.at), on=BEFORE, reason="Thử")


class TestCommand:
    def run(self, capsys, *arguments):
        assert cli._own("law changes", list(arguments)) == 0
        return capsys.readouterr().out

    def test_the_first_two_words_name_it(self):
        assert cli.named(["law", "changes", "--json"]) == "law changes"
        assert cli.named(["law", "show"]) == "law"
        assert cli.named([]) == "--help"

    def test_it_prints_both_days(self, capsys, complaint):
        text = self.run(capsys, "--on", "2/7/2026")
        assert f"{complaint.number}  KN.ACC  9/7/2026 → 8/7/2026 (" in text
        assert "chưa có gì thay đổi" in text

    def test_json_holds_no_content(self, capsys, complaint, officer):
        letter_of(officer, BEFORE)
        [row] = [row for row in json.loads(self.run(capsys, "--json")) if row["rule"] == "KN.ACC"]
        assert row["record"] == complaint.public_id
        assert (row["due"], row["newest_due"], row["newest_rule"]) == ("2026-07-09", "2026-07-08", "KN.ACC.2")
        assert complaint.title not in json.dumps(row, ensure_ascii=False)

    def test_a_day_that_cannot_be_read_is_refused(self):
        with pytest.raises(Refusal, match="32/7/2026"):
            cli._own("law changes", ["--on", "32/7/2026"])
