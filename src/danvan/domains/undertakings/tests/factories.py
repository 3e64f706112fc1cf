"""Undertakings, for tests."""

from datetime import date
from typing import Any

from danvan.domains.undertakings.models import Task, Undertaking
from danvan.org.models import Account
from danvan.records import writing


def written(
    officer: Account, on: date, task: str = Task.PUBLISHED_LIST, period: str = "2023-Q3"
) -> Undertaking:
    """An undertaking written down and not yet done."""
    return writing.open_record(
        "viec_dinh_ky", by=officer, unit=officer.at, on=on, duty_key=task, period=period
    )


def done(
    officer: Account, on: date, task: str = Task.PUBLISHED_LIST, period: str = "2023-Q3", **fields: Any
) -> Undertaking:
    """An undertaking done on that day by paper 12/BC-UBND."""
    paper = {"paper_no": "12/BC-UBND", "paper_on": on} | fields
    return writing.move(written(officer, on, task, period), "thuc_hien", by=officer, on=on, **paper)


def withdrawn(officer: Account, work: Undertaking, on: date) -> Undertaking:
    """The undertaking taken back."""
    return writing.move(work, "rut", by=officer, on=on, withdrawn_why="Ghi nhầm đơn vị")
