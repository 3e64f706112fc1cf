"""A province and a period of invented letters, matters, visits and sessions, all lawful, the same at every run.

Turns stand in for chance: every combination of class, standing, competence and handling that the law knows comes up in
some unit. Records begin four months before the period, so that some are carried over, and some outlive it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from danvan import law
from danvan.domains.petitions.models import CARRIED_OUT, PROPOSED, Letter, Matter
from danvan.domains.reception.models import HeadSession, Visit
from danvan.org.models import Kind, Unit
from danvan.org.tests.factories import make_unit
from danvan.records.loading import Row, load
from danvan.records.models import Link

LETTERS, VISITS = 900, 400
DISTRICTS, COMMUNES = 8, 144
KINDS = ("khieu_nai", "to_cao", "kien_nghi_phan_anh")
FIELDS = (
    "tham_nhung",
    "dat_dai",
    "che_do_chinh_sach",
    "hanh_chinh_khac",
    "cong_chuc_cong_vu",
    "tu_phap",
    "dang_doan_the",
    "khac",
)
STANDINGS = ("chua_giai_quyet", "dang_giai_quyet", "lan_dau", "nhieu_lan", "ban_an")
CHANNELS = ("buu_chinh", "tiep_cong_dan", "truc_tiep")
RESULTS = {1: ("dung", "sai", "dung_mot_phan"), 2: ("cong_nhan", "huy_sua")}
NEEDED: dict[str, dict[str, Any]] = {
    "chuyen": {"forwarded_to": "Thanh tra tỉnh"},
    "don_doc": {"forwarded_to": "Thanh tra tỉnh"},
    "khong_thu_ly": {"refusal_ground": "khong_lien_quan"},
    "rut": {"withdrawal_paper": "don_rut", "coercion": "khong"},
}
GROUNDS = ("r1", "r2", "r3", "r4")
BEFORE = 120


@dataclass
class Quarter:
    """The province, its units, and what was loaded."""

    province: Unit
    period: law.Period
    units: list[Unit]
    letters: list[Row] = field(default_factory=list)
    matters: list[Row] = field(default_factory=list)
    joined: list[Link] = field(default_factory=list)


def make_quarter(code: str) -> Quarter:
    """Load the period of that code ("2023-Q1") into a new province of 153 units."""
    period = law.period(code)
    made = Quarter(make_unit("Tỉnh Minh Họa", Kind.PROVINCE, code="99"), period, [])
    districts = [make_unit(f"Huyện Số {n}", Kind.DISTRICT, made.province) for n in range(DISTRICTS)]
    communes = [make_unit(f"Xã Số {n}", Kind.COMMUNE, districts[n % DISTRICTS]) for n in range(COMMUNES)]
    made.units = [made.province, *districts, *communes]
    made.letters = [_letter(made, turn) for turn in range(LETTERS)]
    load("don", made.letters, reason="thử nghiệm")
    load("don", _split(made), reason="thử nghiệm")
    made.matters = list(_matters(made))
    load("vu_viec", made.matters, reason="thử nghiệm")
    made.joined = Link.objects.bulk_create(_joined(made))
    sessions = list(_sessions(made))
    load("ky_tiep", sessions, reason="thử nghiệm")
    load("luot_tiep", _visits(made, sessions), reason="thử nghiệm")
    return made


def outcome(kind: str, turn: int) -> str:
    """What becomes of the letter of that turn: three in five are accepted, some filed, the rest sent where they belong.

    One in thirty-one is withdrawn.
    """
    step = turn // 3 % 10
    if turn % 31 == 5:
        return "rut"
    refused = "chuyen" if kind == "kien_nghi_phan_anh" else "khong_thu_ly"
    last = ("chuyen", "tra_lai", refused)[turn // 30 % 3]
    return "thu_ly" if step < 6 else "luu" if step == 6 else ("huong_dan", "don_doc", last)[step - 7]


def day_of(made: Quarter, turn: int) -> date:
    """The day of a turn, from four months before the period to its last day."""
    span = (made.period.last - made.period.first).days + BEFORE
    return made.period.first - timedelta(days=BEFORE) + timedelta(days=turn * 7919 % (span + 1))


def _letter(made: Quarter, turn: int) -> Row:
    kind, on = KINDS[turn % 3], day_of(made, turn)
    way = outcome(kind, turn)
    waits = turn % 11  # 0: unclassified; 1: sorted, not handled
    letter = Letter(
        unit=made.units[turn * 31 % len(made.units)],
        channel=CHANNELS[turn // 7 % 3],
        is_anonymous=kind != "khieu_nai" and turn // 30 % 2 == 0 and (way == "luu" or turn % 11 < 2),
        signatories=(1, 2, 4, 5, 12)[turn // 5 % 5],
        is_illustrative=True,
    )
    if kind == "khieu_nai" and turn % 41 == 7:
        letter.preregistered_on = on
        return Row(letter, on)
    if waits == 0:
        return Row(letter, on)
    _sort(letter, turn, way)
    classified = {
        "kind": kind,
        "field": FIELDS[(turn // 3 + turn // 60) % len(FIELDS)],
        "is_eligible": way != "luu",
        "is_competent": way == "thu_ly" or (way in ("luu", "rut") and turn % 2 == 0),
    }
    moves: list[tuple[str, date, dict[str, Any]]] = [("phan_loai", on, classified)]
    handled = on + timedelta(days=turn % 25)
    if waits != 1 and handled <= made.period.last + timedelta(days=20):
        moves.append(_handling(letter, kind, way, handled))
    return Row(letter, on, moves)


def _split(made: Quarter) -> Iterator[Row]:
    """Of one letter in twenty-nine a second content: a letter of its own of the same day, classified by itself."""
    for turn, row in enumerate(made.letters):
        first = row.record
        if turn % 29 or not first.kind:
            continue
        kind = KINDS[(KINDS.index(first.kind) + 1) % 3]
        second = Letter(unit=first.unit, channel=first.channel, is_illustrative=True)
        classified = {"kind": kind, "field": "khac", "is_competent": True}
        moves: list[tuple[str, date, dict[str, Any]]] = [("phan_loai", first.received_on, classified)]
        yield Row(second, first.received_on, moves, arises_from=first)


def _joined(made: Quarter) -> Iterator[Link]:
    """Further letters on a matter that is counted already, each tied to one of its unit and class."""
    open_to = {(row.record.unit_id, row.record.kind): row.record for row in made.matters}
    for row in made.letters:
        matter = open_to.get((row.record.unit_id, row.record.kind))
        if matter and not row.record.counts_as_matter and row.record.handling != "thu_ly":
            yield Link(record_id=matter.pk, source_id=row.record.pk, kind=Link.Kind.JOINS)


def _sort(letter: Letter, turn: int, way: str) -> None:
    letter.standing = STANDINGS[turn // 9 % 5]
    letter.instance = 1 + (turn // 4 % 3 == 0)
    letter.counts_as_matter = turn % 8 != 0
    letter.forwarder = "bao_chi" if way == "tra_lai" else None
    letter.unfit = "khong_ro_noi_dung" if way == "luu" else None


def _handling(letter: Letter, kind: str, way: str, on: date) -> tuple[str, date, dict[str, Any]]:
    if way == "chuyen":
        letter.replied_on = on + timedelta(days=20)
    if way == "thu_ly" and letter.instance == 2 and kind == "to_cao":
        return _accepted_again(letter, on)
    return way, on, NEEDED.get(way, {})


def _accepted_again(letter: Letter, on: date) -> tuple[str, date, dict[str, Any]]:
    """A tố cáo that comes again, accepted by the step that fits what came of the first one."""
    if letter.standing in ("lan_dau", "nhieu_lan"):
        return "giai_quyet_lai", on, {"again_ground": "bo_sot"}
    if letter.standing == "ban_an":
        return "thu_ly", on, {}
    letter.report_asked_on = letter.report_came_on = on
    return "lay_len", on, {"taken_ground": "nghiem_trong"}


def _matters(made: Quarter) -> Iterator[Row]:
    accepted = [row for row in made.letters if row.record.handling == "thu_ly"]
    for turn, row in enumerate(accepted):
        letter, on = row.record, row.record.handled_on
        matter = Matter(
            unit=letter.unit,
            kind=letter.kind,
            field=letter.field,
            instance=letter.instance,
            is_illustrative=True,
        )
        ends = on + timedelta(days=10 + turn * 13 % 70)
        moves: list[tuple[str, date, dict[str, Any]]] = []
        if turn % 7 == 6:
            _discontinue(matter, ends, turn)
        elif turn % 7 == 0:
            _suspend(matter, on, turn)
        else:
            _effects(matter, turn)
            results = RESULTS[1 if matter.kind == "to_cao" else matter.instance]
            result = results[turn % len(results)]
            answered = "da_tra_loi" if matter.kind == "kien_nghi_phan_anh" else result
            moves = [("giai_quyet", ends, {"result": answered}), *_afterwards(matter, ends, turn)]
        yield Row(matter, on, moves, arises_from=letter)


def _discontinue(matter: Matter, on: date, turn: int) -> None:
    """A matter that ended without decision, as its columns hold it."""
    matter.discontinued_on = matter.closed_on = on
    if matter.kind == "to_cao":
        _end_denunciation(matter, on, turn // 7)
        return
    matter.end_ground = ("rut_qua_giai_thich", "rut", "toa_thu_ly")[turn // 7 % 3]


def _end_denunciation(matter: Matter, on: date, turn: int) -> None:
    """Withdrawn, ended on another ground, or taken up by the authority above; in time or not."""
    if turn % 4 == 3:
        matter.discontinued_on, matter.taken_over_on = None, on
        return
    matter.ended_because = ("rut", "chet", "da_co_ban_an")[turn % 4]
    matter.is_in_time = turn // 4 % 2 == 0


def _suspend(matter: Matter, accepted: date, turn: int) -> None:
    """A matter that is still open at the period's end: half of them stand still, some go on again."""
    if turn % 14 == 0:
        matter.suspended_on, matter.suspension_ground = accepted + timedelta(days=3), "cho_ket_qua"
        matter.resumed_on = accepted + timedelta(days=9) if turn % 28 == 0 else None


