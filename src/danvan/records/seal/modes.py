"""In which mode a unit keeps tố cáo on a day, and the one writer of that decision: the unit's own head.

- `OUTSIDE` (the default): number, dates, class, field and handling; whose and what lies on paper, in an envelope.
- `APART`: the same program on a machine of its own without a network; here nothing but signed packages of it arrives.
- `NETWORK`: sealed in this installation, only after the head has named the document that allows it.
"""

from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.db import transaction

from danvan.org import roles
from danvan.org.models import Account, Unit
from danvan.records.history import say_who
from danvan.records.models import Mode, SealMode
from danvan.records.today import today
from danvan.ui.dates import day
from danvan.ui.errors import Refusal

HEAD = "lanh_dao"
HERE = {False: Mode.NETWORK, True: Mode.APART}  # by whether the installation is a machine apart
TELLS = {
    Mode.OUTSIDE: (
        "Họ tên, địa chỉ, bút tích và nội dung tố cáo không nằm trong hệ thống: chúng ở trong phong bì giấy tại cơ quan. "
        "Ở đây chỉ có số, ngày, loại, lĩnh vực, hướng xử lý và nơi để phong bì."
    ),
    Mode.APART: (
        "Họ tên, địa chỉ, bút tích và nội dung tố cáo chỉ nằm trên một máy độc lập, không nối mạng. "
        "Hệ thống này chỉ nhận từ máy đó gói có ký gồm số, ngày, loại, lĩnh vực, hướng xử lý và kết quả."
    ),
    Mode.NETWORK: (
        "Họ tên, địa chỉ và nội dung tố cáo được mã hóa trên hệ thống này; chỉ người có khóa mở được, và mỗi lần mở đều "
        "ghi lại. Máy chủ có nối mạng."
    ),
}
WARNING = (
    "Họ tên, địa chỉ, bút tích của người tố cáo là bí mật nhà nước độ Mật (Quyết định 774/QĐ-TTg ngày 5/6/2020). Luật Bảo "
    "vệ bí mật nhà nước số 117/2025/QH15, Điều 5 khoản 2, cấm soạn thảo, lưu giữ bí mật nhà nước trên máy có nối mạng, "
    "trừ mạng nội bộ độc lập và trường hợp pháp luật về cơ yếu cho phép. Mã hóa của chương trình này không thay cho quy "
    "định đó: chỉ bật khi có văn bản cho phép, và người đứng đầu chịu trách nhiệm về căn cứ ấy."
)


def mode_of(unit: Unit | int, on: date) -> Mode:
    """The mode of a unit on a day; a unit without a decision of its own keeps everything outside. One query.

    Nothing is taken over from above: what a province decided for itself says nothing of its communes.
    """
    pk = unit if isinstance(unit, int) else unit.pk
    return modes_of([pk], on)[pk]


def modes_of(unit_ids: Iterable[int], on: date) -> dict[int, Mode]:
    """The mode of each unit on a day, in one query."""
    asked = set(unit_ids)
    rows = SealMode.objects.filter(unit_id__in=asked, starts_on__lte=on).order_by("starts_on", "id")
    newest = dict(rows.values_list("unit_id", "mode"))  # the last row of a unit wins
    return {pk: Mode(newest.get(pk, Mode.OUTSIDE)) for pk in asked}


def seals_here(unit: Unit | int, on: date) -> bool:
    """Whether this installation may hold a sealed case of the unit: on the network by decision, or on a machine apart."""
    return mode_of(unit, on) == HERE[settings.ISOLATED]


def tell(mode: Mode) -> str:
    """What a mode means, in words for officers and for the public."""
    return TELLS[mode]


def decisions(unit: Unit) -> list[SealMode]:
    """Every decision of a unit, the newest first."""
    rows = SealMode.objects.filter(unit=unit).select_related("decided_by__person")
    return list(rows.order_by("-starts_on", "-id"))


def headed(account: Account, on: date) -> set[int]:
    """Ids of the units whose head the account is itself: neither from above nor lent nor by a machine's token."""
    if account.limits is not None:
        return set()
    held = roles.rights(account, on).holdings
    return {one.span.unit_id for one in held if one.role == HEAD and one.is_own}


@transaction.atomic
def decide(
    unit: Unit,
    mode: Mode,
    *,
    by: Account,
    document: str = "",
    number: str = "",
    document_on: date | None = None,
) -> SealMode:
    """Write the head's decision; it holds from today on, until a further one.

    Raises Refusal for anybody but the unit's own head, for the mode that holds already, for `NETWORK` without document,
    number and day, on a machine apart, and for a document of a day to come.
    """
    on = today()
    if unit.pk not in headed(by, on):
        raise Refusal(
            "Chỉ người đứng đầu của chính đơn vị này quyết định chế độ giữ tố cáo; không ai quyết định thay."
        )
    Unit.objects.select_for_update().get(pk=unit.pk)  # two heads' hands at once: one decides after the other
    if mode == mode_of(unit, on):
        raise Refusal(f"Đơn vị đang ở chế độ “{mode.label}”; không có gì để đổi.")
    document, number = document.strip(), number.strip()
    _check_basis(mode, document, number, document_on, on)
    say_who(by, f"Chế độ giữ tố cáo: {mode.label}")
    return SealMode.objects.create(
        unit=unit,
        mode=mode,
        starts_on=on,
        document=document,
        number=number,
        document_on=document_on,
        post=_post(by, unit, on),
        decided_by=by,
    )


def _check_basis(mode: Mode, document: str, number: str, document_on: date | None, on: date) -> None:
    if mode == Mode.NETWORK and settings.ISOLATED:
        raise Refusal("Máy này là máy độc lập, không nối mạng; ở đây chỉ có chế độ “Máy độc lập”.")
    if mode == Mode.NETWORK and not (document and number and document_on):
        raise Refusal(
            "Muốn niêm phong trên mạng phải ghi căn cứ pháp lý: tên văn bản, số và ngày của văn bản cho phép."
        )
    if document_on and document_on > on:
        raise Refusal(f"Ngày văn bản {day(document_on)} chưa tới; hãy ghi ngày ban hành.")


def _post(by: Account, unit: Unit, on: date) -> str:
    held = [post for post in by.person.posts_on(on) if post.unit_id == unit.pk] if by.person else []
    return held[0].title if held else "Người đứng đầu"
