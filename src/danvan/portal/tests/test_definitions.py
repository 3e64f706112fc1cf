"""Definitions in words, read from the declarations themselves."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.db.models import Q

from danvan.domains.petitions.models import Letter
from danvan.domains.reception.models import Visit
from danvan.portal.definitions import conditions, steps
from danvan.records.declare import Indicator, Ratio, figure, indicators

pytestmark = pytest.mark.django_db  # the fixture of the whole folder empties the cache


@pytest.fixture
def report():
    """The two days of a period are all that a definition needs of a report."""
    return SimpleNamespace(first=date(2022, 12, 15), last=date(2023, 3, 14))


def told(where):
    return list(conditions(where, Indicator("x", "X", Letter, "received_on", "đơn", where=where)))


@pytest.mark.parametrize(
    ("where", "words"),
    [
        (Q(), []),
        (Q(kind="to_cao"), ["loại đơn: tố cáo"]),
        (Q(is_competent=True, is_eligible=True), ["thuộc thẩm quyền: có", "đủ điều kiện xử lý: có"]),
        (Q(is_competent=False), ["thuộc thẩm quyền: không"]),
        (Q(kind__in=["khieu_nai", "to_cao"]), ["loại đơn là khiếu nại hoặc tố cáo"]),
        (Q(signatories__gte=5), ["số người đứng tên từ 5"]),
        (Q(signatories__range=(2, 4)), ["số người đứng tên là 2 đến 4"]),
        (Q(handled_on__isnull=True), ["chưa có ngày xử lý"]),
        (Q(handled_on__isnull=False), ["đã có ngày xử lý"]),
        (Q(kind="to_cao") | Q(kind="khieu_nai"), ["loại đơn: tố cáo hoặc loại đơn: khiếu nại"]),
        (~Q(kind="to_cao"), ["không phải (loại đơn: tố cáo)"]),
    ],
)
def test_conditions_are_told_by_the_names_of_their_columns(where, words):
    assert told(where) == words


def test_a_sum_says_what_it_adds(report):
    assert steps(figure("tcd.nguoi"), report)[0] == "Cộng “số người” của từng lượt tiếp công dân."


def test_a_count_of_different_values_says_so(report):
    item = Indicator("x", "X", Visit, "received_on", "đơn vị", measure="distinct:unit")
    assert steps(item, report)[0].startswith("Đếm các giá trị khác nhau của “đơn vị”")


def test_what_is_open_at_an_end_names_the_day(report):
    assert "Hồ sơ có ngày tiếp nhận đến hết 14/3/2023 và lúc đó chưa kết thúc." in steps(
        figure("vu_viec.con"), report
    )
    carried = steps(figure("vu_viec.ky_truoc"), report)
    assert "Hồ sơ có ngày tiếp nhận đến hết 14/12/2022 và lúc đó chưa kết thúc." in carried


def test_a_share_names_part_and_whole(report):
    item = Ratio("x", "X", "don.luu", "don.tiep_nhan")
    assert steps(item, report) == [
        "Tỷ lệ: “Đơn không đủ điều kiện hoặc đã rút, xếp lưu” chia cho “Số đơn tiếp nhận trong kỳ”."
    ]


@pytest.mark.parametrize("item", indicators(), ids=lambda item: item.code)
def test_every_declared_figure_can_be_told(item, report):
    said = steps(item, report)
    assert len(said) >= 3
    assert all(sentence.endswith(".") and "_" not in sentence for sentence in said)


class TestKindsAndDays:
    """The further kinds of figures in words."""

    def said(self, report, **more):
        figure = Indicator("x", "X", Letter, "received_on", "đơn", **more)
        return " ".join(str(step) for step in steps(figure, report))

    def test_what_is_to_be_handled_came_by_the_last_day_and_had_not_ended_before_the_first(self, report):
        said = self.said(report, kind="due", ends_by="handled_on")
        assert "đến hết 14/3/2023 và đến hết 14/12/2022 chưa có ngày xử lý" in said

    def test_what_is_left_had_no_such_day_by_the_last_one(self, report):
        said = self.said(report, kind="stock", ends_by="handled_on")
        assert "đến hết 14/3/2023 và đến hết 14/3/2023 chưa có ngày xử lý" in said

    @pytest.mark.parametrize(
        ("word", "words"),
        [
            ("before", "ngày xử lý trước 15/12/2022"),
            ("within", "ngày xử lý trong khoảng từ 15/12/2022 đến hết 14/3/2023"),
            ("until", "ngày xử lý đến hết 14/3/2023"),
            ("later", "đến hết 14/3/2023 chưa có ngày xử lý"),
        ],
    )
    def test_further_days_are_told(self, report, word, words):
        assert words in self.said(report, dated=(("handled_on", word),))
