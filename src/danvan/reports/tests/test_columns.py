"""Every printed column and equation of the statistical forms, against what was read of them: counted, or why not.

The reading lies beside the repository (DANVAN_SHARED); where it is absent the tests that need it are skipped by name.
"""

import json
import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from danvan.records.declare import Identity, Indicator, figure, identities
from danvan.reports.form_files import FormRow, files, form, forms, version_on

SHARED = Path(os.environ.get("DANVAN_SHARED", Path(__file__).resolve().parents[5] / "shared"))
READING = SHARED / "domain" / "law-petitions-forms.json"
needs_reading = pytest.mark.skipif(
    not READING.exists(), reason="no reading of the forms beside the repository"
)
FAMILIES = (
    "01/TCD",
    "02/TCD",
    "01/XLD",
    "02/XLD",
    "03/XLD",
    "04/XLD",
    "01/KQGQ",
    "02/KQGQ",
    "03/KQGQ",
    "04/KQGQ",
)
# The rows' units: what the form prints in another unit than the figure counts in, and why that is no other meaning.
UNITS = {"mVND": {"đồng"}, "m2": {"m²"}}
COUNTS = {
    "lượt",
    "người",
    "vụ việc",
    "đoàn",
    "kỳ",
    "đơn",
    "văn bản",
    "vụ",
    "tổ chức",
    "quyết định",
    "kết luận",
}
# Words of a column's title → words one of which its figure's own label must have: a wrong binding is found by its name.
MEANINGS = {
    "Tố cáo đúng": ("tố cáo đúng",),
    "Trong đó tố cáo tiếp đúng": ("tố cáo tiếp đúng",),
    "Tố cáo sai": ("tố cáo sai",),
    "Trong đó tố cáo tiếp sai": ("tố cáo tiếp sai",),
    "Tố cáo có đúng, có sai": ("tố cáo có đúng, có sai",),
    "Trong đó tố cáo tiếp có đúng, có sai": ("tố cáo tiếp có đúng, có sai",),
    "Số vụ việc rút toàn bộ nội dung tố cáo": ("rút toàn bộ",),
    "Số vụ việc đình chỉ không do rút tố cáo": ("không do rút",),
    "Khiếu nại đúng": ("khiếu nại đúng",),
    "Khiếu nại sai": ("khiếu nại sai",),
    "Khiếu nại đúng một phần": ("đúng một phần",),
    "Tố cáo": ("tố cáo",),
    "Khiếu nại": ("khiếu nại",),
    "Kiến nghị, phản ánh": ("kiến nghị, phản ánh",),
    "Chuyển đơn": ("chuyển đơn",),
    "Hướng dẫn": ("hướng dẫn",),
    "Đôn đốc giải quyết": ("đôn đốc",),
    "Kỳ trước chuyển sang": ("kỳ trước chuyển sang",),
    "Đơn kỳ trước chuyển sang": ("kỳ trước chuyển sang",),
    "Tiếp nhận trong kỳ": ("tiếp nhận trong kỳ",),
    "Đơn tiếp nhận trong kỳ": ("tiếp nhận trong kỳ",),
    "Đơn có nhiều người đứng tên": ("nhiều người đứng tên",),
    "Đơn một người đứng tên": ("một người đứng tên",),
    "Số kỳ tiếp": ("kỳ",),
    "Tiếp lần đầu": ("lần đầu",),
    "Tiếp nhiều lần": ("nhiều lần",),
    "Đất": ("đất",),
    "Tiền": ("tiền",),
    "Đúng quy định": ("đúng thời hạn",),
    "Không đúng quy định": ("không đúng thời hạn",),
    "Tham nhũng": ("tham nhũng",),
    "Công chức, công vụ": ("công chức, công vụ",),
    "Chế độ, chính sách": ("chế độ, chính sách",),
}
# Equations as read that are not tried as they stand, each with what is tried instead.
SET_ASIDE = {
    ("04/XLD", "2024", 8, (15, 18)): "the template's slip: 18 is a part of 16, so that 8 = 15 + 16 is tried",
}
# Printed as an equation and read as a warning: withdrawn and discontinued matters have no finding.
ONLY_WARNS = {("03/KQGQ", 6, (24, 26, 28))}


def reading() -> dict:
    return json.loads(READING.read_text(encoding="utf-8")) if READING.exists() else {}


def read_forms() -> list[dict]:
    return [one for one in reading().get("forms", []) if one["form"] in FAMILIES]


def year_of(one: dict) -> str:
    return "2024" if "2024" in one["circular"] else "2021"


def named(one: dict) -> str:
    return f"{one['form']} {year_of(one)}"


