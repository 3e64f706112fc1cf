"""The agencies and organisations of a province, kept by hand: a row for every name that one bore."""

from datetime import date, timedelta
from pathlib import Path

from danvan.org.lists import AGENCIES, AGENCY, AGENCY_LINK, AGENCY_LINKS, Row, rows
from danvan.org.lists.listed import Heir, Listed, Nation, Spell
from danvan.org.models import Kind


def add_agencies(nation: Nation, folder: Path) -> None:
    """Add the listed agencies and their heirs to a nation; Refusal naming file, line and column otherwise."""
    for row in rows(AGENCIES, AGENCY, folder):
        _add(nation, row)
    for row in rows(AGENCIES, AGENCY, folder):
        if row["parent"] not in nation.units:
            raise row.refusal("parent", f"không có đơn vị “{row['parent']}”; hãy sửa mã địa chỉ cấp trên.")
    for row in rows(AGENCY_LINKS, AGENCY_LINK, folder):
        nation.heirs.append(_heir(nation, row))


def _add(nation: Nation, row: Row) -> None:
    since, until = _days(row)
    if row["kind"] not in Kind.values:
        raise row.refusal("kind", f"không có loại “{row['kind']}”; các loại: {', '.join(Kind.values)}.")
    unit = nation.units.setdefault(row["slug"], Listed(row["slug"], system="noi_bo"))
    if unit.system != "noi_bo":
        raise row.refusal("slug", f"“{row['slug']}” đã là một đơn vị hành chính; hãy đặt mã địa chỉ khác.")
    last = unit.names[-1].until if unit.names else since
    if last is None or last > since:
        raise row.refusal("from", "các dòng của một cơ quan phải nối tiếp nhau, không chồng ngày.")
    unit.names.append(Spell(since, until, row["name"], row["kind"], row["note"]))
    unit.codes.append(Spell(since, until, row["code"]))
    unit.parents.append(Spell(since, until, row["parent"]))


def _days(row: Row) -> tuple[date, date | None]:
    since, last = row.day("from"), row.day("to")
    if since is None:
        raise row.refusal("from", "đang để trống; hãy ghi ngày bắt đầu.")
    if last and last < since:
        raise row.refusal("to", "ngày kết thúc phải không trước ngày bắt đầu.")
    return since, last + timedelta(days=1) if last else None


def _heir(nation: Nation, row: Row) -> Heir:
    for column in ("old", "new"):
        if row[column] not in nation.units:
            raise row.refusal(column, f"không có đơn vị “{row[column]}”; hãy sửa mã địa chỉ.")
    on = row.day("on")
    if on is None:
        raise row.refusal("on", "đang để trống; hãy ghi ngày kế thừa.")
    return Heir(row["old"], row["new"], on, True, row["document"])
