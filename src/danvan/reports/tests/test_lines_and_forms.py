"""Typed beside counted, word by word; forms that cannot be read; and what the commands print and answer."""

import argparse
import copy
import json
import unicodedata
from datetime import date
from decimal import Decimal

import pytest

from danvan.config import cli
from danvan.domains.petitions.models import Letter, Matter
from danvan.org.tests.factories import make_unit
from danvan.reports import commands, form_files, live, verify_command
from danvan.reports.canonical import canonical
from danvan.reports.commands import as_json, as_table
from danvan.reports.comparison import ABOUT, AT_LEAST, AT_MOST, fits
from danvan.reports.documents.content import of_report
from danvan.reports.documents.pdf import pdf
from danvan.reports.models import TypedFigure
from danvan.reports.signing import envelope, prepare, sign
from danvan.reports.tests.factories import letters, make_place, matter, typed_report
from danvan.ui.errors import Refusal

QUARTER = "2023-Q1"


# -- qualifiers --------------------------------------------------------------------------------------------
@pytest.mark.parametrize("word", AT_LEAST)
@pytest.mark.parametrize(("counted", "agrees"), [(99, False), (100, True), (101, True)])
def test_at_least(word, counted, agrees):
    assert fits(TypedFigure(value=Decimal(100), qualifier=word), counted) is agrees


@pytest.mark.parametrize("word", AT_MOST)
@pytest.mark.parametrize(("counted", "agrees"), [(99, True), (100, True), (101, False)])
def test_at_most(word, counted, agrees):
    assert fits(TypedFigure(value=Decimal(100), qualifier=word), counted) is agrees


@pytest.mark.parametrize("word", ABOUT)
@pytest.mark.parametrize(
    ("counted", "agrees"), [(94, False), (95, True), (100, True), (105, True), (106, False)]
)
def test_about_is_a_twentieth_either_way(word, counted, agrees):
    assert fits(TypedFigure(value=Decimal(100), qualifier=word), counted) is agrees


@pytest.mark.parametrize(
    ("word", "value", "counted", "agrees"),
    [
        ("trên", 3_100_000_000, 3_120_000_000, True),
        ("trên", 3_100_000_000, 3_300_000_000, False),
        ("hơn", 843_000_000, 843_900_000, True),
        ("hơn", 843_000_000, 860_000_000, False),
        ("gần", 900, 811, True),
        ("gần", 900, 500, False),
        ("trên", 1000, 1200, True),
        ("trên", 1000, 1900, False),
        ("hơn", 97, 98, True),
        ("hơn", 97, 150, False),
        ("trên", 0, 1, True),
        ("trên", 0, 40, False),
    ],
)
def test_a_rounded_number_lies_near_what_it_stands_for(word, value, counted, agrees):
    assert fits(TypedFigure(value=Decimal(value), qualifier=word), counted) is agrees


@pytest.mark.parametrize("word", ["ít nhất", "tối thiểu", "không dưới"])
def test_a_bound_says_nothing_of_nearness(word):
    assert fits(TypedFigure(value=Decimal(100), qualifier=word), 100_000)


@pytest.mark.parametrize("word", ["", "đúng", "đạt", "quá", "không"])
def test_any_other_word_asks_for_the_number_itself(word):
    figure = TypedFigure(value=Decimal(100), qualifier=word)
    assert [fits(figure, counted) for counted in (99, 100, 101)] == [False, True, False]


@pytest.mark.parametrize("word", ["  Trên ", "TRÊN", "trên dưới không", unicodedata.normalize("NFD", "trên")])
def test_a_word_is_known_however_it_is_written(word):
    assert fits(TypedFigure(value=Decimal(100), qualifier=word), 120)


def test_about_nothing_is_nothing_and_a_half_is_no_whole():
    assert fits(TypedFigure(value=Decimal(0), qualifier="khoảng"), 0)
    assert not fits(TypedFigure(value=Decimal(0), qualifier="khoảng"), 1)
    assert not fits(TypedFigure(value=Decimal("5.5")), 5)
    assert fits(TypedFigure(value=Decimal("5.0000")), 5)


