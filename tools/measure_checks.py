"""How many labelled identities of a set of reports the reader reproduces, and what it accuses beyond them.

    python tools/measure_checks.py REPORTS.jsonl [--gold] [--misses]

One JSON report a line: `text`, `facts`, `identity_checks`. With --gold the labelled facts are used instead
of those the grammar finds, which measures the checks alone. Prints counts, and every hard failure that no
label supports.
"""

import argparse
import json
import re
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

from danvan.reports.reader.checks import check_facts
from danvan.reports.reader.facts import Check, Fact

NORMS = {"hơn": "at_least", "trên": "at_least", "gần": "at_most", "dưới": "at_most", "khoảng": "about"}


def gold_facts(report: dict[str, Any]) -> list[Fact]:
    """The labelled facts, placed at the first free occurrence of their number, in the order of the labels."""
    text, taken, facts, last = report["text"], set(), [], 0
    for row in report["facts"]:
        places = [m.start() for m in re.finditer(rf"(?<![\d.,]){re.escape(row['raw'])}(?![\d]|[.,]\d)", text)]
        free = [place for place in places if place not in taken]
        place = next((p for p in free if p >= last), free[0] if free else (places[0] if places else None))
        if place is None:
            continue
        taken.add(place)
        last = place
        facts.append(
            Fact(
                indicator=row["indicator"],
                value=Decimal(str(row["value"])) if isinstance(row["value"], float) else row["value"],
                unit=row["unit"],
                raw=row["raw"],
                start=place,
                end=place + len(row["raw"]),
                value_vnd=row.get("value_vnd"),
                qualifier=row.get("qualifier"),
                qualifier_norm=NORMS.get(row.get("qualifier", "")),
                period=row.get("period"),
                org=row.get("org"),
                direction=row["note"] if row.get("note") in ("tăng", "giảm") else None,
                places=((place, place + len(row["raw"])),),
            )
        )
    return facts


def numbers_of(label: dict[str, Any]) -> set[float]:
    """The numbers a labelled check speaks of."""
    keys = ("num", "den", "minuend", "subtrahend", "left", "right", "stated")
    found = [*label.get("parts", ()), *(label[key] for key in keys if key in label)]
    return {round(float(value), 3) for value in found}


def supports(label: dict[str, Any], check: Check) -> bool:
    """Whether our check says the same: same verdict, and every labelled number among ours at some scale."""
    if check.ok is not label["ok"]:
        return False
    ours = [float(v) for v in (*check.parts, check.stated) if v is not None]
    scaled = {round(value * factor, 3) for value in ours for factor in (1, 1e-3, 1e3)}
    wanted = numbers_of(label)
    if label["type"] == "le":  # the label adds its parts up
        wanted = {round(float(label["right"]), 3)}
    return wanted <= scaled


def find(text: str) -> list[Fact]:
    """The grammar's facts."""
    from danvan.reports.reader.find import find_facts

    return find_facts(text)


def main() -> int:
    """Prints the measure; 1 if a hard failure stands without a label."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("reports", type=Path)
    parser.add_argument("--gold", action="store_true", help="use the labelled facts")
    parser.add_argument("--misses", action="store_true", help="list labels that no check reproduces")
    args = parser.parse_args()
    labelled = reproduced = printed = 0
    accused: list[str] = []
    for line in args.reports.read_text(encoding="utf-8").splitlines():
        report = json.loads(line)
        checks = check_facts(report["text"], gold_facts(report) if args.gold else find(report["text"]))
        labels = report.get("identity_checks", [])
        printed += len(checks)
        labelled += len(labels)
        for label in labels:
            met = any(supports(label, check) for check in checks)
            reproduced += met
            if args.misses and not met:
                print("missed", report["id"], json.dumps(label, ensure_ascii=False))
        for check in checks:
            if check.ok is False and not any(supports(label, check) for label in labels):
                if check.severity == "hard":
                    accused.append(f"{report['id']}: {check.label}: {check.hint}")
                elif args.misses:
                    print(check.severity, report["id"], check.label, check.hint)
    print(
        f"labelled checks {labelled}, reproduced {reproduced}, printed {printed}, "
        f"hard without label {len(accused)}"
    )
    for sentence in accused:
        print("  hard:", sentence)
    return 1 if accused else 0


if __name__ == "__main__":
    sys.exit(main())
