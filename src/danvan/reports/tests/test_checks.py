"""Trials of counted and typed figures, and the words in which a failure is told."""

import pytest
from django.db import connection

from danvan.domains.petitions.models import Matter
from danvan.records import declare
from danvan.records.declare import Identity
from danvan.reports import live
from danvan.reports.checks import checks, failed_sum, identity_checks, roll_up_checks, typed_checks, written
from danvan.reports.comparison import compare, fits, shown, typed_figures
from danvan.reports.compute import compute
from danvan.reports.form_files import form
from danvan.reports.models import TypedFigure
from danvan.reports.scan import Tally
from danvan.reports.tests.factories import FIRST, letters, make_place, matter, quarter_of_296, typed_report
from danvan.reports.windows import period_of

pytestmark = pytest.mark.django_db
QUARTER = "2023-Q1"
ARTICLE = {"DON.tiep_nhan": 258, "DON.khieu_nai": 38, "DON.to_cao": 94, "DON.kien_nghi_phan_anh": 164}
LEFT_OUT = "Tổng 258 bỏ sót 38 đơn khiếu nại: 38 + 94 + 164 = 296"


@pytest.fixture
def place():
    return make_place()


def figures_of(place, **more):
    return compute(place.province, QUARTER, **more)


def test_equations_of_counted_figures_hold_on_every_row(place):
    quarter_of_296(place)
    matter(place.communes[0], FIRST)
    found = identity_checks(figures_of(place))
    assert {check.key for check in found} >= {"don_theo_loai", "vu_viec_can_doi", "luot_theo_hinh_thuc"}
    assert all(check.ok for check in found if check.key != "don_theo_tham_quyen")
    assert "8 dòng" in found[0].text


def test_a_matter_settled_and_still_open_breaks_the_equation_where_it_stands(place):
    quarter_of_296(place)
    matter(place.communes[3], FIRST)
    Matter.objects.update(settled_on=FIRST, result="dung")
    found = [check for check in identity_checks(figures_of(place)) if check.key == "vu_viec_can_doi"]
    failed = [check for check in found if not check.ok]
    assert {check.unit for check in failed} == {"Xã Số 2.2", "Huyện Số 2", "Tỉnh Minh Họa"}
    total = next(check for check in failed if check.unit == "Tỉnh Minh Họa")
    assert (total.stated, total.computed) == (1, 2)
    assert total.blocks


def test_children_add_up_to_their_parent(place):
    quarter_of_296(place)
    (check,) = roll_up_checks(figures_of(place))
    assert check.ok


def test_a_total_that_lost_a_child_is_found(place):
    quarter_of_296(place)
    figures = figures_of(place)
    figures._total["don.to_cao"][place.province.pk] = Tally(90, 90)
    (check,) = [check for check in roll_up_checks(figures) if not check.ok]
    assert (check.stated, check.computed) == (90, 94)
    assert "đơn tố cáo" in check.text
    assert check.blocks


def test_the_first_report_leaves_its_complaints_out(place):
    typed_report(place.province, ARTICLE)
    (check,) = typed_checks(TypedFigure.objects.select_related("report"))
    assert not check.ok
    assert check.text == LEFT_OUT
    assert check.cause == "left_out"
    assert not check.blocks, "a typed report's own slip is shown beside, not held against the counted one"


def test_an_equation_half_typed_is_not_tried(place):
    typed_report(place.province, {key: ARTICLE[key] for key in ("DON.tiep_nhan", "DON.khieu_nai")})
    assert typed_checks(TypedFigure.objects.select_related("report")) == []


def test_failures_come_first(place):
    quarter_of_296(place)
    typed_report(place.province, ARTICLE)
    found = checks(figures_of(place), TypedFigure.objects.select_related("report"))
    assert [check.ok for check in found] == sorted(check.ok for check in found)
    assert not found[0].ok


@pytest.mark.parametrize(
    ("parts", "stated", "said", "kind"),
    [
        ({"đơn a": 10, "đơn b": 20}, 20, "Tổng 20 bỏ sót 10 đơn a: 10 + 20 = 30", "left_out"),
        ({"đơn a": 11, "đơn b": 25}, 63, "Tổng 63 khác 11 + 25 = 36. ", "transposed"),
        ({"đơn a": 11, "đơn b": 25}, 47, "Tổng 47 khác 11 + 25 = 36. ", "counted_twice"),
    ],
)
def test_a_failed_sum_says_why(parts, stated, said, kind):
    text, cause = failed_sum(parts, stated)
    assert text.startswith(said)
    assert cause == kind


def test_a_failed_sum_without_a_cause_says_only_what_differs():
    assert failed_sum({"đơn a": 11, "đơn b": 25}, 1234) == ("Tổng 1.234 khác 11 + 25 = 36", "")
    assert written({"a": 1, "b": 2}) == "1 + 2 = 3"


# -- typed beside counted ----------------------------------------------------------------------------------
def lines_of(place):
    window = period_of(QUARTER)
    return {
        line.row.typed or line.row.code: line
        for line in compare(figures_of(place), form("dvcq"), typed_figures(place.province, window))
    }


def test_the_only_difference_is_the_total(place):
    quarter_of_296(place)
    typed_report(place.province, ARTICLE)
    lines = lines_of(place)
    differing = [line for line in lines.values() if line.standing == "khong_khop"]
    assert [line.row.code for line in differing] == ["don.tiep_nhan"]
    assert (differing[0].typed_shown, differing[0].cell.value, differing[0].difference) == ("258", 296, 38)
    assert differing[0].text == f"{LEFT_OUT}."
    assert lines["DON.to_cao"].standing == "khop"


