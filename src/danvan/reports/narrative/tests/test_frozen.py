"""Frozen sentences: proved by the package's own cells, closed where a closed cell could be read from them."""

import copy
from datetime import date

import pytest

from danvan.org.models import Kind
from danvan.org.tests.factories import make_account
from danvan.reports.canonical import LEAVES, root_of, sealed_leaf
from danvan.reports.documents.content import of_report
from danvan.reports.narrative import Paragraph, frozen, paragraphs
from danvan.reports.narrative.blocks import write
from danvan.reports.narrative.rendering import Sides
from danvan.reports.narrative.words import Value
from danvan.reports.signing import approve_public_edition, envelope, prepare, sign
from danvan.reports.tests.factories import letters, make_place, typed_report
from danvan.reports.verification import verify

WORDS = {"nay": "quý I/2023", "ky_truoc": "quý IV/2022", "don_vi": "Xã A"}
SIDES = Sides(
    {"don": Value(12, None, "đơn"), "ty_le": Value(1, 3, "%", is_share=True), "TT": Value(None, typed="85")},
    {"don": Value(10, None, "đơn")},
    None,
    WORDS,
)


def leaf(n, source, stale=(), *, is_proposed=True):
    return frozen.leaf("p", "Phần", n, source, SIDES, stale, f"{n}", is_proposed=is_proposed)


def body(*sources, kind=Kind.COMMUNE, don=12):
    cells = [
        {"unit": "xa-a", "code": "don", "numerator": don, "denominator": None, "measure": "đơn"},
        {"unit": "xa-a", "code": "ty_le", "numerator": 1, "denominator": 3, "measure": "%"},
        {"unit": "thon-b", "code": "don", "numerator": 7, "denominator": None, "measure": "đơn"},
    ]
    typed = [{"code": "TT", "shown": "85", "unit": "cuộc"}]
    unit = {"slug": "xa-a", "kind": kind}
    return {
        "unit": unit,
        "cells": cells,
        "typed": typed,
        "narrative": [leaf(*one) for one in enumerate(sources)],
    }


SENTENCES = (
    "Trong {kỳ này}, {đơn vị} nhận {don} đơn, {don|so sánh}.",
    "Đạt {ty_le}; {ty_le|so cùng kỳ}; thanh tra {TT} cuộc.",
    "Không có số.",
)


def test_sentences_hold_by_the_cells_of_their_own_package():
    made = body(*SENTENCES)
    assert [one["text"] for one in made["narrative"]] == [
        "Trong quý I/2023, Xã A nhận 12 đơn, tăng 2 đơn so với quý IV/2022.",
        "Đạt 33,3 %; chưa có số liệu cùng kỳ năm trước để so sánh; thanh tra 85 cuộc.",
        "Không có số.",
    ]
    assert made["narrative"][0]["beside"] == [{"when": "ky_truoc", "code": "don", "count": 10, "of": None}]
    assert frozen.broken(made) == []


def test_a_changed_cell_breaks_the_sentences_that_tell_of_it_and_no_other():
    assert frozen.broken(body(*SENTENCES, don=13)) == [
        "Lời văn phần “Phần” không khớp các ô số liệu trong gói."
    ]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("text", "Trong quý I/2023, Xã A nhận 13 đơn, tăng 2 đơn so với quý IV/2022."),
        ("source", "{don}"),
        ("source", 7),
        ("beside", []),
        ("beside", None),
        ("beside", [{"when": "khi", "code": "don", "count": 1, "of": None}]),
        ("beside", [{"when": [], "code": "don", "count": 1, "of": None}]),
        ("beside", [{"when": "ky_truoc", "code": "don", "count": "10", "of": None}]),
        ("words", {}),
        ("words", []),
        ("words", None),
    ],
)
def test_a_sentence_that_was_altered_or_is_misshapen_does_not_hold(key, value):
    made = body(*SENTENCES)
    made["narrative"][0] = made["narrative"][0] | {key: value}
    assert len(frozen.broken(made)) == 1


def test_a_sentence_without_its_parts_does_not_hold():
    made = body(SENTENCES[0])
    for key in ("text", "source", "beside", "words"):
        less = copy.deepcopy(made)
        del less["narrative"][0][key]
        assert len(frozen.broken(less)) == 1, key


def test_the_cells_are_read_once_however_many_sentences_there_are(monkeypatch):
    asked = []
    values = frozen.values_in
    monkeypatch.setattr(frozen, "values_in", lambda made: asked.append(1) or values(made))
    assert frozen.broken(body(*SENTENCES)) == []
    assert len(asked) == 1


def test_misshapen_cells_prove_no_sentence():
    made = body(*SENTENCES)
    del made["cells"][0]["code"]
    assert len(frozen.broken(made)) == len(SENTENCES)


def closed(made, codes=(), *, is_province=False):
    return [bool(one.get("closed")) for one in frozen.public(made, set(codes), is_province=is_province)]


def test_below_a_province_what_compares_is_closed():
    made = body("{don} đơn", "{don|so sánh}", "Không số, Điều 5", "{TT} cuộc")
    assert closed(made) == [False, True, False, False]
    assert closed(made, is_province=True) == [False] * 4


@pytest.mark.parametrize(
    "text", ["Có 3 vụ", "đạt 3/5 đơn", "năm 3 đơn", "Ba đơn tố cáo của bà X", "{don} đơn, lời thêm"]
)
def test_below_a_province_what_somebody_typed_is_closed(text):
    made = body() | {"narrative": [leaf(1, text, is_proposed=False)]}
    assert closed(made) == [True]
    assert closed(made, is_province=True) == [False]


