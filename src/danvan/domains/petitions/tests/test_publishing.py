"""Making a decision public: the form, the notice, the days, the number of times; and what broke off is owed again.

Nghị định 124/2020/NĐ-CP, Điều 29 khoản 3 for complaints; Luật Tố cáo 2018, Điều 40 and Nghị định 31/2019/NĐ-CP, Điều 6 for
tố cáo. The decision of every case is of Thursday 9/2/2023, made public on Monday 20/2/2023 unless the row says otherwise.
"""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.domains.petitions.flow import MATTER
from danvan.domains.petitions.matters import publishing
from danvan.domains.petitions.models import Kind, Matter
from danvan.domains.petitions.tests.factories import accepted, duty, matter_of, shown
from danvan.records import writing
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
DECIDED, ON, LEAST = date(2023, 2, 9), date(2023, 2, 20), date(2023, 3, 7)
NONE, HAS = {"on_portal": "khong_co"}, {"on_portal": "da_dang"}


def until(day_, month=3):
    return {"publication_until": date(2023, month, day_)}


def go(matter, key, officer, on=ON, **fields):
    return writing.move(matter, key, by=officer, on=on, **fields)


def decided(officer, kind=Kind.COMPLAINT, on=DECIDED):
    matter = matter_of(officer, on - timedelta(days=8), kind=kind)
    return go(matter, "giai_quyet", officer, on, result="dung")


