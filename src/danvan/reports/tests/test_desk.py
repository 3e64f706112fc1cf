"""What the desk's report pages are made of, and the text of the terminal table."""

from datetime import date
from decimal import Decimal

import pytest

from danvan.org.tests.factories import make_account
from danvan.records.desk.access import NotAllowed, Reach
from danvan.reports import desk, live
from danvan.reports.commands import as_json, as_table
from danvan.reports.desk_forms import AmendForm, DraftForm, SignForm
from danvan.reports.documents.content import CLOSED, Content, counted, of_live, of_report
from danvan.reports.models import Layout
from danvan.reports.signing import amend, prepare, sign
from danvan.reports.tests.factories import letters, make_place, quarter_of_296, typed_report, unbalanced
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
QUARTER = "2023-Q1"


@pytest.fixture(autouse=True)
def last_day_of_the_quarter(settings):
    settings.DEMONSTRATION_DAY = date(2023, 3, 14)


@pytest.fixture
def place():
    place = make_place()
    quarter_of_296(place)
    return place


@pytest.fixture
def draft(place):
    return prepare(place.province, QUARTER, by=place.head)


def test_drafts_come_before_signed_reports(place, draft):
    signed = sign(draft, by=place.head)
    again = amend(signed, by=place.head, reason="Bổ sung")
    entries = desk.listed(Reach(place.head))
    assert [entry.report for entry in entries] == [again, signed]
    assert {entry.unit for entry in entries} == {"Tỉnh Minh Họa"}


def test_a_list_asks_little_however_long(place, draft, django_assert_max_num_queries):
    for unit in place.units[1:]:
        prepare(unit, QUARTER, by=place.head)
    with django_assert_max_num_queries(9):
        assert len(desk.listed(Reach(place.head))) == len(place.units)


def test_what_an_account_may_do_follows_its_roles(place, draft):
    head, compiler = Reach(place.head), Reach(make_account("tong_hop", place.province))
    assert desk.Sheet(head, draft).may_sign
    assert not desk.Sheet(compiler, draft).may_sign
    signed = sign(draft, by=place.head)
    assert not desk.Sheet(head, signed).may_sign
    assert desk.Sheet(head, signed).may_publish
    assert desk.Sheet(compiler, signed).may_amend
    assert not desk.Sheet(compiler, signed).may_publish


def test_nobody_signs_before_the_period_ends(place, draft, settings):
    settings.DEMONSTRATION_DAY = date(2023, 3, 13)
    assert not desk.Sheet(Reach(place.head), draft).may_sign


def test_a_replaced_report_is_not_amended_again(place, draft):
    first = sign(draft, by=place.head)
    sign(amend(first, by=place.head, reason="Bổ sung"), by=place.head)
    first.refresh_from_db()
    assert not desk.Sheet(Reach(place.head), first).may_amend


def test_a_report_out_of_reach_and_one_that_is_not_there_sound_alike(place, draft):
    stranger = Reach(make_account("lanh_dao", place.communes[0]))
    said = []
    for pk in (draft.pk, draft.pk + 1000):
        with pytest.raises(NotAllowed) as denied:
            desk.one(stranger, pk)
        said.append(str(denied.value))
    assert said[0] == said[1]


def test_a_unit_out_of_reach_is_not_chosen(place):
    clerk = Reach(make_account("xu_ly", place.province))
    with pytest.raises(NotAllowed):
        desk.unit_of(clerk, place.province.pk)
    assert desk.writable_units(clerk) == []
    assert desk.unit_of(Reach(place.head), place.communes[0].pk) == place.communes[0]


def test_the_periods_offered_are_those_that_have_begun():
    codes = [code for code, _ in desk.last_periods(3)]
    assert codes == ["2023-Q1", "2022-Q4", "2022-Q3"]


