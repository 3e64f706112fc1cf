"""The figures of a report's text, each tied to its indicator."""

from danvan.reports.reader.distractors import Masked
from danvan.reports.reader.facts import Fact
from danvan.reports.reader.figures import Figure
from danvan.reports.reader.items import ItemReader
from danvan.reports.reader.merging import merged
from danvan.reports.reader.numerals import SCALES, in_dong
from danvan.reports.reader.periods import Timeline
from danvan.reports.reader.reading import Context, SentenceReading
from danvan.reports.reader.tokens import sentences_of, tokens_of


def find_facts(text: str) -> list[Fact]:
    """The facts of an NFC text in reading order; a figure not understood gives none."""
    timeline = Timeline(text)
    masked = Masked(text, timeline.spans)
    context = Context(year=timeline.document.year if timeline.document else None)
    facts = []
    for tokens in sentences_of(tokens_of(text)):
        items = ItemReader(tokens, masked, timeline).read()
        for figure in SentenceReading(text, items, context).read():
            if figure.code:
                facts.append(_fact(text, figure, timeline, tokens[0].start))
    return merged(facts)


def _fact(text: str, figure: Figure, timeline: Timeline, sentence: int) -> Fact:
    span = timeline.last_within(sentence, figure.start)
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
        period=span.code if span else None,
        org=figure.org,
        direction=figure.direction,
        places=((figure.start, figure.end),),
    )


def _unit(figure: Figure) -> str:
    unit = "đồng" if figure.noun == "dong" else figure.unit
    return f"{figure.scale} {unit}" if figure.scale else unit


def _factor(scale: str) -> int:
    factor = 1
    for word in scale.split():
        factor *= SCALES[word]
    return factor