class TestAComplaint:
    @pytest.mark.parametrize(
        "told",
        [
            # posted, and the body has no portal: fifteen days from 20/2 end on 7/3
            {"publication": "niem_yet", **NONE, **until(7)},
            {"publication": "niem_yet", **NONE, **until(20)},
            # posted, and put on the portal that the body has
            {"publication": "niem_yet", **HAS, **until(7)},
            # the portal alone is one of the three forms
            {"publication": "phuong_tien", **until(7)},
            # read out at a meeting told of three days before
            {"publication": "cuoc_hop", **NONE, "meeting_notified_on": date(2023, 2, 17)},
            {"publication": "cuoc_hop", **HAS, "meeting_notified_on": date(2023, 2, 10), **until(7)},
            # twice on the air, in two numbers of a paper
            {"publication": "phat_thanh", **NONE, "publication_times": 2},
            {"publication": "bao_in", **NONE, "publication_times": 3},
            {"publication": "bao_in", **HAS, "publication_times": 2, **until(7)},
        ],
        ids=lambda told: "-".join(map(str, told.values())),
    )
    def test_each_lawful_form_meets_the_fifteen_days(self, officer, told):
        done = go(decided(officer), "gui_cong_khai", officer, **told)
        assert (done.state, done.publicised_on) == ("cong_khai", ON)
        limit = duty(done, "cong_khai")
        assert (limit.rule, limit.due_on, limit.met_on) == ("KN.PUB", date(2023, 2, 24), ON)

    @pytest.mark.parametrize(
        ("told", "sentence"),
        [
            ({}, "Còn thiếu “hình thức công khai”"),
            ({"publication": "niem_yet", **until(7)}, "phải đăng cả trên cổng"),
            ({"publication": "niem_yet", **NONE}, "ít nhất đến hết ngày 7/3/2023"),
            ({"publication": "niem_yet", **NONE, **until(6)}, "đã ghi 6/3/2023"),
            ({"publication": "phuong_tien"}, "ít nhất đến hết ngày 7/3/2023"),
            ({"publication": "phuong_tien", **until(6)}, "Điều 29 khoản 3 điểm c"),
            ({"publication": "niem_yet", **NONE, **until(6)}, "Điều 29 khoản 3 điểm b"),
            ({"publication": "cuoc_hop", **NONE}, "chậm nhất 17/2/2023"),
            (
                {"publication": "cuoc_hop", **NONE, "meeting_notified_on": date(2023, 2, 18)},
                "chậm nhất 17/2/2023",
            ),
            # on the portal it stays fifteen days also where a meeting is the form chosen
            (
                {"publication": "cuoc_hop", **HAS, "meeting_notified_on": date(2023, 2, 17)},
                "ít nhất đến hết ngày 7/3/2023",
            ),
            ({"publication": "phat_thanh", **NONE}, "ít nhất 2 lần"),
            ({"publication": "phat_thanh", **NONE, "publication_times": 1}, "ít nhất 2 lần"),
            ({"publication": "bao_in", **NONE, "publication_times": 1}, "ít nhất 2 số"),
            ({"publication": "loa", **NONE}, "[Hh]ình thức công khai"),
        ],
        ids=str,
    )
    def test_anything_less_is_refused_and_the_duty_stays_open(self, officer, told, sentence):
        matter = decided(officer)
        with pytest.raises(Refusal, match=sentence):
            go(matter, "gui_cong_khai", officer, **told)
        assert duty(matter, "cong_khai").met_on is None
        assert Matter.objects.get(pk=matter.pk).state == "giai_quyet"

    def test_before_the_decree_nothing_was_asked_for(self, officer):
        """Nghị định 124/2020 is in force from 10/12/2020; what was asked before stands in no book here."""
        matter = decided(officer, on=date(2020, 12, 1))
        done = go(matter, "gui_cong_khai", officer, date(2020, 12, 9), publication="niem_yet")
        assert done.state == "cong_khai"
        assert not done.duties.filter(clock="cong_khai").exists()
        with pytest.raises(Refusal, match="phải đăng cả trên cổng"):
            go(
                decided(officer, on=date(2020, 12, 1)),
                "gui_cong_khai",
                officer,
                date(2020, 12, 10),
                publication="niem_yet",
            )

    @pytest.mark.parametrize("form", ["niem_yet", "phuong_tien"])
    def test_the_last_day_of_fifteen_is_the_first_on_which_it_may_go(self, officer, form):
        matter = go(decided(officer), "gui_cong_khai", officer, **shown(ON, form))
        with pytest.raises(Refusal, match=r"hết ngày 7/3/2023.*bị gỡ sớm"):
            go(matter, "thoi_cong_khai", officer, LEAST - timedelta(days=1))
        assert go(matter, "thoi_cong_khai", officer, LEAST).publication_ended_on == LEAST

    def test_what_is_only_read_out_may_end_at_once(self, officer):
        told = {"publication": "phat_thanh", "publication_times": 2, **NONE}
        matter = go(decided(officer), "gui_cong_khai", officer, **told)
        assert go(matter, "thoi_cong_khai", officer, ON).publication_ended_on == ON


class TestBrokenOff:
    def test_the_duty_is_open_again_with_its_own_day(self, officer):
        matter = go(decided(officer), "gui_cong_khai", officer, **shown(ON))
        broken = go(matter, "go_som", officer, date(2023, 2, 28))
        assert (broken.state, broken.publicised_on) == ("giai_quyet", None)
        assert broken.publication_broken_on == date(2023, 2, 28)
        limit = duty(broken, "cong_khai")
        assert (limit.met_on, limit.due_on) == (None, date(2023, 2, 24))
        assert limit.standing(date(2023, 2, 28)) == "qua_han"

    def test_put_up_again_it_is_met_late_and_counts_from_the_new_day(self, officer):
        matter = go(decided(officer), "gui_cong_khai", officer, **shown(ON))
        matter = go(matter, "go_som", officer, date(2023, 2, 28))
        again = date(2023, 3, 1)
        with pytest.raises(Refusal, match="hết ngày 16/3/2023"):
            go(matter, "gui_cong_khai", officer, again, **shown(again, days=14))
        matter = go(matter, "gui_cong_khai", officer, again, **shown(again, days=15))
        assert duty(matter, "cong_khai").standing(again) == "qua_han"
        with pytest.raises(Refusal, match="hết ngày 16/3/2023"):
            go(matter, "thoi_cong_khai", officer, date(2023, 3, 8))

    def test_after_its_days_it_did_not_break_off(self, officer):
        matter = go(decided(officer), "gui_cong_khai", officer, **shown(ON))
        with pytest.raises(Refusal, match="đã đủ ngày"):
            go(matter, "go_som", officer, LEAST)

    def test_not_before_it_was_put_up_and_not_twice(self, officer):
        matter = go(decided(officer), "gui_cong_khai", officer, **shown(ON))
        with pytest.raises(Refusal, match="trước ngày công khai 20/2/2023"):
            go(matter, "go_som", officer, date(2023, 2, 19))
        matter = go(matter, "go_som", officer, date(2023, 2, 28))
        with pytest.raises(Refusal, match="Không thể"):
            go(matter, "go_som", officer, date(2023, 2, 28))

    def test_a_meeting_breaks_off_nothing(self, officer):
        told = {"publication": "cuoc_hop", **NONE, "meeting_notified_on": date(2023, 2, 10)}
        with pytest.raises(Refusal, match="đã đủ ngày"):
            go(go(decided(officer), "gui_cong_khai", officer, **told), "go_som", officer, ON)


