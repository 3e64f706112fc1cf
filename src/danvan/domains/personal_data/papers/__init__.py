"""Answers to requests: filled from days, numbers and words of lists alone, since a request names nobody."""

from datetime import date
from pathlib import Path

from danvan.domains.personal_data.models import DataRequest
from danvan.records import papers
from danvan.records.papers.source import Facts
from danvan.ui.dates import day


def request_facts(request: DataRequest, on: date) -> dict[str, str]:
    """What is asked, about which record, in words of lists."""
    return {
        "yeu_cau": str(request.get_right_display()).lower(),
        "so_ho_so": request.about.number,
        "ngay_nhan_ho_so": day(request.about.received_on),
    }


def register() -> None:
    """Declare the papers of this domain."""
    facts: dict[str, Facts] = {"yeu_cau_dlcn": request_facts}
    papers.register_folder(Path(__file__).parent, facts)
