"""What a table leaves empty, and what came by tables alone: printed, signed, published and compared as what it is."""

from copy import deepcopy
from dataclasses import replace
from datetime import date

import pytest
from nacl.signing import SigningKey

from danvan.org.tests.factories import make_account
from danvan.records.declare import Ratio
from danvan.reports import live
from danvan.reports.canonical import canonical, root_of, sealed_leaf
from danvan.reports.composer.figures import of_neighbour
from danvan.reports.documents.grid import CLOSED_SIGN, NOT_COUNTED_SIGN, grid_of
from danvan.reports.edition import public_body
from danvan.reports.flow import packages, tables
from danvan.reports.flow.models import UnitTable
from danvan.reports.flow.tests.conftest import QUARTER
from danvan.reports.reader import read_text
from danvan.reports.reconciling.lines import lines
from danvan.reports.regimes import split, turns
from danvan.reports.signing import envelope, prepare, sign
from danvan.reports.tests.factories import letters
from danvan.reports.verification import verify

pytestmark = pytest.mark.django_db
FORM = "01-xld"
CODE, OTHER = "xld01.tiep_nhan.mot_nguoi", "xld01.tiep_nhan.khac"
WHOLE = "xld01.tiep_nhan"


def give(unit, values, form=FORM, period=QUARTER):
    by = make_account("tong_hop", unit)
    return tables.take(unit, period, form, values, UnitTable.Origin.XLSX, by=by)


def signed(unit, form=FORM):
    head = make_account("lanh_dao", unit, covers_below=True)
    return sign(prepare(unit, QUARTER, form, by=head), by=head, reason="Bảng của xã còn thiếu cột.")


def every(form=FORM, value=7, period=QUARTER):
    return dict.fromkeys(tables.columns(tables.shape_of(form, period)[0]), value)


def own_cells(body):
    return {cell["code"]: cell for cell in body["cells"] if cell["unit"] == body["unit"]["slug"]}


def faults(found):
    return [finding.text for finding in found.findings if not finding.ok]


@pytest.mark.parametrize(("form", "values"), [(FORM, {CODE: 7}), ("dvcq", {"don.tiep_nhan": 4})])
def test_a_package_with_a_table_of_one_column_holds_and_its_public_edition_too(keeping, form, values):
    give(keeping.communes[2], values, form)
    report = signed(keeping.province, form)
    assert faults(verify(envelope(report))) == []
    assert faults(verify(envelope(report, public=True))) == []


def test_an_equation_of_a_row_without_empty_figures_is_still_tried(keeping):
    give(keeping.communes[2], {CODE: 7})
    changed = deepcopy(envelope(signed(keeping.province)))
    cells = changed["package"]["cells"]
    place = next(
        n
        for n, cell in enumerate(cells)
        if cell["unit"] == keeping.communes[0].slug and cell["code"] == WHOLE
    )
    cells[place] = sealed_leaf(cells[place] | {"value": 4})
    assert any("4 khác" in text or "khác 4" in text for text in faults(verify(changed)))


def test_only_cells_that_lack_a_figure_say_so(keeping):
    give(keeping.communes[2], {CODE: 7})
    body = signed(keeping.province).package
    lacking = {(cell["unit"], cell["code"]) for cell in body["cells"] if cell.get("lacks")}
    above = {keeping.province.slug, keeping.districts[1].slug, keeping.communes[2].slug}
    assert {unit for unit, _code in lacking} == above
    assert (keeping.province.slug, OTHER) in lacking
    assert CODE not in {code for _unit, code in lacking}


def test_without_a_table_no_cell_has_the_mark(keeping):
    body = signed(keeping.province).package
    assert not any("lacks" in cell for cell in body["cells"])
    assert all(cell["value"] is not None for cell in body["cells"] if cell["denominator"] is None)


def test_a_stated_nought_is_no_missing_figure(keeping):
    give(keeping.communes[2], {CODE: 0})
    figures = live.read(keeping.districts[1], QUARTER, FORM).figures
    assert figures.cell(CODE).value == 0
    assert figures.cell(OTHER).value is None
    assert figures.cell(OTHER).shown == "chưa có hồ sơ để đếm"
    assert figures.cell(CODE, keeping.communes[3].pk).value is None


