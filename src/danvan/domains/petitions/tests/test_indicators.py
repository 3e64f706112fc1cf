"""What each figure of letters and matters counts, and what it leaves alone: one record inside, others just outside."""

from datetime import date, timedelta
from random import Random

import pytest

from danvan.domains.petitions import indicators
from danvan.domains.petitions.models import Kind, Letter, Matter
from danvan.org.tests.factories import make_unit
from danvan.records.declare import identities
from danvan.records.declare import indicators as declared
from danvan.records.loading import Row, load
from danvan.reports.checks import identity_checks
from danvan.reports.compute import compute, records_behind

pytestmark = pytest.mark.django_db
FIRST, LAST, MIDDLE = date(2022, 12, 15), date(2023, 3, 14), date(2023, 2, 1)
UNITS = {"đơn", "vụ việc", "văn bản", "quyết định", "kết luận", "đồng", "m²", "người", "tổ chức", "vụ"}
EVE, AFTER = FIRST - timedelta(1), LAST + timedelta(1)
FLOW = [item for item in declared() if item.source in (Letter, Matter)]


@pytest.fixture
def unit(db):
    return make_unit()


def letter(unit, came, kind=Kind.COMPLAINT, handled=None, move="huong_dan", **columns):
    """A letter; handled by a move on a day when given."""
    moves = [("phan_loai", came, {"kind": kind, "field": "khac"} | columns)] if kind else []
    if handled:
        moves.append((move, handled, {"forwarded_to": "Thanh tra tỉnh"} if move == "chuyen" else {}))
    row = Row(Letter(unit=unit), came, moves)
    load("don", [row], reason="Thử nghiệm")
    return row.record


def matter(unit, accepted, settled=None, kind=Kind.COMPLAINT):
    moves = [("giai_quyet", settled, {"result": "sai"})] if settled else []
    row = Row(Matter(unit=unit, kind=kind, field="khac"), accepted, moves)
    load("vu_viec", [row], reason="Thử nghiệm")
    return row.record


def counts(unit, code, period="2023-Q1"):
    """The value of a figure and the keys of the records it opens to, which must be as many."""
    value = compute(unit, period, [code]).cell(code).value
    behind = set(records_behind(code, unit, period).values_list("pk", flat=True))
    assert len(behind) == value
    return behind


class TestLetters:
    def test_received_counts_every_class_and_the_unclassified_within_the_window(self, unit):
        inside = {letter(unit, day, kind).pk for day in (FIRST, LAST) for kind in (*Kind, None)}
        for day in (EVE, AFTER):
            letter(unit, day)
        assert counts(unit, "don.tiep_nhan") == inside

    @pytest.mark.parametrize("kind", list(Kind))
    def test_each_class_counts_its_own(self, unit, kind):
        inside = letter(unit, FIRST, kind)
        letter(unit, EVE, kind)
        for other in (*(k for k in Kind if k != kind), None):
            letter(unit, FIRST, other)
        assert counts(unit, f"don.{kind.value}") == {inside.pk}

    @pytest.mark.parametrize("move", ["huong_dan", "chuyen", "luu", "thu_ly"])
    def test_handled_is_placed_by_the_day_of_handling(self, unit, move):
        inside = letter(unit, date(2022, 12, 1), handled=FIRST, move=move)
        letter(unit, date(2022, 12, 1), handled=EVE, move=move)
        letter(unit, LAST, handled=AFTER, move=move)
        letter(unit, MIDDLE)
        assert counts(unit, "don.da_xu_ly") == {inside.pk}

    @pytest.mark.parametrize(
        ("code", "own", "others"),
        [
            ("don.tham_quyen", (True, True), [(False, True), (True, False), (False, False)]),
            ("don.khong_tham_quyen", (False, True), [(True, True), (True, False), (False, False)]),
        ],
    )
    def test_competence_is_told_of_eligible_letters_alone(self, unit, code, own, others):
        def handled(on, is_competent, is_eligible):
            return letter(unit, EVE, handled=on, is_competent=is_competent, is_eligible=is_eligible)

        inside = handled(FIRST, *own)
        handled(EVE, *own)
        for other in others:
            handled(FIRST, *other)
        assert counts(unit, code) == {inside.pk}

    def test_filed_counts_what_is_not_eligible_whosever_it_would_be(self, unit):
        inside = {
            letter(unit, EVE, handled=FIRST, is_eligible=False, is_competent=own).pk for own in (True, False)
        }
        letter(unit, EVE, handled=EVE, is_eligible=False)
        letter(unit, EVE, handled=FIRST)
        letter(unit, FIRST, is_eligible=False)
        assert counts(unit, "don.luu") == inside


