"""The check page, asked for as a browser does: places, parts, causes, links, what changed, both trees."""

import re
from datetime import date
from html import unescape

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse

from danvan.org.models import Succession
from danvan.org.tests.factories import change_parents, make_account
from danvan.reports.check_page.screen import CheckScreen
from danvan.reports.flow.models import UnitTable
from danvan.reports.flow.tables import take
from danvan.reports.models import Report
from danvan.reports.signing import prepare, sign
from danvan.reports.tests.factories import letters, make_place, unbalanced
from danvan.reports.trees import AS_IS

pytestmark = pytest.mark.django_db
QUARTER = "2023-Q1"
SOUND = {
    "don.tiep_nhan": 296,
    "don.khieu_nai": 38,
    "don.to_cao": 94,
    "don.kien_nghi_phan_anh": 164,
    "don.chua_phan_loai": 0,
}
WHY = "Một vụ việc ghi thiếu ngày kết thúc, sẽ bổ sung."


@pytest.fixture
def place(settings):
    settings.DEMONSTRATION_DAY = date(2023, 7, 20)
    found = make_place(2, 1)
    letters(found.province, "khieu_nai", 2)
    return found


@pytest.fixture
def compiler(place):
    return make_account("tong_hop", place.province, covers_below=True)


@pytest.fixture
def head(client, place):
    client.force_login(place.head)
    return client


def draft(place, unit=None, form="dvcq", period=QUARTER):
    return prepare(unit or place.province, period, form, by=place.head)


