"""One signed report beside another: forms of one period, and periods that follow or hold each other."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from danvan.domains.petitions.models import Letter, Matter
from danvan.org import closure
from danvan.org.tests.factories import change_parents, put_under
from danvan.records.declare import Indicator, figure, indicators
from danvan.reports import live
from danvan.reports.between_forms import between_forms
from danvan.reports.between_periods import adds_up, between_periods, openings
from danvan.reports.compute import compute
from danvan.reports.documents.content import of_report
from danvan.reports.models import Report
from danvan.reports.neighbours import neighbours
from danvan.reports.signing import amend, prepare, sign
from danvan.reports.tests.factories import (
    FIRST,
    LAST,
    handled,
    letters,
    make_place,
    matter,
    visits,
)
from danvan.reports.windows import period_of

pytestmark = pytest.mark.django_db
QUARTER, HALF = "2023-Q1", "2023-6M"
DAY = timedelta(days=1)


@pytest.fixture
def place(settings):
    settings.DEMONSTRATION_DAY = date(2024, 1, 15)
    return make_place(1, 2)


def signed(place, form="01-xld", period=QUARTER, unit=None):
    return sign(prepare(unit or place.province, period, form, by=place.head), by=place.head, reason="thử")


def between(place, form, period=QUARTER):
    """Trials of a report against its neighbours, by key."""
    read = live.read(place.province, period, form)
    return {check.key: check for check in read.checks if check.kind.startswith("giua_")}


def failed(place, form, period=QUARTER):
    return {key: check for key, check in between(place, form, period).items() if not check.ok}


def some_letters(place):
    """Two complaints and a proposal accepted, one unclassified, one denounced and not handled."""
    handled(place.communes[0], 2, "thu_ly")
    handled(place.communes[1], 1, "chuyen", kind="kien_nghi_phan_anh", is_competent=False)
    letters(place.communes[1], None, 1)
    letters(place.province, "to_cao", 1)


# -- forms of one period -----------------------------------------------------------------------------------
def test_a_form_alone_is_held_against_nothing(place):
    some_letters(place)
    assert between(place, "01-xld") == {}


def test_forms_signed_of_the_same_records_agree_and_say_with_what(place):
    some_letters(place)
    for form in ("02-xld", "03-xld", "04-xld"):
        signed(place, form)
    (check,) = between(place, "01-xld").values()
    assert check.ok
    assert "Biểu số 02/XLD, Quý I/2023 (ký ngày 15/1/2024)" in check.text
    assert check.parts == (), "a passed trial says no counts, so that the public edition may show it"


def test_a_letter_that_came_after_the_first_signature_is_found_and_its_cause_told(place):
    some_letters(place)
    signed(place, "01-xld")
    handled(place.communes[0], 1, "thu_ly")
    found = failed(place, "02-xld")
    assert {"xf_xld02_du_dieu_kien"} <= found.keys()
    check = found["xf_xld02_du_dieu_kien"]
    assert (check.stated, check.computed, check.cause, check.severity) == (2, 3, "changed_since", "warning")
    assert not check.blocks
    assert check.text.startswith("2 khác 3 đơn khiếu nại đủ điều kiện xử lý. ")
    assert "Số của Biểu số 01/XLD, Quý I/2023 (ký ngày 15/1/2024) là số đã ký" in check.text
    assert "Đếm lại hôm nay thì khớp" in check.text


def test_a_sum_over_forms_is_tried_only_when_all_of_them_are_there(place):
    some_letters(place)
    signed(place, "01-xld")
    handled(place.communes[0], 1, "thu_ly")
    assert "xf_da_xu_ly" not in between(place, "02-xld")
    for form in ("03-xld", "04-xld"):
        signed(place, form)
    assert "xf_da_xu_ly" in failed(place, "02-xld")


def test_letters_without_a_class_stand_in_no_form_of_a_class_and_are_counted_beside(place):
    letters(place.province, None, 3)
    for form in ("02-xld", "03-xld", "04-xld"):
        signed(place, form)
    assert failed(place, "01-xld") == {}
    assert compute(place.province, QUARTER, ["xld01.phai_xu_ly"]).cell("xld01.phai_xu_ly").value == 3


def test_a_class_that_flips_between_two_signatures_is_found(place):
    some_letters(place)
    signed(place, "01-xld")
    Letter.objects.filter(kind="khieu_nai").update(kind="kien_nghi_phan_anh")
    assert "xf_xld02_du_dieu_kien" in failed(place, "02-xld")
    assert "xf_xld04_du_dieu_kien" in failed(place, "04-xld")


def test_the_settlement_form_is_held_against_the_handling_forms(place):
    some_letters(place)
    signed(place, "01-xld")
    signed(place, "02-xld")
    assert failed(place, "01-kqgq") == {}
    Letter.objects.filter(kind="khieu_nai").update(is_competent=False)
    assert failed(place, "01-kqgq").keys() == {"xf_kqgq01_don", "xf_kqgq01_vu_viec"}


def test_another_unit_another_period_and_a_draft_say_nothing_of_this_form(place):
    some_letters(place)
    signed(place, "02-xld", unit=place.communes[0])
    signed(place, "02-xld", period="2022-Q4")
    prepare(place.province, QUARTER, "02-xld", by=place.head)
    same = neighbours(place.province, period_of(QUARTER), "01-xld")
    assert [one.period.code for one in same] == ["2022-Q4"]
    assert all(check.kind == "giua_ky" for check in between(place, "01-xld").values())


def test_of_an_amended_form_the_version_in_force_speaks(place):
    some_letters(place)
    first = signed(place, "01-xld")
    handled(place.communes[0], 1, "thu_ly")
    assert failed(place, "02-xld")
    sign(amend(first, by=place.head, reason="Bổ sung đơn"), by=place.head)
    assert failed(place, "02-xld") == {}


def test_a_form_is_not_held_against_itself(place):
    some_letters(place)
    report = signed(place, "01-xld")
    handled(place.communes[0], 1, "thu_ly")
    assert neighbours(place.province, period_of(QUARTER), "01-xld") == []
    assert Report.objects.get(pk=report.pk).state == Report.State.SIGNED


def test_a_district_keeps_what_another_form_states_out_of_its_public_edition(place):
    """What is closed in one form must not stand in the sentence of another."""
    handled(place.communes[0], 7, "thu_ly")
    district = place.districts[0]
    signed(place, "01-xld", unit=district)
    handled(place.communes[0], 1, "thu_ly")
    report = signed(place, "02-xld", unit=district)
    told = [check for check in of_report(report).body["checks"] if check["kind"] == "giua_bieu"]
    assert told
    assert not told[0]["ok"]
    public = of_report(report, public=True).body["checks"]
    assert not any(check.get("kind") == "giua_bieu" and not check.get("closed") for check in public)


def test_shares_and_forms_without_counts_are_left_out(place):
    some_letters(place)
    signed(place, "dvcq")
    figures = compute(place.province, QUARTER, ["don.tiep_nhan", "don.khieu_nai"])
    near = neighbours(place.province, figures.period, "01-xld")
    assert all(check.ok for check in between_forms(figures, near))


def test_few_questions_are_asked_of_the_database(place, django_assert_max_num_queries):
    some_letters(place)
    for form in ("02-xld", "03-xld", "04-xld"):
        signed(place, form)
    with django_assert_max_num_queries(2):
        near = neighbours(place.province, period_of(QUARTER), "01-xld")
    figures = compute(place.province, QUARTER, live.form("01-xld").codes)
    with django_assert_max_num_queries(
        12
    ):  # the tree (6), one source, tables, and the loaded forms for each one near
        between_forms(figures, near)


# -- one period after another ------------------------------------------------------------------------------
def test_what_was_left_is_what_is_carried_over(place):
    letters(place.communes[0], "khieu_nai", 4, FIRST - DAY)
    signed(place, "01-xld", "2022-Q4")
    assert failed(place, "01-xld") == {}
    (check,) = between(place, "01-xld").values()
    assert "Biểu số 01/XLD, Quý IV/2022" in check.text


def test_a_letter_entered_late_into_a_signed_quarter_breaks_the_opening_of_the_next(place):
    letters(place.communes[0], "khieu_nai", 4, FIRST - DAY)
    signed(place, "01-xld", "2022-Q4")
    letters(place.communes[0], "khieu_nai", 1, FIRST - DAY)
    check = failed(place, "01-xld")["mo_ky_xld01.ky_truoc"]
    assert (check.stated, check.computed, check.cause) == (5, 4, "changed_since")
    assert check.text.startswith("5 ở báo cáo này khác 4, là đơn chưa xử lý, chuyển kỳ sau của Quý IV/2022.")
    assert "hồ sơ của kỳ kia đã thay đổi" in check.text


def test_the_period_before_is_held_against_a_later_one_that_was_signed_first(place):
    letters(place.communes[0], "khieu_nai", 4, FIRST - DAY)
    signed(place, "01-xld")
    letters(place.communes[0], "khieu_nai", 1, FIRST - DAY)
    assert "mo_ky_xld01.chua_xu_ly" in failed(place, "01-xld", "2022-Q4")


def test_a_form_of_the_new_circular_opens_with_what_the_old_one_left(place):
    """The forms change on 5/3/2024: Q1/2024 is of the new one, Q4/2023 of the old."""
    letters(place.communes[0], "khieu_nai", 4, date(2023, 12, 1))
    signed(place, "01-xld", "2023-Q4")
    letters(place.communes[0], "khieu_nai", 1, date(2023, 12, 1))
    assert "mo_ky_xld01.ky_truoc" in failed(place, "01-xld-2024", "2024-Q1")


def test_a_commune_that_left_between_two_quarters_is_named_as_the_cause(place):
    moved, district = place.communes[0], place.districts[0]
    letters(moved, "khieu_nai", 4, FIRST - DAY)
    signed(place, "01-xld", "2022-Q4", unit=district)
    from django.db.backends.postgresql.psycopg_any import DateRange

    change_parents(moved, valid=DateRange(date(2000, 1, 1), FIRST))
    put_under(moved, place.province, DateRange(FIRST, None))
    closure.rebuild([moved.pk])
    read = live.read(district, QUARTER, "01-xld")
    (check,) = [one for one in read.checks if one.key == "mo_ky_xld01.ky_truoc"]
    assert (check.ok, check.cause) == (False, "units_changed")
    assert "đơn vị trực thuộc đã thay đổi" in check.text


def test_quarters_add_up_to_the_half_year(place):
    for on in (FIRST, LAST, LAST + DAY, date(2023, 6, 14)):
        visits(place.communes[0], [3], on)
    for quarter in ("2023-Q1", "2023-Q2"):
        signed(place, "01-tcd", quarter)
    assert failed(place, "01-tcd", HALF) == {}
    visits(place.communes[0], [50], LAST)
    found = failed(place, "01-tcd", HALF)
    check = found["cong_ky_tcd.luot"]
    assert (check.stated, check.computed, check.cause) == (5, 4, "changed_since")
    assert check.parts == (("Quý I/2023", 2), ("Quý II/2023", 2))
    assert found["cong_ky_tcd.nguoi"].stated == 62


def test_half_a_tiling_says_nothing(place):
    visits(place.communes[0], [3], FIRST)
    signed(place, "01-tcd", "2023-Q1")
    visits(place.communes[0], [3], FIRST)
    assert between(place, "01-tcd", HALF) == {}


def test_a_year_opens_with_its_first_quarter_and_closes_with_its_last(place):
    first = matter(place.communes[0], FIRST - DAY)
    matter(place.communes[0], FIRST, LAST)
    matter(place.communes[0], date(2023, 12, 1))
    for quarter in ("2023-Q1", "2023-Q2", "2023-Q3", "2023-Q4"):
        signed(place, "01-kqgq", quarter)
    assert failed(place, "01-kqgq", "2023") == {}
    Matter.objects.filter(pk=first.pk).update(received_on=FIRST)
    found = failed(place, "01-kqgq", "2023")
    assert {"cong_ky_kqgq01.ky_truoc", "cong_ky_kqgq01.thu_ly"} <= found.keys()
    assert "cong_ky_kqgq01.con_lai" not in found, "what is left at the year's end did not change"


def test_what_is_due_at_any_time_and_what_looks_at_other_days_does_not_add_up():
    kinds = {code: figure(code) for code in ("kqgq01.phai_giai_quyet", "xld02.da_xu_ly.ky_truoc")}
    assert not any(adds_up(item) for item in kinds.values())
    assert adds_up(figure("xld01.da_xu_ly"))
    assert not adds_up(replace(figure("xld01.da_xu_ly"), measure="distinct:field"))


def test_each_carried_over_figure_of_letters_and_matters_has_one_that_is_left():
    twins = openings()
    assert twins["vu_viec.ky_truoc"] == "vu_viec.con"
    assert twins["kqgq01.ky_truoc"] == "kqgq01.con_lai"
    for form in ("xld01", "xld02", "xld03", "xld04", "xld01.chua_phan_loai"):
        assert twins[f"{form}.ky_truoc"] == f"{form}.chua_xu_ly"
    carried = {item.code for item in indicators() if item.kind == "carried_over"}
    by_signatories = {
        code for code in carried if code.rpartition(".")[2] in ("nhieu_nguoi", "mot_nguoi", "khac")
    }
    assert carried - by_signatories == twins.keys(), "the forms part only what came, not what is left"


def test_what_is_left_of_each_quarter_is_what_the_next_begins_with_for_every_unit(place):
    for n in range(40):
        letters(
            place.units[n % len(place.units)], ("khieu_nai", "to_cao", None)[n % 3], 1, FIRST + n * 9 * DAY
        )
        matter(
            place.units[n % len(place.units)], FIRST + n * 8 * DAY, FIRST + n * 8 * DAY + (n % 5) * 30 * DAY
        )
    for before, after in (("2023-Q1", "2023-Q2"), ("2023-Q2", "2023-Q3"), ("2023-Q4", "2024-Q1")):
        one, two = compute(place.province, before), compute(place.province, after)
        for carried, left in openings().items():
            for unit in one.unit_ids:
                assert one.cell(left, unit).value == two.cell(carried, unit).value, (carried, before)


def test_every_flow_of_two_quarters_is_that_of_the_half_year(place):
    for n in range(60):
        on = FIRST + (n * 7919 % 182) * DAY
        handled(
            place.communes[n % 2],
            1,
            ("thu_ly", "chuyen", "luu")[n % 3],
            on,
            is_competent=n % 3 == 0,
            is_eligible=n % 3 < 2,
        )
        visits(place.communes[n % 2], [1 + n % 4], on)
    parts = [compute(place.province, quarter) for quarter in ("2023-Q1", "2023-Q2")]
    whole = compute(place.province, HALF)
    added = 0
    for item in indicators():
        if isinstance(item, Indicator) and adds_up(item):
            total = sum(part.cell(item.code).value for part in parts)
            assert total == whole.cell(item.code).value, item.code
            added += total
    assert added > 300


def test_other_periods_are_not_asked_where_none_is_signed(place):
    figures = compute(place.province, QUARTER, ["don.tiep_nhan"])
    assert between_periods(figures, []) == []
