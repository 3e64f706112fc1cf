"""The typed report of the quarter, with the figures of the press report of 16/3/2023, and the counted one beside it."""

from datetime import date

from danvan.org.models import Account, Unit
from danvan.org.tree import unit_by_code
from danvan.reports import live, signing, typed
from danvan.reports.flow import orders, tables
from danvan.reports.flow.models import ReportingOrder, UnitTable
from danvan.reports.narrative import blocks

PERIOD = "2023-Q1"
PARTY_ORGAN = "QB.BCSD"
INTERIM = "số liệu đến tháng 2/2023, chưa trọn kỳ"
SOURCE = (
    "Theo tin đăng ngày 16/3/2023 trên Tạp chí Thanh tra về báo cáo của Ban cán sự Đảng UBND tỉnh Quảng Bình"
)
TITLE = "Báo cáo kết quả công tác dân vận chính quyền quý I năm 2023"

STATED = (
    ("TCD.luot", "Lượt công dân được tiếp", 97, "lượt", "97 lượt", "", INTERIM),
    ("DON.tiep_nhan", "Đơn tiếp nhận và xử lý", 258, "đơn", "258 đơn", "", INTERIM),
    ("DON.khieu_nai", "Đơn khiếu nại", 38, "đơn", "38", "", INTERIM),
    ("DON.to_cao", "Đơn tố cáo", 94, "đơn", "94", "", INTERIM),
    ("DON.kien_nghi_phan_anh", "Đơn kiến nghị, phản ánh", 164, "đơn", "164", "", INTERIM),
    ("TT.cuoc", "Cuộc thanh tra, kiểm tra", 85, "cuộc", "85 cuộc", "", INTERIM),
    (
        "TT.sai_pham",
        "Sai phạm phát hiện qua thanh tra, kiểm tra",
        3_100_000_000,
        "đồng",
        "3,1 tỷ đồng",
        "trên",
        INTERIM,
    ),
    ("MOTCUA.ty_le_co_quan", "Cơ quan, đơn vị, địa phương thực hiện một cửa", 100, "%", "100%", "", ""),
    ("TTHC.ty_le_3_cap", "Thủ tục hành chính được giải quyết tại ba cấp", 100, "%", "100%", "", ""),
    ("TTHC.ty_le_niem_yet", "Thủ tục hành chính được niêm yết, công khai", 100, "%", "100%", "", ""),
)
FORM = "01-xld"
ORDER = {
    "form": FORM,
    "every": ReportingOrder.Every.QUARTER,
    "due_day": 20,
    "kinds": "huyen,thi_xa,thanh_pho_tinh",
    "paper_no": "01/UBND-MH",
    "paper_on": date(2023, 1, 3),
    "valid_from": date(2023, 1, 3),
    "valid_to": date(2023, 3, 31),
}
KEYS = ("code", "label", "value", "unit", "raw", "qualifier", "note")
REASON = (
    "Báo cáo đã phát hành ghi tổng 258 đơn, không khớp ba thành phần của chính nó; số đếm từ hồ sơ là 296. "
    "Ký theo số đếm."
)

# What an invented compiler adds to the sentences that the program proposes.
WORDS = {
    "han_che": "Còn {don.chua_phan_loai} đơn chưa phân loại; còn {vu_viec.con} vụ việc đang giải quyết.",
    "nhiem_vu": "Duy trì lịch tiếp công dân của người đứng đầu; phân loại đơn trong thời hạn luật định.",
}


def load(province: Unit, people: dict[str, Account]) -> None:
    """Enter the typed report, then prepare, sign and publish the counted one."""
    typed.enter(
        province,
        PERIOD,
        [dict(zip(KEYS, row, strict=True)) for row in STATED],
        by=people["tonghop"],
        title=TITLE,
        issuer=unit_by_code(PARTY_ORGAN, date(2023, 3, 14)),
        source_note=SOURCE,
        is_illustrative=True,
    )
    draft = signing.prepare(province, PERIOD, by=people["tonghop"])
    for section, text in WORDS.items():
        blocks.write(draft, section, blocks.STEP, text, 0, by=people["tonghop"])
    signed = signing.sign(draft, by=people["lanhdao"], reason=REASON)
    signing.approve_public_edition(signed, by=people["lanhdao"])
    _from_below(province, people)


def _from_below(province: Unit, people: dict[str, Account]) -> None:
    """An order on the day of sending for this quarter, and the districts' tables, as their records count."""
    order = orders.enact(province, by=people["lanhdao"], **ORDER)
    content = live.read(province, PERIOD, FORM)
    for owed in orders.owed_to(order, content.figures.period):
        cells = [content.figures.cell(code, owed.unit_id) for code in content.form.codes]
        values = {cell.code: cell.numerator or 0 for cell in cells if not cell.is_ratio}
        unit = content.figures.tree.nodes[owed.unit_id].unit
        tables.take(unit, PERIOD, FORM, values, UnitTable.Origin.TYPED, by=people["tonghop"])