def test_what_tells_of_a_closed_cell_is_closed_with_it():
    made = body("{don} đơn", "{ty_le}", "lời")
    assert closed(made, {"don"}) == [True, False, False]
    assert closed(made, {"don", "ty_le"}, is_province=True) == [True, True, False]


def test_what_no_longer_fits_is_closed_since_it_names_other_periods():
    made = body("lời")
    made["narrative"] = [leaf(1, "lời", ("296 → 258",))]
    assert closed(made) == [True]


def test_a_closed_sentence_shows_nothing_of_itself_and_keeps_the_root():
    made = body("{don} đơn") | {name: [] for name in LEAVES if name != "cells"}
    made["cells"] = [sealed_leaf({"nonce": "x", **cell}) for cell in made["cells"]]
    public = made | {"narrative": frozen.public(made, {"don"}, is_province=True)}
    assert public["narrative"] == [{"key": "p", "closed": True, "hash": made["narrative"][0]["hash"]}]
    assert root_of(public) == root_of(made)
    assert frozen.broken(public) == []


def test_a_package_of_before_sentences_were_kept_has_the_root_it_always_had():
    made = {name: [] for name in LEAVES} | {"unit": {"slug": "a"}}
    assert root_of(made) != root_of(made | {"narrative": []})
    assert frozen.broken(made) == []


class Read:
    def __init__(self, body):
        self.body = body


def test_paragraphs_are_those_that_are_open_in_order():
    told = [
        {"section": "A", "text": "một", "stale": ["xem lại"]},
        {"closed": True, "key": "a", "hash": "00"},
        {"section": "B", "text": "hai"},
    ]
    assert paragraphs(Read({"narrative": told})) == [
        Paragraph("A", "một", ("xem lại",)),
        Paragraph("B", "hai"),
    ]
    assert paragraphs(Read({})) == []


@pytest.fixture
def place(settings, db):
    settings.DEMONSTRATION_DAY = date(2023, 3, 14)
    made = make_place(1, 1)
    letters(made.communes[0], "khieu_nai", 30)
    letters(made.communes[0], "to_cao", 2)
    letters(made.communes[0], "khieu_nai", 24, date(2022, 11, 1))
    typed_report(made.province, {"TT.cuoc": 85})
    return made


def test_a_signed_report_carries_its_words_and_they_are_tried(place):
    report = prepare(place.province, "2023-Q1", by=place.head)
    write(report, "nhiem_vu", 10, "Xử lý {Đơn khiếu nại} đơn còn lại.", 0, by=place.head)
    drafted = paragraphs(of_report(report))
    signed = sign(report, by=place.head, reason="Thử.")
    assert paragraphs(of_report(signed)) == drafted
    assert drafted[-1] == Paragraph("Nhiệm vụ kỳ tới", "Xử lý 30 đơn còn lại.")
    assert any("tăng 8 đơn (33,3 %) so với quý IV/2022" in one.text for one in drafted)
    found = verify(envelope(signed))
    assert found.ok
    assert found.findings[-1].text == f"{len(drafted)} đoạn lời văn khớp các ô số liệu."
    letters(place.communes[0], "khieu_nai", 5)
    assert paragraphs(of_report(signed)) == drafted


def test_a_word_changed_in_the_package_is_found_and_named(place):
    signed = sign(prepare(place.province, "2023-Q1", by=place.head), by=place.head, reason="Thử.")
    altered = copy.deepcopy(envelope(signed))
    one = next(leaf for leaf in altered["package"]["narrative"] if "30 đơn khiếu nại" in leaf["text"])
    one["text"] = one["text"].replace("30 đơn khiếu nại", "31 đơn khiếu nại")
    found = verify(altered)
    assert not found.ok
    assert "đoạn lời văn phần “Tiếp nhận, xử lý đơn”" in found.changed
    assert any("không khớp các ô số liệu" in finding.text for finding in found.findings)


def test_a_package_whose_sentences_are_no_list_is_refused(place):
    signed = sign(prepare(place.province, "2023-Q1", by=place.head), by=place.head, reason="Thử.")
    for odd in ("lời", [1], None):
        found = verify(envelope(signed) | {"package": signed.package | {"narrative": odd}})
        assert [finding.text for finding in found.findings] == ["Gói số liệu sai cấu trúc ở mục “narrative”."]


def test_the_public_words_of_a_commune_tell_no_small_count(place):
    head = make_account("lanh_dao", place.communes[0])
    report = prepare(place.communes[0], "2023-Q1", by=head)
    write(report, "han_che", 10, "Còn 2 đơn tố cáo.", 0, by=head)
    write(report, "nhiem_vu", 10, "Nâng cao chất lượng tiếp công dân.", 0, by=head)
    signed = approve_public_edition(sign(report, by=head, reason="Thử."), by=head)
    public = envelope(signed, public=True)
    told = " ".join(one.text for one in paragraphs(of_report(signed, public=True)))
    assert "tố cáo" not in told
    assert "so với" not in told
    assert "Nâng cao chất lượng" not in told, "nobody but a reader knows what typed words tell"
    assert "2 đơn" not in str(public["package"]["narrative"])
    assert verify(public).ok
    assert public["root"] == signed.root_hash


def test_a_statistical_table_has_no_words_and_the_body_of_before(place):
    signed = sign(prepare(place.province, "2023-Q1", "01-xld", by=place.head), by=place.head, reason="Thử.")
    assert "narrative" not in signed.package
    assert paragraphs(of_report(signed)) == []