def test_a_draft_follows_its_records_and_a_signed_report_does_not(place, draft):
    before = of_report(draft).body["lines"]
    letters(place.communes[0], "to_cao", 1)
    assert of_report(draft).body["lines"] != before
    signed = sign(draft, by=place.head)
    frozen = of_report(signed).body["lines"]
    letters(place.communes[0], "to_cao", 1)
    assert of_report(signed).body["lines"] == frozen


def test_a_draft_s_public_content_is_closed_below_too(draft, place):
    body = of_report(draft, public=True).body
    below = [
        cell
        for cell in body["cells"]
        if cell["unit"] == place.communes[0].slug and cell["code"] == "don.to_cao"
    ]
    assert below[0]["closed"]


def test_forms_speak_of_their_fields(place):
    form = DraftForm(Reach(place.head), {"unit": place.province.pk, "period": QUARTER, "form": "dvcq"})
    assert form.is_valid()
    assert {"dvcq", "01-tcd", "02-tcd", "01-xld", "02-kqgq"} <= {
        key for key, _ in form.fields["form"].choices
    }
    assert not AmendForm({"amend-reason": " "}, prefix="amend").is_valid()
    assert SignForm({"reason": ""}).is_valid()
    assert not SignForm({"reason": "x" * 501}).is_valid()


def test_a_small_count_of_another_unit_is_not_opened_from_its_report(place):
    commune = place.communes[0]
    report = prepare(commune, QUARTER, by=place.head)
    letters(commune, "khieu_nai", 1)
    compiler = make_account("tong_hop", commune)
    with pytest.raises(Refusal, match="dưới 5"):
        desk.behind(Reach(compiler), report, "don.luu")
    assert desk.behind(Reach(place.head), report, "don.luu").rows == []


# -- content -----------------------------------------------------------------------------------------------
def test_a_draft_s_content_knows_that_nothing_proves_it(place):
    content = of_live(live.read(place.province, QUARTER))
    assert content.is_draft
    assert content.signed_on is None
    assert not content.is_party
    assert content.is_illustrative
    assert Content(content.body | {"layout": Layout.PARTY}).is_party


def test_lines_stand_under_their_sections_even_when_closed(place):
    content = of_live(live.read(place.province, QUARTER))
    titles = [title for title, _ in content.section_lines()]
    assert titles[0] == "Tiếp công dân"
    assert sum(len(lines) for _, lines in content.section_lines()) == len(content.body["lines"])
    assert counted({"closed": True}) == CLOSED
    assert counted({"counted": "296"}) == "296"


def test_only_shown_failures_are_listed(place):
    unbalanced(place.province)
    content = of_live(live.read(place.province, QUARTER))
    assert {check["key"] for check in content.failed_checks()} == {"vu_viec_can_doi"}


# -- the table in the terminal -----------------------------------------------------------------------------
def test_a_long_label_goes_on_below_and_numbers_keep_their_place(place):
    typed_report(place.province, {"TTHC.ty_le_3_cap": 100})
    table = as_table(live.read(place.province, QUARTER)).splitlines()
    first = next(n for n, text in enumerate(table) if "Tỷ lệ thủ tục hành chính được giải quyết" in text)
    assert "chưa có hồ sơ để đếm" in table[first]
    assert table[first + 1].strip() == "chính quyền"


def test_no_line_of_the_table_is_wider_than_its_rule(place):
    table = as_table(live.read(place.province, QUARTER)).splitlines()
    rules = [n for n, text in enumerate(table) if text and set(text) == {"─"}]
    assert len(rules) == 2
    assert all(len(text) <= len(table[rules[0]]) for text in table[rules[0] : rules[1]])


def test_json_holds_no_float(place, monkeypatch):
    def walk(value):
        assert not isinstance(value, float)
        for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            walk(item)

    typed_report(place.province, {"DON.khieu_nai": Decimal("5.5")})
    found = as_json(live.read(place.province, QUARTER))
    walk(found)
    assert [line["typed"] for line in found["comparison"] if line["code"] == "don.khieu_nai"] == ["5.500000"]
