"""Rows where none can stand: below the first number, where no root counts them, and after a root but dated before it."""

from collections.abc import Iterator

from danvan.records.verifying.findings import Finding
from danvan.records.verifying.reading import stream
from danvan.records.verifying.scope import Scope
from danvan.ui.dates import day

BELOW = '{scope} SELECT h.id, h.chain, h."table" FROM (SELECT * FROM records_history WHERE id <= 0) h {where} ORDER BY h.id'
# Each root's day has begun when it is made. Ten minutes are for who took the time just before midnight, then waited.
# OFFSET keeps the rows of a root together: one span of numbers after the other, each row read once.
BACKDATED = """
{scope}
SELECT h.id, h.chain, h."table", r.day
FROM (SELECT id, day, upto, lead(upto) OVER (ORDER BY id) AS until FROM records_historyroot) r
CROSS JOIN LATERAL (
  SELECT g.id, g.chain, g."table" FROM records_history g
  WHERE g.id > r.upto AND g.id <= coalesce(r.until, 9223372036854775807)
    AND g.at < r.day::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh' - interval '10 minutes' OFFSET 0
) h {where} ORDER BY r.id
"""
NO_NUMBER = "số thứ tự không lớn hơn 0: hệ thống không bao giờ cấp, không mã ngày nào tính đến dòng này"
TOO_EARLY = "dòng này đứng sau mã ngày {day} nhưng ghi giờ trước ngày ấy"


def misplaced_rows(scope: Scope) -> Iterator[Finding]:
    """A finding for each row with a number that is never given, and each dated before a root that it stands after."""
    below = BELOW.format(scope=scope.sql, where=scope.where("h"))
    for pk, chain, table in stream(below, scope.values):
        yield Finding("so", NO_NUMBER, table, chain, pk)
    if not scope.has_roots:
        return
    backdated = BACKDATED.format(scope=scope.sql, where=scope.where("h"))
    for pk, chain, table, made in stream(backdated, scope.values):
        yield Finding("gio", TOO_EARLY.format(day=day(made)), table, chain, pk)
