"""A request that comes over the portal from the holder of a receipt code: what he wrote lies under seal.

The code says which record; the name is sealed with the words and compared by an officer, never here: an answer that
differed by the name would tell who wrote a letter, and of a tố cáo there is no name to compare with. Nothing is given out
over the portal, so that a found receipt opens nothing.
"""

from datetime import date

from django.db import transaction

from danvan.domains.personal_data import asking
from danvan.domains.personal_data.models import Capacity, DataRequest, Right
from danvan.records import envelopes, messages
from danvan.records.models import HandedUp, Record
from danvan.records.seal import sending
from danvan.ui.errors import Refusal
from danvan.ui.vietnamese import nfc

ABOUT = ("don", "luot_tiep")
LONGEST_NAME = 200
NOT_ABOUT = (
    "Mã này không phải của một đơn hoặc một lượt tiếp công dân; hãy nhập mã trên giấy biên nhận của đơn."
)
OF_A_REQUEST = "Mã này là của một yêu cầu đã gửi; hãy xem kết quả ở trang Tra cứu hồ sơ."
NOT_YET = (
    "Cơ quan chưa phân loại đơn này nên chưa nhận yêu cầu qua mạng; hãy gửi lại sau khi đơn được xử lý, hoặc đến nơi tiếp "
    "công dân."
)
NO_CORRECTION = "Chưa ghi thông tin nào sai và sửa lại thế nào; hãy ghi rồi tiếp tục."


def refuse_about(record: Record) -> None:
    """Refusal where nothing is asked about this record over the portal."""
    if record.type == "yeu_cau_dlcn":
        raise Refusal(OF_A_REQUEST)
    if record.type not in ABOUT:
        raise Refusal(NOT_ABOUT)
    # One not yet classified may go to the office above, unopened; a request in this office's register would stay and tell.
    if envelopes.awaits_class(record.own()) or HandedUp.objects.filter(record_id=record.pk).exists():
        raise Refusal(NOT_YET)


def words_of(right: str, text: str) -> str:
    """What was written, in the usual form. Refusal for a text that is too long, and for a correction that says nothing."""
    said = messages.cleaned(text)
    if right == Right.CORRECT and not said:
        raise Refusal(NO_CORRECTION)
    return said


@transaction.atomic
def file(about: Record, right: str, name: str, text: str, *, on: date) -> DataRequest:
    """Open a request and seal who says to ask, and what. Refusal for what does not fit.

    About a record that may stand in the clear it lies in an envelope of the request; of any other it goes where all
    goes that its sender adds: to the holders of the sealed case, or into the record's own envelope.
    """
    refuse_about(about)
    full_name = " ".join(nfc(name).split())[:LONGEST_NAME]
    if not full_name:
        raise Refusal("Chưa ghi họ và tên; hãy ghi đúng như trong đơn.")
    said = words_of(right, text)
    request = asking.ask(about, right, Capacity.SELF, by=None, on=on)
    if messages.may_be_written(about):
        envelopes.seal(request, {"full_name": full_name, "content": said})
    else:
        lines = (
            f"Yêu cầu về dữ liệu cá nhân: {request.title}.",
            f"Họ và tên người yêu cầu: {full_name}.",
            said,
        )
        sending.add(about, "\n".join(filter(None, lines)), [])
    return request
