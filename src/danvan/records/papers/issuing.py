"""Papers issued and cancelled. Văn thư brings number, day and signer back, or takes the number from the unit's book."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from danvan.org.models import Account, Person, Post, PostHolding, Unit
from danvan.records.history import say_who
from danvan.records.models import OwnNumbers, Paper, PaperText, Record
from danvan.records.papers import layout, numbers
from danvan.records.papers.declare import template
from danvan.records.papers.pdf_file import pdf
from danvan.records.papers.text import printable
from danvan.records.today import today
from danvan.records.visibility import require
from danvan.ui.dates import day
from danvan.ui.errors import Refusal

NUMBERS = "records.number"
# In whose name one signs (NĐ 30/2020, Điều 13); titles of the unit's own posts are taken beside these.
CAPACITIES = (
    "CHỦ TỊCH",
    "KT. CHỦ TỊCH/PHÓ CHỦ TỊCH",
    "TM. ỦY BAN NHÂN DÂN/CHỦ TỊCH",
    "TL. CHỦ TỊCH/CHÁNH VĂN PHÒNG",
    "TL. CHỦ TỊCH/TRƯỞNG BAN TIẾP CÔNG DÂN",
    "TUQ. CHỦ TỊCH/CHÁNH VĂN PHÒNG",
    "THỦ TRƯỞNG CƠ QUAN",
    "KT. THỦ TRƯỞNG CƠ QUAN/CẤP PHÓ",
    "GIÁM ĐỐC",
    "KT. GIÁM ĐỐC/PHÓ GIÁM ĐỐC",
    "CHÁNH THANH TRA",
    "KT. CHÁNH THANH TRA/PHÓ CHÁNH THANH TRA",
    "TRƯỞNG BAN",
    "KT. TRƯỞNG BAN/PHÓ TRƯỞNG BAN",
)


@transaction.atomic
def issue(
    paper: Paper, *, by: Account, dated_on: date, signer: str, number: str = "", capacity: str = ""
) -> Paper:
    """Issue a prepared paper under its number, day and signer, and return it.

    `number` is the one that came back from the unit's own program; where the unit keeps its books here it stays empty
    and the next one is taken. `capacity` is one of `capacities`, its lines parted by "/". Raises Refusal without
    the right, for a paper that is not waiting, a number in use, a day out of order, or a signer who may not be named.
    """
    waiting = _locked(paper)
    require(by, NUMBERS, waiting.unit)
    _fitting_day(waiting, dated_on)
    name = _signer(waiting, signer, dated_on)
    lines = _capacity(capacity, waiting.unit)
    say_who(by)
    waiting.serial, waiting.book_on, waiting.number = _number(waiting, number, dated_on)
    waiting.signer, waiting.capacity = name, "/".join(lines)
    return close(waiting, by=by, dated_on=dated_on)


def close(paper: Paper, *, by: Account, dated_on: date) -> Paper:
    """Write text, hash and PDF as they go out; from here on the database keeps them as they are."""
    text = paper.text
    capacity = [line for line in paper.capacity.split("/") if line]
    is_own = text.blocks["layout"] == "don"
    sheet = layout.issued(
        text.blocks, number=paper.number, on=dated_on, signer=paper.signer, capacity=capacity, is_own=is_own
    )
    PaperText.objects.filter(pk=paper.pk).update(blocks=sheet, pdf=pdf(sheet))
    paper.state, paper.dated_on, paper.sha256 = Paper.State.ISSUED, dated_on, layout.digest(sheet)
    paper.issued_by, paper.issued_at = by, timezone.now()
    try:
        with transaction.atomic():
            paper.save()
    except IntegrityError:
        raise Refusal(
            f"Số {paper.number} vừa được dùng cho văn bản khác của đơn vị; hãy xem lại số."
        ) from None
    paper.refresh_from_db()
    return paper


@transaction.atomic
def cancel(paper: Paper, *, by: Account, on: date, reason: str) -> Paper:
    """Cancel a paper: one with a number keeps number and text and stays visible, another loses its text.

    `reason` is a value of `Paper.Cancellation`. Raises Refusal without the right, twice, or for a day to come.
    """
    found = Paper.objects.select_for_update(of=("self",)).select_related("unit").get(pk=paper.pk)
    if found.state == Paper.State.CANCELLED:
        raise Refusal("Văn bản này đã hủy rồi; hãy tải lại trang.")
    require(by, NUMBERS if found.number else template(found.key).permission, found.unit)
    if reason not in Paper.Cancellation.values:
        raise Refusal("Hãy chọn lý do hủy trong danh sách.")
    if on > today() or on < found.prepared_on:
        raise Refusal(f"Ngày hủy phải từ ngày soạn {day(found.prepared_on)} đến hôm nay; hãy sửa lại.")
    if found.dated_on and on < found.dated_on:
        raise Refusal(f"Ngày hủy phải từ ngày của văn bản {day(found.dated_on)}; hãy sửa lại.")
    say_who(by)
    if found.state == Paper.State.PREPARED:
        PaperText.objects.filter(pk=found.pk).delete()
    found.state, found.cancelled_on, found.cancelled_by = Paper.State.CANCELLED, on, by
    found.cancellation = reason
    found.save(update_fields=["state", "cancelled_on", "cancelled_by", "cancellation"])
    return found


def end_waiting(record: Record, *, by: Account, on: date) -> int:
    """Cancel the papers of a record that still wait for a number of the unit it left; how many.

    They bear that unit's head, and its book is closed: the unit that goes on prepares its own.
    """
    waiting = Paper.objects.filter(record_id=record.pk, state=Paper.State.PREPARED)
    ids = list(waiting.select_for_update().values_list("pk", flat=True))
    PaperText.objects.filter(pk__in=ids).delete()
    return Paper.objects.filter(pk__in=ids).update(
        state=Paper.State.CANCELLED,
        cancelled_on=on,
        cancelled_by=by,
        cancellation=Paper.Cancellation.NOT_ISSUED,
    )


def signers(unit: Unit, on: date) -> list[tuple[str, str]]:
    """(name, post) of those who hold a post at the unit on a day, the head first."""
    held = PostHolding.objects.on(on).filter(post__unit=unit).select_related("person", "post")
    return [(one.person.full_name, one.post.title) for one in held.order_by("-post__is_head", "post_id")]


def _locked(paper: Paper) -> Paper:
    found = Paper.objects.select_for_update(of=("self",)).select_related("unit", "record").get(pk=paper.pk)
    if found.state != Paper.State.PREPARED:
        raise Refusal(
            f"Văn bản này {found.get_state_display().lower()} nên không cấp số được; hãy tải lại trang."
        )
    if not PaperText.objects.filter(pk=found.pk).exists():
        raise Refusal(
            "Lời văn của văn bản này đã được xóa nên không ban hành được; hãy hủy và soạn văn bản khác."
        )
    return found


def _fitting_day(paper: Paper, on: date) -> None:
    if on > today():
        raise Refusal(f"Ngày {day(on)} chưa tới; hãy ghi đúng ngày trên văn bản.")
    if on < paper.record.received_on:
        raise Refusal(
            f"Ngày {day(on)} trước ngày tiếp nhận hồ sơ {day(paper.record.received_on)}; hãy xem lại ngày."
        )


def _number(paper: Paper, number: str, on: date) -> tuple[int | None, date, str]:
    own = OwnNumbers.objects.filter(unit_id=paper.unit_id, is_on=True).first()
    if own is None:
        opened, told = numbers.book_begins(paper.unit_id, on), numbers.read(number)
        numbers.refuse_taken(paper, told, opened)
        return None, opened, told
    if number.strip():
        raise Refusal("Đơn vị cấp số trong hệ thống: hãy để trống ô số, hệ thống lấy số tiếp theo của sổ.")
    serial, opened = numbers.take(paper.unit_id, paper.symbol, on)
    told = numbers.written(serial, paper.symbol, own.suffix)
    numbers.refuse_taken(paper, told, opened)
    return serial, opened, told


def _signer(paper: Paper, signer: str, on: date) -> str:
    """The signer's name; on a sealed record's paper only somebody with a post or a role at the unit, known by name."""
    name = " ".join(printable(signer).split())
    if not 0 < len(name) <= 120:
        raise Refusal("Hãy ghi họ tên người ký, nhiều nhất 120 ký tự.")
    if paper.record.secrecy == Record.Secrecy.SEALED and not _is_of_unit(name, paper.unit, on):
        raise Refusal(
            "Văn bản của hồ sơ niêm phong chỉ ghi người ký có chức vụ hoặc vai trò tại đơn vị; hãy chọn trong danh sách."
        )
    return name


def _is_of_unit(name: str, unit: Unit, on: date) -> bool:
    people: Any = Person.objects.filter(full_name=name)
    with_post = people.filter(holdings__post__unit=unit, holdings__valid__contains=on)
    with_role = people.filter(grants__unit=unit, grants__valid__contains=on)
    return with_post.exists() or with_role.exists()


def _capacity(capacity: str, unit: Unit) -> list[str]:
    """The lines above the name: of the list or a post of the unit, since words of one's own could name a person."""
    told = "/".join(" ".join(line.split()) for line in capacity.split("/") if line.strip())
    if told and told not in capacities(unit):
        raise Refusal(
            "Hãy chọn quyền hạn, chức vụ người ký trong danh sách; chức vụ riêng thì lập ở trang người và quyền."
        )
    return told.split("/") if told else []


def capacities(unit: Unit) -> list[str]:
    """What may stand above a signer's name at a unit; one query."""
    own = Post.objects.filter(unit=unit).order_by("-is_head", "id").values_list("title", flat=True)
    return [*CAPACITIES, *(title.upper() for title in own if title.upper() not in CAPACITIES)]