def ours(name: str, last: date) -> dict[int, FormRow]:
    """Our version of a form on a day, by printed column."""
    version = version_on(name.lower().replace("/", "-"), last)
    return {row.column: row for row in version.rows if row.column}


def last_of(one: dict) -> date:
    return date.fromisoformat(one["valid_to"])


def plain(title: str) -> str:
    return title.removesuffix(" (Trđ)").removesuffix(" (m2)")


@needs_reading
@pytest.mark.parametrize("one", read_forms(), ids=named)
def test_each_column_stands_under_its_title_and_is_counted_or_says_why_not(one):
    rows = ours(one["form"], last_of(one))
    sections = {
        row.column: section.title
        for section in version_on(one["form"].lower().replace("/", "-"), last_of(one)).sections
        for row in section.rows
    }
    assert list(rows) == [column["no"] for column in one["columns"]]
    for column in one["columns"]:
        row, path = rows[column["no"]], [plain(title) for title in column["path"]]
        assert (*row.under, row.leaf) == tuple(path[1:] or path), column
        assert len(path) == 1 or sections[row.column] == path[0], column
        assert row.code or len(row.note) > 20, f"{named(one)}.{column['no']} is neither counted nor explained"


@needs_reading
@pytest.mark.parametrize("one", read_forms(), ids=named)
def test_what_counts_a_column_cites_it_and_has_its_unit_and_words(one):
    rows = ours(one["form"], last_of(one))
    for column in one["columns"]:
        row = rows[column["no"]]
        if not row.code:
            continue
        item = figure(row.code)
        assert isinstance(item, Indicator)
        assert row.unit == item.unit, column
        assert item.unit in UNITS.get(column["unit"], COUNTS), column
        assert cited(item.cite, one, column["no"]), (row.code, item.cite, column)
        words = MEANINGS.get(plain(column["path"][-1]), ())
        told = str(item.label).lower()
        assert not words or any(word in told for word in words), (row.code, told, column)


def cited(cite: str, one: dict, number: int) -> bool:
    """Whether a figure's citation names that column of that form, alone or in a span; headline figures cite one circular."""
    wanted = {str(number)}
    spans = [word.strip(",();") for word in cite.replace("–", " – ").split()]
    numbers = {word for word in spans if word.isdigit()}
    if one["form"] not in cite:
        return False
    return bool(wanted & numbers)


@needs_reading
@pytest.mark.parametrize("family", sorted({one["form"] for one in reading().get("forms", [])}))
def test_each_form_that_was_read_is_counted_or_waits_for_its_records(family):
    keys = {item.key for item in forms().values()}
    counted = family.lower().replace("/", "-") in keys
    assert counted == (family in (*FAMILIES, "01/TTr")), family


def leaves(heads, above=()):
    for head in heads:
        if head.row is not None:
            yield (*above, head.title), head.row.column
        else:
            yield from leaves(head.below, (*above, head.title))


@needs_reading
@pytest.mark.parametrize("one", reading().get("forms", []), ids=named)
def test_the_tree_of_heads_is_the_one_that_was_read(one):
    version = version_on(one["form"].lower().replace("/", "-"), last_of(one))
    told = [(tuple(map(plain, column["path"])), column["no"]) for column in one["columns"]]
    assert list(leaves(version.columns)) == told
    assert sum(head.span for head in version.columns) == len(told)
    assert max(head.depth for head in version.columns) == max(len(path) for path, _no in told)


@needs_reading
def test_a_form_without_records_is_typed_and_keeps_its_equations():
    (one,) = (found for found in reading()["forms"] if found["form"] == "01/TTr")
    ours_ = version_on("01-ttr", last_of(one))
    assert not ours_.codes
    assert {row.typed for row in ours_.rows} == {f"TTR01.{column['no']}" for column in one["columns"]}
    assert all("cuộc thanh tra" in row.note for row in ours_.rows)
    told = {((item["lhs"],), tuple(item["rhs"]), False) for item in one["identities"]}
    told |= {((item["whole"],), (item["part"],), True) for item in one["subsets"]}
    assert {(item.whole, item.parts, item.at_most) for item in ours_.equations} == told


