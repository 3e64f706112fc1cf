"""`danvan report` and `danvan verify` as a script calls them."""

import argparse
import copy
import json
from datetime import date

import pytest
from nacl.signing import SigningKey

from danvan.org.models import Kind
from danvan.org.tests.factories import make_unit
from danvan.reports import commands, verify_command
from danvan.reports.canonical import canonical
from danvan.reports.documents.content import of_report
from danvan.reports.documents.pdf import pdf
from danvan.reports.finding import find_unit
from danvan.reports.signing import envelope, prepare, sign
from danvan.reports.tests.factories import make_place, quarter_of_296, typed_report, unbalanced
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
QUARTER = "2023-Q1"
ARTICLE = {
    "DON.tiep_nhan": 258,
    "DON.khieu_nai": 38,
    "DON.to_cao": 94,
    "DON.kien_nghi_phan_anh": 164,
    "TT.cuoc": 85,
}
LAST = date(2023, 3, 14)


@pytest.fixture(autouse=True)
def last_day_of_the_quarter(settings):
    settings.DEMONSTRATION_DAY = LAST


@pytest.fixture
def place():
    place = make_place()
    quarter_of_296(place)
    typed_report(place.province, ARTICLE)
    return place


@pytest.fixture
def signed(place):
    return sign(prepare(place.province, QUARTER, by=place.head), by=place.head)


def called(module, *arguments):
    parser = argparse.ArgumentParser()
    module.add_arguments(parser)
    return module.run(parser.parse_args(arguments))


def test_the_table_shows_typed_beside_counted_and_why_they_differ(place, capsys):
    assert called(commands, "99", QUARTER) == 0
    out = capsys.readouterr().out
    line = next(line for line in out.splitlines() if "Số đơn tiếp nhận trong kỳ" in line and "258" in line)
    assert line.split()[-3:] == ["258", "296", "+38"]
    assert "Tổng 258 bỏ sót 38 đơn khiếu nại: 38 + 94 + 164 = 296" in out
    assert "15/12/2022 đến 14/3/2023" in out
    assert "chưa có hồ sơ để đếm" in out
    assert "Số liệu minh họa" in out


def test_numbers_stand_in_one_right_aligned_column(place, capsys):
    called(commands, "99", QUARTER)
    lines = [
        line for line in capsys.readouterr().out.splitlines() if line.startswith("  Đơn ") and "đơn" in line
    ]
    ends = {len(line) for line in lines if line.rstrip()[-1].isdigit() and "+" not in line}
    assert len(ends) == 1


def test_json_has_cells_window_tree_checks_and_comparison(place, capsys):
    assert called(commands, "99", QUARTER, "--json") == 0
    found = json.loads(capsys.readouterr().out)
    cells = {cell["code"]: cell for cell in found["cells"]}
    assert cells["don.tiep_nhan"]["value"] == cells["don.tiep_nhan"]["numerator"] == 296
    assert cells["don.tiep_nhan"]["records"] == 296
    assert cells["don.tiep_nhan"]["denominator"] is None
    assert (found["period"]["first"], found["period"]["last"]) == ("2022-12-15", "2023-03-14")
    assert found["tree_on"] == "2023-03-14"
    assert found["units"] == 8
    lines = {line["code"]: line for line in found["comparison"] if line["code"]}
    assert (lines["don.tiep_nhan"]["typed"], lines["don.tiep_nhan"]["difference"]) == (258, 38)
    typed_only = [line for line in found["comparison"] if line["standing"] == "chi_nhap_tay"]
    assert [(line["typed"], line["counted"]) for line in typed_only] == [(85, None)]
    assert any(check["cause"] == "left_out" for check in found["checks"])


def test_a_failed_trial_of_counted_figures_ends_with_1(place, capsys):
    unbalanced(place.communes[0])
    assert called(commands, "99", QUARTER) == 1
    assert "✗" in capsys.readouterr().out


def test_printed_forms_print_their_columns(place, capsys):
    called(commands, "99", QUARTER, "--form", "01-xld")
    assert "(26) Số văn bản phúc đáp" in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments",
    [
        ("98765", QUARTER),
        ("99", "2023-Q7"),
        ("99", "1800-Q1"),
        ("99", QUARTER, "--form", "x"),
        ("", QUARTER),
        ("Atlantis", QUARTER),
    ],
)
def test_bad_input_is_refused_with_a_sentence(place, arguments):
    with pytest.raises(Refusal):
        called(commands, *arguments)


