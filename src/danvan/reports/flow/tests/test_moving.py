"""Steps of a report: who may take which from which state, what is kept of each, and what the signature then covers."""

import pytest
from django.db import DatabaseError, transaction

from danvan.org.tests.factories import make_account
from danvan.records.models import HistoryRow
from danvan.reports.flow import moving
from danvan.reports.flow.models import CellNote, FlowStep
from danvan.reports.flow.tests.conftest import QUARTER
from danvan.reports.models import Report
from danvan.reports.signing import amend, envelope, prepare, sign
from danvan.reports.tests.factories import letters
from danvan.reports.verification import verify
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
CODE = "don.khieu_nai"


@pytest.fixture
def draft(keeping, compiler):
    return prepare(keeping.province, QUARTER, by=compiler)


@pytest.fixture
def submitted(draft, compiler):
    return moving.submit(draft, by=compiler)


@pytest.fixture
def of_district(keeping):
    """The signed report of the first district, whose head and compiler are its own."""
    head = make_account("lanh_dao", keeping.districts[0], covers_below=True)
    return sign(prepare(keeping.districts[0], QUARTER, by=head), by=head), head


def acts(report):
    return list(FlowStep.objects.filter(report=report).values_list("act", flat=True))


def test_a_draft_is_submitted_approved_and_signed(submitted, place):
    assert submitted.state == "da_trinh"
    approved = moving.approve(submitted, by=place.head)
    assert approved.state == "da_duyet"
    signed = sign(approved, by=place.head)
    assert signed.state == "da_ky"
    assert acts(signed) == ["trinh", "duyet"]
    assert FlowStep.objects.get(act="duyet").values[CODE] == 15
    assert verify(envelope(signed)).ok


def test_a_head_who_signs_a_draft_approves_it_thereby(draft, place):
    sign(draft, by=place.head)
    step = FlowStep.objects.get()
    assert (step.act, step.by) == ("duyet", place.head)


def test_a_returned_report_names_its_cells_and_is_signed_only_after_it_is_submitted_again(
    submitted, place, compiler
):
    returned = moving.give_back(submitted, {CODE: " Thiếu đơn của Xã Số 1.1 ", "": ""}, by=place.head)
    assert returned.state == "tra_lai"
    note = CellNote.objects.get()
    assert (note.code, note.text, note.step.act) == (CODE, "Thiếu đơn của Xã Số 1.1", "tra_lai")
    with pytest.raises(Refusal, match="trình lại"):
        sign(returned, by=place.head)
    sign(moving.submit(returned, by=compiler), by=place.head)


def test_an_approved_report_may_still_be_returned(submitted, place):
    moving.approve(submitted, by=place.head)
    assert moving.give_back(submitted, {"": "Xem lại"}, by=place.head).state == "tra_lai"


def test_the_compiler_takes_back_what_nobody_decided(submitted, compiler):
    assert moving.take_back(submitted, by=compiler).state == "du_thao"


@pytest.mark.parametrize(
    ("reasons", "match"),
    [
        ({}, "phải nêu lý do"),
        ({CODE: "   "}, "phải nêu lý do"),
        ({"don.khong_co": "x"}, "không có ô"),
        ({CODE: "x" * 501}, "dài quá"),
    ],
)
def test_a_return_without_a_good_reason_changes_nothing(submitted, place, reasons, match):
    with pytest.raises(Refusal, match=match):
        moving.give_back(submitted, reasons, by=place.head)
    submitted.refresh_from_db()
    assert submitted.state == "da_trinh"
    assert not CellNote.objects.exists()


@pytest.mark.parametrize("act", ["approve", "give_back"])
def test_only_who_signs_decides(submitted, compiler, act):
    with pytest.raises(Refusal, match="ký báo cáo"):
        moving.approve(submitted, by=compiler) if act == "approve" else moving.give_back(
            submitted, {"": "x"}, by=compiler
        )


@pytest.mark.parametrize("act", ["submit", "take_back", "send_up"])
def test_who_compiles_elsewhere_takes_no_step(draft, keeping, act):
    with pytest.raises(Refusal, match="lập báo cáo"):
        getattr(moving, act)(draft, by=make_account("tong_hop", keeping.communes[0]))


@pytest.mark.parametrize(
    ("state", "allowed"),
    [
        ("du_thao", {"submit"}),
        ("da_trinh", {"take_back", "approve", "give_back"}),
        ("tra_lai", {"submit"}),
        ("da_duyet", {"give_back"}),
    ],
)
def test_each_state_allows_its_own_steps_and_no_other(draft, place, state, allowed):
    Report.objects.filter(pk=draft.pk).update(state=state)
    for name in ("submit", "take_back", "approve", "give_back", "send_up"):
        arguments = ({"": "x"},) if name == "give_back" else ()
        before = acts(draft)
        try:
            with transaction.atomic():
                getattr(moving, name)(draft, *arguments, by=place.head)
                done = True
                transaction.set_rollback(True)
        except Refusal:
            done = False
        assert done is (name in allowed), (state, name)
        assert acts(draft) == before


