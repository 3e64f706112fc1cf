"""Every code has a Vietnamese name."""

import json
import os
import re
from pathlib import Path

import pytest

from danvan.reports.reader.labels import LABELS, _tables, label_of, phrase_of

SHARED = Path(os.environ.get("DANVAN_SHARED", Path(__file__).parents[6] / "shared"))
INDICATORS = SHARED / "data" / "reports" / "indicators.json"
COMMON = [
    "TCD.luot",
    "TCD.nguoi",
    "TCD.vu_viec",
    "TCD.luot_doan",
    "TCD.doan_nguoi",
    "TCD.doan_dong_nguoi",
    "TCD.dinh_ky.luot",
    "TCD.khieu_nai",
    "TCD.to_cao",
    "TCD.khac",
    "TCD.huong_dan",
    "TCD.luot.thay_doi",
    "TCD.ty_le_thay_doi",
    "DON.tiep_nhan",
    "DON.da_xu_ly",
    "DON.du_dieu_kien",
    "DON.ty_le_du_dieu_kien",
    "DON.khieu_nai",
    "DON.to_cao",
    "DON.kien_nghi_phan_anh",
    "DON.tham_quyen",
    "DON.da_giai_quyet",
    "DON.ty_le",
    "DON.khieu_nai.da_giai_quyet",
    "DON.to_cao.da_giai_quyet",
    "DON.chuyen",
    "DON.huong_dan",
    "DON.don_doc",
    "DON.thay_doi_tuyet_doi",
    "VV.tham_quyen",
    "VV.da_giai_quyet",
    "VV.con",
    "VV.ty_le",
    "TT.cuoc",
    "TT.hanh_chinh.cuoc",
    "TT.chuyen_nganh.cuoc",
    "TT.ky_truoc.cuoc",
    "TT.ket_luan",
    "TT.don_vi",
    "TT.sai_pham",
    "TT.sai_pham.dat",
    "TT.thu_hoi",
    "TT.thu_hoi.dat",
    "TT.da_thu",
    "TT.xu_ly_khac",
    "TT.kiem_diem.tap_the",
    "TT.kiem_diem.ca_nhan",
    "TT.chuyen_dieu_tra.vu",
    "TT.chuyen_dieu_tra.doi_tuong",
    "TT.xpvphc",
    "TT.xpvphc.quyet_dinh",
    "KQ.khieu_nai.dung",
    "KQ.khieu_nai.sai",
    "KQ.to_cao.sai",
    "KQ.thu_hoi",
    "KQ.tra_dan",
    "KQ.chuyen_dieu_tra.vu",
    "TTHC.tiep_nhan",
    "TTHC.da_giai_quyet",
    "TTHC.dung_han",
    "TTHC.qua_han",
    "TTHC.ty_le_dung_han",
    "MOTCUA.ty_le_co_quan",
    "TTHC.ty_le_3_cap",
    "TTHC.ty_le_niem_yet",
    "TCD.HEAD.SO",
]


@pytest.mark.parametrize("code", COMMON)
def test_a_common_code_has_a_name_of_its_own(code):
    assert code in _tables()[0]
    assert label_of(code)[0].isupper()
    assert label_of(code)[1:] == phrase_of(code)[1:]


def test_no_two_common_codes_share_a_name():
    names = [label_of(code) for code in COMMON]
    assert len(set(names)) == len(names)


def test_a_rare_code_is_put_together():
    assert phrase_of("DON.khieu_nai.rut") == "đơn khiếu nại: rút đơn"
    assert label_of("PCTN.toa.bi_cao") == "Phòng, chống tham nhũng, tòa án, bị cáo"


def test_an_unknown_code_is_shown_readably():
    assert label_of("ZZ.gi_do") == "ZZ, gi do"


def test_the_file_holds_each_code_once_and_only_nfc():
    text = LABELS.read_text(encoding="utf-8")
    keys = re.findall(r'^"([^"]+)" =', text, re.MULTILINE)
    assert len(keys) == len(set(keys))
    import unicodedata

    assert unicodedata.is_normalized("NFC", text)


@pytest.mark.skipif(not INDICATORS.exists(), reason="shared/data/reports/indicators.json is absent")
def test_every_known_code_is_named_without_leftovers():
    _, segments = _tables()
    for code in json.loads(INDICATORS.read_text(encoding="utf-8")):
        label = label_of(code)
        assert "_" not in label, code
        assert not label.isascii(), f"{code} has no Vietnamese name: {label}"
    assert segments
