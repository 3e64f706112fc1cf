"""What comes out of a letter's envelope into its own columns, and what goes when it turns out to be a tố cáo after all."""

from collections.abc import Iterable
from datetime import date
from typing import Any, cast

from django.db.models import CharField, Q, QuerySet

from danvan.domains.petitions.kinds import may_hold_identity
from danvan.domains.petitions.models import FREE_TEXTS, TYPED_OUTCOMES, Letter, Matter
from danvan.records import envelopes
from danvan.records.models import Link, Record
from danvan.ui.dates import day
from danvan.ui.errors import Refusal

BACKUPS_HOLD = (
    "Họ tên, địa chỉ, nội dung, tệp, văn bản máy đọc, văn bản đã soạn và tin nhắn của đơn, cùng người đến và lời ghi ở "
    "lượt tiếp gắn với đơn, sẽ bị xóa khỏi hệ thống. Các bản sao lưu cơ sở dữ liệu và thư mục tệp làm trong thời gian từ "
    "lúc phân loại lần đầu đến lúc này vẫn còn; hãy báo người vận hành hủy hoặc niêm phong các bản ấy."
)
INSTEAD = (
    "Hãy nhận một đơn mới, niêm phong, cho nội dung tố cáo, không gắn với đơn này; rồi ở đơn này dùng bước “Bổ sung, sửa "
    "thông tin người gửi” xóa nội dung tố cáo."
)
NAMED_BESIDE = (
    "Đơn gắn với hồ sơ khác có ghi họ tên người gửi; phân loại lại thành tố cáo sẽ lộ người tố cáo (Luật Tố cáo 2018, "
    f"Điều 8). Nếu gắn nhầm, hãy gỡ trước. Nếu không: {INSTEAD[0].lower()}{INSTEAD[1:]}"
)
HAS_MATTER = (
    "Đơn đã thụ lý: vụ việc phải kết thúc trước. Hãy mở phần “Đơn và vụ việc” của trang hồ sơ, chọn “Phân loại lại cả vụ "
    "việc là tố cáo”."
)
# What belongs to the earlier class: how it was handled, where it went, what came back.
OF_THE_EARLIER_CLASS: dict[str, Any] = {
    **dict.fromkeys(FREE_TEXTS + TYPED_OUTCOMES, ""),
    **dict.fromkeys(("handled_on", "handling", "refusal_ground", "replied_on", "relayed_on"), None),
    **dict.fromkeys(("supplement_asked_on", "supplemented_on", "forwarder_told_on"), None),
    "is_dispute": False,
}


def take_out(record: Any, values: dict[str, str]) -> None:
    """Number of the postal item, who forwarded the letter and by which paper: told at intake, kept sealed until now."""
    if not isinstance(record, Letter):
        return
    told = {
        name: values[name][: cast(CharField, Letter._meta.get_field(name)).max_length]
        for name in FREE_TEXTS
        if values.get(name) and not getattr(record, name)
    }
    for name, text in told.items():
        setattr(record, name, text)
    if told:
        Letter.objects.filter(pk=record.pk).update(**told)


def why_not_reclassified(letter: Letter, on: date) -> str:
    """What to do instead where a letter can no more become a tố cáo; nothing where it can."""
    if not may_hold_identity(letter):
        return "Đơn đã được phân loại là tố cáo."
    if letter.state in ("thu_ly", "giai_quyet") and matters_to_seal(letter).exists():
        return HAS_MATTER
    return ""


def check_denunciation(letter: Letter, on: date) -> None:
    """Before a released letter becomes a tố cáo everything personal of it goes: the database refuses it otherwise.

    Refused before the day of the first classification or of handling, while a matter of it is open or tells of the person,
    and while another record that names somebody hangs on it or on a matter of it, sealed or not.
    """
    if letter.pk is None:
        return
    for last, name in ((letter.classified_on, "phân loại"), (letter.handled_on, "xử lý")):
        if last and on < last:
            raise Refusal(f"Ngày phân loại lại {day(on)} trước ngày {name} {day(last)}; hãy sửa lại.")
    if matters_to_seal(letter).exists():
        raise Refusal(HAS_MATTER)
    if named_beside(letter, Matter.objects.filter(sources__source_id=letter.pk)).exists():
        raise Refusal(NAMED_BESIDE)
    envelopes.purge(letter)


def matters_to_seal(letter: Letter) -> QuerySet[Matter]:
    """Matters of the letter that are open or still tell of a person."""
    waiting = Q(closed_on__isnull=True) | Q(identity_released_on__isnull=False)
    return Matter.objects.filter(waiting, sources__source_id=letter.pk).order_by("pk").distinct()


def named_beside(letter: Letter, matters: Iterable[Matter]) -> QuerySet[Record]:
    """Letters and matters that name somebody and hang on the letter or on these matters of it, other than themselves."""
    own = [letter.pk, *(matter.pk for matter in matters)]
    ties = Link.objects.filter(Q(record_id__in=own) | Q(source_id__in=own))
    ends = ties.values("record_id").union(ties.values("source_id"))
    named = Record.objects.filter(pk__in=ends, type__in=("don", "vu_viec"))
    return named.filter(identity_released_on__isnull=False).exclude(pk__in=own)


envelopes.on_release(take_out)
