"""What tests of the counter send and count. Every person is invented."""

from typing import Any

from danvan.records.declare import record_type
from danvan.records.desk.submissions import new_key
from danvan.records.tests.desk_world import desk_of

COUNTER = "/ban-lam-viec/quay/"
NUMBER, NAME, PLACE = "079085012345", "Nguyễn Văn Minh Họa", "Tổ 1, Phường Minh Họa"
WORDS = "Xin xem lại quyết định bồi thường minh họa"
SCAN = f"{NUMBER}||{NAME}|15031985|Nam|{PLACE}|01022021"
PERSONAL = (NUMBER, NAME, PLACE, WORDS)


def letters() -> Any:
    """All letters, asked for through the spine: this domain does not know the other's tables."""
    return record_type("don").model._default_manager.all()


def filled(officer: Any, **values: Any) -> dict[str, Any]:
    """A visit about a proposal, noted only, unless values say otherwise."""
    told = {
        "key": new_key(),
        "unit": str(officer.at.pk),
        "on": "1/3/2023",
        "content_kind": "kien_nghi_phan_anh",
        "outcome": "ghi_nhan",
        "full_name": NAME,
        "address": PLACE,
        "identity_number": NUMBER,
        "identity_paper": "can_cuoc",
        "born_year": "1985",
        "content": WORDS,
        "persons": "1",
        "channel": "thuong_xuyen",
        "capacity": "ban_than",
        "viec": "ghi",
    }
    return told | values


def send(officer: Any, **values: Any) -> Any:
    """The answer to the form sent by the officer."""
    return desk_of(officer).post(COUNTER, filled(officer, **values))


def scan(client: Any, text: str = SCAN) -> Any:
    """The answer to a scan."""
    return client.post(COUNTER, {"viec": "quet", "the": text})