@pytest.mark.django_db
@pytest.mark.parametrize(("stated", "shown"), [(100, "+200"), (299, "+1"), (301, "−1"), (1300, "−1.000")])
def test_a_round_difference_is_written_out(stated, shown):
    """Decimal writes 200 as 2E+2 once normalised; nobody should read that."""
    place = make_place(1, 1)
    letters(place.province, "khieu_nai", 300)
    typed_report(place.province, {"DON.khieu_nai": stated})
    read = live.read(place.province, QUARTER)
    (line,) = [line for line in as_table(read).splitlines() if line.strip().startswith("Đơn khiếu nại ")]
    assert line.split()[-1] == shown
    (why,) = [line.text for line in read.lines if line.standing == "khong_khop"]
    assert why.startswith(f"Đếm từ hồ sơ {'nhiều' if shown[0] == '+' else 'ít'} hơn báo cáo {shown[1:]} đơn.")


# -- forms -------------------------------------------------------------------------------------------------
HEAD = 'key = "thu"\ntitle = "Thử"\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("key = ", "không đọc được"),
        ('key = "a"\nkey = "b"', "không đọc được"),
        ("", "thiếu mục 'section'|thiếu mục 'key'"),
        ('title = "Thử"\nsection = []', "thiếu mục 'key'"),
        ('key = "thu"\nsection = []', "thiếu mục 'title'"),
        (HEAD, "thiếu mục 'section'"),
        (HEAD + 'colour = "đỏ"\nsection = []', "“colour”"),
        (HEAD + '[[section]]\ntitle = "A"', "thiếu mục 'row'"),
        (HEAD + '[[section]]\ntitle = "A"\nrows = []', "phần “A”.*“rows”"),
        (HEAD + '[[section]]\ntitle = "A"\nrow = [{ code = "khong.co" }]', "“khong.co”"),
        (HEAD + '[[section]]\ntitle = "A"\nrow = [{ unit = "đơn" }]', "không có “code” và “label”"),
        (HEAD + '[[section]]\ntitle = "A"\nrow = [{ label = "B", vaule = 1 }]', "dòng “B”.*“vaule”"),
        (HEAD + "section = 3", "sai cấu trúc"),
        (HEAD + "section = [1]", "sai cấu trúc"),
        (HEAD + '[section]\ntitle = "A"', "sai cấu trúc"),
        (HEAD + '[[section]]\ntitle = "A"\nrow = 5', "sai cấu trúc"),
        (HEAD + '[[section]]\ntitle = "A"\nrow = ["don.luu"]', "sai cấu trúc"),
        (HEAD + '[[section]]\ntitle = "A"\nrow = [{ code = ["x"] }]', "sai cấu trúc"),
    ],
)
def test_a_form_that_cannot_be_read_is_refused_by_its_file(tmp_path, text, said):
    path = tmp_path / "thu.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Refusal, match=rf"thu\.toml.*({said})"):
        form_files.read(path)


def test_a_form_in_another_encoding_is_refused(tmp_path):
    path = tmp_path / "thu.toml"
    path.write_bytes('title = "Thử"'.encode("utf-16"))
    with pytest.raises(Refusal, match=r"thu\.toml không đọc được"):
        form_files.read(path)


def test_a_row_takes_from_its_figure_what_it_does_not_say(tmp_path):
    path = tmp_path / "thu.toml"
    rows = '{ code = "don.luu" }, { code = "don.luu", label = "L", unit = "u", typed = "T", column = 7, note = "n" }'
    path.write_text(HEAD + f'[[section]]\ntitle = "A"\nrow = [{rows}, {{ label = "B" }}]', encoding="utf-8")
    read = form_files.read(path)
    plain, own, bare = read.rows
    assert (plain.label, plain.unit, plain.typed) == (
        "Đơn không đủ điều kiện hoặc đã rút, xếp lưu",
        "đơn",
        "DON.luu",
    )
    assert (own.label, own.unit, own.typed, own.column, own.note) == ("L", "u", "T", 7, "n")
    assert (bare.code, bare.typed, bare.unit) == ("", "", "")
    assert read.codes == ["don.luu"], "each once"
    assert (read.subject, read.is_table, read.cite) == ("Thử", False, "")


