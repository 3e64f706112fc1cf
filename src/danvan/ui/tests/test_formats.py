"""Django's own fields and filters under the Vietnamese formats."""

from datetime import date, datetime

import pytest
from django import forms
from django.template import Context, Template
from django.utils import formats, translation

VIETNAMESE = "danvan.ui.formats"


class Paper(forms.Form):
    issued_on = forms.DateField()
    sent_at = forms.DateTimeField(required=False)
    hour = forms.TimeField(required=False)
    amount = forms.DecimalField(required=False, localize=True)


@pytest.fixture(autouse=True)
def vietnamese(settings):
    settings.FORMAT_MODULE_PATH = [VIETNAMESE]
    formats.reset_format_cache()
    with translation.override("vi"):
        yield
    formats.reset_format_cache()


def read(**values):
    form = Paper({"issued_on": "16/3/2023"} | values)
    assert form.is_valid(), form.errors
    return form.cleaned_data


def test_the_third_of_april_is_not_the_fourth_of_march():
    assert read(issued_on="03/04/2023")["issued_on"] == date(2023, 4, 3)


def test_christmas_is_accepted():
    assert read(issued_on="25/12/2023")["issued_on"] == date(2023, 12, 25)


@pytest.mark.parametrize("text", ["16/3/2023", "16-03-2023", "16.3.2023", "16/3/23", "2023-03-16"])
def test_ways_of_writing_a_day(text):
    assert read(issued_on=text)["issued_on"] == date(2023, 3, 16)


@pytest.mark.parametrize("text", ["31/2/2023", "12/25/2023", "3/16/2023"])
def test_a_month_first_or_impossible_day_is_refused(text):
    assert "issued_on" in Paper({"issued_on": text}).errors


@pytest.mark.parametrize("text", ["16/3/2023 18:51", "18:51 16/3/2023", "2023-03-16T18:51"])
def test_instants(text):
    assert read(sent_at=text)["sent_at"].replace(tzinfo=None) == datetime(2023, 3, 16, 18, 51)


def test_hours():
    assert read(hour="7h30")["hour"].strftime("%H:%M") == "07:30"


def test_a_decimal_comma():
    assert str(read(amount="1234,5")["amount"]) == "1234.5"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("DATE_FORMAT", "3/4/2023"),
        ("SHORT_DATE_FORMAT", "3/4/2023"),
        ("YEAR_MONTH_FORMAT", "tháng 4/2023"),
        ("MONTH_DAY_FORMAT", "3/4"),
        ("DATETIME_FORMAT", "18:51 3/4/2023"),
    ],
)
def test_what_templates_show(name, shown):
    moment = datetime(2023, 4, 3, 18, 51)

    assert Template(f'{{{{ moment|date:"{name}" }}}}').render(Context({"moment": moment})) == shown


def test_a_week_begins_on_monday():
    assert formats.get_format("FIRST_DAY_OF_WEEK") == 1


def test_numbers_of_templates():
    assert Template("{{ value }}").render(Context({"value": 12.5})) == "12,5"
