"""The life of a letter and of a matter: states, moves, clocks, and what may be read by whom."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from danvan.domains.petitions.actions import (
    check_acceptance,
    check_handling,
    check_settled,
    open_matter,
    settle_letters,
)
from danvan.domains.petitions.forwarding import check_forwarding
from danvan.domains.petitions.models import CARRIED_OUT, PROPOSED, Kind, Letter, Matter
from danvan.records.declare import Clock, Move, RecordType, State, register
from danvan.records.models import Record
from danvan.records.steps import OPENING

NEW_COMPLAINT_RULES = date(2026, 7, 1)
HANDLED = ("thu_ly", "huong_dan", "chuyen", "luu")


def is_kind(kind: Kind) -> Any:
    """A predicate: the record is of that kind."""
    return lambda record: record.kind == kind


def acceptance_rule(letter: Letter) -> str:
    """The rule for accepting a complaint at the day it came in: ten days, seven working days from 1/7/2026."""
    return "KN.ACC.2" if letter.received_on >= NEW_COMPLAINT_RULES else "KN.ACC"


def may_hold_identity(record: Letter | Matter) -> bool:
    """Only a record known not to be a tố cáo may hold a name."""
    return record.kind in (Kind.COMPLAINT, Kind.PROPOSAL)


def secrecy(record: Letter | Matter) -> str:
    """A tố cáo is sealed, and so is a letter whose class is not yet known."""
    return Record.Secrecy.INTERNAL if may_hold_identity(record) else Record.Secrecy.SEALED


def letter_title(letter: Letter) -> str:
    """A title made of class and field alone; a letter's own words never enter it."""
    if not letter.kind:
        return "Đơn chưa phân loại"
    field = f", lĩnh vực {letter.get_field_display().lower()}" if letter.field else ""
    return f"Đơn {letter.get_kind_display().lower()}{field}"


def matter_title(matter: Matter) -> str:
    """A title made of class, field and instance."""
    again = ", lần hai" if matter.instance == 2 else ""
    return (
        f"Vụ việc {matter.get_kind_display().lower()}, lĩnh vực {matter.get_field_display().lower()}{again}"
    )


def settlement_rule(matter: Matter) -> str:
    """The rule that limits settlement, by kind, instance and whether the unit lies in a remote area."""
    if matter.kind == Kind.DENUNCIATION:
        return "TC.S"
    remote = ".REMOTE" if matter.unit.is_remote_on(matter.received_on) else ""
    return f"KN.S{matter.instance}{remote}"


