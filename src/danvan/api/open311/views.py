"""The addresses of GeoReport v2. Each says what it tells; how it is written and refused stands once, in `answers`."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from danvan.api.open311 import asking, filing, reading
from danvan.api.open311.shapes import TYPES, Fault, Told, response
from danvan.domains.petitions.feedback import filing as feedback_filing
from danvan.records.gates import Gate
from danvan.ui.errors import Refusal

ASKED = Gate("open311-hoi", 120, 60)
UNREADABLE = (BadRequest, SuspiciousOperation, MultiPartParserError)
type View = Callable[..., Told]


def answers(*methods: str) -> Callable[[View], Callable[..., HttpResponse]]:
    """A view that tells → one that answers in the format asked for, and every fault as the specification wants it.

    No session and no cookie is read, so nothing is done in a logged-in person's name.
    """

    def around(view: View) -> Callable[..., HttpResponse]:
        @csrf_exempt
        @wraps(view)
        def answered(request: HttpRequest, form: str, **found: str) -> HttpResponse:
            told = _told(view, methods, request, form, found)
            answer = response(told, form if form in TYPES else "json")
            if told.status == 405:
                answer["Allow"] = ", ".join(methods)
            if told.status == 429:
                answer["Retry-After"] = str(ASKED.seconds)
            return answer

        return answered

    return around


def _told(
    view: View, methods: tuple[str, ...], request: HttpRequest, form: str, found: dict[str, str]
) -> Told:
    try:
        _check(request, methods, form, found)
        return view(request, **found)
    except Fault as fault:
        return fault.told()
    except Refusal as refusal:
        return Fault(400, str(refusal)).told()
    except RequestDataTooBig:
        return Fault(413, _("Nội dung gửi lên quá lớn.")).told()
    except UNREADABLE:
        return Fault(400, _("Không đọc được nội dung gửi lên; hãy gửi dạng biểu mẫu, bảng mã UTF-8.")).told()


def _check(request: HttpRequest, methods: tuple[str, ...], form: str, found: dict[str, str]) -> None:
    if form not in TYPES:
        raise Fault(404, _("Chỉ có hai dạng: .xml và .json."))
    if request.method not in methods:
        raise Fault(405, _("Địa chỉ này chỉ nhận %(methods)s.") % {"methods": ", ".join(methods)})
    if ASKED.is_shut(request):
        raise Fault(429, _("Đã hỏi quá nhiều lần trong một phút; hãy đợi rồi thử lại."))
    ASKED.count(request)
    said = [*found.values(), *(value for _name, values in request.GET.lists() for value in values)]
    if request.method == "POST":
        said += [value for _name, values in request.POST.lists() for value in values]
    if any("\0" in value for value in said):
        raise Fault(400, _("Câu hỏi có ký tự không đọc được; hãy bỏ ký tự đó."))


@answers("GET", "HEAD")
def discovery(request: HttpRequest) -> Told:
    """Where the endpoint stands and what it speaks."""
    return Told("discovery", reading.discovery())


@answers("GET", "HEAD")
def services(request: HttpRequest) -> Told:
    """What can be reported."""
    asking.jurisdiction(request.GET)
    return Told("services", reading.services())


@answers("GET", "HEAD")
def definition(request: HttpRequest, code: str) -> Told:
    """What has to be told with it."""
    asking.service(code)
    return Told("service_definition", reading.definition(asking.jurisdiction(request.GET)))


@answers("GET", "HEAD", "POST")
def requests(request: HttpRequest) -> Told:
    """What is public; or, sent, a new one."""
    if request.method == "POST":
        return _sent(request)
    under = asking.jurisdiction(request.GET)
    return Told("service_requests", reading.published(asking.wanted(request.GET), under))


@answers("GET", "HEAD")
def request(request: HttpRequest, pk: str) -> Told:
    """One that is public, by its number; or the sender's own, by the id that was given when it was sent."""
    under = asking.jurisdiction(request.GET)
    letter = feedback_filing.followed(pk)
    found: list[dict[str, Any]] = (
        [reading.own(letter)] if letter else reading.one_published(asking.public_key(pk), under)
    )
    if not found:
        raise Fault(404, _("Không có service_request_id này; có thể đã được gỡ."))
    return Told("service_requests", found)


@answers("GET", "HEAD")
def token(request: HttpRequest, pk: str) -> Told:
    """An id is given at once, so the token of a request is its id."""
    asking.jurisdiction(request.GET)
    if feedback_filing.followed(pk) is None:
        raise Fault(404, _("Không có token này."))
    return Told("service_requests", [{"service_request_id": pk, "token": pk}])


@csrf_exempt
def elsewhere(request: HttpRequest, rest: str) -> HttpResponse:
    """Whatever else is asked for below: a fault in the format of the address."""
    fault = Fault(404, _("Không có địa chỉ này; hãy xem /api/open311/discovery.json."))
    return response(fault.told(), "xml" if rest.endswith(".xml") else "json")


def _sent(request: HttpRequest) -> Told:
    letter = filing.take(request)
    notice = _(
        "Cơ quan đã nhận phản ánh. Mã tra cứu: %(code)s; hãy giữ kín, dùng ở trang Tra cứu để xem và gửi thêm."
    )
    told = {
        "service_request_id": feedback_filing.follow_id(letter),
        "service_notice": notice % {"code": letter.public_id},
        "account_id": None,
    }
    return Told("service_requests", [told])
