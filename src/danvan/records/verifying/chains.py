"""The links: each row's hash over what it holds, and over the hash of the row before it in its chain; the chain's end."""

from collections.abc import Iterator

from danvan.records.verifying.findings import Finding
from danvan.records.verifying.reading import stream
from danvan.records.verifying.scope import Scope

LINKS = """
{scope}
SELECT id, chain, "table", hash = computed, previous_hash = expected, expected = '', previous_hash = ''
FROM (
  SELECT h.id, h.chain, h."table", h.hash, h.previous_hash,
    lag(h.hash, 1, '') OVER (PARTITION BY h.chain ORDER BY h.id) AS expected,
    records_history_hash(h.previous_hash, h.chain, h."table", h.operation, h.at, h.actor, h.reason, h.before, h.after,
      h.id, h.row_key) AS computed
  FROM records_history h {where}
) h WHERE hash <> computed OR previous_hash <> expected
"""
TIPS = """
{scope}
SELECT chain, h.id, t.last, h."table" FROM (
  SELECT DISTINCT ON (h.chain) h.chain, h.id, h.hash, h."table" FROM records_history h {where} ORDER BY h.chain, h.id DESC
) h FULL JOIN (SELECT t.* FROM records_historytip t {tips}) t USING (chain)
WHERE (h.id, h.hash) IS DISTINCT FROM (t.last, t.hash)
"""
CUT = "chuỗi thiếu dòng lịch sử cuối ({last}): dòng ấy đã bị xóa"
LENGTHENED = "dòng này được ghi vào cuối chuỗi mà không qua bộ ghi lịch sử"
OTHER_END = "dòng cuối của chuỗi đã bị thay"
ALTERED = "nội dung dòng này đã bị sửa: mã băm không khớp"
NO_FIRST = "thiếu dòng đầu của chuỗi, hoặc dòng này đã bị chuyển chỗ"
TWO_FIRST = "dòng này tự nhận là dòng đầu nhưng không đứng đầu chuỗi"
NOT_NEXT = "không nối với dòng đứng trước: có dòng ngay trước đã bị xóa, sửa, chèn thêm hoặc đổi thứ tự"


def broken_links(scope: Scope) -> Iterator[Finding]:
    """A finding for each row that was altered and each that does not follow the one before it."""
    query = LINKS.format(scope=scope.sql, where=scope.where("h"))
    for pk, chain, table, is_whole, follows, is_first, says_first in stream(query, scope.values):
        if not is_whole:
            yield Finding("sua", ALTERED, table, chain, pk)
        if not follows:
            what = NO_FIRST if is_first else TWO_FIRST if says_first else NOT_NEXT
            yield Finding("noi", what, table, chain, pk)


def broken_ends(scope: Scope) -> Iterator[Finding]:
    """A finding for each chain whose last row is not the one that was written last."""
    query = TIPS.format(scope=scope.sql, where=scope.where("h"), tips=scope.where("t"))
    for chain, pk, last, table in stream(query, scope.values):
        if last is not None and (pk is None or pk < last):
            yield Finding("cuoi", CUT.format(last=last), table or "", chain, pk)
        else:
            yield Finding("cuoi", OTHER_END if pk == last else LENGTHENED, table, chain, pk)
