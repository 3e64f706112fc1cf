"""What the holder of a receipt code may do: send more, and rate. Before a letter's class is known all of it is sealed."""

from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from danvan.domains.petitions.feedback import handling as feedback
from danvan.domains.petitions.models import Letter
from danvan.portal.filing import uploads
from danvan.portal.tracking.standing import Standing
from danvan.records import files as kept
from danvan.records import messages
from danvan.records.desk.submissions import read_key
from danvan.records.models import Record
from danvan.records.seal import sending
from danvan.ui.errors import Refusal

ONCE_SECONDS = 3600


def add(standing: Standing, request: HttpRequest) -> str:
    """Take words and a file for an open letter; the sentence that says so. Refusal when there is neither.

    What may not stand in the clear goes into the sealed case or an envelope, with the same sentence.
    """
    record = standing.record
    if record.type != "don" or record.closed_on:
        raise Refusal(_("Hồ sơ đã kết thúc nên không nhận thêm ở đây; hãy đến nơi tiếp công dân."))
    text = messages.cleaned(request.POST.get("text", ""))
    sent = request.FILES.get("file")
    files = [uploads.read(sent, 1)] if sent else []
    if not text and not files:
        raise Refusal(_("Chưa có lời nhắn hay tệp; hãy ghi hoặc chọn một tệp."))
    key = read_key(request.POST.get("key", ""))
    mark = f"gui-them:{key}"
    if cache.add(mark, 1, ONCE_SECONDS):  # a second press, or the page loaded again, sends nothing twice
        try:
            _keep(record, text, files, key)
        except BaseException:  # nothing was kept: pressed again it must not be told that it was
            cache.delete(mark)
            raise
    return _("Cơ quan đã nhận phần gửi thêm.")


@transaction.atomic
def _keep(record: Record, text: str, files: list[tuple[str, bytes]], key: str) -> None:
    if messages.may_be_written(record):
        _in_the_clear(record, text, files, key)
    else:
        sending.add(record, text, files)


def _in_the_clear(record: Record, text: str, files: list[tuple[str, bytes]], key: str) -> None:
    for name, data in files:
        kept.attach(record, name, data, by=None)
    said = text or _("(Gửi thêm một tệp.)")
    messages.say(record, said, by=None, key=key)


def rate(standing: Standing, request: HttpRequest) -> str:
    """Keep the rating of a closed record; the sentence that says so."""
    score = request.POST.get("score", "")
    number = int(score) if score.isascii() and score.isdigit() and len(score) == 1 else 0
    messages.rate(standing.record, number, request.POST.get("words", ""))
    return _("Cảm ơn Bà/Ông đã đánh giá.")


def not_done(standing: Standing, request: HttpRequest) -> str:
    """Open a phản ánh again, with the sender's reason; the sentence that says so."""
    letter = Letter.objects.filter(pk=standing.record.pk).first()
    if letter is None:
        raise Refusal(_("Chỉ phản ánh mới báo “chưa xong” được ở đây."))
    feedback.not_done(letter, request.POST.get("text", ""), on=standing.on)
    return _("Đã mở lại phản ánh; cơ quan nhận được lý do của Bà/Ông.")
