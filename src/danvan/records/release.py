"""Duties made ahead for a unit that has since been merged or dissolved: they are excused with the reason, not removed."""

from datetime import date

from django.db import connection, transaction

from danvan.records.history import say_who

GONE = "Đơn vị không còn hoạt động vào ngày đến hạn; đơn vị kế thừa có nghĩa vụ của mình."
_RELEASE = """
UPDATE records_duty d SET excused_on = %(on)s, excuse = %(why)s
WHERE d.record_id IS NULL AND d.met_on IS NULL AND d.excused_on IS NULL AND d.begins_on > %(on)s
AND NOT EXISTS (SELECT FROM org_unitname n WHERE n.unit_id = d.unit_id AND n.valid @> d.due_on)
"""


@transaction.atomic
def release(on: date) -> int:
    """Excuse the spans not yet begun of units that will not live on the due day; how many. One statement.

    A span that has begun stays: who took over decides what becomes of it.
    """
    say_who(None, "Đơn vị đã nhập, chia hoặc giải thể")
    with connection.cursor() as cursor:
        cursor.execute(_RELEASE, {"on": on, "why": GONE})
        return cursor.rowcount
