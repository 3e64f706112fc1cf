"""Reports over the units of their time and over those of today: a commune that goes into another one in mid-quarter."""

from datetime import date

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse

from danvan.org.models import Kind, Succession
from danvan.org.tests.factories import change_parents, make_account, make_unit, put_under
from danvan.reports import live
from danvan.reports.changes import changes_since
from danvan.reports.desk_forms import DraftForm
from danvan.reports.models import Report
from danvan.reports.opening import open_publicly, open_to
from danvan.reports.signing import amend, prepare, sign
from danvan.reports.tests.factories import LAST, MIDDLE, letters, make_place
from danvan.reports.trees import AS_IS, AS_WAS, both, choice_of, choose, day_of
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
QUARTER, NOW = "2023-Q1", date(2024, 1, 15)
IN_PERIOD, AFTER = date(2023, 2, 15), date(2023, 7, 1)


@pytest.fixture
def place(settings):
    settings.DEMONSTRATION_DAY = NOW
    found = make_place(1, 3)
    for unit, count in zip(found.communes, (7, 8, 9), strict=True):
        letters(unit, "khieu_nai", count)
    return found


def merge(old, heir, on, parent):
    """The old commune ends on a day and the other takes over."""
    valid = DateRange(date(2000, 1, 1), on)
    old.names.update(valid=valid)
    change_parents(old, valid=valid, parent=parent)
    Succession.objects.create(predecessor=old, successor=heir, on=on)


def report_of(unit, place, choice=AS_WAS):
    return prepare(unit, QUARTER, by=place.head, tree_on=day_of(choice, QUARTER))


def value(report, unit=None):
    return live.of_report(report).figures.cell("don.khieu_nai", unit and unit.pk).value


def test_the_days_that_the_two_choices_mean(place, settings):
    assert (day_of(AS_WAS, QUARTER), day_of(AS_IS, QUARTER)) == (LAST, NOW)
    assert day_of("", QUARTER) == LAST
    settings.DEMONSTRATION_DAY = MIDDLE
    assert day_of(AS_IS, QUARTER) == LAST, "of a period that runs on there is no later tree"


def test_a_merger_in_mid_period_and_one_after_it(place):
    first, second, heir = place.communes
    merge(first, heir, IN_PERIOD, place.districts[0])
    merge(second, heir, AFTER, place.districts[0])
    was = report_of(place.province, place)
    assert value(was) == 24
    assert [value(was, unit) for unit in (second, heir)] == [8, 16]
    now = choose(was, AS_IS, by=place.head)
    assert (now.tree_on, choice_of(now)) == (NOW, AS_IS)
    assert (value(now), value(now, heir)) == (24, 24)
    assert second.pk not in live.of_report(now).figures.tree.nodes
    assert choice_of(choose(now, AS_WAS, by=place.head)) == AS_WAS


def test_both_trees_stand_beside_each_other_for_the_heir(place):
    _, second, heir = place.communes
    merge(second, heir, AFTER, place.districts[0])
    figures = live.of_report(report_of(heir, place)).figures
    found = both(figures, ["don.khieu_nai", "don.to_cao"])
    complaints, denunciations = found.lines
    assert (complaints.as_was, complaints.as_is, complaints.differs) == ("9", "17", True)
    assert (denunciations.as_was, denunciations.as_is, denunciations.differs) == ("0", "0", False)
    assert found.differs
    assert (found.was_on, found.is_on) == (LAST, NOW)


def test_both_tell_which_units_only_one_tree_has(place):
    _, second, heir = place.communes
    merge(second, heir, AFTER, place.districts[0])
    new = make_unit("Xã Mới", Kind.COMMUNE)
    put_under(new, place.districts[0], DateRange(AFTER, None))
    found = both(live.of_report(report_of(place.province, place)).figures, ["don.khieu_nai"])
    assert (found.gone, found.new) == (["Xã Số 1.2"], ["Xã Mới"])
    assert not found.differs, "of the province nothing is lost by it"


def test_where_no_unit_changed_there_is_only_one_tree(place, django_assert_num_queries):
    figures = live.of_report(report_of(place.province, place)).figures
    with django_assert_num_queries(2):
        assert both(figures, ["don.khieu_nai"]) is None