def test_where_records_are_kept_a_missing_figure_leaves_what_is_counted(keeping):
    before = live.read(keeping.province, QUARTER, FORM).figures.cell(OTHER)
    give(keeping.communes[2], {CODE: 7})
    after = live.read(keeping.province, QUARTER, FORM).figures.cell(OTHER)
    assert (before.value, before.lacks) == (0, False)
    assert after == replace(before, lacks=True)


def test_a_share_of_what_nobody_stated_is_not_known(keeping):
    give(keeping.communes[2], {CODE: 7})
    share = Ratio("thu.ty_le", "Tỷ lệ một người đứng tên", OTHER, CODE)
    silent, known = (live.read(unit, QUARTER, FORM).figures for unit in keeping.districts[1::-1])
    silent.items[share.code] = known.items[share.code] = share
    cell = silent.cell(share.code)
    assert (cell.value, cell.denominator, cell.lacks) == (None, None, True)
    assert (known.cell(share.code).is_ratio, known.cell(share.code).lacks) == (True, False)


def test_the_printed_table_has_a_dash_where_nobody_stated_anything(keeping):
    give(keeping.communes[2], {CODE: 7})
    grid = grid_of(signed(keeping.province).package)
    at = [column.code for column in grid.columns]
    rows = {row.name: row.places for row in grid.rows}
    commune, silent = (rows[f"Xã Số 2.{n}"] for n in (1, 2))
    assert commune[at.index(CODE)].value == 7
    assert (commune[at.index(OTHER)].value, commune[at.index(OTHER)].text) == (None, NOT_COUNTED_SIGN)
    assert {(place.value, place.text) for place in silent} == {(None, NOT_COUNTED_SIGN)}
    assert rows["Xã Số 1.1"][at.index(OTHER)].value == 0
    assert rows["Tại cơ quan"][at.index(CODE)].value == 3, (
        "the rest is told although a row below lacks figures"
    )


def test_the_public_table_still_has_no_rows_of_the_units_below(keeping):
    give(keeping.communes[2], {CODE: 7})
    grid = grid_of(public_body(signed(keeping.province).package))
    assert [row.name for row in grid.rows] == ["Tổng số"]


def test_a_unit_hands_on_what_it_knows_and_nothing_else(place, compiler):
    district = place.districts[1]
    give(place.communes[2], {CODE: 7})
    body = deepcopy(signed(district).package)
    key = SigningKey(bytes(range(32)))
    root = root_of(body)
    full = {
        "package": body,
        "root": root,
        "signature": key.sign(bytes.fromhex(root)).signature.hex(),
        "public_key": bytes(key.verify_key).hex(),
    }
    taken = packages.take(canonical(full), district, QUARTER, FORM, by=compiler, key=full["public_key"])
    cells = dict(taken.cells.values_list("code", "value"))
    assert cells[CODE] == 7
    assert cells.get(OTHER) is None, "the column stays empty"
    assert live.read(place.province, QUARTER, FORM).figures.lacks(OTHER, place.province.pk)


def test_a_sentence_that_tells_part_of_a_figure_is_marked(keeping):
    give(keeping.communes[2], {"don.tiep_nhan": 4}, "dvcq")
    body = signed(keeping.province, "dvcq").package
    told = [leaf for leaf in body["narrative"] if "don.to_cao" in leaf["source"] or "tố cáo" in leaf["text"]]
    assert told
    assert all(any("chưa đủ số của kỳ này" in text for text in leaf["stale"]) for leaf in told)
    assert not any("15 đơn khiếu nại" in leaf["text"] for leaf in body["narrative"] if not leaf["stale"])


@pytest.mark.parametrize("values", [{CODE: 2, OTHER: 1}, {CODE: 4, OTHER: 4}])
def test_the_public_edition_closes_small_counts_that_came_by_table(keeping, values):
    give(keeping.communes[2], values)
    body = public_body(signed(keeping.districts[1]).package)
    cells = own_cells(body)
    assert all(cells[code].get("closed") and "value" not in cells[code] for code in values)
    assert all(line.get("closed") for line in body["lines"] if line["code"] in values)


