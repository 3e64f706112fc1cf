"""The limits that run on letters and matters. Due days are counted by hand on a wall calendar, from the text of the law.

Tết 2023: nobody works from Friday 20/1 to Thursday 26/1; Monday 2/1 is off in place of Sunday 1/1.
"""

from datetime import date, timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from danvan.domains.petitions.models import Kind
from danvan.domains.petitions.tests.factories import (
    accepted,
    classified,
    clocks,
    duty,
    matter_of,
    received,
)
from danvan.law import recompute
from danvan.org.models import RemoteSpell
from danvan.org.tests.factories import make_unit
from danvan.records import writing

pytestmark = pytest.mark.django_db
BEFORE_TET = date(2023, 1, 12)  # a Thursday
HANDLING = [("thu_ly", {}), ("huong_dan", {}), ("chuyen", {"forwarded_to": "Thanh tra tỉnh"}), ("luu", {})]


def remote(unit, since, until=None):
    RemoteSpell.objects.create(unit=unit, valid=DateRange(since, until))


class TestWhichLimitRuns:
    def test_at_receipt_only_that_of_handling(self, officer):
        assert clocks(received(officer, BEFORE_TET)) == {"xu_ly": "XLD.LIMIT"}

    @pytest.mark.parametrize(
        ("kind", "competent", "more"),
        [
            (Kind.COMPLAINT, True, {"thu_ly_khieu_nai": "KN.ACC"}),
            (Kind.COMPLAINT, False, {"thu_ly_khieu_nai": "KN.ACC"}),
            (Kind.DENUNCIATION, True, {"xu_ly_ban_dau_to_cao": "TC.INIT"}),
            (Kind.DENUNCIATION, False, {"chuyen_to_cao": "TC.FWD"}),
            (Kind.PROPOSAL, True, {}),
            (Kind.PROPOSAL, False, {}),
        ],
    )
    def test_after_classification_that_of_the_class(self, officer, kind, competent, more):
        letter = classified(officer, BEFORE_TET, kind, is_competent=competent)
        assert clocks(letter) == {"xu_ly": "XLD.LIMIT"} | more

    @pytest.mark.parametrize(
        ("kind", "rules"),
        [
            (Kind.COMPLAINT, {"giai_quyet": "KN.S1"}),
            (Kind.DENUNCIATION, {"giai_quyet": "TC.S", "thong_bao_thu_ly": "TC.NOTIFY"}),
            (Kind.PROPOSAL, {}),
        ],
    )
    def test_after_acceptance_that_of_settlement_and_none_for_a_proposal(self, officer, kind, rules):
        assert clocks(accepted(officer, BEFORE_TET, kind)) == rules


class TestHandling:
    @pytest.mark.parametrize(
        ("received_on", "due_on"),
        [
            # 13, 16, 17, 18, 19/1 are five; after Tết 27, 30, 31/1, 1 and 2/2 are the other five
            (BEFORE_TET, date(2023, 2, 2)),
            # 2/2 to 3/2 two, 6 to 10/2 seven, 13 to 15/2 ten
            (date(2023, 2, 1), date(2023, 2, 15)),
            # 30/12 one; 2/1 off; 3 to 6/1 five; 9 to 13/1 ten
            (date(2022, 12, 29), date(2023, 1, 13)),
            # received within Tết: 27/1 one, 30/1 to 3/2 six, 6 to 9/2 ten
            (date(2023, 1, 22), date(2023, 2, 9)),
        ],
    )
    def test_ten_working_days_from_receipt(self, officer, received_on, due_on):
        limit = duty(received(officer, received_on), "xu_ly")
        assert (limit.begins_on, limit.due_on, limit.latest_on) == (received_on, due_on, due_on)

    def test_known_from_memory_alone_it_never_makes_anybody_late(self, officer):
        limit = duty(received(officer, date(2022, 12, 15)), "xu_ly")
        assert limit.due_on == date(2022, 12, 29)
        assert limit.standing(date(2023, 3, 14)) == "khong_xac_dinh"

    @pytest.mark.parametrize("kind", list(Kind.values))
    @pytest.mark.parametrize(("move", "fields"), HANDLING)
    def test_each_way_of_handling_meets_every_limit_of_the_letter(self, officer, kind, move, fields):
        letter = classified(officer, date(2023, 2, 1), kind)
        writing.move(letter, move, by=officer, on=date(2023, 2, 6), **fields)
        met = set(letter.duties.values_list("met_on", flat=True))
        assert met == {date(2023, 2, 6)}


