"""Signing all that was approved: the same reports as one by one, from one scan, and nothing that nobody approved."""

import argparse
from datetime import date

import pytest

from danvan.org.tests.factories import make_account
from danvan.reports.canonical import LEAVES
from danvan.reports.changes import changes_since
from danvan.reports.compute import compute
from danvan.reports.evidence import gather, listed
from danvan.reports.flow import moving
from danvan.reports.models import Manifest, Report
from danvan.reports.scan import scan
from danvan.reports.signing import envelope, prepare, sign
from danvan.reports.signing_all import command, shared
from danvan.reports.signing_all.shared import Shared
from danvan.reports.signing_all.signing import sign_all
from danvan.reports.tests.factories import letters, make_place, quarter_of_296
from danvan.reports.tests.test_holding import merge
from danvan.reports.tests.test_parity import filled_place
from danvan.reports.verification import verify
from danvan.reports.windows import period_of
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
QUARTER = "2023-Q1"


@pytest.fixture(autouse=True)
def last_day_of_the_quarter(settings):
    settings.DEMONSTRATION_DAY = date(2023, 3, 14)


@pytest.fixture
def place():
    place = make_place(1, 2)
    quarter_of_296(place)
    return place


def approved(unit, place, form="dvcq"):
    draft = prepare(unit, QUARTER, form, by=place.head)
    return moving.approve(moving.submit(draft, by=place.head), by=place.head)


def outcomes(by, **more):
    return [(one.report.unit, one.refusal) for one in sign_all(QUARTER, by=by, **more)]


class TestWhatIsSigned:
    def test_every_approved_report_lower_units_first(self, place):
        for unit in (place.province, *place.communes):
            approved(unit, place)
        assert outcomes(place.head) == [(unit, "") for unit in (*place.communes, place.province)]
        assert {report.state for report in Report.objects.all()} == {Report.State.SIGNED}
        assert all(verify(envelope(report)).ok for report in Report.objects.all())

    def test_only_what_a_head_approved(self, place):
        prepare(place.communes[0], QUARTER, by=place.head)
        moving.submit(prepare(place.communes[1], QUARTER, by=place.head), by=place.head)
        assert outcomes(place.head) == []

    def test_only_the_form_named(self, place):
        approved(place.province, place)
        approved(place.province, place, "02-xld")
        assert [one.report.form for one in sign_all(QUARTER, by=place.head, form="02-xld")] == ["02-xld"]

    def test_only_units_whose_reports_the_account_signs(self, place):
        for unit in (place.province, *place.communes):
            approved(unit, place)
        assert outcomes(make_account("lanh_dao", place.communes[0])) == [(place.communes[0], "")]
        assert outcomes(make_account("xu_ly", place.province, covers_below=True)) == []

    def test_the_rest_after_a_run_that_was_cut_short(self, place):
        for unit in place.communes:
            approved(unit, place)
        next(sign_all(QUARTER, by=place.head))
        assert outcomes(place.head) == [(place.communes[1], "")]
        assert outcomes(place.head) == []


class TestWhatIsRefused:
    def test_stays_approved_and_the_others_are_signed(self, place):
        reports = [approved(unit, place) for unit in place.communes]
        letters(place.communes[0], "khieu_nai", 1)  # counts changed since the head approved them
        (first, refusal), second = outcomes(place.head)
        assert (first, second) == (place.communes[0], (place.communes[1], ""))
        assert refusal
        assert [Report.objects.get(pk=report.pk).state for report in reports] == ["da_duyet", "da_ky"]
        assert Manifest.objects.filter(report=reports[0]).count() == 0

    def test_a_period_without_law(self, place):
        with pytest.raises(Refusal):
            next(sign_all("2023-Q9", by=place.head))


