"""The life of a request for protection: asked, checked, decided or refused, changed, ended (Luật Tố cáo 2018, Điều 47–55).

The law asks for each step "in time" and names no day: nothing here runs, and nothing is ever late.
"""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from danvan import law
from danvan.domains.petitions.models import (
    Letter,
    Matter,
    Protection,
    ProtectionAuthority,
    ProtectionEnd,
    ProtectionFinding,
    ProtectionScope,
    ProtectionWay,
)
from danvan.org.models import Account
from danvan.records import writing
from danvan.records.declare import Move, RecordType, State
from danvan.records.models import Link, Record
from danvan.ui.dates import day
from danvan.ui.errors import Refusal

HANDLE = "records.handle"
TYPE = "bao_ve"
IN_TIME = _("Kịp thời: luật không ấn định số ngày nên không có hạn và không bao giờ bị tính là trễ.")
# Who may apply what (BV.WHO.ACTS, Điều 49).
MAY_APPLY = {
    ProtectionScope.SECRECY: (ProtectionAuthority.SETTLER,),
    ProtectionScope.POST: (ProtectionAuthority.SETTLER, ProtectionAuthority.EMPLOYER),
    ProtectionScope.LIFE: (ProtectionAuthority.POLICE,),
    ProtectionScope.PROPERTY: (ProtectionAuthority.POLICE,),
    ProtectionScope.HONOUR: (ProtectionAuthority.POLICE,),
}
DATES = ("paper_on", "checked_on", "decided_on", "changed_on", "outcome_on")


def open_protection(record: Letter | Matter, by: Account, on: date) -> None:
    """Open the file of the protection asked for, beside the letter or matter, at its unit."""
    writing.open_record(
        TYPE,
        by=by,
        unit=record.unit,
        on=on,
        arises_from=record,
        way=record.protection_way,
        paper_on=on if record.protection_way == ProtectionWay.PAPER else None,
        is_illustrative=record.is_illustrative,
    )


def is_urgent(protection: Protection) -> bool:
    """Asked for in person or by telephone, with the paper still to come (BV.REQ)."""
    return protection.way != ProtectionWay.PAPER


def in_order(protection: Protection, on: date) -> None:
    """Steps follow one another; a paper that comes later is a step like others."""
    last = max((value for name in DATES if (value := getattr(protection, name))), default=on)
    if on < last:
        raise Refusal(f"Ngày {day(on)} trước bước gần nhất ngày {day(last)}; hãy sửa lại ngày thực hiện.")


def check_decision(protection: Protection, on: date) -> None:
    """On grounds found, or at once where it is urgent; by who may apply that measure; to begin not before the decision."""
    in_order(protection, on)
    if protection.finding == ProtectionFinding.GROUNDLESS:
        raise Refusal(
            "Kết quả kiểm tra ghi đề nghị không có căn cứ; hãy từ chối bằng văn bản, nêu lý do (Luật Tố cáo 2018, Điều 51)."
        )
    if not protection.finding and not is_urgent(protection):
        raise Refusal(
            "Đề nghị bằng văn bản phải được kiểm tra trước khi quyết định (Luật Tố cáo 2018, Điều 51); hãy ghi kết quả "
            "kiểm tra."
        )
    _check_authority(protection)
    assert protection.starts_on is not None
    if protection.starts_on < on:
        raise Refusal(
            f"Thời điểm bắt đầu {day(protection.starts_on)} trước ngày quyết định {day(on)}; hãy sửa lại."
        )


def _check_authority(protection: Protection) -> None:
    fitting = next((who for scope, who in MAY_APPLY.items() if scope == protection.scope), ())
    if not fitting:
        raise Refusal("Biện pháp bảo vệ chỉ chọn trong danh sách; hãy chọn lại.")
    if protection.authority not in fitting:
        named = " hoặc ".join(str(ProtectionAuthority(one).label).lower() for one in fitting)
        raise Refusal(
            f"Biện pháp này do {named} áp dụng (Luật Tố cáo 2018, Điều 49); hãy chọn lại nơi áp dụng biện pháp."
        )


def check_refusal(protection: Protection, on: date) -> None:
    """Not what was found to have grounds."""
    in_order(protection, on)
    if protection.finding == ProtectionFinding.GROUNDED:
        raise Refusal(
            "Kết quả kiểm tra ghi đề nghị có căn cứ nên không từ chối được; hãy quyết định áp dụng biện pháp bảo vệ."
        )


def check_change(protection: Protection, on: date) -> None:
    """The measure after the change is one that its authority may apply."""
    in_order(protection, on)
    _check_authority(protection)


def check_end(protection: Protection, on: date) -> None:
    """On a ground that the law of that day knows (BV.END), and that stands in the record."""
    in_order(protection, on)
    grounds = law.rulebook().in_force("BV.END", on)
    known = len(grounds.items) if grounds else 0
    if protection.ended_because == ProtectionEnd.BROKEN and known < len(ProtectionEnd.values):
        raise Refusal(
            f"Ngày {day(on)} luật chưa có căn cứ này: chấm dứt vì người được bảo vệ cố ý vi phạm nghĩa vụ có từ 1/7/2026 "
            "(Luật 136/2025/QH15, Điều 3 khoản 7)."
        )
    if protection.ended_because == ProtectionEnd.SETTLED and not _is_settled(protection):
        raise Refusal(
            "Tố cáo gắn với đề nghị này chưa có kết luận, chưa đình chỉ; hãy ghi việc đó trước hoặc chọn căn cứ khác."
        )


