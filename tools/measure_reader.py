"""How well the reader's grammar finds the labelled figures of a set of reports.

    python tools/measure_reader.py [REPORTS.jsonl] [--indicators FILE] [--misses] [--only ID ...]

One JSON report a line: `id`, `text`, `facts` (indicator, value, unit). A figure counts as found when its
indicator, value and unit are those of a label of the same report, each label once. Prints precision, recall
and F1 over the 60 commonest indicators of the indicators' file, over all, and for each indicator.
Exit 1 where an offset does not enclose the number as written, 2 where a file is absent.
"""

import argparse
import json
import os
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from danvan.reports.reader.facts import Fact
from danvan.reports.reader.find import find_facts

ROOT = Path(__file__).parents[1]
SHARED = Path(os.environ.get("DANVAN_SHARED", ROOT.parent / "shared"))
REPORTS = SHARED / "data" / "reports" / "dev.jsonl"
COMMON = 60

Key = tuple[str, Decimal, str]


@dataclass
class Score:
    """Counts of figures that were right, found beyond the labels, and missed."""

    right: Counter[str] = field(default_factory=Counter)
    beyond: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)

    def line(self, codes: Iterable[str]) -> str:
        """Precision, recall and F1 over the codes, micro-averaged."""
        wanted = set(codes)
        right, beyond, missed = (
            sum(n for code, n in counter.items() if code in wanted)
            for counter in (self.right, self.beyond, self.missed)
        )
        precision = right / (right + beyond) if right + beyond else 1.0
        recall = right / (right + missed) if right + missed else 1.0
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        return (
            f"precision {precision:.3f}  recall {recall:.3f}  F1 {f1:.3f}  "
            f"(right {right}, beyond {beyond}, missed {missed})"
        )

    def codes(self) -> list[str]:
        """Every code seen, by name."""
        return sorted({*self.right, *self.beyond, *self.missed})


def label_key(row: dict[str, Any]) -> Key:
    """What is compared."""
    return row["indicator"], Decimal(str(row["value"])).normalize(), row["unit"]


def fact_key(fact: Fact) -> Key:
    """The same of a found figure."""
    return fact.indicator, Decimal(fact.value).normalize(), fact.unit


def measure(report: dict[str, Any], facts: list[Fact], score: Score) -> tuple[list[Key], list[Fact]]:
    """Adds one report to the score; returns the labels missed and the facts beyond the labels."""
    labels = Counter(label_key(row) for row in report["facts"])
    beyond = []
    for fact in facts:
        key = fact_key(fact)
        if labels[key] > 0:
            labels[key] -= 1
            score.right[key[0]] += 1
        else:
            score.beyond[key[0]] += 1
            beyond.append(fact)
    missed = list(labels.elements())
    score.missed.update(key[0] for key in missed)
    return missed, beyond


def misplaced(text: str, facts: Iterable[Fact]) -> list[Fact]:
    """Facts whose offsets, or whose first place, do not enclose the number as written."""
    return [
        fact
        for fact in facts
        if text[fact.start : fact.end] != fact.raw or fact.places[:1] != ((fact.start, fact.end),)
    ]


def show(report: dict[str, Any], text: str, missed: list[Key], beyond: list[Fact]) -> None:
    """The differences of one report, each with its words."""
    for code, value, unit in missed:
        print(f"  missed {report['id']}: {code} {value.normalize():f} {unit}")
    for fact in beyond:
        context = text[max(0, fact.start - 60) : fact.end + 40].replace("\n", " ")
        print(f"  beyond {report['id']}: {fact.indicator} {fact.value} {fact.unit} | …{context}…")


def read_json_lines(path: Path) -> list[dict[str, Any]]:
    """The reports of a file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("reports", type=Path, nargs="?", default=REPORTS)
    parser.add_argument("--indicators", type=Path, help="codes with their counts, commonest first")
    parser.add_argument("--misses", action="store_true", help="show every difference with its words")
    parser.add_argument("--only", nargs="+", metavar="ID", help="these reports alone")
    args = parser.parse_args()
    args.indicators = args.indicators or args.reports.with_name("indicators.json")
    return args


def main() -> int:
    """Prints the measure."""
    args = arguments()
    for path in (args.reports, args.indicators):
        if not path.is_file():
            print(f"Không có tệp {path}; hãy nêu đường dẫn tới bộ báo cáo có nhãn.", file=sys.stderr)
            return 2
    common = list(json.loads(args.indicators.read_text(encoding="utf-8")))[:COMMON]
    score, wrong = Score(), 0
    for report in read_json_lines(args.reports):
        if args.only and report["id"] not in args.only:
            continue
        text = unicodedata.normalize("NFC", report["text"])
        facts = find_facts(text)
        wrong += len(misplaced(text, facts))
        missed, beyond = measure(report, facts, score)
        if args.misses:
            show(report, text, missed, beyond)
    print(f"{len(common)} commonest: {score.line(common)}")
    print(f"all indicators:  {score.line(score.codes())}")
    print(f"offsets that do not enclose the number: {wrong}")
    for code in score.codes():
        mark = "*" if code in common else " "
        print(f"{mark} {code:40} {score.line([code])}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
