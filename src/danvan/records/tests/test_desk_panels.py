"""Parts of a record's page: in their places, folded with a line that says what is inside, open when they wait."""

import pytest
from django.template.loader import render_to_string

from danvan.records.desk import panels
from danvan.records.desk.panels import Folded, Panel


@pytest.fixture(autouse=True)
def nobody_registered(monkeypatch):
    """Each test brings its own parts."""
    monkeypatch.setattr(panels, "_makers", {})
    monkeypatch.setattr(panels, "_places", {})


def always(part):
    return lambda record, reach: part


def test_a_part_that_has_nothing_to_say_is_not_there():
    panels.register("a.html", always(None))
    assert panels.panels(None, None) == []


def test_a_part_that_brings_its_own_section_stays_as_it_is():
    panels.register("a.html", always({"n": 1}))
    assert panels.panels(None, None) == [Panel("a.html", {"n": 1})]


def test_a_folded_part_tells_its_line_and_whether_it_waits():
    panels.register("a.html", always(Folded("Tệp", {"n": 1}, "2", waits=True, anchor="tep")))
    (part,) = panels.panels(None, None)
    assert (part.title, part.summary, part.waits, part.anchor) == ("Tệp", "2", True, "tep")


def test_lower_places_stand_first_and_equal_ones_as_registered():
    for name, place in (("d", 50), ("b", 20), ("c", 20), ("a", 10)):
        panels.register(f"{name}.html", always({}), place=place)
    assert [part.template for part in panels.panels(None, None)] == ["a.html", "b.html", "c.html", "d.html"]


def test_one_template_cannot_be_brought_by_two_rooms():
    panels.register("a.html", always({}))
    with pytest.raises(ValueError, match=r"a\.html is registered twice"):
        panels.register("a.html", always({}))


def test_the_same_maker_may_register_again():
    make = always({})
    panels.register("a.html", make)
    panels.register("a.html", make, place=20)
    assert len(panels.panels(None, None)) == 1


class TestItsLine:
    """What one reads without opening."""

    def shown(self, **told):
        part = Panel("ui/messages.html", {}, title="Văn bản", **told)
        return " ".join(render_to_string("records/folded.html", {"part": part}).split())

    def test_it_is_a_heading_with_what_is_inside_in_brackets(self):
        assert 'Văn bản <span class="fold__inside">(3, 1 chờ số)</span></h2>' in self.shown(
            summary="3, 1 chờ số"
        )

    def test_nothing_inside_to_tell_leaves_no_empty_brackets(self):
        assert "(" not in self.shown()

    @pytest.mark.parametrize("waits", [True, False])
    def test_it_is_open_only_when_something_waits(self, waits):
        assert ('<details class="fold" open>' in self.shown(waits=waits)) is waits

    def test_an_address_leads_into_it_so_that_a_browser_opens_it(self):
        assert '<div class="fold__body" id="van-ban">' in self.shown(anchor="van-ban")
