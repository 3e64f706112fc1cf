"""The bytes of a file in a case as they came, for what cannot be written anew: the second way, by hand and in the book."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from danvan.records.desk.access import Reach, desk_page
from danvan.records.files import scanning
from danvan.records.models import SealItem, SealOpening
from danvan.records.seal import items
from danvan.records.seal.pages import asked, in_hand, sealed_record, with_key
from danvan.ui.errors import Refusal


@sensitive_post_parameters("phrase")
@require_POST
@desk_page
def original(request: HttpRequest, public_id: str, number: str) -> HttpResponse:
    """A file of the case as its sender made it: bytes of no kind, under a name that says nothing, in a sandbox.

    Refusal without the box that says what it may do to the machine, and for what the virus scanner did not pass.
    """
    reach = Reach(request.user)
    record = sealed_record(public_id, reach, SealOpening.Act.ORIGINAL)
    if request.POST.get("biet_rui_ro") != "1":
        raise Refusal(
            _("Hãy đánh dấu xác nhận: tệp nguyên gốc có thể chứa mã độc và chỉ mở trên máy không nối mạng.")
        )
    key, secret = in_hand(request)
    found = items.read(
        record,
        asked(request),
        unlocked=key,
        kinds=(SealItem.Kind.SCAN,),
        number=int(number),
        act=SealOpening.Act.ORIGINAL,
    )
    if not found or not found[0].files:
        raise Http404
    [(_name, data)] = found[0].files
    if not scanning.admitted(data, may_refuse=False).is_clean:
        raise Refusal(scanning.SHUT)
    answer = HttpResponse(data, content_type="application/octet-stream")
    answer["Content-Disposition"] = f'attachment; filename="ban-goc-{int(number)}.bin"'
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return with_key(answer, secret)
