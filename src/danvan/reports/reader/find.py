"""The figures of a report's text, each tied to its indicator."""

from dataclasses import replace

from danvan.reports.reader.distractors import Masked
from danvan.reports.reader.facts import Fact
from danvan.reports.reader.figures import Figure
from danvan.reports.reader.items import ItemReader
from danvan.reports.reader.merging import merged
from danvan.reports.reader.numerals import SCALES, in_dong
from danvan.reports.reader.organisations import of_judges, place_of
from danvan.reports.reader.periods import Timeline, since_january
from danvan.reports.reader.reading import SentenceReading
from danvan.reports.reader.rows import sentences
from danvan.reports.reader.subjects import Context
from danvan.reports.reader.tokens import tokens_of


def find_facts(text: str) -> list[Fact]:
    """The facts of an NFC text in reading order; a figure not understood gives none."""
    timeline = Timeline(text)
    masked = Masked(text, timeline.spans)
    context = Context(year=timeline.document.year if timeline.document else None)
    facts = []
    for tokens, unit in sentences(text, tokens_of(text)):
        items = ItemReader(tokens, masked, timeline).read()
        for figure in SentenceReading(text, items, context).read():
            figure.org = unit or figure.org
            if figure.code and not of_judges(figure.org, figure.code):
                facts.append(_fact(text, figure, timeline, tokens[0].start))
    return _completed(merged(facts), timeline, place_of(text))


def _completed(facts: list[Fact], timeline: Timeline, place: str | None) -> list[Fact]:
    """A fact that names neither period nor organisation is of the document's.

    After the merging: until then an unnamed one may be the same as a named one.
    """
    period = timeline.document.code if timeline.document else None
    return [replace(fact, period=fact.period or period, org=fact.org or place) for fact in facts]


def _fact(text: str, figure: Figure, timeline: Timeline, sentence: int) -> Fact:
    period = _period(figure, timeline, sentence)
    money = figure.noun == "dong"
    return Fact(
        indicator=figure.code,
        value=figure.value,
        unit=_unit(figure),
        raw=text[figure.start : figure.end],
        start=figure.start,
        end=figure.end,
        value_vnd=in_dong(figure.value, _factor(figure.scale)) if money else None,
        qualifier=figure.qualifier,
        qualifier_norm=figure.qualifier_norm,
        period=period,
        org=figure.org,
        direction=figure.direction,
        places=((figure.start, figure.end),),
    )


def _period(figure: Figure, timeline: Timeline, sentence: int) -> str | None:
    """The period named before the figure in its sentence or paragraph; "cùng kỳ" and its year for the one compared with."""
    if figure.compared:
        span = timeline.any_within(figure.since, figure.start)
        return span.code if span else "cùng kỳ"
    paragraph = timeline.text.rfind("\n", 0, sentence) + 1
    span = timeline.last_within(sentence, figure.start) or timeline.last_within(paragraph, figure.start)
    if "LUY_KE" in figure.tags:
        return since_january(span or timeline.document)
    return span.code if span else None


def _unit(figure: Figure) -> str:
    unit = "đồng" if figure.noun == "dong" else figure.unit
    return f"{figure.scale} {unit}" if figure.scale else unit


def _factor(scale: str) -> int:
    factor = 1
    for word in scale.split():
        factor *= SCALES[word]
    return factor
