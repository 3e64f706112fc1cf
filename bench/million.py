"""One invented province with a million letters, made by SQL from letters that the program itself wrote.

Every row is a copy of a template row with other ids, units, days, kinds and states, so a new column needs no change here.
The history of the filling is left out: it would only take time.
"""

from datetime import date
from pathlib import Path

from bench import kept

LETTERS, COMMUNES = 1_000_000, 170
FIRST = date(2014, 7, 1)
DAYS = 3_170  # to 6/3/2023, before the day on which the demonstration plays
TABLES = ("records_record", "petitions_letter", "records_duty")
KIND = (
    "CASE WHEN n % 40 = 0 THEN NULL WHEN n % 10 = 1 THEN 'to_cao' WHEN n % 10 < 4 THEN 'khieu_nai'"
    " ELSE 'kien_nghi_phan_anh' END"
)
OPEN = "n > 970000"  # three of a hundred are still being handled, the latest
ON = f"(DATE '{FIRST}' + (n / {LETTERS / DAYS}::float8)::int)"


def filled() -> None:
    """Point Django at the kept database, made at the first call."""
    kept.filled(Path(__file__), fill)


def officer():
    """The officer of one district, who reads the letters of some twenty communes below it."""
    from danvan.org.models import Account

    return Account.objects.get(username="can-bo-huyen")


def fill() -> None:
    """A province, its communes, an officer of a district, three letters by the program, and a million like them."""
    from django.db import connection

    from danvan.org.models import Account, Kind
    from danvan.org.tests.factories import make_account, make_unit

    root = make_unit("Tỉnh Minh Họa", Kind.PROVINCE, code="44")
    districts = [make_unit(f"Huyện Minh Họa số {n}", Kind.DISTRICT, root) for n in range(8)]
    communes = [make_unit(f"Xã Minh Họa số {n}", Kind.COMMUNE, districts[n % 8]) for n in range(COMMUNES)]
    writer = make_account("xu_ly", root, covers_below=True)
    reader = make_account("xu_ly", districts[0], covers_below=True)
    Account.objects.filter(pk=reader.pk).update(username="can-bo-huyen")
    template = _template(writer, root)
    units = [unit.pk for unit in (root, *districts, *communes)]
    with connection.cursor() as cursor, kept.bare(cursor, TABLES):
        for table, values in _copies(template, units).items():
            kept.copies(cursor, table, *values, LETTERS)
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval('records_record_id_seq', (SELECT max(id) FROM records_record))")
        cursor.execute("SELECT setval('records_duty_id_seq', (SELECT max(id) FROM records_duty))")


def _template(writer, unit) -> int:
    """The id of a classified letter with its running duty."""
    from danvan.records import writing

    letter = writing.open_record("don", by=writer, unit=unit, on=FIRST, is_illustrative=True)
    return writing.move(letter, "phan_loai", by=writer, on=FIRST, kind="khieu_nai", field="dat_dai").pk


def _copies(template: int, units: list[int]) -> dict[str, tuple[str, dict[str, str]]]:
    """For each table the template row's condition and what differs in the copies, as SQL over `n`."""
    unit = f"(ARRAY{units})[1 + n * 31 % {len(units)}]"
    number = f"{template} + n"
    record = {
        "id": number,
        "public_id": "lpad((n * 7919::bigint)::text, 16, '1')",
        "unit_id": unit,
        "register_no": "n",
        "register_year": f"extract(year FROM {ON})::int",
        "received_on": ON,
        "state": f"CASE WHEN {OPEN} THEN CASE WHEN n % 40 = 0 THEN 'tiep_nhan' ELSE 'da_phan_loai' END"
        " WHEN n % 3 = 0 THEN 'chuyen' WHEN n % 3 = 1 THEN 'huong_dan' ELSE 'luu' END",
        "closed_on": f"CASE WHEN {OPEN} THEN NULL ELSE {ON} + 9 END",
        "secrecy": f"CASE WHEN coalesce({KIND}, 'to_cao') = 'to_cao' THEN 'niem_phong' ELSE 'noi_bo' END",
        "identity_released_on": f"CASE WHEN coalesce({KIND}, 'to_cao') = 'to_cao' THEN NULL ELSE {ON} END",
    }
    letter = {
        "record_ptr_id": number,
        "kind": KIND,
        "field": "(ARRAY['dat_dai','che_do_chinh_sach','tu_phap','khac'])[1 + n % 4]",
        "channel": "(ARRAY['buu_chinh','truc_tiep','tiep_cong_dan','chuyen_den'])[1 + n % 4]",
        "classified_on": ON,
        "handled_on": f"CASE WHEN {OPEN} OR n % 40 = 0 THEN NULL ELSE {ON} + 9 END",
    }
    due = f"{ON} + 14"
    duty = {
        "id": number,
        "record_id": number,
        "unit_id": unit,
        "begins_on": ON,
        "due_on": due,
        "own_latest_on": due,
        "latest_on": due,
        "met_on": f"CASE WHEN {OPEN} THEN NULL ELSE {ON} + 9 END",
    }
    return {
        "records_record": (f"id = {template}", record),
        "petitions_letter": (f"record_ptr_id = {template}", letter),
        "records_duty": (f"record_id = {template} AND clock = 'thu_ly_khieu_nai'", duty),
    }