@needs_reading
def test_the_versions_are_those_of_the_circulars_and_every_other_is_an_unverified_copy():
    """A form of a circular is verified where its columns were read, to the day; nothing else claims to be."""
    read_at = {(one["form"].lower().replace("/", "-"), one["valid_from"]) for one in reading()["forms"]}
    starts = {circular["valid_from"] for circular in reading()["circulars"]}
    tables = [item for item in files().values() if item.is_table]
    for family in {item.family for item in tables}:
        for start in starts:
            version = version_on(family, date.fromisoformat(start))
            assert version.is_verified == ((family, start) in read_at), (family, start)
            assert version.is_verified or start == version.valid_from.isoformat()
    assert len(read_at) == 18
    for circular in reading()["circulars"]:
        if circular.get("status"):
            since = date.fromisoformat(circular["valid_from"])
            drafts = [item for item in tables if item.valid_from == since]
            assert {item.family for item in drafts} == {item.family for item in tables}
            assert all("06/2025" in item.unverified and "06/2025" in item.cite for item in drafts)


@needs_reading
def test_forms_of_which_only_the_name_is_known_are_not_pretended():
    known = {item.family for item in files().values()}
    for one in reading()["names_only"]:
        assert one["form"].lower().replace("/", "-") not in known


# -- equations ---------------------------------------------------------------------------------------------
def holding(whole: str, parts: set[str], last: date) -> list[Identity]:
    """Declared equations of that whole, whose parts are those and figures that no form prints."""
    printed = {row.code for item in forms().values() for row in item.rows if row.column}
    return [
        item
        for item in identities(last=last)
        if not item.at_most
        and item.whole == (whole,)
        and parts <= set(item.parts)
        and not ({*item.parts} - parts) & (printed - set(item.unprinted))
    ]


def within_one_form() -> Iterator:
    for one in read_forms():
        for told in one["identities"]:
            key = (one["form"], year_of(one), told["lhs"], tuple(told["rhs"]))
            yield pytest.param(one, told, id=f"{named(one)}: {told['lhs']} = {'+'.join(map(str, key[3]))}")


@needs_reading
@pytest.mark.parametrize(("one", "told"), list(within_one_form()))
def test_each_equation_of_a_form_is_declared_and_a_printed_one_blocks(one, told):
    if told["severity"] == "off":
        assert (one["form"], year_of(one), told["lhs"], tuple(told["rhs"])) in SET_ASIDE
        return
    rows = ours(one["form"], last_of(one))
    found = holding(rows[told["lhs"]].code, {rows[n].code for n in told["rhs"]}, last_of(one))
    assert len(found) == 1, [item.key for item in found]
    warns = (one["form"], told["lhs"], tuple(told["rhs"])) in ONLY_WARNS
    assert found[0].is_derived == (told["kind"] == "derived" or warns), found[0].key


@needs_reading
@pytest.mark.parametrize("one", read_forms(), ids=named)
def test_each_part_of_a_whole_is_declared_as_one(one):
    rows = ours(one["form"], last_of(one))
    declared = {
        (item.whole, item.parts): item.is_derived for item in identities(last=last_of(one)) if item.at_most
    }
    for told in one["subsets"]:
        pair = ((rows[told["whole"]].code,), (rows[told["part"]].code,))
        assert declared.get(pair) is True, (named(one), told)


def across() -> Iterator:
    for told in reading().get("cross_form", []):
        yield pytest.param(
            told, id=f"{told['circular'][3:10]}: {told['lhs']} = {'+'.join(told['rhs'])}".replace("/", "-")
        )


@needs_reading
@pytest.mark.parametrize("told", list(across()))
def test_each_equation_between_forms_is_declared(told):
    (last,) = {
        date.fromisoformat(c["valid_to"]) for c in reading()["circulars"] if c["id"] == told["circular"]
    }
    places = [told["lhs"], *told["rhs"]]
    codes = [ours(place.rpartition(".")[0], last)[int(place.rpartition(".")[2])].code for place in places]
    found = holding(codes[0], set(codes[1:]), last)
    assert len(found) == 1, [item.key for item in found]
    assert found[0].is_derived == (told["kind"] == "derived")


@pytest.mark.parametrize("last", [date(2023, 3, 14), date(2024, 3, 14), date(2025, 3, 14)])
def test_no_equation_mixes_letters_and_matters(last):
    """Đơn are never added to vụ việc (the trap of 01/XLD beside 02 to 04/XLD)."""
    for item in identities(last=last):
        units = {figure(code).unit for code in (*item.whole, *item.parts)}
        assert len(units) == 1 or item.at_most, (item.key, units)


def test_every_statistical_form_states_its_mappings():
    for item in forms().values():
        if item.is_table:
            assert len(item.note) > 60, item.key
    for key in ("01-xld", "02-xld", "03-xld", "04-xld"):
        assert "2 đến 4 người" in form(key).note
        assert "từ 5 người" in form(key).note
        assert "2 đến 4" not in form(f"{key}-2024").note, "the newer form has no columns by signatories"
    assert "không có ai đến" in form("01-tcd").note
    assert "từ chối tiếp" in form("01-tcd").note
