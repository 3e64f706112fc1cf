"""Whatever the bytes, the intake answers with clean text or with one sentence."""

import codecs
import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from danvan.reports.reader.checks import check_facts
from danvan.reports.reader.facts import Fact
from danvan.reports.reader.intake import CONTROL, INVISIBLE, take_in
from danvan.reports.reader.tests.samples import REPORT, pdf, simple_docx
from danvan.ui.errors import Refusal

# formats that are parsed in another process have their own, fewer, examples below
PARSED = (b"%PDF-", b"PK\x03\x04", b"PK\x05\x06")


def answered(data, name="tep.txt"):
    """The text, or None where a well-formed refusal came instead."""
    try:
        text = take_in(data, name).text
    except Refusal as refusal:
        sentence = str(refusal)
        assert name in sentence
        assert sentence.endswith(".")
        assert "\n" not in sentence
        return None
    assert unicodedata.is_normalized("NFC", text)
    assert text.strip()
    assert not INVISIBLE.search(text)
    assert not CONTROL.search(text)
    assert "\r" not in text
    return text


@given(st.binary(max_size=400).filter(lambda data: b"%PDF-" not in data and not data.startswith(PARSED)))
def test_any_bytes_are_answered(data):
    answered(data)


@given(st.text(min_size=1, max_size=200), st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]))
def test_any_text_in_unicode_is_answered(text, codec):
    answered(text.encode(codec, "surrogatepass"))


@settings(deadline=None)  # a mark before "%PDF-" starts a process
@given(st.sampled_from([codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF8]), st.binary(max_size=60))
def test_a_mark_before_any_bytes_is_answered(mark, data):
    answered(mark + data)


@given(st.integers(0, len(REPORT.encode()) - 1), st.integers(0, 255))
def test_one_spoiled_byte_in_a_report_is_answered(place, byte):
    data = bytearray(REPORT.encode())
    data[place] = byte
    answered(bytes(data))


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_spoiled_docx_is_answered(data):
    whole = bytearray(simple_docx("Tiếp 97 lượt công dân"))
    for _ in range(5):
        whole[data.draw(st.integers(4, len(whole) - 1))] = data.draw(st.integers(0, 255))
    answered(bytes(whole), "tep.docx")


@pytest.fixture(scope="module")
def sound_pdf(tmp_path_factory):
    return pdf(tmp_path_factory.mktemp("pdf"), "Tiếp 97 lượt công dân")


@settings(max_examples=12, deadline=None)
@given(data=st.data())
def test_a_spoiled_pdf_is_answered(data, sound_pdf):
    whole = bytearray(sound_pdf)
    for _ in range(5):
        whole[data.draw(st.integers(8, len(whole) - 1))] = data.draw(st.integers(0, 255))
    answered(bytes(whole), "tep.pdf")


CODES = """
DON.tiep_nhan DON.khieu_nai DON.to_cao DON.kien_nghi_phan_anh VV.ty_le VV.da_giai_quyet
VV.tham_quyen TCD.luot TCD.luot.thay_doi TCD.ty_le_thay_doi TT.sai_pham TT.thu_hoi
"""
facts = st.builds(
    Fact,
    indicator=st.sampled_from(CODES.split()),
    value=st.one_of(st.integers(0, 10**12), st.decimals(0, 1000, places=2)),
    unit=st.sampled_from(["đơn", "vụ việc", "%", "lượt", "tỷ đồng", "triệu đồng", "nghìn hồ sơ", ""]),
    raw=st.sampled_from(["0", "5", "1.012", "3,1", "88,88", "100", "0,0"]),
    start=st.integers(0, 60),
    end=st.integers(0, 60),
    qualifier=st.sampled_from([None, "hơn", "gần"]),
    qualifier_norm=st.sampled_from([None, "at_least", "at_most", "about", "odd"]),
    period=st.sampled_from([None, "2023-Q1", "2022-Q1"]),
    org=st.sampled_from([None, "tỉnh", "huyện"]),
    direction=st.sampled_from([None, "tăng", "giảm", "x"]),
)


@given(st.lists(facts, max_size=12), st.text(max_size=80))
def test_no_facts_break_the_checks(found, text):
    for check in check_facts(text, found):
        assert check.type in ("sum", "ratio", "difference", "subset", "window", "rounding")
        assert check.severity in ("hard", "soft", "truncation", "info")
        assert check.ok in (True, False, None)
        assert (check.ok is False) <= bool(check.hint)
        assert check.as_json()
