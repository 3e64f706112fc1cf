"""Out of time: a complaint is refused for it only after the last day that the law gives its sender.

Luật Khiếu nại 2011, Điều 9 (90 days), Điều 33 (30, in remote areas 45, the second time), Điều 48 (discipline: 15, then 10,
of a dismissal 30). The row tells when the decision was received and the last day to complain, counted by hand.
"""

from datetime import date, timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from danvan.domains.petitions.letters.checks import limitation
from danvan.domains.petitions.models import Kind, Letter, Matter
from danvan.domains.petitions.tests.factories import classified, clocks
from danvan.org.models import RemoteSpell
from danvan.records import writing
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
DISCIPLINE = {"contested": "ky_luat"}
AGAIN = {"instance": 2}
TABLE = [
    # 90 days from Tuesday 1/11/2022 end on Monday 30/1/2023
    ("KN.LIM", {}, {}, date(2022, 11, 1), date(2023, 1, 30)),
    # from 22/10/2022 they end on 20/1, the first day off of Tết: Friday 27/1
    ("KN.LIM", {}, {}, date(2022, 10, 22), date(2023, 1, 27)),
    ("KN.LIM", {"contested": "hanh_vi"}, {}, date(2022, 11, 1), date(2023, 1, 30)),
    # 30 days from Tuesday 3/1 end on Thursday 2/2; remote 45 on Friday 17/2
    ("KN.NEXT", AGAIN, {}, date(2023, 1, 3), date(2023, 2, 2)),
    ("KN.NEXT", AGAIN | {"remote": True}, {}, date(2023, 1, 3), date(2023, 2, 17)),
    # 15 days from Tuesday 31/1 end on Wednesday 15/2
    ("KN.LIM.KL1", DISCIPLINE, {}, date(2023, 1, 31), date(2023, 2, 15)),
    # 10 days from Tuesday 31/1 end on Friday 10/2; a dismissal 30: Thursday 2/3
    ("KN.LIM.KL2", DISCIPLINE | AGAIN, {}, date(2023, 1, 31), date(2023, 2, 10)),
    ("KN.LIM.KL2", DISCIPLINE | AGAIN, {"is_dismissal": True}, date(2023, 1, 31), date(2023, 3, 2)),
    # the first complaint against a dismissal has fifteen days like any other
    ("KN.LIM.KL1", DISCIPLINE, {"is_dismissal": True}, date(2023, 1, 31), date(2023, 2, 15)),
]


@pytest.fixture(autouse=True)
def _today(play_on):
    play_on(date(2023, 12, 1))


def refuse(letter, officer, known_on, **told):
    fields = {"refusal_ground": "het_thoi_hieu", "known_on": known_on} | told
    return writing.move(letter, "khong_thu_ly", by=officer, on=letter.received_on, **fields)


@pytest.mark.parametrize(("rule", "fields", "told", "known_on", "last"), TABLE, ids=str)
class TestByTheTable:
    def letter(self, officer, on, fields):
        values = dict(fields)
        if values.pop("remote", False):
            RemoteSpell.objects.create(unit=officer.at, valid=DateRange(date(2020, 1, 1), None))
        return classified(officer, on, **values)

    def test_on_the_last_day_it_is_not_out_of_time(self, officer, rule, fields, told, known_on, last):
        letter = self.letter(officer, last, fields)
        with pytest.raises(Refusal, match=f"đến hết ngày {last.day}/{last.month}/{last.year}"):
            refuse(letter, officer, known_on, **told)
        assert Letter.objects.get().state == "da_phan_loai"

    def test_the_day_after_it_is(self, officer, rule, fields, told, known_on, last):
        letter = self.letter(officer, last + timedelta(days=1), fields)
        assert refuse(letter, officer, known_on, **told).state == "khong_thu_ly"

    def test_by_its_rule(self, officer, rule, fields, told, known_on, last):
        letter = self.letter(officer, last, fields)
        letter.is_dismissal = told.get("is_dismissal", False)
        found = limitation(letter, known_on)
        assert (found.rule, found.due_on) == (rule, last)


class TestAround:
    def test_the_day_from_which_it_runs_must_be_known(self, officer):
        with pytest.raises(Refusal, match=r"phải ghi ngày .* \(Luật Khiếu nại 2011, Điều 9\)"):
            refuse(classified(officer, date(2023, 2, 1)), officer, None)

    @pytest.mark.parametrize("ground", ["khong_chu_ky", "da_lan_hai", "toa_thu_ly"])
    def test_no_other_ground_asks_for_it(self, officer, ground):
        letter = classified(officer, date(2023, 2, 1))
        assert refuse(letter, officer, None, refusal_ground=ground).refusal_ground == ground

    def test_a_denunciation_has_no_limitation(self, officer):
        letter = classified(officer, date(2023, 2, 1), Kind.DENUNCIATION)
        done = writing.move(letter, "khong_thu_ly", by=officer, on=date(2023, 2, 1))
        assert done.state == "khong_thu_ly"


class TestNoComplaint:
    @pytest.mark.parametrize("kind", [Kind.DENUNCIATION, Kind.PROPOSAL])
    def test_what_is_no_complaint_is_against_nothing(self, officer, kind):
        on = date(2023, 2, 1)
        letter = writing.move(classified(officer, on, kind), "thu_ly", by=officer, on=on)
        assert (letter.contested, Matter.objects.get().contested) == (None, None)

    def test_found_to_be_a_denunciation_it_is_against_nothing_any_more(self, officer):
        on = date(2023, 2, 1)
        letter = classified(officer, on, contested="ky_luat")
        assert writing.move(letter, "phan_loai_lai", by=officer, on=on).contested is None


class TestDiscipline:
    """What a complaint is against goes with it into the matter, whose limit is then that of Điều 50 (KN.SKL)."""

    @pytest.mark.parametrize(
        ("contested", "instance", "rule"),
        [
            (None, 1, "KN.S1"),
            ("quyet_dinh", 1, "KN.S1"),
            ("hanh_vi", 1, "KN.S1"),
            ("ky_luat", 1, "KN.SKL"),
            ("quyet_dinh", 2, "KN.S2"),
            ("ky_luat", 2, "KN.SKL"),
        ],
    )
    def test_the_limit_is_that_of_its_object(self, officer, contested, instance, rule):
        on = date(2023, 2, 1)
        letter = classified(officer, on, contested=contested, instance=instance)
        writing.move(letter, "thu_ly", by=officer, on=on)
        matter = Matter.objects.get()
        assert (matter.contested, clocks(matter)) == (contested or "quyet_dinh", {"giai_quyet": rule})