def test_what_nothing_counts_stands_as_typed_only(place):
    report = typed_report(place.province, {"TT.cuoc": 85})
    TypedFigure.objects.create(
        report=report,
        code="TT.sai_pham",
        label="Sai phạm",
        value=3_100_000_000,
        unit="đồng",
        qualifier="trên",
    )
    lines = lines_of(place)
    assert lines["TT.cuoc"].standing == "chi_nhap_tay"
    assert lines["TT.cuoc"].cell.shown == "chưa có hồ sơ để đếm"
    assert lines["TT.cuoc"].difference is None
    assert lines["TT.sai_pham"].typed_shown == "trên 3,1 tỷ đồng"
    assert lines["TTHC.ty_le_3_cap"].standing == "trong"
    assert (
        lines["don.luu"].standing == "chi_dem"
        if "don.luu" in lines
        else lines["DON.luu"].standing == "chi_dem"
    )


def test_a_difference_without_failed_sum_says_how_much(place):
    letters(place.province, "khieu_nai", 3)
    typed_report(place.province, {"DON.khieu_nai": 5})
    line = lines_of(place)["DON.khieu_nai"]
    assert (line.standing, line.difference) == ("khong_khop", -2)
    assert line.text == "Đếm từ hồ sơ ít hơn báo cáo 2 đơn."


def test_a_note_of_the_typed_figure_stays_with_the_line(place):
    report = typed_report(place.province, {"DON.khieu_nai": 0})
    report.figures.update(note="số liệu đến tháng 2/2023, chưa trọn kỳ")
    assert lines_of(place)["DON.khieu_nai"].text == "số liệu đến tháng 2/2023, chưa trọn kỳ"


def test_of_two_reports_the_later_issued_speaks(place):
    typed_report(place.province, {"DON.khieu_nai": 7}, issued_on="2023-03-20")
    typed_report(place.province, {"DON.khieu_nai": 5}, issued_on="2023-03-10")
    typed_report(place.province, {"DON.khieu_nai": 1}, period="2022-Q4")
    typed_report(place.department, {"DON.khieu_nai": 2})
    (figure,) = typed_figures(place.province, period_of(QUARTER))
    assert figure.value == 7


@pytest.mark.parametrize(
    ("qualifier", "counted", "agrees"),
    [
        ("", 100, True),
        ("", 101, False),
        ("trên", 120, True),
        ("hơn", 99, False),
        ("gần", 98, True),
        ("Dưới", 101, False),
        ("khoảng", 104, True),
        ("khoảng", 106, False),
    ],
)
def test_a_qualifier_says_how_far_numbers_may_differ(qualifier, counted, agrees):
    assert fits(TypedFigure(value=100, qualifier=qualifier), counted) is agrees


def test_typed_values_read_as_written():
    assert shown(TypedFigure(value=100, unit="%")) == "100 %"
    assert shown(TypedFigure(value=97, unit="lượt")) == "97"
    assert shown(TypedFigure(value=0, unit="đơn")) == "0"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (49, "Có thể đảo chữ số: 94 thành 49."),
        (95, "Có thể gõ sai một chữ số: 94 thành 95."),
        (94_000, "Lệch đúng 1.000 lần: có thể ghi nhầm một bậc đơn vị"),
        (77, "77 là số của kỳ trước: có thể chép nhầm kỳ."),
        (164, "164 là số của dòng “Đơn kiến nghị, phản ánh”: có thể chép nhầm dòng."),
        (61, ""),
    ],
)
def test_a_typed_number_that_is_not_the_counted_one_says_what_slip_it_may_be(place, typed, said):
    quarter_of_296(place)
    typed_report(place.province, {"DON.to_cao": 77}, "2022-Q4")
    typed_report(place.province, {"DON.to_cao": typed})
    line = lines_of(place)["DON.to_cao"]
    assert line.standing == "khong_khop"
    assert said in line.text
    assert ("có thể" in line.text.lower()) == bool(said)


def test_a_number_said_about_is_no_slip(place):
    quarter_of_296(place)
    report = typed_report(place.province, {"DON.to_cao": 49})
    report.figures.update(qualifier="ít nhất")
    assert lines_of(place)["DON.to_cao"].standing == "khop"
    report.figures.update(qualifier="dưới")
    assert "Có thể" not in lines_of(place)["DON.to_cao"].text


def test_a_whole_report_takes_few_queries(place, django_assert_max_num_queries):
    quarter_of_296(place)
    typed_report(place.province, ARTICLE)
    with django_assert_max_num_queries(
        21
    ):  # the tables of units among them, and typed figures of the period before
        content = live.read(place.province, QUARTER)
        assert content.checks
        assert content.lines
    assert content.unit_name == "Tỉnh Minh Họa"
    assert content.is_illustrative


def test_a_broken_equation_blocks_and_a_typed_one_does_not(place, monkeypatch):
    quarter_of_296(place)
    typed_report(place.province, ARTICLE)
    assert live.read(place.province, QUARTER).blocking == []
    wrong = Identity("sai", "Đẳng thức sai", ("don.tiep_nhan",), ("don.khieu_nai", "don.to_cao"))
    monkeypatch.setattr(declare, "_identities", {"sai": wrong})
    blocking = live.read(place.province, QUARTER).blocking
    assert {check.key for check in blocking} == {"sai"}
    assert connection.in_atomic_block