def _is_settled(protection: Protection) -> bool:
    """What it hangs on has ended."""
    sources = Link.objects.filter(record_id=protection.pk).values("source_id")
    return not Record.objects.filter(pk__in=sources, closed_on__isnull=True).exists()


def title(protection: Protection) -> str:
    """Words of lists alone."""
    scope = f": {protection.get_scope_display().lower()}" if protection.scope else ""
    return f"Đề nghị bảo vệ người tố cáo{scope}"


STATES = (
    State("de_nghi", _("Đã nhận đề nghị"), _("Cơ quan đã nhận đề nghị bảo vệ và đang xem xét.")),
    State("da_kiem_tra", _("Đã kiểm tra"), _("Cơ quan đã kiểm tra đề nghị bảo vệ và đang quyết định.")),
    State("ap_dung", _("Đang bảo vệ"), _("Biện pháp bảo vệ đang được áp dụng.")),
    State(
        "tu_choi", _("Từ chối"), _("Cơ quan đã trả lời bằng văn bản vì sao không áp dụng biện pháp."), True
    ),
    State("cham_dut", _("Đã chấm dứt"), _("Việc bảo vệ đã chấm dứt theo quy định."), True),
)
MOVES = (
    Move(
        "ap_dung",
        _("Quyết định áp dụng biện pháp bảo vệ"),
        ("de_nghi", "da_kiem_tra"),
        "ap_dung",
        HANDLE,
        needs=("scope", "authority", "starts_on"),
        papers=("to_cao_bao_ve_ap_dung",),
        dated_by="decided_on",
        check=check_decision,
        why=IN_TIME,
        cite="Luật Tố cáo 2018, Điều 51 và 52",
    ),
    Move(
        "kiem_tra",
        _("Ghi kết quả kiểm tra đề nghị"),
        ("de_nghi",),
        "da_kiem_tra",
        HANDLE,
        needs=("finding",),
        takes=("persons",),
        dated_by="checked_on",
        check=in_order,
        why=IN_TIME,
        cite="Luật Tố cáo 2018, Điều 51",
    ),
    Move(
        "tu_choi",
        _("Từ chối, trả lời bằng văn bản"),
        ("de_nghi", "da_kiem_tra"),
        "tu_choi",
        HANDLE,
        needs=("refusal",),
        papers=("to_cao_bao_ve_tu_choi",),
        dated_by="refused_on",
        closes=True,
        check=check_refusal,
        why=_("Nêu rõ lý do trong văn bản gửi người đề nghị."),
        cite="Luật Tố cáo 2018, Điều 51",
    ),
    Move(
        "nhan_van_ban",
        _("Nhận văn bản đề nghị gửi sau"),
        ("de_nghi", "da_kiem_tra", "ap_dung"),
        "",
        HANDLE,
        dated_by="paper_on",
        check=in_order,
        why=_("Trường hợp khẩn cấp: văn bản có chữ ký hoặc điểm chỉ gửi sau, để trong phong bì của hồ sơ."),
        cite="Luật Tố cáo 2018, Điều 50",
        applies=lambda protection, on: is_urgent(protection) and not protection.paper_on,
        otherwise="Văn bản đề nghị đã có trong hồ sơ.",
    ),
    Move(
        "thay_doi",
        _("Thay đổi, bổ sung biện pháp"),
        ("ap_dung",),
        "",
        HANDLE,
        needs=("change", "scope", "authority"),
        papers=("to_cao_bao_ve_thay_doi",),
        dated_by="changed_on",
        check=check_change,
        why=IN_TIME,
        cite="Luật Tố cáo 2018, Điều 53",
    ),
    Move(
        "ket_qua",
        _("Ghi kết quả bảo vệ"),
        ("ap_dung",),
        "",
        HANDLE,
        needs=("outcome",),
        dated_by="outcome_on",
        check=in_order,
        cite="Luật Tố cáo 2018, Điều 55",
    ),
    Move(
        "cham_dut",
        _("Chấm dứt việc bảo vệ"),
        ("ap_dung",),
        "cham_dut",
        HANDLE,
        needs=("ended_because",),
        papers=("to_cao_bao_ve_cham_dut",),
        dated_by="ended_on",
        closes=True,
        check=check_end,
        cite="Luật Tố cáo 2018, Điều 54; Luật 136/2025/QH15, Điều 3 khoản 7",
    ),
)
PROTECTION = RecordType(
    key=TYPE,
    model=Protection,
    label=_("Bảo vệ người tố cáo"),
    label_plural=_("Hồ sơ bảo vệ"),
    law="Luật Tố cáo 2018, Điều 47 đến 55",
    states=STATES,
    moves=MOVES,
    columns=("way", "scope"),
    filters=("scope",),
    internal=tuple(field.name for field in Protection._meta.local_fields if field.name != "record_ptr"),
    open_permission=HANDLE,
    opens_by_hand=False,
    secrecy=lambda protection: Record.Secrecy.SEALED,
    title_of=title,
)


def request_move(sources: tuple[str, ...], **law_of_it: Any) -> Move:
    """The step by which protection is asked for, in these states of a letter or a matter; `law_of_it` says of which."""
    return Move(
        "de_nghi_bao_ve",
        _("Ghi đề nghị bảo vệ người tố cáo"),
        sources,
        "",
        HANDLE,
        needs=("protection_way",),
        dated_by="protection_asked_on",
        effect=open_protection,
        why=_(
            "Mở một hồ sơ bảo vệ gồm ngày, số và lựa chọn trong danh sách; ai được bảo vệ chỉ ghi trong phong bì giấy."
        ),
        cite="Luật Tố cáo 2018, Điều 50",
        **law_of_it,
    )
