"""Equations between the forms of one unit and period (đối chiếu giữa các biểu); no form prints them, so they warn.

01/XLD is the sum of 02, 03 and 04/XLD, save for what is not classified yet, which none of those can hold: it stands in
figures of its own. Đơn are compared with đơn only, vụ việc with vụ việc.
"""

from django.db.models import Q

from danvan.domains.petitions.indicators import (
    complaints,
    conclusions,
    denunciations,
    proposals,
    settlement,
)
from danvan.domains.petitions.indicators import handling as all_letters
from danvan.domains.petitions.indicators import through_reception as through
from danvan.domains.petitions.indicators.where import (
    LAST_OLD,
    NEW,
    NEW_FROM,
    OLD,
    SIGNED_BY,
    equals,
    letters,
    within,
)
from danvan.records.declare import Indicator, register

UNSORTED = Q(kind__isnull=True)
CITE = "Biểu 01/XLD: biểu không in cột này; đơn chưa phân loại, chưa thuộc biểu 02, 03 hay 04/XLD"
NOT_SORTED = "xld01.chua_phan_loai"
PARTS = (complaints.P, denunciations.P, proposals.P)
ENDS = {"kind": "carried_over", "ends_by": "handled_on"}


def unsorted(key: str, label: str, **more: object) -> Indicator:
    """A figure of the letters that are not classified yet."""
    where = UNSORTED & more.pop("where", Q())  # type: ignore[operator]
    return letters(f"{NOT_SORTED}.{key}", label, CITE, "received_on", where=where, **more)


register(
    unsorted("phai_xu_ly", "Đơn chưa phân loại, phải xử lý", kind="due", ends_by="handled_on"),
    unsorted("ky_truoc", "Đơn chưa phân loại, kỳ trước chuyển sang", **ENDS),
    unsorted("tiep_nhan", "Đơn chưa phân loại, tiếp nhận trong kỳ"),
    unsorted("chua_xu_ly", "Đơn chưa phân loại, chuyển kỳ sau", kind="stock", ends_by="handled_on"),
)
for name, (word, condition, limits) in SIGNED_BY.items():
    register(
        unsorted(
            f"ky_truoc.{name}",
            f"Đơn chưa phân loại, kỳ trước chuyển sang, {word}",
            where=condition,
            limits=limits,
            **ENDS,
        ),
        unsorted(
            f"tiep_nhan.{name}",
            f"Đơn chưa phân loại, tiếp nhận trong kỳ, {word}",
            where=condition,
            limits=limits,
        ),
    )

# What of 01/XLD is the sum of the same figure in the three forms: (key, words, columns); with what is not sorted yet, or
# without where a letter has a class by then.
WITH_UNSORTED = (
    ("phai_xu_ly", "đơn phải xử lý", "01.1 = 02.1 + 03.1 + 04.1"),
    ("ky_truoc", "đơn kỳ trước chuyển sang", "01.2 = 02.2 + 03.2 + 04.2"),
    ("tiep_nhan", "đơn tiếp nhận trong kỳ", "01.3 = 02.3 + 03.3 + 04.3"),
    ("chua_xu_ly", "đơn chưa xử lý", "01.5, biểu 02–04 không in"),
    ("ky_truoc.nhieu_nguoi", "đơn kỳ trước có nhiều người đứng tên", "01.2 = 02.2 + 03.2 + 04.2"),
    ("ky_truoc.mot_nguoi", "đơn kỳ trước có một người đứng tên", "01.3 = 02.3 + 03.3 + 04.3"),
    ("ky_truoc.khac", "đơn kỳ trước khác", "01.4 = 03.4 + 04.4"),
    ("tiep_nhan.nhieu_nguoi", "đơn trong kỳ có nhiều người đứng tên", "01.5 = 02.4 + 03.5 + 04.5"),
    ("tiep_nhan.mot_nguoi", "đơn trong kỳ có một người đứng tên", "01.6 = 02.5 + 03.6 + 04.6"),
    ("tiep_nhan.khac", "đơn trong kỳ khác", "01.7 = 03.7 + 04.7"),
)
SORTED = (
    ("da_xu_ly", "đơn đã xử lý", "01.8 = 02.6 + 03.8 + 04.8; 01.4 = 02.4 + 03.4 + 04.4"),
    ("da_xu_ly.ky_truoc", "đơn kỳ trước đã xử lý", "biểu 01 không in"),
    ("da_xu_ly.trong_ky", "đơn trong kỳ đã xử lý", "biểu 01 không in"),
    ("du_dieu_kien", "đơn đủ điều kiện", "01.9 = 02.9 + 03.11 + 04.11; 01.6 = 02.7 + 03.7 + 04.7"),
    ("vu_viec", "vụ việc đủ điều kiện", "01.10 = 02.10 + 03.12 + 04.12; 01.7 = 02.8 + 03.8 + 04.8"),
)
for key, words, told in (*WITH_UNSORTED, *SORTED):
    # Complaints have no column "khác": whoever complains has a name, or stands with those of one.
    parts = [f"{part}.{key}" for part in PARTS if not (key.endswith(".khac") and part == complaints.P)]
    rest = (f"{NOT_SORTED}.{key}",) if (key, words, told) in WITH_UNSORTED else ()
    also = ", cộng đơn chưa phân loại" if rest else ""
    equals(
        f"xf_{key.replace('.', '_')}",
        f"Biểu 01/XLD bằng cộng các biểu 02, 03, 04/XLD: {words}{also}",
        f"xld01.{key}",
        (*parts, *rest),
        f"Suy ra giữa các biểu XLD: {told}",
        is_derived=True,
        unprinted=rest,
    )