def test_two_files_with_one_key_are_refused(tmp_path, monkeypatch):
    for name in ("a.toml", "b.toml"):
        (tmp_path / name).write_text(HEAD + "section = []", encoding="utf-8")
    monkeypatch.setattr(form_files, "FOLDER", tmp_path)
    with pytest.raises(Refusal, match=r"b\.toml.*“thu”"):
        form_files.files.__wrapped__()


# -- commands ----------------------------------------------------------------------------------------------
@pytest.fixture
def place(db, settings):
    settings.DEMONSTRATION_DAY = date(2023, 3, 14)
    place = make_place(1, 1)
    letters(place.communes[0], "khieu_nai", 7)
    return place


@pytest.fixture
def danvan(monkeypatch, capsys):
    """`danvan("report", …)` → (exit code, standard output, standard error), as the shell has it."""
    monkeypatch.setattr(cli, "prepare_django", lambda database: None)

    def call(*arguments):
        code = cli.main(list(arguments))
        out = capsys.readouterr()
        return code, out.out, out.err

    return call


def test_json_has_these_keys_and_no_others(place):
    typed_report(place.province, {"DON.khieu_nai": 5})
    found = as_json(live.read(place.province, QUARTER))
    assert set(found) == {
        *("unit", "form", "period", "tree_on", "units", "illustrative", "cells", "checks", "comparison")
    }
    assert set(found["unit"]) == {"slug", "name"}
    assert set(found["period"]) == {"code", "label", "first", "last", "citation"}
    cell = {"code", "label", "unit", "value", "numerator", "denominator", "records", "cite"}
    assert {frozenset(one) for one in found["cells"]} == {frozenset(cell)}
    check = {"key", "kind", "label", "ok", "severity", "unit", "parts", "stated", "computed", "cause", "text"}
    assert {frozenset(one) for one in found["checks"]} == {frozenset(check)}
    line = {"section", "label", "unit", "column", "code", "typed", "typed_as_written", "counted"}
    line |= {"difference", "standing", "text"}
    assert {frozenset(one) for one in found["comparison"]} == {frozenset(line)}
    (differs,) = [one for one in found["comparison"] if one["standing"] == "khong_khop"]
    assert (differs["typed"], differs["counted"], differs["difference"]) == (5, 7, 2)


def test_what_goes_well_ends_with_0_and_says_nothing_on_the_error_stream(place, danvan):
    code, out, err = danvan("report", "99", QUARTER, "--json")
    assert (code, err) == (0, "")
    assert json.loads(out)["unit"] == {"slug": place.province.slug, "name": "Tỉnh Minh Họa"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("98765", QUARTER), "98765"),
        (("Atlantis", QUARTER), "Atlantis"),
        (("99", "2023-Q7"), "2023-Q7"),
        (("99", "hôm qua"), "hôm qua"),
        (("99", QUARTER, "--form", "09-xyz"), "09-xyz”; các biểu mẫu có là: 01-kqgq, 01-tcd"),
    ],
)
def test_bad_input_ends_with_2_and_one_sentence_that_names_it(place, danvan, arguments, said):
    code, out, err = danvan("report", *arguments)
    assert (code, out) == (2, "")
    assert err.startswith("danvan: ")
    assert said in err
    assert err.count("\n") == 1


@pytest.mark.parametrize("arguments", [(), ("99",), ("99", QUARTER, "thừa"), ("99", QUARTER, "--khong-co")])
def test_a_wrong_call_ends_with_2(danvan, arguments):
    assert danvan("report", *arguments)[0] == 2


