"""The subject that carries over from sentence to sentence."""

import pytest

from danvan.reports.reader.items import Item
from danvan.reports.reader.subjects import Context
from danvan.reports.reader.tests.reading_of import codes


def items(*tags):
    return [Item("mark", tag, place, place + 1) for place, tag in enumerate(tags)]


@pytest.mark.parametrize(
    ("tags", "subject"),
    [
        (["TIEP"], "TCD"),
        (["luot_tiep"], "TCD"),
        (["HC"], "TT"),
        (["tthc"], "TTHC"),
        (["NHAN", "don"], "DON"),
        (["don"], ""),
        (["PCTN"], "PCTN"),
        (["TT", "PCTN"], "TT"),
        (["KNTC", "PCTN"], ""),
        (["lạ"], ""),
    ],
)
def test_the_subject_that_words_bring(tags, subject):
    context = Context()
    context.take(items(*tags))
    assert context.subject == subject


@pytest.mark.parametrize(
    ("code", "subject"),
    [
        ("TCD.luot", "TCD"),
        ("VV.con", "KQ"),
        ("KQ.thu_hoi", "KQ"),
        ("TTHC.ton", "TTHC"),
        ("MTTQ.phan_bien", "TT"),
    ],
)
def test_the_subject_that_a_code_brings(code, subject):
    context = Context(subject="TT")
    context.turn_to_code(code)
    assert context.subject == subject


def test_complaints_do_not_end_a_campaign_about_them():
    context = Context(subject="CAO_DIEM")
    context.turn_to("KQ")
    assert context.subject == "CAO_DIEM"
    context.turn_to("TCD")
    assert context.subject == "TCD"


def test_money_recovered_is_of_the_subject_under_way():
    assert codes("Thanh tra huyện phát hiện sai phạm 9 tỷ đồng. Thu hồi 4 tỷ đồng.")["TT.thu_hoi"] == 4
    assert codes("Qua giải quyết khiếu nại, tố cáo có 3 vụ việc. Thu hồi 4 tỷ đồng.") == {"KQ.thu_hoi": 4}
    assert codes("Dự án có vốn 90 tỷ đồng, thu hồi 4 ha đất của các hộ dân.") == {}