class TestMatters:
    def test_accepted_is_placed_by_the_day_of_acceptance(self, unit):
        inside = {matter(unit, FIRST).pk, matter(unit, LAST, AFTER).pk}
        matter(unit, EVE)
        matter(unit, AFTER)
        assert counts(unit, "vu_viec.thu_ly") == inside

    def test_settled_is_placed_by_the_day_of_settlement(self, unit):
        inside = {matter(unit, EVE, FIRST).pk, matter(unit, FIRST, LAST).pk}
        matter(unit, EVE, EVE)
        matter(unit, LAST, AFTER)
        matter(unit, MIDDLE)
        assert counts(unit, "vu_viec.da_giai_quyet") == inside

    def test_carried_over_was_open_when_the_period_began(self, unit):
        inside = {matter(unit, EVE).pk, matter(unit, EVE, FIRST).pk, matter(unit, EVE, AFTER).pk}
        matter(unit, EVE, EVE)
        matter(unit, FIRST)
        assert counts(unit, "vu_viec.ky_truoc") == inside

    def test_open_is_what_is_left_after_the_last_day(self, unit):
        inside = {matter(unit, EVE).pk, matter(unit, LAST).pk, matter(unit, MIDDLE, AFTER).pk}
        matter(unit, MIDDLE, LAST)
        matter(unit, EVE, FIRST)
        matter(unit, AFTER)
        assert counts(unit, "vu_viec.con") == inside

    def test_letters_are_not_matters(self, unit):
        letter(unit, MIDDLE, handled=MIDDLE, move="thu_ly")
        assert counts(unit, "vu_viec.thu_ly") == set()
        assert len(counts(unit, "don.da_xu_ly")) == 1


class TestIdentities:
    @pytest.mark.parametrize("seed", range(4))
    def test_they_hold_on_generated_letters_and_matters(self, unit, seed):
        chance = Random(seed)
        days = [date(2022, 9, 1) + timedelta(n) for n in range(270)]
        for _ in range(40):
            came = chance.choice(days)
            own, eligible = chance.random() < 0.7, chance.random() < 0.8
            move = "thu_ly" if own and eligible else chance.choice(["huong_dan", "chuyen", "luu"])
            handled = came + timedelta(chance.randrange(20)) if chance.random() < 0.8 else None
            letter(
                unit, came, chance.choice(list(Kind)), handled, move, is_competent=own, is_eligible=eligible
            )
            settled = came + timedelta(chance.randrange(60)) if chance.random() < 0.6 else None
            matter(unit, came, settled)
        told = 0
        for period in ("2022-Q4", "2023-Q1", "2023-Q2"):
            figures = compute(unit, period)
            assert [check.key for check in identity_checks(figures) if not check.ok] == [], period
            told += sum(figures.cell(code).value for item in identities() for code in item.whole)
        assert told > 0

    def test_what_is_left_of_a_quarter_is_carried_over_to_the_next(self, unit):
        for n in range(20):
            matter(unit, date(2022, 11, 1) + timedelta(7 * n), date(2022, 12, 20) + timedelta(9 * n))
        assert counts(unit, "vu_viec.con") == counts(unit, "vu_viec.ky_truoc", "2023-Q2")
        assert counts(unit, "vu_viec.con")

    def test_an_unclassified_letter_is_a_part_of_its_own_and_breaks_no_sum(self, unit):
        letter(unit, MIDDLE, None)
        figures = compute(unit, "2023-Q1")
        parts = [figures.cell(item.code).value for item in indicators.BY_KIND]
        assert (figures.cell("don.tiep_nhan").value, sum(parts)) == (1, 0)
        assert figures.cell("don.chua_phan_loai").value == 1
        assert all(check.ok for check in identity_checks(figures) if check.key == "don_theo_loai")


def test_every_figure_names_its_form_and_unit():
    for item in FLOW:
        assert "Thông tư" in item.cite or "không in" in item.cite
        assert item.unit in UNITS
        assert item.opens == "totals"