def test_a_failed_trial_ends_with_1_in_both_shapes(place, danvan):
    matter(place.communes[0], date(2023, 1, 5))
    Matter.objects.update(settled_on=date(2023, 1, 5), result="dung")
    assert danvan("report", "99", QUARTER)[0] == 1
    code, out, _ = danvan("report", "99", QUARTER, "--json")
    assert code == 1
    assert [one["key"] for one in json.loads(out)["checks"] if not one["ok"]] == ["vu_viec_can_doi"] * 3


def test_a_failed_trial_of_what_was_typed_is_no_failure_of_the_counting(place, danvan):
    letters(place.communes[0], "to_cao", 3)
    letters(place.communes[0], "kien_nghi_phan_anh", 2)
    typed = ("DON.khieu_nai", 7), ("DON.to_cao", 3), ("DON.kien_nghi_phan_anh", 2), ("DON.tiep_nhan", 5)
    typed_report(place.province, dict(typed))
    code, out, _ = danvan("report", "99", QUARTER)
    assert code == 0
    assert "  ! " in out
    assert "✗" not in out


# -- verify ------------------------------------------------------------------------------------------------
@pytest.fixture
def signed(place):
    return sign(prepare(place.province, QUARTER, by=place.head), by=place.head)


def test_each_way_to_name_a_report_says_the_same(signed, danvan, tmp_path):
    package, paper = tmp_path / "goi.json", tmp_path / "bao-cao.pdf"
    package.write_bytes(canonical(envelope(signed)))
    paper.write_bytes(pdf(of_report(signed)))
    said = [danvan("verify", str(what)) for what in (package, paper, signed.pk)]
    assert said[0] == said[1] == said[2]
    code, out, err = said[0]
    assert (code, err) == (0, "")
    assert out.splitlines()[0].endswith("Quý I/2023, Tỉnh Minh Họa")
    assert f"Mã băm gốc khớp: {signed.root_hash}." in out
    assert out.splitlines()[-1] == "Kết luận: báo cáo nguyên vẹn."


def test_a_tampered_package_within_a_pdf_ends_with_1(signed, danvan, tmp_path):
    content = of_report(signed)
    forged = copy.deepcopy(content.envelope)
    next(cell for cell in forged["package"]["cells"] if cell["code"] == "don.khieu_nai")["value"] = 70
    path = tmp_path / "gia.pdf"
    path.write_bytes(pdf(type(content)(forged["package"], forged)))
    code, out, _ = danvan("verify", str(path))
    assert code == 1
    assert "✗ Ô bị sửa: “Đơn khiếu nại” của Tỉnh Minh Họa, nay ghi 70." in out


@pytest.mark.parametrize("key", ["AB" * 32, "", "x", "--"])
def test_another_key_than_the_one_asked_for_ends_with_1(signed, key):
    found = argparse.Namespace(
        what=str(signed.pk), key=[key], any_key=False, since=None, record=None, root=None
    )
    assert verify_command.run(found) == 1
    found.key.append(signed.public_key.upper())
    assert verify_command.run(found) == 0, "one of several, in capitals too"


def test_a_file_that_is_named_like_a_number_is_read_as_a_file(signed, danvan, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / str(signed.pk)).write_text("{}", encoding="utf-8")
    assert danvan("verify", str(signed.pk))[0] == 2


@pytest.mark.parametrize("what", ["²", "٣٤", "9" * 40, "9" * 5_000, "-1", " ", "0", "."])
def test_what_names_no_report_ends_with_2(place, danvan, what):
    code, out, err = danvan("verify", "--", what)
    assert (code, out) == (2, "")
    assert err.startswith("danvan: Không có ")


def test_a_unit_of_a_later_day_is_not_in_the_period(place, danvan):
    unit = make_unit("Xã Ngoài")
    Letter.objects.update(unit=unit)
    code, out, _ = danvan("report", unit.slug, QUARTER, "--json")
    assert code == 0
    assert {cell["code"]: cell["value"] for cell in json.loads(out)["cells"]}["don.khieu_nai"] == 7
    assert commands.HELP
