"""Freezing, hashing and signing the reports of communes from one scan of a nation; and reading a written report.

A turn signs some of the nation's 3 355 reports and is rolled back, so that every turn finds them unsigned; the scan of all
units is part of each turn. Papers are typeset when they are asked for, and are no part of it.
"""

from functools import cache
from typing import Any

from bench import kept, nation
from bench.harness import Bench

REPORTS, QUARTER, FORM = 30, "2023-Q1", "01-xld"
PAGES, LINES = 20, 30
PARAGRAPH = (
    "Trong quý, toàn tỉnh tiếp {visits} lượt/{persons} người đến khiếu nại, tố cáo, kiến nghị, phản ánh; tiếp nhận {all}"
    " đơn, trong đó {one} đơn khiếu nại, {two} đơn tố cáo, {three} đơn kiến nghị, phản ánh; đã giải quyết {done}/{all} đơn."
)


@cache
def head() -> Any:
    """Who signs for all units, with the drafts of some communes approved."""
    from django.conf import settings
    from django.utils import timezone

    root = nation.root()
    settings.DEMONSTRATION_DAY = nation.province.LAST
    from danvan.reports.flow import moving
    from danvan.reports.models import Report

    by = kept.head(root)
    if Report.objects.exists():  # of a run before
        return by
    units = sorted(nation.places())[-REPORTS:]
    Report.objects.bulk_create(
        Report(
            unit_id=unit,
            issuer_id=unit,
            form=FORM,
            period=QUARTER,
            state="da_trinh",
            tree_on=nation.province.LAST,
            prepared_by=by,
            created_at=timezone.now(),
        )
        for unit in units
    )
    for report in Report.objects.all():
        moving.approve(report, by=by)
    return by


def sign() -> None:
    """Sign them all, and take it back."""
    by = head()
    from django.db import transaction

    from danvan.reports.signing_all.signing import sign_all

    with transaction.atomic():
        found = list(sign_all(QUARTER, by=by))
        signed = sum(not one.refusal for one in found)
        assert REPORTS * 0.8 < signed <= len(found) == REPORTS  # rows of chance fail some trials
        transaction.set_rollback(True)


@cache
def pages() -> str:
    """Twenty pages of thirty lines, no two of them with the same numbers."""
    lines = []
    for n in range(PAGES * LINES // 3):  # a paragraph takes some three lines
        one, two, three = 38 + n, 94 + 2 * n, 164 + 3 * n
        numbers = {"one": one, "two": two, "three": three, "all": one + two + three}
        lines.append(PARAGRAPH.format(visits=800 + n, persons=900 + n, done=100 + n, **numbers))
    return "\n".join(lines)


def read() -> None:
    """Find every figure of the pages."""
    from danvan.reports.reader import read_text

    assert len(read_text(pages()).facts) >= PAGES * 10


BENCHES = [
    Bench(
        "sign_all",
        f"{REPORTS} communes' reports of form {FORM} of 3 355 units, {nation.RECORDS.rows:,} live rows".replace(
            ",", " "
        ),
        sign,
        handled=REPORTS,
        least=3,
    ),
    Bench(
        "read_20_pages",
        f"{PAGES} pages of {LINES} lines, {PAGES * LINES // 3} paragraphs of 8 figures",
        read,
        least=5,
    ),
]