@pytest.mark.parametrize("named", ["99", "Tỉnh Minh Họa", "tinh minh hoa", "  TỈNH MINH HỌA ", "Minh Họa"])
def test_a_unit_is_found_by_code_or_name(named):
    province = make_unit("Tỉnh Minh Họa", Kind.PROVINCE, code="99")
    assert find_unit(named, LAST) == province


def test_a_name_that_two_units_have_is_refused_with_both():
    first, second = make_unit("Xã Trùng Tên"), make_unit("Xã Trùng Tên")
    with pytest.raises(Refusal) as refused:
        find_unit("Xã Trùng Tên", LAST)
    assert first.slug in str(refused.value)
    assert second.slug in str(refused.value)
    assert find_unit(first.slug, LAST) == first


# -- verify ------------------------------------------------------------------------------------------------
def test_package_pdf_and_number_all_verify(signed, tmp_path, capsys):
    package, paper = tmp_path / "goi.json", tmp_path / "bao-cao.pdf"
    package.write_bytes(canonical(envelope(signed)))
    paper.write_bytes(pdf(of_report(signed)))
    for what in (str(package), str(paper), str(signed.pk)):
        assert called(verify_command, what) == 0, what
    assert capsys.readouterr().out.count("báo cáo nguyên vẹn.") == 3


def test_the_public_package_verifies_too(signed, tmp_path):
    path = tmp_path / "cong-khai.json"
    path.write_text(json.dumps(envelope(signed, public=True)), encoding="utf-8")
    assert called(verify_command, str(path)) == 0


def test_a_changed_cell_is_named_and_ends_with_1(signed, tmp_path, capsys):
    changed = copy.deepcopy(envelope(signed))
    cell = next(cell for cell in changed["package"]["cells"] if cell["code"] == "don.tiep_nhan")
    cell["value"] = 258
    path = tmp_path / "sua.json"
    path.write_text(json.dumps(changed), encoding="utf-8")
    assert called(verify_command, str(path)) == 1
    out = capsys.readouterr().out
    assert "“Số đơn tiếp nhận trong kỳ” của Tỉnh Minh Họa, nay ghi 258" in out
    assert "KHÔNG nguyên vẹn" in out


def test_a_package_signed_by_somebody_else_is_not_taken_for_ours(signed, tmp_path, capsys):
    other = SigningKey.generate()
    forged = envelope(signed) | {
        "signature": other.sign(bytes.fromhex(signed.root_hash)).signature.hex(),
        "public_key": other.verify_key.encode().hex(),
    }
    path = tmp_path / "gia.json"
    path.write_text(json.dumps(forged), encoding="utf-8")
    assert called(verify_command, str(path)) == 1
    assert called(verify_command, str(path), "--any-key") == 0
    assert called(verify_command, str(path), "--key", forged["public_key"]) == 0
    assert "của một khóa khác" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("rong.json", b"", "JSON"),
        ("anh.json", b"\x89PNG\r\n", "JSON"),
        ("hong.pdf", b"%PDF-1.7 not really", "hỏng"),
        ("khac.json", b'{"a": 1}', "package"),
    ],
)
def test_a_file_that_is_no_report_is_refused(tmp_path, name, content, said):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(Refusal, match=said):
        called(verify_command, str(path))


def test_a_pdf_of_a_draft_has_nothing_to_verify(place, tmp_path):
    path = tmp_path / "du-thao.pdf"
    path.write_bytes(pdf(of_report(prepare(place.province, QUARTER, by=place.head))))
    with pytest.raises(Refusal, match="không đính kèm"):
        called(verify_command, str(path))


@pytest.mark.parametrize("what", ["/khong/co/tep.json", "987654321"])
def test_what_is_not_there_is_refused(what):
    with pytest.raises(Refusal, match="Không có"):
        called(verify_command, what)


def test_a_draft_by_number_is_refused(place):
    report = prepare(place.province, QUARTER, by=place.head)
    with pytest.raises(Refusal, match="chưa ký"):
        called(verify_command, str(report.pk))