LETTER = RecordType(
    key="don",
    model=Letter,
    label=_("Đơn"),
    label_plural=_("Đơn thư"),
    law="Luật Tiếp công dân 2013, Điều 28; Thông tư 05/2021/TT-TTCP",
    states=(
        State("tiep_nhan", _("Đã tiếp nhận"), _("Cơ quan đã nhận đơn và đang phân loại.")),
        State("da_phan_loai", _("Đã phân loại"), _("Đơn đã được phân loại và đang được đề xuất xử lý.")),
        State("thu_ly", _("Đã thụ lý"), _("Đơn thuộc thẩm quyền và đã được thụ lý để giải quyết.")),
        State("huong_dan", _("Đã hướng dẫn"), _("Cơ quan đã hướng dẫn gửi đơn đến nơi có thẩm quyền."), True),
        State("chuyen", _("Đã chuyển đơn"), _("Đơn đã được chuyển đến cơ quan có thẩm quyền."), True),
        State("luu", _("Đã xếp lưu"), _("Đơn không đủ điều kiện xử lý và được lưu theo quy định."), True),
        State("giai_quyet", _("Đã giải quyết"), _("Vụ việc nêu trong đơn đã được giải quyết."), True),
    ),
    moves=(
        Move(
            "phan_loai",
            _("Phân loại"),
            ("tiep_nhan",),
            "da_phan_loai",
            "records.classify",
            needs=("kind", "field"),
            takes=("signatories", "is_repeated", "is_eligible", "is_competent"),
            dated_by="classified_on",
            releases_identity=may_hold_identity,
            why=_("Xét theo nội dung, không theo tiêu đề của đơn."),
        ),
        Move(
            "thu_ly",
            _("Thụ lý"),
            ("da_phan_loai",),
            "thu_ly",
            "records.handle",
            dated_by="handled_on",
            check=check_acceptance,
            effect=open_matter,
            why=_("Mở vụ việc và bắt đầu thời hạn giải quyết."),
        ),
        Move(
            "huong_dan",
            _("Hướng dẫn"),
            ("da_phan_loai",),
            "huong_dan",
            "records.handle",
            dated_by="handled_on",
            check=check_handling,
            closes=True,
            why=_("Đơn không thuộc thẩm quyền: hướng dẫn một lần."),
        ),
        Move(
            "chuyen",
            _("Chuyển đơn"),
            ("da_phan_loai",),
            "chuyen",
            "records.handle",
            needs=("forwarded_to",),
            dated_by="handled_on",
            check=check_forwarding,
            closes=True,
            why=_("Chuyển đến cơ quan có thẩm quyền và báo cho người gửi đơn."),
        ),
        Move(
            "luu",
            _("Xếp lưu"),
            ("da_phan_loai",),
            "luu",
            "records.handle",
            dated_by="handled_on",
            check=check_handling,
            closes=True,
            why=_("Đơn không đủ điều kiện xử lý."),
        ),
        Move(
            "giai_quyet",
            _("Ghi nhận đã giải quyết"),
            ("thu_ly",),
            "giai_quyet",
            "records.handle",
            check=check_settled,
            closes=True,
            why=_("Vụ việc của đơn đã giải quyết xong."),
        ),
    ),
    clocks=(
        Clock("xu_ly", _("Phân loại, xử lý đơn"), "XLD.LIMIT", (OPENING,), HANDLED),
        Clock(
            "thu_ly_khieu_nai",
            _("Thụ lý hoặc từ chối thụ lý khiếu nại"),
            acceptance_rule,
            ("phan_loai",),
            HANDLED,
            applies=is_kind(Kind.COMPLAINT),
            starts=lambda letter, on: letter.received_on,
            may_be=("KN.ACC", "KN.ACC.2"),
        ),
        Clock(
            "xu_ly_ban_dau_to_cao",
            _("Xử lý ban đầu thông tin tố cáo"),
            "TC.INIT",
            ("phan_loai",),
            HANDLED,
            applies=lambda letter: letter.kind == Kind.DENUNCIATION and letter.is_competent,
            starts=lambda letter, on: letter.received_on,
        ),
        Clock(
            "chuyen_to_cao",
            _("Chuyển tố cáo đến nơi có thẩm quyền"),
            "TC.FWD",
            ("phan_loai",),
            HANDLED,
            applies=lambda letter: letter.kind == Kind.DENUNCIATION and not letter.is_competent,
            starts=lambda letter, on: letter.received_on,
        ),
    ),
    opening=("channel", "signatories", "is_repeated"),
    opens_to_public=True,
    columns=("kind", "field"),
    filters=("kind", "field", "channel"),
    public=(),
    internal=(
        "kind",
        "channel",
        "field",
        "signatories",
        "is_repeated",
        "is_eligible",
        "is_competent",
        "classified_on",
        "handled_on",
        "forwarded_to",
        "is_dispute",
        "is_anonymous",
        "counts_as_matter",
        "instance",
        "standing",
        "unfit",
        "against",
        "place",
        "written_on",
        "postmarked_on",
        "post_number",
        "incoming_number",
        "incoming_on",
        "has_originals",
        "originals_returned_on",
        "preregistered_on",
        "signed_on",
        "forwarder",
        "forwarder_unit",
        "forwarder_name",
        "forwarder_reference",
        "handling",
        "replied_on",
        "reply_reference",
    ),
    secrecy=secrecy,
    title_of=letter_title,
)

MATTER = RecordType(
    key="vu_viec",
    model=Matter,
    label=_("Vụ việc"),
    label_plural=_("Vụ việc"),
    law="Luật Khiếu nại 2011, Điều 28 và 37; Luật Tố cáo 2018, Điều 30",
    states=(
        State("dang_giai_quyet", _("Đang giải quyết"), _("Cơ quan đang xác minh, giải quyết vụ việc.")),
        State("giai_quyet", _("Đã giải quyết"), _("Cơ quan đã có kết quả giải quyết."), True),
    ),
    moves=(
        Move(
            "giai_quyet",
            _("Ban hành kết quả giải quyết"),
            ("dang_giai_quyet",),
            "giai_quyet",
            "records.handle",
            needs=("result",),
            dated_by="settled_on",
            closes=True,
            effect=settle_letters,
            why=_("Ghi kết quả và ngày ban hành; đơn của vụ việc được ghi nhận theo."),
        ),
    ),
    clocks=(
        Clock(
            "giai_quyet",
            _("Giải quyết vụ việc"),
            settlement_rule,
            (OPENING,),
            ("giai_quyet",),
            applies=lambda matter: matter.kind != Kind.PROPOSAL,
            case=lambda matter: "phuc_tap" if matter.is_complex and matter.kind == Kind.COMPLAINT else None,
            may_be=("TC.S", "KN.S1", "KN.S1.REMOTE", "KN.S2", "KN.S2.REMOTE"),
        ),
    ),
    columns=("kind", "field"),
    filters=("kind", "field", "result"),
    internal=(
        "kind",
        "is_dispute",
        "field",
        "instance",
        "contested",
        "is_complex",
        "verifying_on",
        "reported_on",
        "dialogue_on",
        "extended_on",
        "suspended_on",
        "suspension_ground",
        "resumed_on",
        "discontinued_on",
        "end_ground",
        "settled_on",
        "result",
        "is_in_time",
        "sent_on",
        "publicised_on",
        "publication",
        "appealed_on",
        "sued_on",
        "binding_on",
        "must_be_executed",
        "executing_on",
        "executed_on",
        *PROPOSED,
        *CARRIED_OUT,
    ),
    open_permission="records.handle",
    opens_by_hand=False,
    secrecy=secrecy,
    title_of=matter_title,
    releases_identity_at_opening=may_hold_identity,
)

register(LETTER, MATTER)
