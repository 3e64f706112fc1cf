"""Paragraphs of a draft: proposed, written by one of two, kept to the outline, carried into an amendment."""

from datetime import date
from threading import Barrier, Thread

import pytest
from django.db import connection

from danvan.org.tests.factories import make_account
from danvan.records.models.history import HistoryRow
from danvan.reports.form_files import form, forms
from danvan.reports.models import Report, ReportBlock
from danvan.reports.narrative.blocks import LONGEST, Overtaken, blocks, titles, write
from danvan.reports.narrative.outline import FOLDER, outline, read
from danvan.reports.narrative.syntax import codes
from danvan.reports.signing import amend, prepare, sign
from danvan.reports.tests.factories import letters, make_place
from danvan.ui.errors import Refusal


@pytest.fixture
def place(settings, db):
    settings.DEMONSTRATION_DAY = date(2023, 3, 14)
    made = make_place(1, 1)
    letters(made.communes[0], "khieu_nai", 30)
    return made


@pytest.fixture
def officer(place):
    return make_account("tong_hop", place.province)


@pytest.fixture
def report(place):
    return prepare(place.province, "2023-Q1", by=place.head)


def texts(report):
    return {block.key: block.source for block in blocks(report)}


def test_a_draft_begins_with_what_the_outline_proposes(report):
    assert texts(report)["don-10"].startswith("Tiếp nhận {don.tiep_nhan} đơn")
    assert {block.version for block in blocks(report)} == {0}
    assert not ReportBlock.objects.exists()


def test_what_an_officer_writes_stands_in_its_place(report, officer):
    assert write(report, "don", 10, "Nhận {Đơn khiếu nại} đơn.", 0, by=officer) == 1
    block = next(block for block in blocks(report) if block.key == "don-10")
    assert (block.source, block.version, block.edited_by) == ("Nhận {don.khieu_nai} đơn.", 1, str(officer))
    assert write(report, "don", 10, "Nhận đơn.", 1, by=officer) == 2
    assert texts(report)["don-10"] == "Nhận đơn."


def test_a_new_paragraph_stands_after_the_others_of_its_heading(report, officer):
    write(report, "don", 50, "Thêm.", 0, by=officer)
    assert [key for key in texts(report) if key.startswith("don-")][-1] == "don-50"


def test_sending_what_stands_writes_nothing(report, officer):
    proposed = texts(report)["don-10"]
    assert write(report, "don", 10, proposed, 0, by=officer) == 0
    assert write(report, "han_che", 10, "  ", 0, by=officer) == 0
    assert not ReportBlock.objects.exists()
    write(report, "don", 10, "Khác.", 0, by=officer)
    assert write(report, "don", 10, "Khác.", 0, by=officer) == 1


def test_the_second_of_two_is_refused_and_sees_who_wrote_what(report, officer, place):
    write(report, "don", 10, "Của người thứ nhất.", 0, by=officer)
    with pytest.raises(Overtaken, match="vừa ghi đoạn này") as refused:
        write(report, "don", 10, "Của người thứ hai.", 0, by=place.head)
    assert (refused.value.theirs.text, refused.value.theirs.version) == ("Của người thứ nhất.", 1)
    assert str(officer) in str(refused.value)
    assert texts(report)["don-10"] == "Của người thứ nhất."
    assert write(report, "don", 10, "Gộp cả hai.", 1, by=place.head) == 2


