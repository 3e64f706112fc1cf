"""POST requests: who may send, what is taken, and where it goes."""

import re
from collections.abc import Mapping
from decimal import Decimal

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from danvan.api.bearer import count
from danvan.api.open311.asking import jurisdiction, service
from danvan.api.open311.shapes import Fault
from danvan.domains.petitions.denunciations import looking as denouncing
from danvan.domains.petitions.feedback import filing as feedback_filing
from danvan.domains.petitions.models import Letter
from danvan.org.models import Unit
from danvan.org.people.tokens import machine
from danvan.records.gates import Gate
from danvan.records.today import today
from danvan.ui.vietnamese import nfc

OFFICE, NOT_DENOUNCING = "don_vi", "khong_phai_to_cao"
WRONG_KEYS = Gate("open311-ma-sai", 20, 600)
WITHOUT_KEY = Gate("open311-khong-ma", 5, 3600)
WITH_KEY = 60  # of one token in a minute
LONGEST = 4000  # as the specification says of a description
LINES = {
    "address_string": (300, gettext_lazy("Nơi xảy ra")),
    "address_id": (60, gettext_lazy("Mã địa chỉ")),
    "media_url": (1000, gettext_lazy("Địa chỉ ảnh do người gửi ghi, hệ thống không mở")),
    "email": (200, gettext_lazy("Thư điện tử")),
    "first_name": (80, gettext_lazy("Tên")),
    "last_name": (80, gettext_lazy("Họ")),
    "phone": (20, gettext_lazy("Điện thoại")),
}
_NUMBER = re.compile(r"-?\d{1,3}(\.\d{1,15})?", re.ASCII)


def take(request: HttpRequest) -> Letter:
    """Open the letter that was sent. Fault 403 for who may not send, 429 for too often, 400 or 404 for what does not fit."""
    has_key = _let_in(request)
    sent = request.POST
    if not sent.get("service_code", "").strip():
        raise Fault(400, _("Thiếu service_code; hãy xem danh sách ở /services."))
    service(sent["service_code"].strip())
    unit = _office(sent)
    payload = _payload(sent)
    if request.FILES:
        raise Fault(400, _("Không nhận tệp ở đây; hãy gửi địa chỉ ảnh ở media_url."))
    if not has_key:
        WITHOUT_KEY.count(request)
    return feedback_filing.file(unit, payload, is_held=not has_key)


def _let_in(request: HttpRequest) -> bool:
    """Whether a good key was shown; without one only where the installation lets anybody send, a few times an hour."""
    key = request.POST.get("api_key", "").strip()
    if not key:
        if not settings.OPEN311_WITHOUT_KEY:
            raise Fault(403, _("Thiếu api_key; hãy xin mã truy cập của cơ quan quản lý hệ thống."))
        if WITHOUT_KEY.is_shut(request):
            raise _too_often()
        return False
    if WRONG_KEYS.is_shut(request):
        raise _too_often()
    found = machine(key)
    if found is None:
        WRONG_KEYS.count(request)
        raise Fault(403, _("api_key không đúng, đã hết hạn hoặc đã bị thu hồi."))
    if count(f"open311-gui:{found.token.pk}") > WITH_KEY:
        raise _too_often()
    return True


def _too_often() -> Fault:
    return Fault(429, _("Đã gửi quá nhiều lần; hãy đợi rồi thử lại."))


def _office(sent: Mapping[str, str]) -> Unit:
    under = jurisdiction(sent)
    slug = sent.get(f"attribute[{OFFICE}]", "").strip()
    if not slug:
        raise Fault(400, _("Thiếu attribute[don_vi]; hãy chọn cơ quan nhận trong định nghĩa dịch vụ."))
    found = feedback_filing.receiver(slug, today(), under)
    if found is None:
        raise Fault(400, _("attribute[don_vi] không phải cơ quan nhận ở jurisdiction_id này."))
    return found


def _payload(sent: Mapping[str, str]) -> dict[str, str]:
    """What goes into the envelope: the person, and everything else as one text."""
    description = _text(sent, "description", LONGEST)
    if not description:
        raise Fault(400, _("Thiếu description; hãy ghi việc cần phản ánh."))
    lines = {name: _text(sent, name, most) for name, (most, _label) in LINES.items()}
    point = _point(sent)
    if not (point or lines["address_string"] or lines["address_id"]):
        raise Fault(400, _("Thiếu nơi xảy ra; hãy gửi lat và long, hoặc address_string."))
    _not_denouncing(sent, description)
    person = " ".join(filter(None, [lines.pop("last_name"), lines.pop("first_name")]))
    phone = lines.pop("phone")
    told = [(_("Loại"), _("Phản ánh hiện trường, gửi qua Open311")), (_("Nội dung"), description)]
    told += [(str(LINES[name][1]), text) for name, text in lines.items()] + [(_("Tọa độ"), point)]
    content = "\n\n".join(f"{label}: {text}" for label, text in told if text)
    return {"full_name": person, "phone": phone, "content": content}


def _text(sent: Mapping[str, str], name: str, most: int) -> str:
    text = nfc(sent.get(name, "")).replace("\r\n", "\n")
    text = "".join(sign for sign in text if sign >= " " or sign == "\n").strip()
    if len(text) > most:
        raise Fault(400, _("%(name)s dài quá %(most)d chữ.") % {"name": name, "most": most})
    return text


def _point(sent: Mapping[str, str]) -> str:
    """“lat, long” as sent; empty when neither is. Fault for half a point and one that is not on the earth."""
    said = [sent.get(name, "").strip() for name in ("lat", "long")]
    if not any(said):
        return ""
    nowhere = Decimal(999)
    north, east = (Decimal(part) if _NUMBER.fullmatch(part) else nowhere for part in said)
    if abs(north) > 90 or abs(east) > 180:
        raise Fault(400, _("lat phải từ -90 đến 90 và long từ -180 đến 180, ví dụ 17.4688 và 106.6223."))
    return f"{north}, {east}"


def _not_denouncing(sent: Mapping[str, str], text: str) -> None:
    """There is no form for a tố cáo: a text that reads like one is let in only when its sender says that it is none."""
    if sent.get(f"attribute[{NOT_DENOUNCING}]", "").strip() != "co" and denouncing.signs(text):
        raise Fault(
            400,
            _(
                "Nội dung giống tố cáo; tố cáo không nhận ở đây, hãy đến nơi tiếp công dân hoặc gửi bưu điện."
                " Nếu chỉ là phản ánh, hãy gửi lại với attribute[khong_phai_to_cao]=co."
            ),
        )