class TestAcceptanceOfAComplaint:
    @pytest.mark.parametrize(
        ("received_on", "by_law", "by_both"),
        [
            # ten days end on Saturday 11/2, so Monday 13/2; ten working days end on 15/2
            (date(2023, 2, 1), date(2023, 2, 13), date(2023, 2, 15)),
            # the tenth day, Sunday 22/1, is mùng Một: on to Friday 27/1; in working days 2/2
            (BEFORE_TET, date(2023, 1, 27), date(2023, 2, 2)),
            # ends on Thursday 19/1, the last day before Tết; working days 10, 11, 12, 13, 16 to 19, 27, 30/1
            (date(2023, 1, 9), date(2023, 1, 19), date(2023, 1, 30)),
        ],
    )
    def test_ten_days_by_law_ten_working_days_by_decree(self, officer, received_on, by_law, by_both):
        limit = duty(classified(officer, received_on), "thu_ly_khieu_nai")
        assert (limit.due_on, limit.own_latest_on, limit.latest_on) == (by_law, by_law, by_both)
        assert "Điều 27" in limit.citation

    def test_between_the_two_days_it_is_late_by_law_only(self, officer):
        letter = classified(officer, date(2023, 2, 1))
        limit = duty(letter, "thu_ly_khieu_nai")
        assert limit.standing(date(2023, 2, 13)) == "sap_den_han"
        assert limit.standing(date(2023, 2, 14)) == "qua_han_theo_luat"
        assert limit.standing(date(2023, 2, 15)) == "qua_han_theo_luat"
        assert limit.standing(date(2023, 2, 16)) == "qua_han"

    def test_a_late_classification_does_not_move_it(self, officer):
        limit = duty(classified(officer, date(2023, 2, 1), on=date(2023, 2, 10)), "thu_ly_khieu_nai")
        assert (limit.begins_on, limit.due_on) == (date(2023, 2, 1), date(2023, 2, 13))

    @pytest.mark.parametrize(
        ("received_on", "rule", "due_on"),
        [
            # ten days from Tuesday 30/6/2026 end on Friday 10/7
            (date(2026, 6, 30), "KN.ACC", date(2026, 7, 10)),
            # seven working days from Wednesday 1/7: 2, 3, 6, 7, 8, 9, 10/7
            (date(2026, 7, 1), "KN.ACC.2", date(2026, 7, 10)),
            # from Friday 3/7: 6 to 10/7 five, 13 and 14/7 seven
            (date(2026, 7, 3), "KN.ACC.2", date(2026, 7, 14)),
        ],
    )
    def test_from_july_2026_it_is_seven_working_days(self, officer, play_on, received_on, rule, due_on):
        play_on(date(2026, 7, 20))
        limit = duty(classified(officer, received_on), "thu_ly_khieu_nai")
        assert (limit.rule, limit.due_on) == (rule, due_on)

    def test_the_new_rule_has_one_wording_and_so_one_day(self, officer, play_on):
        play_on(date(2026, 7, 20))
        limit = duty(classified(officer, date(2026, 7, 1)), "thu_ly_khieu_nai")
        assert limit.due_on == limit.own_latest_on == limit.latest_on
        assert limit.standing(date(2026, 7, 13)) == "qua_han"

    def test_a_complaint_of_june_classified_in_july_keeps_the_old_rule(self, officer, play_on):
        play_on(date(2026, 7, 20))
        letter = classified(officer, date(2026, 6, 29), on=date(2026, 7, 2))
        assert clocks(letter)["thu_ly_khieu_nai"] == "KN.ACC"


class TestDenunciations:
    @pytest.mark.parametrize(
        ("received_on", "due_on"),
        [
            # 2, 3, 6, 7, 8, 9, 10/2
            (date(2023, 2, 1), date(2023, 2, 10)),
            # 13, 16 to 19/1 five; 27 and 30/1 after Tết
            (BEFORE_TET, date(2023, 1, 30)),
        ],
    )
    def test_within_competence_seven_working_days(self, officer, received_on, due_on):
        limit = duty(classified(officer, received_on, Kind.DENUNCIATION), "xu_ly_ban_dau_to_cao")
        assert (limit.begins_on, limit.due_on, limit.latest_on) == (received_on, due_on, due_on)

    @pytest.mark.parametrize(
        ("received_on", "due_on"),
        [
            # 2, 3, 6, 7, 8/2
            (date(2023, 2, 1), date(2023, 2, 8)),
            # 13, 16, 17, 18, 19/1: the whole of it before Tết
            (BEFORE_TET, date(2023, 1, 19)),
            # one day later the fifth falls after Tết: 16 to 19/1 four, 27/1 five
            (date(2023, 1, 13), date(2023, 1, 27)),
        ],
    )
    def test_outside_competence_five_working_days(self, officer, received_on, due_on):
        letter = classified(officer, received_on, Kind.DENUNCIATION, is_competent=False)
        limit = duty(letter, "chuyen_to_cao")
        assert (limit.begins_on, limit.due_on) == (received_on, due_on)
        assert "Điều 24" in limit.citation

    def test_forwarding_in_time_is_kept_and_a_day_later_is_late(self, officer):
        for day, standing in ((date(2023, 2, 8), "dung_han"), (date(2023, 2, 9), "qua_han")):
            letter = classified(officer, date(2023, 2, 1), Kind.DENUNCIATION, is_competent=False)
            writing.move(letter, "chuyen", by=officer, on=day, forwarded_to="Thanh tra tỉnh")
            assert duty(letter, "chuyen_to_cao").standing(date(2023, 3, 14)) == standing

    @pytest.mark.parametrize("complex_", [False, True])
    def test_settlement_takes_thirty_days_also_when_complex(self, officer, complex_):
        # 30 days from 1/2 end on Friday 3/3; complexity only allows an extension on paper
        limit = duty(
            matter_of(officer, date(2023, 2, 1), kind=Kind.DENUNCIATION, is_complex=complex_), "giai_quyet"
        )
        assert (limit.rule, limit.due_on) == ("TC.S", date(2023, 3, 3))

    def test_settlement_does_not_ask_whether_the_place_is_remote(self, officer):
        remote(officer.at, date(2020, 1, 1))
        assert clocks(accepted(officer, date(2023, 2, 1), Kind.DENUNCIATION))["giai_quyet"] == "TC.S"