class TestLate:
    def test_a_binding_decision_is_still_to_be_published(self, officer):
        matter = go(decided(officer), "co_hieu_luc", officer, date(2023, 3, 13))
        late = date(2023, 3, 14)
        with pytest.raises(Refusal, match="ít nhất đến hết ngày"):
            go(matter, "cong_khai_muon", officer, late, publication="niem_yet", **NONE)
        done = go(matter, "cong_khai_muon", officer, late, **shown(late))
        assert (done.state, done.publicised_on) == ("hieu_luc", late)
        assert duty(done, "cong_khai").standing(late) == "qua_han"

    def test_once(self, officer):
        matter = go(decided(officer), "gui_cong_khai", officer, **shown(ON))
        matter = go(matter, "co_hieu_luc", officer, date(2023, 3, 13))
        with pytest.raises(Refusal, match="đã được công khai"):
            go(matter, "cong_khai_muon", officer, date(2023, 3, 14), **shown(date(2023, 3, 14)))


class TestADenunciation:
    """Names come out first; the forms are the same and a portal is no duty of its own (Điều 40 khoản 2)."""

    BARE = {"names_removed": True}

    @pytest.mark.parametrize(
        "told",
        [
            {"publication": "niem_yet", **until(7)},
            {"publication": "phuong_tien", **until(7)},
            {"publication": "phat_thanh", "publication_times": 2},
            {"publication": "cuoc_hop"},
        ],
        ids=lambda told: told["publication"],
    )
    def test_each_form_meets_seven_working_days(self, officer, told):
        matter = decided(officer, Kind.DENUNCIATION)
        # 10, 13, 14, 15, 16, 17, 20/2
        assert (duty(matter, "cong_khai_ket_luan").rule, duty(matter, "cong_khai_ket_luan").due_on) == (
            "TC.PUB",
            date(2023, 2, 20),
        )
        done = go(matter, "cong_khai_ket_luan", officer, **told, **self.BARE)
        assert (done.state, duty(done, "cong_khai_ket_luan").met_on) == ("cong_khai", ON)
        assert duty(done, "cong_khai_ket_luan").standing(ON) == "dung_han"

    @pytest.mark.parametrize(
        ("told", "sentence"),
        [
            ({"publication": "cuoc_hop"}, r"bỏ thông tin về người tố cáo.*Điều 40 khoản 3"),
            ({"publication": "niem_yet", **until(6), "names_removed": True}, "31/2019"),
            ({"publication": "bao_in", "publication_times": 1, "names_removed": True}, "ít nhất 2"),
        ],
        ids=str,
    )
    def test_anything_less_is_refused(self, officer, told, sentence):
        matter = decided(officer, Kind.DENUNCIATION)
        with pytest.raises(Refusal, match=sentence):
            go(matter, "cong_khai_ket_luan", officer, **told)
        assert duty(matter, "cong_khai_ket_luan").met_on is None

    def test_before_the_decree_the_law_named_no_days_of_posting(self, officer):
        """TC.PUB from 1/1/2019, TC.PUB.POST from 28/5/2019."""
        matter = decided(officer, Kind.DENUNCIATION, date(2019, 5, 20))
        told = {"publication": "niem_yet", **self.BARE}
        assert go(matter, "cong_khai_ket_luan", officer, date(2019, 5, 27), **told).publicised_on
        matter = decided(officer, Kind.DENUNCIATION, date(2019, 5, 20))
        with pytest.raises(Refusal, match="ít nhất đến hết ngày 12/6/2019"):
            go(matter, "cong_khai_ket_luan", officer, date(2019, 5, 28), **told)

    def test_taken_down_early_it_is_owed_again(self, officer):
        told = {"publication": "niem_yet", **until(7), **self.BARE}
        matter = go(decided(officer, Kind.DENUNCIATION), "cong_khai_ket_luan", officer, **told)
        broken = go(matter, "go_som", officer, date(2023, 2, 27))
        assert (broken.state, duty(broken, "cong_khai_ket_luan").met_on) == ("giai_quyet", None)

    def test_neither_goes_the_way_of_the_other(self, officer):
        with pytest.raises(Refusal, match="chỉ có với khiếu nại"):
            go(decided(officer, Kind.DENUNCIATION), "gui_cong_khai", officer, **shown(ON))
        with pytest.raises(Refusal, match="chỉ có với tố cáo"):
            go(decided(officer), "cong_khai_ket_luan", officer, publication="cuoc_hop", **self.BARE)


