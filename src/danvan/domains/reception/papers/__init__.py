"""Papers of visits and of heads' sessions: what their templates may say beside what every record says."""

from datetime import date
from pathlib import Path

from danvan.domains.reception.counter.moves import NOTIFIED
from danvan.domains.reception.models import HeadSession, Visit
from danvan.org import places
from danvan.records import papers
from danvan.records.papers.source import Facts
from danvan.ui.dates import day


def visit_facts(visit: Visit, on: date) -> dict[str, str]:
    """How many came, and to which kind of reception."""
    return {"so_nguoi": str(visit.persons), "hinh_thuc": str(visit.get_channel_display()).lower()}


def session_facts(session: HeadSession, on: date) -> dict[str, str]:
    """The session's day and what was ordered to whom by when; the words themselves stay with the conclusion.

    They may speak of somebody, and a session is no record that may hold personal details. Two queries.
    """
    told = list(session.conclusions.order_by("number"))
    units = places.names((one.unit_id for one in told if one.unit_id), on)
    lines = []
    for one in told:
        to = f", giao {units[one.unit_id]}" if one.unit_id else ""
        until = f", xong trước ngày {day(one.due_on)}" if one.due_on else ""
        lines.append(f"{one.number}. {one.get_answer_display()}{to}{until}.")
    return {"ngay_tiep": day(session.held_on or session.planned_on), "ket_luan": "\n".join(lines)}


def must_be_told(visit: Visit) -> bool:
    """Whether the law wants this refusal told on paper (Nghị định 154/2026/NĐ-CP, Điều 4 khoản 2)."""
    return visit.refused_for in NOTIFIED


def register() -> None:
    """Declare the papers of this domain."""
    facts: dict[str, Facts] = {"luot_tiep": visit_facts, "ky_tiep": session_facts}
    papers.register_folder(Path(__file__).parent, facts, {"phai_thong_bao": must_be_told})
