"""Which rows of the three lists are one and the same unit, and which are heirs.

A code is not an identity: five communes of Quảng Bình kept a code under a new name, and Thị trấn Quán Hàu took over the
code of the commune that was merged into it. Where units were merged, the result is the same unit as the one whose name
and kind it bears; a result with a new name is a new unit, and heir to all. On 1/7/2025 every merged or divided unit is
new; a unit goes on only where it is the one whole predecessor of its successor.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from danvan.org.lists import FOLDER, LINK, REFORM, REFORMS, STAGES, UNIT, Row, Stage, rows
from danvan.org.lists.agencies import add_agencies
from danvan.org.lists.listed import Heir, Listed, Nation
from danvan.org.models import Kind

type Known = dict[str, Listed]  # by the code of the day


def read(folder: Path = FOLDER) -> Nation:
    """The identities of all lists in a folder; Refusal naming file, line and column for a row that cannot be."""
    nation = Nation()
    known: Known = {}
    homes: dict[str, str] = {}
    for stage in STAGES:
        step = _Step(stage, folder)
        known = step.take(nation, known, homes)
        homes = step.homes
    add_agencies(nation, folder)
    return nation


@dataclass
class _Step:
    """One list following another. `homes` gives the province code of every code."""

    stage: Stage
    folder: Path
    listed: dict[str, Row] = field(init=False)
    links: list[Row] = field(init=False)
    reforms: dict[str, Row] = field(init=False)
    homes: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self.listed = _units(self.stage.units, self.folder)
        self.homes = {code: self._home(row) for code, row in self.listed.items()}
        self.links = list(rows(self.stage.links, LINK, self.folder)) if self.stage.links else []
        mine = (row for row in rows(REFORMS, REFORM, self.folder) if row["list"] == self.stage.units)
        self.reforms = {row["province"]: row for row in mine}

    def take(self, nation: Nation, known: Known, homes: dict[str, str]) -> Known:
        """The units by their codes after this step; ends what is gone and writes down the heirs."""
        self._check_links(known)
        same = self._same(known)
        now = {
            code: same.get(code) or nation.new_unit(row["name"], code, self._since(self.homes[code]))
            for code, row in self.listed.items()
        }
        going_on = {unit.slug for unit in now.values()}
        for code, unit in known.items():
            if unit.slug not in going_on:
                unit.end(self._since(homes[code]))
        for code, row in self.listed.items():
            parent = now[row["parent"]].slug if row["parent"] else ""
            now[code].holds(self._since(self.homes[code]), row["name"], row["kind"], code, parent)
        nation.heirs += self._heirs(known, now)
        return now

    def _home(self, row: Row) -> str:
        while row["parent"]:
            above = self.listed.get(row["parent"])
            if above is None or len(above["code"]) >= len(row["code"]):
                raise row.refusal(
                    "parent", f"không có cấp trên mang mã “{row['parent']}” trong danh mục này; hãy sửa mã."
                )
            row = above
        return row["code"]

    def _since(self, province: str) -> date:
        reform = self.reforms.get(province)
        return (reform.day("on") if reform else None) or self.stage.since

    def _check_links(self, known: Known) -> None:
        for link in self.links:
            if link["old"] not in known:
                raise link.refusal("old", f"danh mục trước không có mã “{link['old']}”; hãy sửa mã.")
            if link["new"] not in self.listed:
                raise link.refusal("new", f"{self.stage.units} không có mã “{link['new']}”; hãy sửa mã.")
            if link["part"] not in ("whole", "part"):
                raise link.refusal("part", "chỉ nhận whole (toàn bộ) hoặc part (một phần).")

    def _same(self, known: Known) -> Known:
        """New code → the old unit that goes on under it."""
        into: dict[str, set[str]] = defaultdict(set)
        out_of: dict[str, set[str]] = defaultdict(set)
        for link in self.links:
            into[link["new"]].add(link["old"])
            out_of[link["old"]].add(link["new"])
        if not self.stage.codes_carry:
            only = {new: next(iter(olds)) for new, olds in into.items() if len(olds) == 1}
            return {new: known[old] for new, old in only.items() if len(out_of[old]) == 1}
        return self._carried(known, into, {old for old, news in out_of.items() if len(news) > 1})

    def _carried(self, known: Known, into: dict[str, set[str]], divided: set[str]) -> Known:
        same = {code: known[code] for code in self.listed if code in known and code not in into}
        for new in sorted(into):
            row = self.listed[new]
            parts = sorted(into[new] | ({new} & known.keys()))
            namesakes = [old for old in parts if known[old].is_called(row["name"], row["kind"])]
            goes_on = namesakes if len(parts) > 1 or parts[0] in divided else parts
            if len(goes_on) == 1:
                same[new] = known[goes_on[0]]
        return same

    def _heirs(self, known: Known, now: Known) -> Iterable[Heir]:
        pairs = {
            (known[link["old"]].slug, now[link["new"]].slug): link
            for link in self.links
            if known[link["old"]] is not now[link["new"]]
        }
        for (old, new), link in sorted(pairs.items()):
            home = self.homes[link["new"]]
            reform = self.reforms.get("" if len(link["new"]) == 2 else home)
            document = reform["document"] if reform else ""
            yield Heir(old, new, self._since(home), link["part"] == "whole", document)


def _units(name: str, folder: Path) -> dict[str, Row]:
    found: dict[str, Row] = {}
    for row in rows(name, UNIT, folder):
        if row["kind"] not in Kind.values:
            raise row.refusal("kind", f"không có loại “{row['kind']}”; các loại: {', '.join(Kind.values)}.")
        if row["code"] in found:
            raise row.refusal(
                "code", f"mã “{row['code']}” đã có ở dòng {found[row['code']].line}; hãy bỏ một dòng."
            )
        found[row["code"]] = row
    return found