class TestFromOneScan:
    def test_a_report_is_the_one_that_is_signed_alone(self, place):
        alone = sign(approved(place.communes[0], place), by=place.head)
        approved(place.communes[1], place)
        approved(place.province, place)
        for one in sign_all(QUARTER, by=place.head):
            again = compute(one.report.unit, QUARTER)
            for cell in one.report.package["cells"]:
                if cell["unit"] == one.report.unit.slug and isinstance(cell["value"], int):
                    assert cell["value"] == again.cell(cell["code"]).value
            assert changes_since(one.report) == []
            assert set(one.report.package) == set(alone.package)
            assert all(one.report.package[leaf] for leaf in LEAVES if alone.package[leaf])

    @pytest.mark.parametrize("seed", [7, 8])
    def test_shared_lines_and_records_are_those_of_the_database(self, seed):
        place = filled_place(seed)
        engine = Shared(unit.pk for unit in place.units)
        for unit in place.units:
            here, there = compute(unit, QUARTER, engine=engine), compute(unit, QUARTER)
            assert [row for _, _, row in here.rows()] == [row for _, _, row in there.rows()]
            assert gather(here, "s").entries == gather(there, "s").entries

    def test_a_record_handed_over_counts_where_it_stood(self):
        place = make_place()
        letters(place.communes[0], "khieu_nai", 3, date(2022, 11, 2))
        merge(place)
        engine = Shared(unit.pk for unit in place.units)
        for unit in (place.communes[0], place.province):
            here, there = compute(unit, "2022-Q4", engine=engine), compute(unit, "2022-Q4")
            assert here.row() == there.row()
            assert gather(here, "s").entries == gather(there, "s").entries

    def test_each_source_is_scanned_once_for_all_units(self, place, monkeypatch):
        asked = []

        def counting(source, items, period, unit_ids):
            asked.append(source)
            return scan(source, items, period, unit_ids)

        monkeypatch.setattr(shared, "scan", counting)
        engine = Shared(unit.pk for unit in place.units)
        for unit in place.units:
            compute(unit, QUARTER, engine=engine)
        assert len(asked) == len(set(asked)) > 1

    def test_a_unit_that_it_was_not_told_of_is_asked_of_the_database(self, place):
        engine = Shared([place.communes[0].pk])
        assert compute(place.province, QUARTER, engine=engine).cell("don.tiep_nhan").value == 296
        assert (
            len(gather(compute(place.province, QUARTER, engine=engine), "s").entries["petitions.letter"])
            == 296
        )

    def test_another_period_is_another_scan(self, place):
        engine = Shared(unit.pk for unit in place.units)
        compute(place.province, QUARTER, engine=engine)
        assert compute(place.province, "2022-Q4", engine=engine).cell("don.tiep_nhan").value == 0


class TestTheCommand:
    def run(self, *words):
        parser = argparse.ArgumentParser()
        command.add_arguments(parser)
        return command.run(parser.parse_args([QUARTER, *words]))

    def test_says_how_many_were_signed(self, place, capsys):
        approved(place.communes[0], place)
        assert self.run("--by", place.head.username) == 0
        assert "Đã ký 1 báo cáo; không ký được 0." in capsys.readouterr().out

    def test_names_what_was_refused_and_fails(self, place, capsys):
        approved(place.communes[0], place)
        letters(place.communes[0], "khieu_nai", 1)
        assert self.run("--by", place.head.username) == 1
        assert "✗" in capsys.readouterr().out

    def test_refuses_an_unknown_account(self, place):
        with pytest.raises(Refusal, match="Không có tài khoản"):
            self.run("--by", "khong-co")

    def test_refuses_an_account_that_is_closed(self, place):
        place.head.is_active = False
        place.head.save()
        with pytest.raises(Refusal, match="Không có tài khoản"):
            self.run("--by", place.head.username)


def test_listing_names_a_record_once_with_all_its_figures(place):
    items = [item for item in compute(place.province, QUARTER).items.values() if hasattr(item, "source")]
    group = [item for item in items if item.source._meta.label_lower == "petitions.letter"]
    found = list(listed(group[0].source, group, period_of(QUARTER), [unit.pk for unit in place.units]))
    assert [row.record_id for row in found] == sorted({row.record_id for row in found})
    assert sum("don.tiep_nhan" in row.codes for row in found) == 296
