"""Every rule on letters and matters that turned on a day: what is so the day before, on the day, and for what straddles it.

A row is one rule (or the two that follow one another): the day it turned, what happens, what came of it the day before, what
on the day itself, and what of a record that began before and is acted on from that day on (Nghị định 155/2026, Điều 22;
Nghị định 156/2026, Điều 10; otherwise each act by the law of its own day). Days are counted by hand on a wall calendar.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest

from danvan.domains.petitions.flow import MATTER
from danvan.domains.petitions.models import Kind
from danvan.domains.petitions.tests.factories import classified, matter_of, received, shown
from danvan.law import rulebook
from danvan.records import writing
from danvan.ui.dates import day
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LAW_2026, DECREE_KN = date(2026, 7, 1), date(2020, 12, 10)
LAW_TC, DECREE_TC, XLD = date(2019, 1, 1), date(2019, 5, 28), date(2021, 11, 15)
NOTHING, YES, NO = "không có thời hạn", "được", "không được"
PAPER = {"withdrawal_paper": "don_rut", "coercion": "khong"}


@pytest.fixture(autouse=True)
def _today(play_on):
    play_on(date(2027, 6, 1))


# What happens; each tells in a few words what came of it. `begun` is the record's first day, `on` the day of the act.


def limit(record: Any, clock: str) -> str:
    """Rule and last day; with a decree of other words also the later day."""
    found = record.duties.filter(clock=clock).first()
    if found is None:
        return NOTHING
    later = "" if found.latest_on == found.due_on else f", cả hai {day(found.latest_on)}"
    return f"{found.rule} đến {day(found.due_on)}{later}"


def tried(record: Any, key: str, officer: Any, on: date, **fields: Any) -> str:
    """Whether the step is taken on a day."""
    try:
        writing.move(record, key, by=officer, on=on, **fields)
    except Refusal:
        return NO
    return YES


def taken(officer, begun, on, *, key, kind=Kind.COMPLAINT, **fields):
    """A step of a matter accepted five days before the first day, taken on the other."""
    return tried(matter_of(officer, begun - timedelta(days=5), kind=kind), key, officer, on, **fields)


def accepting(officer, begun, on):
    return limit(classified(officer, begun, on=on), "thu_ly_khieu_nai")


def sorting(officer, begun, on):
    return limit(received(officer, begun), "xu_ly")


def sorting_denunciation(officer, begun, on, *, competent):
    letter = classified(officer, begun, Kind.DENUNCIATION, on, is_competent=competent)
    return limit(letter, "xu_ly_ban_dau_to_cao" if competent else "chuyen_to_cao")


def sending(officer, begun, on, *, instance):
    matter = matter_of(officer, begun, instance=instance)
    result = "cong_nhan" if instance == 2 else "sai"
    return limit(writing.move(matter, "giai_quyet", by=officer, on=on, result=result), "gui")


def publishing(officer, begun, on):
    return limit(
        writing.move(matter_of(officer, begun), "giai_quyet", by=officer, on=on, result="sai"), "cong_khai"
    )


def published(officer, begun, on, *, kind=Kind.COMPLAINT, key="gui_cong_khai", **fields):
    matter = writing.move(
        matter_of(officer, begun, kind=kind), "giai_quyet", by=officer, on=begun, result="sai"
    )
    return tried(matter, key, officer, on, **fields)


def executing(officer, begun, on):
    matter = matter_of(officer, begun - timedelta(days=45))
    matter = writing.move(matter, "giai_quyet", by=officer, on=begun - timedelta(days=40), result="dung")
    return limit(writing.move(matter, "co_hieu_luc", by=officer, on=on, must_be_executed=True), "thi_hanh")


def discontinuing(officer, begun, on):
    done = writing.move(matter_of(officer, begun), "rut_don", by=officer, on=on, end_ground="rut", **PAPER)
    return limit(done, "gui_dinh_chi")


def announcing(officer, begun, on):
    """A dialogue told of the day before it is held; the law is that of the day of the dialogue."""
    matter = writing.move(
        matter_of(officer, begun - timedelta(days=5)),
        "giao_xac_minh",
        by=officer,
        on=begun - timedelta(days=5),
    )
    return tried(matter, "moi_doi_thoai", officer, on - DAY, dialogue_planned_on=on)


def refusing(officer, begun, on, *, ground):
    return tried(classified(officer, begun), "khong_thu_ly", officer, on, refusal_ground=ground)


def guiding_again(officer, begun, on):
    letter = classified(officer, begun, is_eligible=False, unfit="da_huong_dan")
    return tried(letter, "huong_dan", officer, on)


def settling_denunciation(officer, begun, on):
    return limit(matter_of(officer, on, kind=Kind.DENUNCIATION), "giai_quyet")


def clock_of_denunciation(officer, begun, on, *, clock, key=None, **fields):
    matter = matter_of(officer, begun, kind=Kind.DENUNCIATION)
    return limit(writing.move(matter, key, by=officer, on=on, **fields) if key else matter, clock)


def extending_denunciation(officer, begun, on):
    """The extension is that of the law under which the limit began."""
    try:
        matter = writing.move(
            matter_of(officer, begun, kind=Kind.DENUNCIATION), "gia_han_to_cao", by=officer, on=on, criteria=1
        )
    except Refusal:
        return NO
    return limit(matter, "giai_quyet")


@dataclass(frozen=True)
class Turn:
    """A row of the table; `straddling` is of what began the day before and is acted on on the day."""

    rules: str
    on: date
    act: Any
    before: str
    after: str
    straddling: str
    told: tuple[tuple[str, Any], ...] = ()

    def __str__(self) -> str:
        return f"{self.rules} {day(self.on)}"

    def of(self, officer: Any, begun: date, on: date) -> str:
        return self.act(officer, begun, on, **dict(self.told))


def told(**fields: Any) -> tuple[tuple[str, Any], ...]:
    return tuple(fields.items())


DISCONTINUED = told(key="dinh_chi", end_ground="khong_con_doi_tuong")
CONCLUDED = {"key": "giai_quyet", "result": "dung"}
TABLE = [
    # Luật 136/2025/QH15, from 1/7/2026 (a Wednesday). Ten days from 30/6 end on Friday 10/7, ten working days on 14/7;
    # seven working days from 1/7: 2, 3, 6, 7, 8, 9, 10/7.
    Turn(
        "KN.ACC KN.ACC.ND KN.ACC.2",
        LAW_2026,
        accepting,
        "KN.ACC đến 10/7/2026, cả hai 14/7/2026",
        "KN.ACC.2 đến 10/7/2026",
        "KN.ACC đến 10/7/2026, cả hai 14/7/2026",
    ),
    Turn("KN.NOACC", LAW_2026, refusing, YES, YES, YES, told(ground="noi_bo")),
    Turn(
        "KN.SUSP TR.KN",
        LAW_2026,
        taken,
        NO,
        YES,
        YES,
        told(key="tam_dinh_chi", suspension_ground="cho_ket_qua"),
    ),
    Turn("KN.DISC TR.KN", LAW_2026, taken, NO, YES, YES, DISCONTINUED),
    Turn(
        "KN.SUSP.SEND",
        LAW_2026,
        discontinuing,
        NOTHING,
        "KN.SUSP.SEND đến 6/7/2026",
        "KN.SUSP.SEND đến 6/7/2026",
    ),
    # Withdrawn whole by a letter on both sides; by minutes, and in part, only from that day.
    Turn("KN.WD TR.KN", LAW_2026, taken, YES, YES, YES, told(key="rut_don", end_ground="rut", **PAPER)),
    Turn(
        "KN.WD",
        LAW_2026,
        taken,
        NO,
        YES,
        YES,
        told(key="rut_don", end_ground="rut", **(PAPER | {"withdrawal_paper": "bien_ban"})),
    ),
    Turn("KN.WD", LAW_2026, taken, NO, YES, YES, told(key="rut_mot_phan", **PAPER)),
    Turn("KN.COMPLEX", LAW_2026, taken, YES, NO, NO, told(key="gia_han")),
    Turn("KN.COMPLEX", LAW_2026, taken, YES, YES, YES, told(key="gia_han", complexity="nhieu_noi")),
    Turn("KN.DLG.NOTICE TR.KN", LAW_2026, announcing, YES, NO, NO),
    # What did not turn, though people think so: a stay of execution is as old as the law of 2011.
    Turn("KN.STAY", LAW_2026, taken, YES, YES, YES, told(key="tam_dinh_chi_thi_hanh", stayed_until=LAW_2026)),
    # Nghị định 124/2020, from Thursday 10/12/2020. Ten days from 9/12 end on Saturday 19/12, from 10/12 on Sunday 20/12:
    # Monday 21/12; ten working days from 10/12 on 24/12.
    Turn(
        "KN.ACC.ND",
        DECREE_KN,
        accepting,
        "KN.ACC đến 21/12/2020",
        "KN.ACC đến 21/12/2020, cả hai 24/12/2020",
        "KN.ACC đến 21/12/2020",
    ),
    Turn(
        "KN.SEND2.ND",
        DECREE_KN,
        sending,
        "KN.SEND2 đến 16/12/2020",
        "KN.SEND2 đến 17/12/2020, cả hai 21/12/2020",
        "KN.SEND2 đến 17/12/2020, cả hai 21/12/2020",
        told(instance=2),
    ),
    Turn(
        "KN.SEND1",
        DECREE_KN,
        sending,
        "KN.SEND1 đến 14/12/2020",
        "KN.SEND1 đến 15/12/2020",
        "KN.SEND1 đến 15/12/2020",
        told(instance=1),
    ),
    Turn("KN.PUB", DECREE_KN, publishing, NOTHING, "KN.PUB đến 25/12/2020", "KN.PUB đến 25/12/2020"),
    Turn(
        "KN.PUB KN.PUB.POST",
        DECREE_KN,
        published,
        YES,
        NO,
        NO,
        told(publication="niem_yet", on_portal="khong_co"),
    ),
    Turn("KN.PUB.WEB", DECREE_KN, published, YES, NO, NO, told(publication="phuong_tien")),
    Turn("KN.PUB.MEDIA", DECREE_KN, published, YES, NO, NO, told(publication="bao_in", on_portal="khong_co")),
    Turn(
        "KN.PUB.MEET", DECREE_KN, published, YES, NO, NO, told(publication="cuoc_hop", on_portal="khong_co")
    ),
    Turn("KN.PUB", DECREE_KN, published, YES, YES, YES, told(**shown(DECREE_KN))),
    Turn("KN.EXEC", DECREE_KN, executing, NOTHING, "KN.EXEC đến 17/12/2020", "KN.EXEC đến 17/12/2020"),
    # Thông tư 05/2021, from Monday 15/11/2021: ten working days end on Monday 29/11.
    Turn("XLD.LIMIT", XLD, sorting, NOTHING, "XLD.LIMIT đến 29/11/2021", NOTHING),
    Turn("XLD.GUIDE", XLD, guiding_again, YES, NO, NO),
    # Luật Tố cáo 2018, from Tuesday 1/1/2019, itself a day off: seven working days end on 10/1, five on 8/1.
    Turn(
        "TC.INIT",
        LAW_TC,
        sorting_denunciation,
        NOTHING,
        "TC.INIT đến 10/1/2019",
        NOTHING,
        told(competent=True),
    ),
    Turn(
        "TC.FWD", LAW_TC, sorting_denunciation, NOTHING, "TC.FWD đến 8/1/2019", NOTHING, told(competent=False)
    ),
    Turn("TC.S", LAW_TC, settling_denunciation, NOTHING, "TC.S đến 31/1/2019", "TC.S đến 31/1/2019"),
    Turn("TC.EXT.C TC.EXT.X", LAW_TC, extending_denunciation, NOTHING, "TC.S đến 4/3/2019", NOTHING),
    Turn(
        "TC.NOTIFY",
        LAW_TC,
        clock_of_denunciation,
        NOTHING,
        "TC.NOTIFY đến 8/1/2019",
        NOTHING,
        told(clock="thong_bao_thu_ly"),
    ),
    Turn(
        "TC.KL.SEND",
        LAW_TC,
        clock_of_denunciation,
        NOTHING,
        "TC.KL.SEND đến 8/1/2019",
        "TC.KL.SEND đến 8/1/2019",
        told(clock="gui_ket_luan", **CONCLUDED),
    ),
    Turn(
        "TC.ACT",
        LAW_TC,
        clock_of_denunciation,
        NOTHING,
        "TC.ACT đến 10/1/2019",
        "TC.ACT đến 10/1/2019",
        told(clock="xu_ly_ket_luan", **CONCLUDED),
    ),
    Turn(
        "TC.PUB",
        LAW_TC,
        clock_of_denunciation,
        NOTHING,
        "TC.PUB đến 10/1/2019",
        "TC.PUB đến 10/1/2019",
        told(clock="cong_khai_ket_luan", **CONCLUDED),
    ),
    Turn(
        "TC.LATE.REP",
        LAW_TC,
        clock_of_denunciation,
        NOTHING,
        "TC.LATE.REP đến 8/1/2019",
        "TC.LATE.REP đến 8/1/2019",
        told(clock="bao_cao_cap_tren", key="cap_tren_yeu_cau"),
    ),
    Turn(
        "TC.SUSP TC.DISC TC.SUSP.SEND",
        LAW_TC,
        taken,
        NO,
        YES,
        YES,
        told(kind=Kind.DENUNCIATION, key="dinh_chi_to_cao", ended_because="chet"),
    ),
    # Nghị định 31/2019, from Tuesday 28/5/2019.
    Turn(
        "TC.EXPERT",
        DECREE_TC,
        taken,
        NO,
        YES,
        YES,
        told(kind=Kind.DENUNCIATION, key="trung_cau_giam_dinh"),
    ),
    Turn(
        "TC.TEAM",
        DECREE_TC,
        taken,
        YES,
        NO,
        NO,
        told(kind=Kind.DENUNCIATION, key="lap_to_xac_minh", team_size=1),
    ),
    Turn(
        "TC.PUB.POST",
        DECREE_TC,
        published,
        YES,
        NO,
        NO,
        told(kind=Kind.DENUNCIATION, key="cong_khai_ket_luan", publication="niem_yet", names_removed=True),
    ),
    Turn(
        "TC.PUB.WEB",
        DECREE_TC,
        published,
        YES,
        NO,
        NO,
        told(kind=Kind.DENUNCIATION, key="cong_khai_ket_luan", publication="phuong_tien", names_removed=True),
    ),
    Turn(
        "TC.PUB.MEDIA",
        DECREE_TC,
        published,
        YES,
        NO,
        NO,
        told(kind=Kind.DENUNCIATION, key="cong_khai_ket_luan", publication="bao_in", names_removed=True),
    ),
    # The law on tố cáo did not turn in 2026 in any limit (TR.TC): what was open goes on under the same days.
    Turn(
        "TR.TC",
        LAW_2026,
        taken,
        YES,
        YES,
        YES,
        told(kind=Kind.DENUNCIATION, key="tam_dinh_chi_to_cao", waiting_for="cho_ket_qua"),
    ),
]
# Rules with a day of turning that no step asks: they tell an officer who is competent, or what a paper looks like.
SHOWN = {
    "KN.DLG2": "ai phải trực tiếp đối thoại: hiện trên trang quy tắc; việc phải đối thoại không đổi",
    "KN.DLG.REC": "số bản biên bản: in trên mẫu 14",
    "KN.AUTH": "xét ở quầy tiếp công dân, khi nhận người được ủy quyền",
    "KN.COMP.XA": "ai giải quyết: do người xét khi phân loại",
    "KN.COMP.HUYEN": "ai giải quyết: do người xét khi phân loại",
    "TC.COMP.XA": "ai giải quyết: do người xét khi phân loại",
    "TC.COMP.XA.STAFF": "ai giải quyết: do người xét khi phân loại",
    "TC.COMPLEX": "số tiêu chí do người xét, bước gia hạn hỏi số",
    "XLD.KEEP": "thời gian lưu tối thiểu: hệ thống không tự hủy đơn nào",
    "XLD.KEEP.OLD": "thời gian lưu tối thiểu: hệ thống không tự hủy đơn nào",
    "XLD.MANY": "ngưỡng đơn nhiều người đứng tên: dùng khi đếm các biểu XLD",
    "PA.HOST": "nơi tiếp nhận: do đơn vị mở sổ",
}
FIRST = {"KN": date(2012, 7, 1), "TC": LAW_TC, "XLD": LAW_TC, "PA": date(2008, 3, 3)}


@pytest.mark.parametrize("turn", TABLE, ids=str)
class TestEachTurn:
    def test_the_day_before(self, officer, turn):
        assert turn.of(officer, turn.on - DAY, turn.on - DAY) == turn.before

    def test_the_day_itself(self, officer, turn):
        assert turn.of(officer, turn.on, turn.on) == turn.after

    def test_what_straddles_it(self, officer, turn):
        assert turn.of(officer, turn.on - DAY, turn.on) == turn.straddling


class TestTheTableIsWhole:
    @staticmethod
    def turning() -> set[str]:
        """Keys of rules on letters and matters that changed, ended or began later than their law."""
        book = rulebook()
        return {
            key
            for key in book.keys()  # noqa: SIM118
            if (first := FIRST.get(key.split(".")[0]))
            and any(one.valid_to or one.valid_from > first for one in book.wordings(key))
        }

    def test_every_rule_that_turned_has_a_row_or_a_reason(self):
        rows = {rule for turn in TABLE for rule in turn.rules.split()}
        assert self.turning() - rows - set(SHOWN) == set()

    def test_no_reason_is_given_for_what_has_a_row(self):
        rows = {rule for turn in TABLE for rule in turn.rules.split()}
        assert rows & set(SHOWN) == set()
        assert set(SHOWN) <= set(rulebook().keys())

    def test_each_row_turns_on_a_day_of_its_rules_or_shows_that_nothing_did(self):
        for turn in TABLE:
            days = {one.valid_from for rule in turn.rules.split() for one in rulebook().wordings(rule)}
            assert turn.on in days or turn.before == turn.after or turn.rules == "KN.SEND1", turn

    @pytest.mark.parametrize(
        ("rule", "sentence"),
        [
            ("KN.SUSP", "chỉ có từ 1/7/2026; ngày 30/6/2026 chưa có quy định nào"),
            ("KN.SUSP.SEND", "chỉ có từ 1/7/2026; ngày 30/6/2026 chưa có quy định nào"),
            ("KN.COMPLEX", "chỉ có từ 1/7/2026; ngày 30/6/2026 chưa có quy định nào"),
            # those that had other words before are told by them and not as if there had been nothing
            ("KN.WD", "lời văn có từ 1/7/2012"),
            ("KN.DISC", "lời văn có từ 1/7/2012"),
            ("KN.DLG2", "lời văn có từ 1/7/2012"),
            ("KN.DLG.NOTICE", "lời văn có từ 1/7/2012"),
            ("KN.DLG.REC", "lời văn có từ 1/7/2012"),
        ],
    )
    def test_the_book_tells_a_beginning_from_a_change(self, rule, sentence):
        assert sentence in rulebook().standing(rule, date(2026, 6, 30)).sentence


class TestOverTheBreak:
    """A whole case over 1/7/2026: accepted before, suspended, resumed, talked over and decided after (TR.KN)."""

    def test_old_limit_new_steps(self, officer):
        matter = matter_of(officer, date(2026, 6, 15), instance=2)
        assert limit(matter, "giai_quyet") == "KN.S2 đến 30/7/2026"
        matter = writing.move(matter, "giao_xac_minh", by=officer, on=date(2026, 6, 17))
        assert "tam_dinh_chi" not in {move.key for move in MATTER.moves_for(matter, date(2026, 6, 30))}
        matter = writing.move(
            matter, "tam_dinh_chi", by=officer, on=date(2026, 7, 6), suspension_ground="bat_kha_khang"
        )
        matter = writing.move(matter, "tiep_tuc", by=officer, on=date(2026, 7, 16))
        # ten days more, 30/7 to 9/8, a Sunday: Monday 10/8
        assert limit(matter, "giai_quyet") == "KN.S2 đến 10/8/2026"
        matter = writing.move(
            matter, "moi_doi_thoai", by=officer, on=date(2026, 7, 20), dialogue_planned_on=date(2026, 7, 27)
        )
        matter = writing.move(matter, "doi_thoai", by=officer, on=date(2026, 7, 27))
        matter = writing.move(matter, "giai_quyet", by=officer, on=date(2026, 8, 10), result="cong_nhan")
        assert matter.is_in_time
        sent = matter.duties.filter(clock="gui_dinh_chi").order_by("begins_on")
        # suspended on Monday 6/7: 9/7; resumed on Thursday 16/7: 17, 20, 21/7
        assert [one.due_on for one in sent] == [date(2026, 7, 9), date(2026, 7, 21)]
