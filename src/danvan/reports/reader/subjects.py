"""What carries over from sentence to sentence: the subject under way, and what is still to be settled."""

from dataclasses import dataclass, field
from decimal import Decimal

from danvan.reports.reader.grammar.rules import grammar
from danvan.reports.reader.items import Item

SUBJECT_OF_CODE = {
    "TCD": "TCD",
    "DON": "DON",
    "VV": "KQ",
    "KQ": "KQ",
    "TT": "TT",
    "TTHC": "TTHC",
    "PCTN": "PCTN",
}
DUTIES = frozenset({"TT", "HC", "CN", "KQ", "TIEP", "KNTC", "KNTCPA"})


@dataclass(slots=True)
class Context:
    """The subject that the text speaks of, its codes so far, and the wholes that a share may be of."""

    subject: str = ""
    year: int | None = None
    said: set[str] = field(default_factory=set)
    met: set[str] = field(default_factory=set)  # every subject so far
    chapter: str = ""  # KN or TC under a heading of one kind alone: "1. Giải quyết khiếu nại"
    wholes: dict[int | Decimal, str] = field(default_factory=dict)  # value → noun

    def turn_to(self, subject: str) -> None:
        """A campaign is about complaints as well: they do not end it."""
        self.met.add(subject)
        if (self.subject, subject) != ("CAO_DIEM", "KQ"):
            self.subject = subject

    def turn_to_code(self, code: str) -> None:
        """A settled code brings its subject with it."""
        self.turn_to(SUBJECT_OF_CODE.get(code.split(".")[0], self.subject))

    def take(self, items: list[Item]) -> None:
        """The subjects that words bring with them, in reading order."""
        subjects = grammar().subject
        for index, item in enumerate(items):
            if item.tag == "PCTN" and any(other.tag in DUTIES for other in items[:index]):
                continue  # "công tác thanh tra, tiếp công dân và phòng, chống tham nhũng"
            if item.tag in subjects:
                self.turn_to(subjects[item.tag])
            elif item.tag == "luot_tiep":
                self.subject = "TCD"
            elif item.tag == "tthc":
                self.subject = "TTHC"
            elif item.tag == "don" and index and items[index - 1].tag in ("NHAN", "XU_LY"):
                self.subject = "DON"
