"""Forms: labels, hints, errors and controls that belong together, and fields read the Vietnamese way."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms.renderers import DjangoTemplates
from django.test.html import parse_html

from danvan.ui.components import form_errors
from danvan.ui.forms import DayField, MoneyField, NumberField, Renderer


class Letter(forms.Form):
    default_renderer = Renderer

    summary = forms.CharField(label="Tóm tắt", help_text="Một câu.", widget=forms.Textarea)
    received_on = DayField(label="Ngày nhận")
    amount = MoneyField(label="Số tiền", required=False)
    rate = NumberField(label="Tỷ lệ", required=False)
    unit = forms.ChoiceField(label="Đơn vị", choices=[("a", "Xã A"), ("b", "Xã B")])
    kind = forms.ChoiceField(label="Loại", widget=forms.RadioSelect, choices=[("kn", "KN"), ("tc", "TC")])
    papers = forms.MultipleChoiceField(
        label="Giấy tờ",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("g", "Gốc"), ("s", "Sao")],
    )
    scan = forms.FileField(label="Bản chụp", required=False)
    agreed = forms.BooleanField(label="Đồng ý", required=False)
    token = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self):
        if self.data.get("token") == "xung-dot":
            raise forms.ValidationError("Đơn này đã được ghi.")


GOOD = {"summary": "x", "received_on": "03/04/2023", "unit": "a", "kind": "kn"}


def test_values_are_read_the_vietnamese_way():
    form = Letter(GOOD | {"amount": "3,1 tỷ đồng", "rate": "93,5"})

    assert form.is_valid(), form.errors
    assert form.cleaned_data["received_on"] == date(2023, 4, 3)
    assert form.cleaned_data["amount"] == 3_100_000_000
    assert form.cleaned_data["rate"] == Decimal("93.5")


def test_an_optional_field_left_blank_is_none():
    form = Letter(GOOD | {"amount": "   "})

    assert form.is_valid()
    assert form.cleaned_data["amount"] is None


def test_the_sentence_of_a_refusal_stands_at_the_field():
    form = Letter(GOOD | {"received_on": "31/2/2023", "amount": "3.1 tỷ"})

    assert "không có trong lịch" in form.errors["received_on"][0]
    assert "dấu chấm" in form.errors["amount"][0]


def test_a_stored_value_is_shown_as_it_would_be_written():
    form = Letter(initial={"received_on": date(2023, 4, 3), "amount": 3_100_000_000})

    assert 'value="3/4/2023"' in str(form["received_on"])
    assert 'value="3.100.000.000"' in str(form["amount"])


def test_what_was_typed_is_kept_when_it_is_refused():
    assert 'value="31/2/2023"' in str(Letter(GOOD | {"received_on": "31/2/2023"})["received_on"])


@pytest.mark.parametrize(("typed", "changed"), [("03/04/2023", False), ("4/4/2023", True), ("vớ vẩn", True)])
def test_another_way_of_writing_is_no_change(typed, changed):
    assert DayField().has_changed(date(2023, 4, 3), typed) is changed


def test_every_label_names_a_control():
    html = str(Letter())

    named = set(re.findall(r'<label[^>]* for="([^"]+)"', html))
    assert named <= set(re.findall(r'\bid="([^"]+)"', html))
    assert "id_received_on" in named


def test_ids_are_unique():
    ids = re.findall(r'\bid="([^"]+)"', str(Letter({"received_on": "x"})))

    assert len(ids) == len(set(ids))


def test_every_description_exists():
    html = str(Letter({}))
    described = " ".join(re.findall(r'aria-describedby="([^"]+)"', html)).split()

    assert described
    assert set(described) <= set(re.findall(r'\bid="([^"]+)"', html))


def test_controls_have_the_class_of_their_kind():
    html = str(Letter())

    for control in (
        "govuk-textarea",
        "govuk-input",
        "govuk-select",
        "govuk-radios__input",
        "govuk-file-upload",
    ):
        assert control in html
    assert html.count("govuk-checkboxes__input") == 3


def test_a_group_of_options_has_a_legend():
    html = str(Letter()["kind"].as_field_group())

    assert re.search(r"<fieldset[^>]*>\s*<legend[^>]*>Loại", html)
    assert html.count('type="radio"') == 2


def test_the_chosen_option_is_checked():
    html = str(Letter(GOOD | {"kind": "tc"})["kind"])

    assert re.findall(r'value="(\w+)"[^>]*checked', html) == ["tc"]


def test_optional_fields_say_so_and_required_ones_do_not():
    form = Letter()

    assert "(không bắt buộc)" in str(form["amount"].as_field_group())
    assert "(không bắt buộc)" not in str(form["received_on"].as_field_group())


def test_a_wrong_control_is_marked_for_eye_and_ear():
    html = str(Letter(GOOD | {"received_on": ""})["received_on"].as_field_group())

    assert "govuk-form-group--error" in html
    assert "govuk-input--error" in html
    assert 'aria-invalid="true"' in html
    assert "Lỗi:" in html


def test_errors_at_the_top_lead_to_their_controls():
    form = Letter({"token": "xung-dot"})
    html = str(form)

    assert ("Đơn này đã được ghi.", "") in form_errors(form)
    for address in re.findall(r'<li><a href="#([^"]+)"', html):
        assert f'id="{address}"' in html
    assert 'href="#id_kind_0"' in html


def test_a_placeholder_is_never_used_as_a_label():
    class Login(forms.Form):
        default_renderer = Renderer
        name = forms.CharField(label="Tên", widget=forms.TextInput(attrs={"placeholder": "Tên"}))

    assert "placeholder" not in str(Login())


def test_a_form_not_yet_sent_has_no_errors():
    assert form_errors(Letter()) == []
    assert "error" not in str(Letter())


def test_hidden_fields_stay():
    assert 'type="hidden"' in str(Letter())


def test_typed_markup_is_escaped():
    assert "<script" not in str(Letter(GOOD | {"summary": "<script>x</script>", "received_on": "<script>"}))


def test_a_file_is_taken():
    form = Letter(GOOD, {"scan": SimpleUploadedFile("don.pdf", b"%PDF")})

    assert form.is_valid()
    assert form.cleaned_data["scan"].name == "don.pdf"


@pytest.mark.parametrize(
    ("choices", "value"),
    [
        ([("", "Tất cả"), ("xa", "Xã “A” & <B>")], "xa"),
        ([("Huyện cũ", [(1, "Một"), (2, "Hai")]), ("Xã mới", [(3, "Ba")])], 3),
        ([(None, "Chưa rõ"), (True, "Có"), (False, "Không")], None),
        ([(1234, "Số lớn")], [1234]),
        ([], None),
    ],
)
def test_a_choice_reads_as_django_writes_it_only_faster(choices, value):
    widget = (forms.SelectMultiple if isinstance(value, list) else forms.Select)(choices=choices)
    ours = widget.render("don_vi", value, {"id": "a", "required": True}, renderer=Renderer())
    own = widget.render(
        "don_vi", value, {"id": "a", "required": True, "class": "govuk-select"}, renderer=DjangoTemplates()
    )
    assert_html(ours, own)


def test_an_option_that_cannot_be_chosen_says_so():
    class WithTitle(forms.Select):
        def create_option(self, *args, **kwargs):
            option = super().create_option(*args, **kwargs)
            option["attrs"] |= {"disabled": True, "hidden": False, "title": 'Bãi "bỏ"'}
            return option

    shown = WithTitle(choices=[("a", "A")]).render("loai", "a", {}, renderer=Renderer())
    assert_html(
        shown,
        '<select name="loai" class="govuk-select">'
        '<option value="a" selected disabled title="Bãi &quot;bỏ&quot;">A</option></select>',
    )


def assert_html(one: str, other: str) -> None:
    assert parse_html(one) == parse_html(other)


def test_the_program_uses_this_renderer(settings):
    assert settings.FORM_RENDERER == "danvan.ui.forms.Renderer"
