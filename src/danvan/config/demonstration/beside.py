"""What shows the rest of the program and counts in no figure of the quarter: all older and closed, or no letter by law."""

from datetime import date, timedelta
from typing import Any

from danvan.config.demonstration.spread import LAST
from danvan.domains.personal_data import filing
from danvan.domains.petitions.hard import keeping
from danvan.domains.petitions.models import Channel, Field, Kind, Letter, Matter
from danvan.org.models import Account, Unit
from danvan.records import envelopes, writing
from danvan.records.retention import holds

FILED_IN = ((date(2021, 11, 22), date(2021, 11, 24)), (date(2021, 12, 6), date(2021, 12, 8)))
UP = tuple(date(2022, 12, day) for day in (1, 2, 5, 6))
REGISTERED = LAST - timedelta(days=1)
PERSON = {"full_name": "Người gửi minh họa", "address": "Địa chỉ minh họa", "phone": "0900000000"}
TEXT = {"content": "Nội dung minh họa, không phải đơn có thật."}


def load(unit: Unit, people: dict[str, Account]) -> None:
    """At the commune that seals here, so that its three log-ins find something on every page."""
    head, clerk = people["xachutich"], people["xatiepdan"]
    _filed(unit, clerk, people["xuly"], head)
    _handed_up(unit, clerk, people["xuly"])
    _registered(unit)
    _watched(people["giaiquyet"])
    _asked(unit)


def _letter(unit: Unit, by: Account | None, on: date, **fields: Any) -> Letter:
    return writing.open_record("don", by=by, unit=unit, on=on, is_illustrative=True, **fields)


def _filed(unit: Unit, clerk: Account, officer: Account, head: Account) -> None:
    """Two letters kept on file whose year is over; the head keeps one of them by a paper."""
    for received_on, filed_on in FILED_IN:
        letter = _letter(unit, clerk, received_on, channel=Channel.POST)
        values: dict[str, Any] = {
            "kind": Kind.PROPOSAL,
            "field": Field.OTHER,
            "is_eligible": False,
            "unfit": "gui_nhieu_noi",
        }
        letter = writing.move(letter, "phan_loai", by=clerk, on=received_on, personal=PERSON | TEXT, **values)
        letter = writing.move(letter, "luu", by=officer, on=filed_on)
    paper: dict[str, Any] = {"document": "02/QĐ-UBND", "document_on": LAST, "on": LAST}
    holds.hold(letter, by=head, reason="thanh_tra", **paper)


def _handed_up(unit: Unit, clerk: Account, officer: Account) -> None:
    """A paper envelope given unopened to the level above, which finds that it is for somebody else: it accuses nobody."""
    received_on, up_on, classified_on, ended_on = UP
    letter = _letter(unit, clerk, received_on, channel=Channel.COUNTER)
    letter = writing.move(letter, "chuyen_len", by=clerk, on=up_on)
    values: dict[str, Any] = {"kind": Kind.DENUNCIATION, "field": Field.OTHER, "is_competent": False}
    letter = writing.move(letter, "phan_loai", by=officer, on=classified_on, **values)
    writing.move(letter, "huong_dan", by=officer, on=ended_on)


def _registered(unit: Unit) -> None:
    """A complaint registered over the portal that waits for its signature: by law no letter yet; its envelope is closed."""
    letter = _letter(unit, None, REGISTERED, channel=Channel.PORTAL, preregistered_on=REGISTERED)
    envelopes.seal(letter, PERSON | TEXT)


def _watched(officer: Account) -> None:
    """The oldest complaint still open stands in the register of complex matters."""
    open_ones = Matter.objects.filter(kind=Kind.COMPLAINT, closed_on=None)
    matter = open_ones.earliest("received_on", "unit__slug", "register_no")
    keeping.enter(
        matter,
        by=officer,
        on=LAST,
        is_complicated=True,
        complicated_why="Lý do minh họa",
        leader_post="Chức vụ minh họa",
        plan="Kế hoạch minh họa",
        next_step="Bước minh họa",
        next_on=LAST + timedelta(days=14),
    )
    spell = keeping.current(matter.pk)
    assert spell
    keeping.note_contact(spell, by=officer, on=LAST, kind="doi_thoai", note="Kết quả minh họa")


def _asked(unit: Unit) -> None:
    """A request about personal data as it comes over the portal."""
    about = Letter.objects.filter(unit=unit, identity_released_on__isnull=False).latest("received_on", "pk")
    person = PERSON["full_name"]
    filing.file(about, "xem", person, "Xem dữ liệu minh họa.", on=LAST)