class TestTheRule:
    @given(
        kind=st.sampled_from([Kind.COMPLAINT, Kind.DENUNCIATION]),
        form=st.sampled_from(["cuoc_hop", "niem_yet", "phuong_tien", "phat_thanh", "bao_in"]),
        portal=st.sampled_from([None, "da_dang", "khong_co"]),
        days=st.none() | st.integers(0, 60),
        times=st.none() | st.integers(1, 4),
        bare=st.booleans(),
        begun=st.dates(date(2021, 1, 1), date(2027, 1, 1)),
    )
    def test_what_passes_stayed_its_days_or_was_told_twice(
        self, kind, form, portal, days, times, bare, begun
    ):
        told = {"publication": form, "on_portal": portal, "publication_times": times, "names_removed": bare}
        ends = None if days is None else begun + timedelta(days=days)
        matter = Matter(kind=kind, publication_until=ends, **told)
        try:
            publishing.check(matter, begun)
        except Refusal:
            return
        shown_somewhere = form in ("niem_yet", "phuong_tien") or portal == "da_dang"
        assert not shown_somewhere or (days is not None and days >= 15)
        assert form not in ("phat_thanh", "bao_in") or (times or 0) >= 2
        assert bare if kind == Kind.DENUNCIATION else portal or form == "phuong_tien"

    def test_only_a_lawful_publication_meets_the_duty(self):
        """Nothing else in the life of a matter does (the duty may be excused, which is another thing)."""
        met_by = {clock.key: set(clock.met_by) for clock in MATTER.clocks if clock.key in publishing.CLOCKS}
        assert met_by == {
            "cong_khai": {"gui_cong_khai", "cong_khai_muon"},
            "cong_khai_ket_luan": {"cong_khai_ket_luan"},
        }

    def test_a_letter_of_a_published_matter_tells_its_sender_so(self, officer):
        matter = go(accepted(officer, date(2023, 2, 1)), "giai_quyet", officer, DECIDED, result="sai")
        done = go(matter, "gui_cong_khai", officer, **shown(ON))
        assert MATTER.state(done.state).meaning == "Quyết định giải quyết đã được công khai."
