"""The API as one piece: bearer tokens only, every fault one Vietnamese sentence in JSON, nothing kept on the way."""

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.renderers import BaseRenderer

from danvan.api.bearer import MINUTE, Bearer, TooOften
from danvan.api.routes import router
from danvan.ui.errors import Refusal


class Plain(BaseRenderer):
    """JSON in which Vietnamese can be read."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> str:
        """The answer as text; days and other values in their ISO form."""
        return json.dumps(data, ensure_ascii=False, default=str)


class Service(NinjaAPI):
    """Answers that no cache keeps."""

    def create_response(self, request: HttpRequest, data: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """The answer with its headers."""
        response = super().create_response(request, data, *args, **kwargs)
        response["Cache-Control"] = "no-store, private"
        return response


api = Service(
    title="Danvan",
    version="1",
    description="Chỉ đọc. Mỗi lần hỏi gửi dòng đầu Authorization: Bearer danvan_…; mã cấp ở trang Mã truy cập.",
    auth=Bearer(),
    docs_url=None,
    renderer=Plain(),
    urls_namespace="api",
)
api.add_router("", router)


def fault(request: HttpRequest, sentence: str, status: int) -> HttpResponse:
    """What is wrong, as every answer of the API says it."""
    return api.create_response(request, {"loi": sentence}, status=status)


@api.exception_handler(AuthenticationError)
def _stranger(request: HttpRequest, error: Exception) -> HttpResponse:
    sentence = _(
        "Thiếu mã truy cập, hoặc mã không đúng, đã hết hạn hay đã bị thu hồi; hãy gửi Authorization: Bearer …"
    )
    response = fault(request, sentence, 401)
    response["WWW-Authenticate"] = "Bearer"
    return response


@api.exception_handler(TooOften)
def _too_often(request: HttpRequest, error: Exception) -> HttpResponse:
    response = fault(request, str(error), 429)
    response["Retry-After"] = str(MINUTE)
    return response


@api.exception_handler(ValidationError)
def _misshapen(request: HttpRequest, error: Any) -> HttpResponse:
    names = ", ".join(sorted({str(part["loc"][-1]) for part in error.errors}))
    return fault(
        request, _("Tham số không đúng dạng: %(names)s; hãy xem tài liệu OpenAPI.") % {"names": names}, 400
    )


@api.exception_handler(Refusal)
def _refused(request: HttpRequest, error: Exception) -> HttpResponse:
    return fault(request, str(error), 400)


@api.exception_handler(Http404)
def _missing(request: HttpRequest, error: Exception) -> HttpResponse:
    return fault(request, str(error) or _("Không có địa chỉ này; hãy xem /api/v1/openapi.json."), 404)


@api.exception_handler(HttpError)
def _other(request: HttpRequest, error: Any) -> HttpResponse:
    return fault(request, _("Không đọc được câu hỏi; hãy xem /api/v1/openapi.json."), error.status_code)


@csrf_exempt
def unknown(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Any other address below /api/."""
    return fault(request, _("Không có địa chỉ này; hãy xem /api/v1/openapi.json."), 404)
