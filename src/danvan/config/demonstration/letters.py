"""Invented letters and the matters that arise from them."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from danvan.config.demonstration.spread import LAST, Places, pick, working_day_after, working_days
from danvan.domains.petitions.models import (
    AfterConclusion,
    Channel,
    Contested,
    Field,
    Forwarder,
    Kind,
    Letter,
    Matter,
    OnPortal,
    Publication,
    Result,
)
from danvan.org.models import Unit
from danvan.records.loading import Row

PARTS = {Kind.COMPLAINT: 38, Kind.DENUNCIATION: 94, Kind.PROPOSAL: 164}
POSTED_FOR = timedelta(days=20)  # the law asks for fifteen days at least
# An envelope handed up unopened holds a number and a day alone.
CHANNELS = [channel for channel in Channel.values if channel != Channel.HANDED_UP]
OUTCOMES = ("thu_ly",) * 6 + ("chuyen", "chuyen", "huong_dan", "luu")
RESULTS = (Result.WRONG, Result.PARTLY, Result.RIGHT, Result.WRONG)
FIELDS = {
    Kind.COMPLAINT: (Field.LAND, Field.LAND, Field.POLICY, Field.OTHER),
    Kind.DENUNCIATION: (Field.OFFICIALS, Field.LAND, Field.POLICY, Field.OTHER),
    Kind.PROPOSAL: (Field.LAND, Field.POLICY, Field.OTHER),
}


def letters(places: Places) -> Iterator[Row]:
    """The 296 letters of the quarter with their moves up to its last day."""
    # The last day but one, so that some letters still wait to be handled when the quarter ends.
    days = working_days()[:-1]
    kinds = [kind for kind, count in PARTS.items() for _ in range(count)]
    for turn, kind in enumerate(kinds):
        yield _letter(places, turn, kind, pick(days, turn))


def sealing_commune(places: Places) -> Unit:
    """The first xã with a tố cáo that is accepted and not yet settled on the last day: the one that seals here."""
    communes = set(places.communes)
    for row in letters(places):
        is_open = row.moves[-1][0] == "thu_ly" and row.moves[0][2]["kind"] == Kind.DENUNCIATION
        if is_open and row.record.unit in communes and row.record.unit.name_on(LAST).startswith("Xã "):
            return row.record.unit
    raise LookupError("no xã with an open tố cáo in the set")


def _letter(places: Places, turn: int, kind: Kind, received_on: date) -> Row:
    outcome = OUTCOMES[turn % len(OUTCOMES)]
    handled_on = working_day_after(received_on, 2)
    classified: dict[str, Any] = {
        "kind": kind,
        "field": pick(FIELDS[kind], turn),
        "is_competent": outcome == "thu_ly",
        "is_eligible": outcome != "luu",
    }
    moves: list[tuple[str, date, dict[str, Any]]] = [("phan_loai", received_on, classified)]
    if handled_on <= LAST:
        handling = {"forwarded_to": "Cơ quan có thẩm quyền (minh họa)"} if outcome == "chuyen" else {}
        moves.append((outcome, handled_on, handling))
        if outcome == "thu_ly" and (settled_on := _settled_on(kind, handled_on, turn)):
            moves.append(("giai_quyet", settled_on, {}))
    channel = pick(CHANNELS, turn)
    forwarded: dict[str, Any] = {}
    if channel == Channel.FORWARDED:
        council = pick(places.councils, turn)
        forwarded = {
            "forwarder": Forwarder.COUNCIL,
            "forwarder_unit": council,
            "forwarder_sent_on": received_on,
        }
        moves = _told(kind, moves)
    is_by_wire = channel in (Channel.MAIL, Channel.PORTAL) and kind != Kind.PROPOSAL
    letter = Letter(
        unit=places.receiving(turn),
        channel=channel,
        preregistered_on=received_on if is_by_wire else None,
        signed_on=received_on if is_by_wire else None,  # its sender brought the signed paper the same day
        signatories=1 + (turn % 9 == 0) * (turn % 5),
        is_repeated=turn % 7 == 0,
        is_illustrative=True,
        **forwarded,
    )
    return Row(letter, received_on, moves, personal=_sender(turn, kind))


def _told(
    kind: Kind, moves: list[tuple[str, date, dict[str, Any]]]
) -> list[tuple[str, date, dict[str, Any]]]:
    """The moves with the answer to the council: of a tố cáo once it is handled, and of every letter once it is settled."""
    told = []
    for move in moves:
        told.append(move)
        key, on, _values = move
        answered_on = working_day_after(on, 2)
        is_owed = key == "giai_quyet" or (kind == Kind.DENUNCIATION and key != "phan_loai")
        if is_owed and answered_on <= LAST:
            told.append(("bao_noi_chuyen", answered_on, {}))
    return told


def _sender(turn: int, kind: Kind) -> dict[str, str] | None:
    if kind == Kind.DENUNCIATION:
        return None
    return {
        "full_name": f"Người gửi minh họa {turn + 1:03d}",
        "content": "Nội dung minh họa, không phải đơn có thật.",
    }


def _settled_on(kind: Kind, accepted_on: date, turn: int) -> date | None:
    """A working day inside the limit of settlement; None when the quarter ends before."""
    length = 5 + turn % 12 if kind == Kind.PROPOSAL else 12 + turn % 16
    day = working_day_after(accepted_on + timedelta(days=length), 0)
    return day if day <= LAST else None


def matters(rows: list[Row]) -> Iterator[Row]:
    """One matter for each accepted letter, settled within its limit or still open on the last day."""
    for turn, row in enumerate(rows):
        if row.record.state in ("thu_ly", "giai_quyet"):
            yield _matter(row.record, turn)


def _matter(letter: Letter, turn: int) -> Row:
    # every accepted letter is classified and handled
    assert letter.kind
    assert letter.field
    assert letter.handled_on
    kind = Kind(letter.kind)
    result = Result.ANSWERED if kind == Kind.PROPOSAL else pick(RESULTS, turn)
    settled_on = _settled_on(kind, letter.handled_on, turn)
    moves = _settling(kind, result, settled_on) if settled_on else []
    if kind == Kind.DENUNCIATION and (notified_on := working_day_after(letter.handled_on, 1)) <= LAST:
        moves.insert(0, ("thong_bao_thu_ly", notified_on, {}))
    matter = Matter(
        unit=letter.unit,
        kind=kind,
        field=letter.field,
        contested=Contested.DECISION if kind == Kind.COMPLAINT else None,
        is_illustrative=True,
    )
    return Row(matter, letter.handled_on, moves, arises_from=letter)


def _settling(kind: Kind, result: Result, settled_on: date) -> list[tuple[str, date, dict[str, Any]]]:
    """The decision or conclusion; it is sent and made public, and a conclusion acted on, as far as the quarter goes."""
    moves: list[tuple[str, date, dict[str, Any]]] = [("giai_quyet", settled_on, {"result": result})]
    if kind == Kind.PROPOSAL:
        return moves
    sent_on = working_day_after(settled_on, 2)
    publicised_on = working_day_after(settled_on, 5) if kind == Kind.COMPLAINT else sent_on
    shown: dict[str, Any] = {
        "publication": Publication.POSTED,
        "publication_until": publicised_on + POSTED_FOR,
    }
    after: list[tuple[str, date, dict[str, Any]]]
    if kind == Kind.COMPLAINT:
        after = [
            ("gui", sent_on, {}),
            ("gui_cong_khai", publicised_on, shown | {"on_portal": OnPortal.NONE}),
        ]
    else:
        action = AfterConclusion.CLEARED if result == Result.WRONG else AfterConclusion.OWN
        after = [
            ("gui_ket_luan", sent_on, {}),
            ("xu_ly_ket_luan", sent_on, {"action": action}),
            ("cong_khai_ket_luan", publicised_on, shown | {"names_removed": True}),
        ]
    return moves + [step for step in after if step[1] <= LAST]
