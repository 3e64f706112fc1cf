"""Reports written for the tests in the manners of different provinces: invented places, figures marked in the text.

`mend.txt` may guide the grammar; `aside.txt` is only measured. "[97|TCD.luot]" is the number 97 of TCD.luot in its
usual unit, "[3,1|TT.sai_pham|tỷ đồng]" in the unit named, "[8/9|VV.da_giai_quyet/VV.tham_quyen]" two figures.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
MARK = re.compile(r"\[([^\[\]|]+)\|([^\[\]|]*)(?:\|([^\[\]|]+))?\]")
UNITS = {
    "TCD": "lượt", "TCD.nguoi": "người", "TCD.thuong_xuyen.nguoi": "người",
    "TCD.vu_viec": "vụ việc", "TCD.doan_dong_nguoi": "đoàn",
    "TCD.luot_doan": "lượt đoàn", "TCD.doan_nguoi": "người", "DON": "đơn", "VV": "vụ việc", "KQ": "vụ việc",
    "KQ.chuyen_dieu_tra": "vụ", "TT": "cuộc", "TT.ket_luan": "kết luận", "TT.ket_luan.don_vi": "đơn vị",
    "TT.don_vi": "đơn vị",
    "TT.sai_pham.dat": "m²", "TT.thu_hoi.dat": "m²", "TT.kiem_diem.tap_the": "tập thể",
    "TT.kiem_diem.ca_nhan": "cá nhân", "TT.chuyen_dieu_tra.vu": "vụ", "TT.chuyen_dieu_tra.doi_tuong": "đối tượng",
    "TT.xpvphc.quyet_dinh": "quyết định", "TTHC": "hồ sơ",
    "TT.chuyen_nganh.doi_tuong": "tổ chức, cá nhân", "TT.chuyen_nganh.vi_pham": "tổ chức, cá nhân", "PCTN": "người",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Written:
    """One report: its `text` without marks, and `facts` as labelled sets have them (indicator, value, unit)."""

    id: str
    text: str
    facts: list[dict[str, Any]]

    def row(self) -> dict[str, Any]:
        """The report as one line of a labelled set."""
        return {"id": self.id, "text": self.text, "facts": self.facts}


def written(name: str) -> list[Written]:
    """The reports of mend or aside."""
    parts = (HERE / f"{name}.txt").read_text(encoding="utf-8").split("\n=== ")[1:]
    return [_report(*part.split("\n", 1)) for part in parts]


def _report(head: str, marked: str) -> Written:
    facts: list[dict[str, Any]] = []
    for match in MARK.finditer(marked):
        raws, codes = match[1].split("/"), match[2].split("/")
        for raw, code in zip(raws, codes, strict=True):
            fact = {"indicator": code, "value": _value(raw), "unit": match[3] or _unit(code)}
            if code and fact not in facts:
                facts.append(fact)
    return Written(head.strip(), MARK.sub(r"\1", marked).strip(), facts)


def _value(raw: str) -> Decimal:
    return Decimal(0) if raw[:1].isalpha() else Decimal(raw.replace(".", "").replace(",", "."))


def _unit(code: str) -> str:
    if "ty_le" in code:
        return "%"
    known = [key for key in UNITS if code == key or code.startswith(key + ".")]
    return UNITS[max(known, key=len)] if known else ""