def _effects(matter: Matter, turn: int) -> None:
    for n, name in enumerate(PROPOSED):
        setattr(matter, name, (turn // 3 * (n + 2) + n) % 10 * (1_000_000 if name.endswith("money") else 1))
    for part, whole in (("proposed_officials", "proposed_persons"), ("crime_officials", "crime_persons")):
        setattr(matter, part, min(getattr(matter, part), getattr(matter, whole)))


def _afterwards(matter: Matter, settled: date, turn: int) -> Iterator[tuple[str, date, dict[str, Any]]]:
    """Of a third of the complaints: in force thirty-one days later, half of them executed fifteen days after that."""
    if matter.kind == "to_cao":
        yield from _acted_on(matter, settled, turn)
    if turn % 3 or matter.kind != "khieu_nai":
        return
    for due, done in zip(PROPOSED[:6], CARRIED_OUT[:6], strict=True):
        setattr(matter, done, getattr(matter, due) // 2)
    matter.handled_persons, matter.handled_officials = 1 + turn % 4, turn % 2
    matter.charged_cases, matter.charged_persons, matter.charged_officials = 1, 2, turn // 3 % 3
    binding = settled + timedelta(days=46)
    yield "co_hieu_luc", binding, {"must_be_executed": True}
    if turn % 2:
        yield "chi_dao_thi_hanh", binding, {}
        yield "thi_hanh_xong", binding + timedelta(days=5), {}


def _acted_on(matter: Matter, settled: date, turn: int) -> Iterator[tuple[str, date, dict[str, Any]]]:
    """A conclusion acted on three days later; of what asks something of somebody half is carried out ten days on."""
    result = RESULTS[1][turn % 3]
    if result == "sai":
        yield "xu_ly_ket_luan", settled + timedelta(days=3), {"action": "khong_vi_pham"}
        return
    for due, done in zip(PROPOSED[:6], CARRIED_OUT[:6], strict=True):
        setattr(matter, done, getattr(matter, due) // 2)
    matter.returned_orgs, matter.returned_persons = matter.return_orgs // 2, matter.return_persons // 2
    matter.handled_orgs, matter.handled_persons, matter.handled_officials = turn % 2, 1 + turn % 4, turn % 2
    matter.charged_cases, matter.charged_persons, matter.charged_officials = 1, 2, turn // 3 % 3
    yield "xu_ly_ket_luan", settled + timedelta(days=3), {"action": "tu_xu_ly"}
    if turn % 2:
        yield "thuc_hien_xong", settled + timedelta(days=10), {}


def _sessions(made: Quarter) -> Iterator[Row]:
    for turn, unit in enumerate(made.units):
        on = made.period.first + timedelta(days=5 + turn % 60)
        attendance = HeadSession.Attendance.DELEGATED if turn % 3 == 2 else HeadSession.Attendance.IN_PERSON
        session = HeadSession(unit=unit, planned_on=on, attendance=attendance, is_illustrative=True)
        if turn % 4 == 3:
            session.occasion, session.urgent_ground = "dot_xuat", "phuc_tap"
        yield Row(session, on - timedelta(days=9), [("to_chuc", on, {})] if turn % 9 else [])


def _visits(made: Quarter, sessions: list[Row]) -> Iterator[Row]:
    # To one session in five nobody came; it was held all the same.
    held = [row.record for turn, row in enumerate(sessions) if row.record.held_on and turn % 5]
    for turn in range(VISITS):
        session = held[turn * 17 % len(held)] if turn % 2 else None
        channel = "thuong_xuyen"
        if session:
            channel = "thu_truong" if session.attendance == "truc_tiep" else "uy_quyen"
        is_group = turn // 2 % 5 == 0
        visit = Visit(
            unit=session.unit if session else made.units[turn * 7 % len(made.units)],
            session=session,
            channel=channel,
            content_kind=("kien_nghi_phan_anh", "khieu_nai", "khac")[turn % 3],
            persons=6 + turn % 9 if is_group else 1 + turn % 3,
            is_group=is_group,
            is_repeated=turn // 3 % 4 == 0,
            counts_as_matter=turn % 11 != 0,
            is_illustrative=True,
        )
        if turn % 13 == 4:
            visit.outcome, visit.refused_for = "tu_choi", GROUNDS[turn // 13 % len(GROUNDS)]
        yield Row(visit, session.held_on if session else day_of(made, turn))