def words(response):
    """What a person reads of the page."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def page(client, report):
    return client.get(reverse("reports:checks", args=[report.pk]))


def test_a_sound_report_says_that_all_holds(head, place):
    response = page(head, draft(place))
    assert response.status_code == 200
    assert "Mọi phép thử đều đạt" in words(response)
    assert "Không khớp" not in words(response)
    assert "Thay đổi trong kỳ" not in words(response)
    assert "Đơn vị lúc ấy và đơn vị hiện nay" not in words(response)


def test_a_failure_stands_with_its_place_parts_sums_and_the_records_behind(head, place):
    unbalanced(place.province)
    report = draft(place)
    response = page(head, report)
    said = words(response)
    assert "1 phép thử không đạt" in said
    assert "1 phép thử chặn ký; muốn ký, người ký phải ghi lý do" in said
    assert "Ở đâu Tỉnh Minh Họa" in said
    assert "Mức chặn ký, trừ khi người ký ghi lý do" in said
    for code in ("vu_viec.con", "vu_viec.da_giai_quyet"):
        assert reverse("reports:behind", args=[report.pk, code]) in response.content.decode()


def test_a_link_of_a_part_opens_to_as_many_records_as_it_says(head, place):
    unbalanced(place.province)
    report = draft(place)
    (trial,) = CheckScreen(None, report).failed
    assert trial.gap == trial.stated - trial.computed != 0
    for part in trial.parts:
        assert head.get(reverse("reports:behind", args=[report.pk, part.code])).status_code == 200
    cells = CheckScreen(None, report).live.figures
    assert [part.value for part in trial.parts] == [cells.cell(part.code).value for part in trial.parts]


def test_what_a_table_left_out_is_told_at_its_unit_with_its_cause(head, place, compiler):
    values = SOUND | {"don.tiep_nhan": 258}
    take(place.communes[1], QUARTER, "dvcq", values, UnitTable.Origin.TYPED, by=compiler)
    said = words(page(head, draft(place)))
    assert "3 phép thử không đạt" in said
    assert "Ở đâu Xã Số 2.1 Có thể vì bỏ sót một phần" in said
    assert "Ở đâu Tỉnh Minh Họa Có thể vì số của đơn vị cấp dưới" in said
    assert "Lệch đúng bằng ở Xã Số 2.1" in said


def test_a_part_of_a_unit_below_opens_to_no_records_of_the_whole(place, compiler):
    values = SOUND | {"don.tiep_nhan": 258}
    take(place.communes[1], QUARTER, "dvcq", values, UnitTable.Origin.TYPED, by=compiler)
    trials = {trial.place: trial for trial in CheckScreen(None, draft(place)).failed}
    assert not any(part.code for part in trials["Xã Số 2.1"].parts)
    assert all(part.code for part in trials["Tỉnh Minh Họa"].parts)


def test_what_nobody_stated_stands_apart_from_what_fails(head, place, compiler):
    values = {code: value for code, value in SOUND.items() if code != "don.to_cao"}
    take(place.communes[1], QUARTER, "dvcq", values, UnitTable.Origin.TYPED, by=compiler)
    report = draft(place)
    said = words(page(head, report))
    assert "Mọi phép thử đều đạt" in said
    assert "Chưa đủ số để thử" in said
    assert "Tỉnh Minh Họa: Chưa đủ số để kiểm tra: chưa có đơn tố cáo." in said
    assert "Chưa đủ số" in words(head.get(report.get_absolute_url()))


def test_a_signed_report_shows_its_frozen_trials_and_why_it_was_signed(head, place):
    unbalanced(place.province)
    report = sign(draft(place), by=place.head, reason=WHY)
    unbalanced(place.communes[0])
    said = words(page(head, report))
    assert "1 phép thử không đạt" in said, "what happened after the signature is not in it"
    assert f"Ý kiến của người ký về kiểm tra không đạt: {WHY}" in said


def test_a_change_of_forms_within_the_quarter_is_shown_by_parts(head, place, settings):
    settings.DEMONSTRATION_DAY = date(2024, 6, 1)
    letters(place.communes[0], "khieu_nai", 3, date(2024, 2, 1))
    letters(place.communes[0], "khieu_nai", 4, date(2024, 3, 10))
    said = words(page(head, draft(place, form="01-xld-2024", period="2024-Q1")))
    assert "Từ 5/3/2024 áp dụng" in said
    assert "15/12/2023 đến 4/3/2024 5/3/2024 đến 14/3/2024 Cả kỳ" in said
    assert "3 4 = 7" in said
    assert "Cột của mẫu cũ không còn trong mẫu này" in said


@pytest.fixture
def merged(place):
    """On 1/7/2023 the second commune goes into the first."""
    old, heir, on = place.communes[1], place.communes[0], date(2023, 7, 1)
    letters(old, "khieu_nai", 5)
    valid = DateRange(date(2000, 1, 1), on)
    old.names.update(valid=valid)
    change_parents(old, valid=valid)
    Succession.objects.create(predecessor=old, successor=heir, on=on)
    return heir


def test_both_trees_stand_on_the_page_and_a_press_counts_over_the_other(head, place, merged):
    report = draft(place, merged)
    said = words(page(head, report))
    assert "Từ 14/3/2023 đến 20/7/2023 đơn vị đã sắp xếp lại" in said
    assert "Tính theo đơn vị hiện nay" in said
    address = reverse("reports:choose_tree", args=[report.pk])
    response = head.post(address, {"tree": AS_IS}, follow=True)
    assert "Đã tính lại theo danh mục đơn vị đã chọn." in words(response)
    assert "Tính theo đơn vị lúc ấy" in words(response)
    assert Report.objects.get(pk=report.pk).tree_on == date(2023, 7, 20)


def test_a_signed_report_offers_no_other_tree(head, place, merged):
    report = sign(draft(place, merged), by=place.head)
    assert "Tính theo đơn vị hiện nay" not in words(page(head, report))
    response = head.post(reverse("reports:choose_tree", args=[report.pk]), {"tree": AS_IS})
    assert "Chỉ đổi được cách tính đơn vị của dự thảo" in words(response)
    assert Report.objects.get(pk=report.pk).tree_on == date(2023, 3, 14)


@pytest.mark.parametrize("role", ["xem_so_lieu", "van_thu"])
def test_who_makes_no_reports_is_not_offered_the_choice(client, place, merged, role):
    report = draft(place, merged)
    client.force_login(make_account(role, merged))
    response = page(client, report)
    if response.status_code == 200:
        assert "Tính theo đơn vị hiện nay" not in words(response)
    client.post(reverse("reports:choose_tree", args=[report.pk]), {"tree": AS_IS})
    assert Report.objects.get(pk=report.pk).tree_on == date(2023, 3, 14)


def test_another_provinces_account_sees_no_trial(client, place):
    report = draft(place)
    client.force_login(make_account("lanh_dao"))
    for response in (page(client, report), client.post(reverse("reports:choose_tree", args=[report.pk]))):
        assert "Không có báo cáo này" in words(response)
    client.logout()
    assert page(client, report).status_code == 302


def test_the_choice_is_made_by_pressing_and_not_by_a_link(head, place):
    assert head.get(reverse("reports:choose_tree", args=[draft(place).pk])).status_code == 405