@pytest.mark.django_db(transaction=True)
def test_two_at_once_are_one_and_a_refusal(settings):
    settings.DEMONSTRATION_DAY = date(2023, 3, 14)
    place = make_place(1, 1)
    report = prepare(place.province, "2023-Q1", by=place.head)
    officer = make_account("tong_hop", place.province)
    barrier, found = Barrier(2), []

    def one(account, text):
        try:
            barrier.wait(timeout=20)
            found.append(write(report, "han_che", 10, text, 0, by=account))
        except Overtaken as refusal:
            found.append(refusal.theirs.text)
        finally:
            connection.close()

    threads = [Thread(target=one, args=pair) for pair in ((place.head, "Một."), (officer, "Hai."))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    stands = ReportBlock.objects.get().text
    assert sorted(map(str, found)) == sorted(["1", stands])


@pytest.mark.parametrize(
    ("section", "position", "text", "said"),
    [
        ("khong_co", 10, "Lời.", "không có phần này"),
        ("don", 0, "Lời.", "không có phần này"),
        ("don", 100_000, "Lời.", "không có phần này"),
        ("don", 10, "a" * (LONGEST + 1), "dài quá 5000 ký tự"),
    ],
)
def test_what_has_no_place_is_refused(report, officer, section, position, text, said):
    with pytest.raises(Refusal, match=said):
        write(report, section, position, text, 0, by=officer)
    assert not ReportBlock.objects.exists()


def test_who_does_not_draft_for_the_unit_writes_nothing(report, place):
    for account in (make_account("can_bo", place.province), make_account("tong_hop", place.communes[0])):
        with pytest.raises(Refusal, match="không có quyền"):
            write(report, "don", 10, "Lời.", 0, by=account)


@pytest.mark.parametrize("state", [Report.State.SUBMITTED, Report.State.APPROVED])
def test_what_was_submitted_is_read_not_written(report, officer, state):
    Report.objects.filter(pk=report.pk).update(state=state)
    with pytest.raises(Refusal, match="không sửa được lời văn"):
        write(report, "don", 10, "Lời.", 0, by=officer)


def test_a_signed_report_is_not_written_and_its_amendment_begins_with_its_words(report, officer, place):
    write(report, "han_che", 10, "Còn chậm.", 0, by=officer)
    signed = sign(report, by=place.head, reason="Thử.")
    with pytest.raises(Refusal, match="không sửa được lời văn"):
        write(signed, "han_che", 10, "Khác.", 1, by=officer)
    anew = amend(signed, by=place.head, reason="Bổ sung.")
    assert texts(anew)["han_che-10"] == "Còn chậm."
    assert write(anew, "han_che", 10, "Còn chậm.", 0, by=officer) == 0
    assert write(anew, "han_che", 10, "Đã khắc phục.", 0, by=officer) == 1
    assert texts(anew)["han_che-10"] == "Đã khắc phục."
    assert texts(signed)["han_che-10"] == "Còn chậm."


def test_the_history_knows_who_wrote_and_never_the_words(report, officer):
    write(report, "han_che", 10, "Ông Nguyễn Văn Không Có Thật.", 0, by=officer)
    rows = HistoryRow.objects.filter(table="reports_reportblock")
    assert rows.count() == 1
    assert rows.get().actor == officer.pk
    assert "Không Có Thật" not in str([rows.get().before, rows.get().after])


def test_each_outline_names_only_figures_of_its_form():
    for item in forms().values():
        named = codes(text for heading in outline(item) for text in heading.texts)
        assert named <= titles(item).keys(), item.key


def test_a_narrative_form_without_an_outline_tells_its_own_lines(monkeypatch):
    monkeypatch.setattr("danvan.reports.narrative.outline._files", dict)
    headings = outline(form("dvcq"))
    assert [heading.title for heading in headings] == [part.title for part in form("dvcq").sections]
    assert "Số đơn tiếp nhận trong kỳ: {don.tiep_nhan} đơn, {don.tiep_nhan|so sánh}." in headings[1].texts
    assert outline(form("01-xld")) == ()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('[[section]]\nkey = "a"\ntitle = "A"\nextra = 1\n', "không có mục “extra”"),
        ('[[section]]\nkey = "a"\ntitle = "A"\n[[section]]\nkey = "a"\ntitle = "B"\n', "hai phần cùng khóa"),
    ],
)
def test_an_outline_that_cannot_be_read_is_named(tmp_path, content, said):
    path = tmp_path / "x.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(Refusal, match=said):
        read(path)


def test_every_heading_of_the_outline_has_a_title_and_a_hint():
    for path in FOLDER.glob("*.toml"):
        assert all(heading.title and heading.hint for heading in read(path))
