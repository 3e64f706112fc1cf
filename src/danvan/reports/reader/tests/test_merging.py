"""A figure given twice is one fact with two places; figures that contradict each other stay apart."""

from danvan.reports.reader.facts import Fact
from danvan.reports.reader.find import find_facts
from danvan.reports.reader.merging import merged


def fact(start, **changes):
    row = {
        "indicator": "TCD.luot",
        "value": 12,
        "unit": "lượt",
        "raw": "12",
        "start": start,
        "end": start + 2,
    }
    return Fact(**{**row, "places": ((start, start + 2),), **changes})


def test_the_same_figure_twice_is_one_with_both_places():
    [one] = merged([fact(0), fact(40)])
    assert (one.start, one.places) == (0, ((0, 2), (40, 42)))


def test_what_only_the_second_says_is_kept():
    [one] = merged(
        [fact(0), fact(40, org="Sở Y tế", period="2023-Q1", qualifier="hơn", qualifier_norm="at_least")]
    )
    assert (one.org, one.period, one.qualifier, one.qualifier_norm) == (
        "Sở Y tế",
        "2023-Q1",
        "hơn",
        "at_least",
    )


def test_organisations_are_compared_without_regard_to_capitals():
    assert len(merged([fact(0, org="Sở Y tế"), fact(40, org="sở Y tế")])) == 1


def test_other_organisations_periods_values_units_and_directions_stay_apart():
    others = [
        fact(40, org="Sở Nội vụ"),
        fact(40, period="2022-Q1"),
        fact(40, value=13),
        fact(40, unit="người"),
        fact(40, indicator="TCD.nguoi"),
        fact(40, direction="giảm"),
    ]
    for other in others:
        assert len(merged([fact(0, org="Sở Y tế", period="2023-Q1"), other])) == 2, other


def test_the_order_of_reading_is_kept():
    assert [one.start for one in merged([fact(0), fact(20, value=5), fact(40), fact(60, value=7)])] == [
        0,
        20,
        60,
    ]


def test_a_lead_and_its_body_give_one_fact():
    text = "Quý I/2023 tỉnh tiếp 260 lượt công dân.\nTrong quý I/2023, toàn tỉnh tiếp 260 lượt công dân."
    [one] = find_facts(text)
    assert [text[start:end] for start, end in one.places] == ["260", "260"]


def test_a_year_in_a_bracket_does_not_outlive_it():
    text = "Năm 2023, toàn tỉnh tiếp 512 lượt (năm 2022: 504 lượt), tăng 1,6%."
    assert [fact.period for fact in find_facts(text)] == ["2023", "2022", "2023"]


def test_figures_without_a_period_or_place_have_those_of_the_lead():
    text = "Huyện Sông Trà: kết quả quý II/2024\nĐã tiếp 31 lượt công dân.\nNhận 12 đơn."
    facts = find_facts(text)
    assert [fact.period for fact in facts] == ["2024-Q2", "2024-Q2"]
    assert {(fact.org or "").lower() for fact in facts} == {"huyện sông trà"}


def test_each_level_of_a_list_has_its_own_visits():
    text = "Trụ sở tỉnh 145 lượt; các sở, ngành 60 lượt; cấp huyện 230 lượt tiếp công dân."
    assert [fact.org for fact in find_facts(text)][1:] == ["các sở, ngành", "cấp huyện"]
