"""What is said with the sender of a record, and the sender's rating. Outside the history; a sealed record has none."""

from danvan.org.models import Account
from danvan.records.desk.submissions import read_key
from danvan.records.models import Message, Rating, Record
from danvan.records.models.message import LONGEST
from danvan.records.visibility import require
from danvan.ui.errors import Refusal
from danvan.ui.vietnamese import nfc


def may_be_written(record: Record) -> bool:
    """Only about a record known not to be a tố cáo may anything be written in the clear."""
    return record.identity_released_on is not None and record.secrecy != Record.Secrecy.SEALED


def of(record: Record) -> list[Message]:
    """All messages about a record, oldest first; none of a sealed one. One query, with who wrote."""
    if not may_be_written(record):
        return []
    return list(Message.objects.filter(record_id=record.pk).select_related("by__person").order_by("id"))


def unanswered(said: list[Message]) -> int:
    """How many messages of the sender came after the last word of an officer; `said` as `of` gives it."""
    return len(said) - next((at for at in range(len(said), 0, -1) if said[at - 1].by_id), 0)


def say(record: Record, text: str, *, by: Account | None, key: str) -> Message:
    """Write a message: an officer's, or the sender's own (`by` empty). The same key again leads to the first one.

    Raises Refusal for an empty or too long text, a sealed record, or an officer without the right to handle letters.
    """
    if by is not None:
        require(by, "records.classify", record.unit)
    if not may_be_written(record):
        raise Refusal(
            "Hồ sơ này chưa phân loại hoặc được niêm phong nên không nhắn tin ở đây;"
            " hãy gọi điện, gửi văn bản hoặc mời người gửi đến làm việc."
        )
    words = cleaned(text)
    if not words:
        raise Refusal("Chưa có lời nhắn; hãy ghi điều muốn nói.")
    message, _is_new = Message.objects.get_or_create(
        key=read_key(key), defaults={"record_id": record.pk, "by": by, "text": words}
    )
    if message.record_id != record.pk:
        raise Refusal("Mã gửi của lời nhắn đã được dùng ở nơi khác; hãy tải lại trang rồi gửi lại.")
    return message


def rate(record: Record, score: int, words: str = "") -> Rating:
    """Keep the sender's rating of a closed record, once. Words are kept only where anything may be written.

    Raises Refusal for a record that is still open, a rating outside 1 to 5, and a second one.
    """
    if not record.closed_on:
        raise Refusal("Hồ sơ chưa kết thúc nên chưa đánh giá được; hãy đánh giá sau khi có kết quả.")
    if score not in range(1, 6):
        raise Refusal("Chưa chọn mức đánh giá; hãy chọn từ 1 đến 5.")
    kept = cleaned(words) if may_be_written(record) else ""
    rating, is_new = Rating.objects.get_or_create(
        record_id=record.pk, defaults={"score": score, "words": kept}
    )
    if not is_new:
        raise Refusal("Hồ sơ này đã được đánh giá; mỗi hồ sơ đánh giá một lần.")
    return rating


def purge(record: Record) -> int:
    """Remove what was said about a record that turned out to be a tố cáo; how many rows."""
    gone, _each = Message.objects.filter(record_id=record.pk).delete()
    rated, _each = Rating.objects.filter(record_id=record.pk).exclude(words="").delete()
    return gone + rated


def cleaned(text: str) -> str:
    """A text in the usual form of Unicode, without signs that no keyboard has; Refusal when it is too long."""
    bare = nfc(text.replace("\r\n", "\n"))
    words = "".join(sign for sign in bare if sign >= " " or sign == "\n").strip()
    if len(words) > LONGEST:
        raise Refusal(f"Lời nhắn dài quá {LONGEST} chữ; hãy viết ngắn lại hoặc gửi kèm tệp.")
    return words