def test_counts_that_changed_since_the_approval_are_not_signed(submitted, place):
    moving.approve(submitted, by=place.head)
    letters(place.communes[0], "khieu_nai", 1)
    with pytest.raises(Refusal, match=r"đổi sau khi duyệt.*15 thành 16.*người đứng đầu trả lại"):
        sign(submitted, by=place.head)
    moving.give_back(submitted, {"": "Số mới"}, by=place.head)
    moving.submit(submitted, by=place.head)
    sign(moving.approve(submitted, by=place.head), by=place.head)


def test_a_signed_report_is_sent_up_once_with_its_day(of_district, keeping):
    report, head = of_district
    moving.send_up(report, by=head)
    step = FlowStep.objects.get(act="gui_len")
    assert (step.to_unit, step.on.isoformat()) == (keeping.province, "2023-03-14")
    with pytest.raises(Refusal, match="đã gửi"):
        moving.send_up(report, by=head)


def test_a_draft_is_not_sent_and_the_top_has_nobody_above(keeping, draft, place):
    with pytest.raises(Refusal, match="đã ký"):
        moving.send_up(draft, by=place.head)
    with pytest.raises(Refusal, match="không có cấp trên"):
        moving.send_up(sign(draft, by=place.head), by=place.head)


def test_the_unit_above_returns_by_cell_and_the_unit_amends_and_sends_anew(of_district, compiler):
    report, head = of_district
    moving.send_up(report, by=head)
    moving.give_back_down(report, {CODE: "Lệch với biểu 01/XLD"}, by=compiler)
    report.refresh_from_db()
    assert report.state == "da_ky", "what is signed stays signed"
    assert CellNote.objects.get().code == CODE
    with pytest.raises(Refusal, match="bản sửa đổi"):
        moving.send_up(report, by=head)
    again = sign(amend(report, by=head, reason="Theo yêu cầu của cấp trên"), by=head)
    moving.send_up(again, by=head)
    assert acts(report) == ["duyet", "gui_len", "tra_xuong"]
    assert acts(again) == ["duyet", "gui_len"]


def test_a_version_that_was_replaced_is_not_returned(of_district, compiler):
    report, head = of_district
    moving.send_up(report, by=head)
    again = sign(amend(report, by=head, reason="Bổ sung"), by=head)
    moving.send_up(again, by=head)
    with pytest.raises(Refusal, match="bản mới nhất"):
        moving.give_back_down(report, {"": "Sai"}, by=compiler)
    moving.give_back_down(again, {"": "Sai"}, by=compiler)
    assert acts(report) == ["duyet", "gui_len"]


def test_only_the_unit_that_received_it_returns_it(of_district, keeping):
    report, head = of_district
    with pytest.raises(Refusal, match="không ở chỗ cấp trên"):
        moving.give_back_down(report, {"": "x"}, by=head)
    moving.send_up(report, by=head)
    for stranger in (head, make_account("tong_hop", keeping.districts[1], covers_below=True)):
        with pytest.raises(Refusal, match="lập báo cáo"):
            moving.give_back_down(report, {"": "x"}, by=stranger)


def test_steps_are_never_altered_and_reasons_stay_out_of_the_history(submitted, place):
    moving.give_back(submitted, {"": "Lời riêng tư"}, by=place.head)
    step = FlowStep.objects.last()
    with pytest.raises(DatabaseError), transaction.atomic():
        FlowStep.objects.filter(pk=step.pk).update(reason="khác")
    with pytest.raises(DatabaseError), transaction.atomic():
        step.delete()
    rows = [
        row.after for row in HistoryRow.objects.filter(table__in=["reports_flowstep", "reports_cellnote"])
    ]
    assert rows
    assert "Lời riêng tư" not in str(rows)


def test_the_database_keeps_unsigned_states_without_and_signed_ones_with_a_package(draft):
    for state in ("da_trinh", "tra_lai", "da_duyet"):
        Report.objects.filter(pk=draft.pk).update(state=state)
    with pytest.raises(DatabaseError), transaction.atomic():
        Report.objects.filter(pk=draft.pk).update(state="da_ky")
    with pytest.raises(DatabaseError), transaction.atomic():
        Report.objects.filter(pk=draft.pk).update(state="da_duyet", package={})