def test_a_small_part_that_came_by_table_closes_a_large_count(place):
    letters(place.communes[3], "khieu_nai", 9)
    give(place.communes[2], every("dvcq", 0) | {"don.tiep_nhan": 2, "don.to_cao": 2}, "dvcq")
    report = signed(place.districts[1], "dvcq")
    assert (own_cells(report.package)["don.tiep_nhan"]["value"]) == 11
    cells = own_cells(public_body(report.package))
    assert cells["don.to_cao"].get("closed")
    assert cells["don.tiep_nhan"].get("closed")


def test_no_sentence_of_the_public_edition_tells_a_small_count_that_came_by_table(keeping):
    give(keeping.communes[2], {"don.tiep_nhan": 2, "don.to_cao": 2, "don.khieu_nai": 0}, "dvcq")
    body = public_body(signed(keeping.districts[1], "dvcq").package)
    assert not any("tố cáo" in leaf.get("text", "") for leaf in body["narrative"])
    assert not any("2 đơn" in leaf.get("text", "") for leaf in body["narrative"])


def test_large_counts_by_table_stay_open(keeping):
    give(keeping.communes[2], every(value=0) | {CODE: 70})
    cells = own_cells(public_body(signed(keeping.districts[1]).package))
    assert cells[CODE]["value"] == 70
    assert not cells[OTHER].get("closed")


def test_a_province_shows_its_small_counts_by_table_as_it_shows_those_of_records(keeping):
    give(keeping.communes[2], {CODE: 2, OTHER: 1})
    body = public_body(signed(keeping.province).package)
    assert own_cells(body)[OTHER]["value"] == 1
    assert CLOSED_SIGN not in [place.text for place in grid_of(body).rows[-1].places]


def test_a_neighbour_stands_beside_with_its_tables(keeping):
    district = keeping.districts[1]
    give(keeping.communes[2], {CODE: 7})
    read = live.read(keeping.districts[0], QUARTER, FORM)
    _name, figures = of_neighbour([(district.pk, "Huyện Số 2")], str(district.pk), read)
    assert figures.cell(CODE).value == live.read(district, QUARTER, FORM).figures.cell(CODE).value == 7


def test_a_read_report_is_held_against_the_tables_too(keeping):
    give(keeping.communes[2], {"don.tiep_nhan": 40}, "dvcq")
    reading = read_text("Trong quý I/2023, đã tiếp nhận 40 đơn.")
    (line,) = lines(reading, keeping.communes[2], live.period_of(QUARTER))
    assert (line.standing, line.counted_shown, line.why) == ("khop", "40", "")


def test_tables_that_do_not_go_on_are_not_taken_for_records_changed_since(keeping):
    """The next quarter has no table yet, so that what is carried over differs; no record has changed."""
    give(keeping.communes[2], every())
    signed(keeping.province)
    found = [
        check for check in live.read(keeping.province, "2023-Q2", FORM).checks if check.kind == "giua_ky"
    ]
    failed = [check for check in found if not check.ok]
    assert failed
    assert {check.cause for check in failed} == {""}


def test_a_figure_that_a_table_leaves_empty_is_not_held_against_other_periods(keeping, settings):
    signed(keeping.province)
    settings.DEMONSTRATION_DAY = date(2023, 7, 1)
    give(keeping.communes[2], {OTHER: 1}, period="2023-Q2")
    read = live.read(keeping.province, "2023-Q2", FORM)
    carried = next(code for code in read.figures.items if code.endswith("ky_truoc") or "mo_ky" in code)
    assert read.figures.cell(carried).lacks
    assert not [check for check in read.checks if check.kind == "giua_ky" and not check.ok]


def test_what_came_by_table_is_not_said_to_be_the_sum_of_the_parts_of_a_period(place, settings):
    settings.DEMONSTRATION_DAY = date(2025, 1, 5)
    new, period = "01-xld-2024", "2024-Q1"
    give(place.communes[2], every(new, 7, period), new, period)
    read = live.read(place.province, period, new)
    found = split(read.figures, turns(read.figures, read.form))
    line = next(line for line in found.lines if line.code == WHOLE)
    assert line.parts == ("0", "0")
    assert not line.adds
    assert line.whole == "7, trong đó 7 theo bảng gửi của cả kỳ, không tách được"
