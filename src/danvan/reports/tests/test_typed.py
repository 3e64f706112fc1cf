"""Entering what a report has stated."""

from datetime import date

import pytest

from danvan.org.models import Kind
from danvan.org.tests.factories import make_account, make_unit
from danvan.records.models import HistoryRow
from danvan.reports.models import TypedFigure, TypedReport
from danvan.reports.typed import enter
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
FIGURE = {"code": "DON.tiep_nhan", "label": "Đơn tiếp nhận", "value": 258, "unit": "đơn", "raw": "258 đơn"}


@pytest.fixture
def province():
    return make_unit("Tỉnh Minh Họa", Kind.PROVINCE)


@pytest.fixture
def compiler(province):
    return make_account("tong_hop", province)


def test_a_report_is_kept_with_its_figures_in_order(province, compiler):
    organ = make_unit("Ban cán sự đảng Minh Họa", Kind.PARTY, province)
    money = {
        "code": "TT.sai_pham",
        "label": "Sai phạm",
        "value": 3_100_000_000,
        "unit": "đồng",
        "qualifier": "trên",
    }
    report = enter(
        province,
        "Q1/2023",
        [FIGURE, money],
        by=compiler,
        title="Báo cáo",
        issuer=organ,
        issued_on=date(2023, 3, 15),
    )
    assert (report.period, report.scope, report.unit, report.layout) == ("2023-Q1", province, organ, "dang")
    assert [figure.code for figure in report.figures.all()] == ["DON.tiep_nhan", "TT.sai_pham"]
    assert report.figures.last().qualifier == "trên"
    assert HistoryRow.objects.filter(chain=f"reports_typedreport:{report.pk}", actor=compiler.pk).exists()


@pytest.mark.parametrize(
    ("figures", "said"),
    [
        ([], "chưa có số liệu"),
        ([FIGURE, FIGURE], "hai lần"),
        ([FIGURE | {"value": None}], "thiếu mục “value”"),
        ([FIGURE | {"colour": "đỏ"}], "colour"),
        ([FIGURE | {"unit": "đồng", "value": "0.5"}], "đồng nguyên"),
    ],
)
def test_a_half_stated_report_is_refused_whole(province, compiler, figures, said):
    with pytest.raises(Refusal, match=said):
        enter(province, "2023-Q1", figures, by=compiler, title="Báo cáo")
    assert not TypedReport.objects.exists()
    assert not TypedFigure.objects.exists()


def test_only_who_makes_reports_types_them(province):
    with pytest.raises(Refusal, match="lập báo cáo"):
        enter(province, "2023-Q1", [FIGURE], by=make_account("xu_ly", province), title="Báo cáo")


def test_a_period_without_law_is_refused(province, compiler):
    with pytest.raises(Refusal):
        enter(province, "1990-Q1", [FIGURE], by=compiler, title="Báo cáo")