class TestSettlementOfAComplaint:
    @pytest.mark.parametrize(
        ("accepted_on", "due_on"),
        [
            # the 30th day is Friday 10/3
            (date(2023, 2, 8), date(2023, 3, 10)),
            # the 30th day is Sunday 12/3: Monday 13/3
            (date(2023, 2, 10), date(2023, 3, 13)),
            # the 30th day is Sunday 22/1, mùng Một: Friday 27/1
            (date(2022, 12, 23), date(2023, 1, 27)),
            # Tết in the middle lengthens nothing: 12/1 + 30 = Saturday 11/2, so Monday 13/2
            (BEFORE_TET, date(2023, 2, 13)),
        ],
    )
    def test_first_instance_thirty_days(self, officer, accepted_on, due_on):
        limit = duty(accepted(officer, accepted_on), "giai_quyet")
        assert (limit.rule, limit.begins_on, limit.due_on) == ("KN.S1", accepted_on, due_on)

    @pytest.mark.parametrize(
        ("instance", "far", "is_complex", "rule", "due_on"),
        [
            # accepted on Wednesday 1/2/2023; 30 days: Friday 3/3
            (1, False, False, "KN.S1", date(2023, 3, 3)),
            # 45 days: Saturday 18/3, so Monday 20/3
            (1, False, True, "KN.S1", date(2023, 3, 20)),
            (1, True, False, "KN.S1.REMOTE", date(2023, 3, 20)),
            # 60 days: Sunday 2/4, so Monday 3/4
            (1, True, True, "KN.S1.REMOTE", date(2023, 4, 3)),
            (2, False, False, "KN.S2", date(2023, 3, 20)),
            (2, False, True, "KN.S2", date(2023, 4, 3)),
            (2, True, False, "KN.S2.REMOTE", date(2023, 4, 3)),
            # 70 days: Wednesday 12/4
            (2, True, True, "KN.S2.REMOTE", date(2023, 4, 12)),
        ],
    )
    def test_by_instance_place_and_complexity(self, officer, instance, far, is_complex, rule, due_on):
        if far:
            remote(officer.at, date(2020, 1, 1))
        matter = matter_of(officer, date(2023, 2, 1), instance=instance, is_complex=is_complex)
        limit = duty(matter, "giai_quyet")
        assert (limit.rule, limit.due_on) == (rule, due_on)

    @pytest.mark.parametrize(
        ("accepted_on", "rule"),
        [(date(2023, 1, 31), "KN.S1"), (date(2023, 2, 1), "KN.S1.REMOTE"), (date(2023, 3, 1), "KN.S1")],
    )
    def test_a_place_is_remote_from_a_day_to_a_day(self, officer, accepted_on, rule):
        remote(officer.at, date(2023, 2, 1), date(2023, 3, 1))
        assert clocks(accepted(officer, accepted_on)) == {"giai_quyet": rule}

    def test_a_remote_neighbour_changes_nothing(self, officer):
        remote(make_unit(), date(2020, 1, 1))
        assert clocks(accepted(officer, date(2023, 2, 1))) == {"giai_quyet": "KN.S1"}

    def test_on_its_last_day_it_is_in_time_and_the_next_day_late(self, officer):
        matter = accepted(officer, date(2023, 1, 31))
        # 31/1 + 30 = Thursday 2/3
        assert duty(matter, "giai_quyet").due_on == date(2023, 3, 2)
        for day, standing in ((date(2023, 3, 2), "sap_den_han"), (date(2023, 3, 3), "qua_han")):
            assert duty(matter, "giai_quyet").standing(day) == standing
        writing.move(matter, "giai_quyet", by=officer, on=date(2023, 3, 2), result="dung")
        assert duty(matter, "giai_quyet").standing(date(2023, 12, 31)) == "dung_han"


def test_every_ledger_adds_up_to_its_day(officer):
    days = [date(2022, 12, 15) + timedelta(days=3 * n) for n in range(27)]
    kept = [
        limit
        for n, day in enumerate(days)
        for record in (
            classified(officer, day, Kind.values[n % 3]),
            accepted(officer, day, Kind.values[n % 2]),
        )
        for limit in record.duties.all()
    ]
    assert len(kept) > 60
    for limit in kept:
        assert recompute(limit.ledger) == limit.due_on
        assert limit.due_on >= limit.begins_on