for part, kind in zip(PARTS, all_letters.KINDS, strict=True):
    equals(
        f"xf_{part}_du_dieu_kien",
        f"Cột loại đơn của biểu 01/XLD bằng đơn đủ điều kiện của biểu 0{part[-1]}/XLD",
        f"xld01.du_dieu_kien.{kind}",
        (f"{part}.du_dieu_kien",),
        "Suy ra giữa các biểu XLD: 01.11 = 02.9, 01.12 = 03.11, 01.13 = 04.11; 01.8, 01.9, 01.10 = 02.7, 03.7, 04.7",
        is_derived=True,
    )
REPLIES = tuple(f"{part}.phuc_dap" for part in PARTS)
equals(
    "xf_phuc_dap",
    "Văn bản phúc đáp ở biểu 01/XLD bằng cộng các biểu 02, 03, 04/XLD",
    "xld01.phuc_dap",
    REPLIES,
    f"Suy ra giữa các biểu XLD: 01.26 = 02.30 + 03.33 + 04.24 ({OLD})",
    is_derived=True,
    until=LAST_OLD,
)
equals(
    "xf_phuc_dap_2024",
    "Văn bản phúc đáp ở biểu 01/XLD bằng cộng các biểu 02, 03/XLD và phúc đáp của kiến nghị, phản ánh",
    "xld01.phuc_dap",
    REPLIES,
    f"Suy ra giữa các biểu XLD: 01.22 = 02.26 + 03.27 ({NEW}); biểu 04/XLD không còn cột phúc đáp",
    is_derived=True,
    unprinted=(REPLIES[2],),
    since=NEW_FROM,
)
equals(
    "xf_kqgq01_don",
    "Đơn khiếu nại thuộc thẩm quyền ở biểu 01/KQGQ bằng cột ấy của biểu 01/XLD",
    f"{settlement.P}.don",
    ("xld01.tham_quyen.khieu_nai",),
    f"Suy ra như biểu 03/KQGQ: 01/KQGQ.1 = 01/XLD.19 ({OLD}), 01/XLD.15 ({NEW})",
    is_derived=True,
)
equals(
    "xf_kqgq01_vu_viec",
    "Vụ việc khiếu nại thuộc thẩm quyền ở biểu 01/KQGQ bằng cột ấy của biểu 02/XLD",
    f"{settlement.P}.vu_viec",
    ("xld02.tham_quyen",),
    f"Suy ra như biểu 03/KQGQ: 01/KQGQ.4 = 02/XLD.23 ({OLD}), 02/XLD.20 ({NEW})",
    is_derived=True,
)
equals(
    "xf_kqgq03_don",
    "Đơn tố cáo thuộc thẩm quyền ở biểu 03/KQGQ bằng cột ấy của biểu 01/XLD",
    f"{conclusions.P}.don",
    ("xld01.tham_quyen.to_cao",),
    f"Biểu 03/KQGQ in: 03/KQGQ.1 = 01/XLD.20 ({OLD}); đánh số lại: 01/XLD.16 ({NEW})",
    derived_in=NEW,
)
equals(
    "xf_kqgq03_vu_viec",
    "Vụ việc tố cáo thuộc thẩm quyền ở biểu 03/KQGQ bằng cột ấy của biểu 03/XLD",
    f"{conclusions.P}.vu_viec",
    ("xld03.tham_quyen",),
    f"Biểu 03/KQGQ in: 03/KQGQ.4 = 03/XLD.26 ({OLD}); đánh số lại: 03/XLD.21 ({NEW})",
    derived_in=NEW,
)
for whole, share, number in (
    ("xld01.phai_xu_ly", f"{through.P}.don", 1),
    ("xld02.phai_xu_ly", f"{through.P}.don.khieu_nai", 3),
    ("xld03.phai_xu_ly", f"{through.P}.don.to_cao", 5),
    ("xld04.phai_xu_ly", f"{through.P}.don.kien_nghi_phan_anh", 7),
    ("xld01.phuc_dap", f"{through.P}.phuc_dap", 16),
):
    within(
        f"xf_tcd02_{number}",
        "Đơn, văn bản qua tiếp công dân nằm trong số của biểu xử lý đơn",
        whole,
        share,
        f"Suy ra giữa các biểu: cột {number} biểu 02/TCD không lớn hơn cột của biểu xử lý đơn",
    )
