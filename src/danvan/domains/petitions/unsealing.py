"""What comes out of a letter's envelope into its own columns, and what goes when it turns out to be a tố cáo after all."""

from datetime import date
from typing import Any, cast

from django.db.models import CharField

from danvan.domains.petitions.kinds import may_hold_identity
from danvan.domains.petitions.models import FREE_TEXTS, Letter, Matter
from danvan.records import envelopes
from danvan.ui.errors import Refusal

BACKUPS_HOLD = (
    "Họ tên, địa chỉ, nội dung, tệp, văn bản máy đọc và tin nhắn của đơn sẽ bị xóa khỏi hệ thống. Các bản sao lưu cơ sở dữ "
    "liệu và thư mục tệp làm trong thời gian từ lúc phân loại lần đầu đến lúc này vẫn còn; hãy báo người vận hành hủy hoặc "
    "niêm phong các bản ấy."
)
HAS_MATTER = (
    "Đơn đã thụ lý hoặc gắn với vụ việc nên không phân loại lại được nữa: văn bản, tin nhắn của vụ việc cũng nói về người "
    "ấy. Hãy nhận một đơn mới, niêm phong, cho nội dung tố cáo; rồi ở đơn này dùng bước “Bổ sung, sửa thông tin người gửi” "
    "xóa nội dung tố cáo. Phần còn lại của vụ việc tiếp tục được giải quyết."
)


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
    if letter.state in ("thu_ly", "giai_quyet"):
        return HAS_MATTER
    return "" if may_hold_identity(letter) else "Đơn đã được phân loại là tố cáo."


def check_denunciation(letter: Letter, on: date) -> None:
    """Before a released letter becomes a tố cáo everything personal of it goes: the database refuses it otherwise.

    Refused while a matter arose from the letter: its papers and messages tell of the same person.
    """
    if letter.pk is None:
        return
    if Matter.objects.filter(sources__source_id=letter.pk).exists():
        raise Refusal(HAS_MATTER)
    envelopes.purge(letter)


envelopes.on_release(take_out)