def test_a_unit_that_began_later_reports_only_over_todays_tree(place):
    heir = make_unit("Xã Hợp Nhất", Kind.COMMUNE, valid=DateRange(AFTER, None))
    put_under(heir, place.districts[0], DateRange(AFTER, None))
    merge(place.communes[0], heir, AFTER, place.districts[0])
    merge(place.communes[1], heir, AFTER, place.districts[0])
    with pytest.raises(Refusal, match="không có trong danh mục đơn vị ngày 14/3/2023"):
        report_of(heir, place)
    report = report_of(heir, place, AS_IS)
    assert value(report) == 15
    with pytest.raises(Refusal, match="không có trong danh mục đơn vị ngày 14/3/2023"):
        choose(report, AS_WAS, by=place.head)
    (line,) = both(live.of_report(report).figures, ["don.khieu_nai"]).lines
    assert (line.as_was, line.as_is) == ("", "15")


def test_a_signed_report_keeps_its_tree_and_so_does_its_amendment(place):
    _, second, heir = place.communes
    merge(second, heir, AFTER, place.districts[0])
    report = sign(report_of(heir, place, AS_IS), by=place.head)
    assert report.package["tree_on"] == NOW.isoformat()
    assert changes_since(report) == []
    with pytest.raises(Refusal, match="Chỉ đổi được cách tính đơn vị của dự thảo"):
        choose(report, AS_WAS, by=place.head)
    assert amend(report, by=place.head, reason="Bổ sung").tree_on == NOW


def test_a_cell_opens_to_the_records_of_its_own_tree(place):
    _, second, heir = place.communes
    merge(second, heir, AFTER, place.districts[0])
    assert open_to(place.head, "don.khieu_nai", heir, QUARTER, NOW).count() == 17
    assert open_to(place.head, "don.khieu_nai", heir, QUARTER).count() == 9
    opened = [open_publicly("don.khieu_nai", heir, QUARTER, on).value() for on in (NOW, None)]
    assert opened == [17, 9]


@pytest.mark.parametrize("choice", ["", "hom_qua", "LUC_AY"])
def test_any_other_choice_is_refused(place, choice):
    report = report_of(place.province, place)
    with pytest.raises(Refusal, match="Hãy chọn tính theo đơn vị lúc ấy hoặc đơn vị hiện nay"):
        choose(report, choice, by=place.head)


def test_who_makes_no_reports_chooses_nothing(place):
    report = report_of(place.province, place)
    with pytest.raises(Refusal):
        choose(report, AS_IS, by=make_account("xem_so_lieu", place.province))
    assert Report.objects.get(pk=report.pk).tree_on == LAST


def test_the_page_where_a_report_begins_asks_for_the_tree(place, client):
    _, second, heir = place.communes
    merge(second, heir, AFTER, place.districts[0])
    client.force_login(place.head)
    asked = {"unit": heir.pk, "period": QUARTER, "form": "dvcq", "tree": AS_IS}
    response = client.post(reverse("reports:begin"), asked)
    report = Report.objects.get()
    assert (response.status_code, response.url) == (302, report.get_absolute_url())
    assert report.tree_on == NOW
    page = client.get(reverse("reports:begin")).content.decode()
    assert "đơn vị hiện nay" in page
    assert "đơn vị lúc ấy" in page


def test_a_choice_left_out_means_the_units_of_the_time(place, client):
    client.force_login(place.head)
    asked = {"unit": place.province.pk, "period": "5/1/2023..10/2/2023", "form": "dvcq"}
    assert client.post(reverse("reports:begin"), asked).status_code == 302
    report = Report.objects.get()
    assert (report.period, report.tree_on) == ("2023-01-05..2023-02-10", date(2023, 2, 10))


def test_the_page_says_what_is_wrong_with_a_period(place, client):
    client.force_login(place.head)
    asked = {"unit": place.province.pk, "period": "10/2/2023..5/1/2023", "form": "dvcq", "tree": AS_IS}
    response = client.post(reverse("reports:begin"), asked)
    assert response.status_code == 400
    assert "đổi chỗ hai ngày" in response.content.decode()


def test_the_longest_code_of_free_days_fits_the_form_and_the_column():
    longest = "2023-01-05..2023-02-10"
    assert len(longest) <= Report._meta.get_field("period").max_length
    assert DraftForm.base_fields["period"].max_length >= len("10/12/2023 .. 11/12/2023")
