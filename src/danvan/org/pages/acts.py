"""The administrator's acts on a person, one page each."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from danvan.org import places
from danvan.org.models import Account, Person, PostHolding, RoleGrant, Unit
from danvan.org.pages import told
from danvan.org.pages.acting import Act, act_page, show
from danvan.org.pages.forms import EndForm, GiveForm, HoldForm, PersonForm, ReasonForm, UnitForm
from danvan.org.pages.people import one, require_managing
from danvan.org.people import granting, persons, posts
from danvan.org.today import today
from danvan.ui.dates import day
from danvan.ui.guarding import officers_page

form_page = require_http_methods(["GET", "HEAD", "POST"])


def _home(person: Person) -> str:
    return reverse("org:person", args=[person.pk])


def _units(request: HttpRequest) -> list[tuple[str, str]]:
    return places.choices(require_managing(request), today())


def _unit(said: dict[str, Any]) -> dict[str, Any]:
    """The unit chosen, as the acts want it."""
    return said | {"unit": Unit.objects.get(pk=said["unit"])}


def _account(person: Person) -> Account:
    account = person.accounts.order_by("-is_active", "id").first()
    if account is None:
        raise Http404
    return account


@form_page
@officers_page
def add(request: HttpRequest) -> HttpResponse:
    """A new person with an account, then the link by which the person sets a password."""
    act = Act(
        _("Thêm người và tài khoản"),
        _(
            "Sau khi thêm, trang sau hiện một lần liên kết để người ấy tự đặt mật khẩu. Vai trò được giao riêng."
        ),
        _("Thêm người"),
        reverse("org:people"),
    )
    by: Any = request.user

    def run(said: dict[str, Any]) -> tuple[Account, str]:
        account = persons.add_person(by=by, **_unit(said))
        return account, persons.setting_link(account, by=by, why=said["why"])

    return act_page(request, act, PersonForm, run, shown=_link_shown(request), units=_units(request))


def _link_shown(request: HttpRequest) -> Any:
    def shown(outcome: tuple[Account, str]) -> HttpResponse:
        account, path = outcome
        context = {
            "account": account,
            "link": request.build_absolute_uri(path),
            "hours": settings.PASSWORD_RESET_TIMEOUT // 3_600,
        }
        return show(request, "org/link.html", context)

    return shown


@form_page
@officers_page
def link(request: HttpRequest, pk: int) -> HttpResponse:
    """A new link by which the person sets a password."""
    person, by = one(request, pk), request.user
    act = Act(
        _("Cấp liên kết đặt mật khẩu cho %(name)s") % {"name": person},
        _("Liên kết dùng một lần; ai cầm liên kết đều đặt được mật khẩu, nên chỉ trao tận tay."),
        _("Cấp liên kết"),
        _home(person),
    )

    def run(said: dict[str, Any]) -> tuple[Account, str]:
        account = _account(person)
        return account, persons.setting_link(account, by=by, why=said["why"])  # type: ignore[arg-type]

    return act_page(request, act, ReasonForm, run, shown=_link_shown(request))


@form_page
@officers_page
def lock(request: HttpRequest, pk: int) -> HttpResponse:
    """Lock the account."""
    person: Person = one(request, pk)
    by: Any = request.user
    act = Act(
        _("Khóa tài khoản của %(name)s") % {"name": person},
        _(
            "Có hiệu lực ngay ở lần bấm tiếp theo của người ấy. Hồ sơ đã làm vẫn giữ tên; tài khoản không bị xóa."
        ),
        _("Khóa tài khoản"),
        _home(person),
        _("Đã khóa tài khoản."),
    )
    return act_page(request, act, ReasonForm, lambda said: persons.disable(_account(person), by=by, **said))


@form_page
@officers_page
def unlock(request: HttpRequest, pk: int) -> HttpResponse:
    """Open the account again."""
    person: Person = one(request, pk)
    by: Any = request.user
    act = Act(
        _("Mở lại tài khoản của %(name)s") % {"name": person},
        _("Người ấy đăng nhập lại được bằng mật khẩu cũ, với các vai trò còn hiệu lực."),
        _("Mở lại tài khoản"),
        _home(person),
        _("Đã mở lại tài khoản."),
    )
    return act_page(request, act, ReasonForm, lambda said: persons.enable(_account(person), by=by, **said))


@form_page
@officers_page
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Note another unit of work."""
    person: Person = one(request, pk)
    by: Any = request.user
    act = Act(
        _("Chuyển đơn vị công tác của %(name)s") % {"name": person},
        _("Chỉ ghi nơi công tác; vai trò và chức vụ ở đơn vị cũ phải thôi riêng."),
        _("Chuyển đơn vị"),
        _home(person),
        _("Đã chuyển đơn vị công tác."),
    )
    return act_page(
        request,
        act,
        UnitForm,
        lambda said: persons.move_person(person, by=by, **_unit(said)),
        units=_units(request),
    )


@form_page
@officers_page
def give(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a role."""
    person: Person = one(request, pk)
    by: Any = request.user
    act = Act(
        _("Giao vai trò cho %(name)s") % {"name": person},
        _("Vai trò quyết định người ấy xem và làm được gì. Không ai tự giao vai trò cho mình."),
        _("Giao vai trò"),
        _home(person),
        _("Đã giao vai trò."),
    )
    return act_page(
        request,
        act,
        GiveForm,
        lambda said: granting.give_role(person, by=by, **_unit(said)),
        units=_units(request),
        roles=granting.offered(by, today()),
        initial={"unit": person.unit_id, "since": today()},
    )


@form_page
@officers_page
def end(request: HttpRequest, pk: int, held: int) -> HttpResponse:
    """End a role."""
    person: Person = one(request, pk)
    grant = get_object_or_404(RoleGrant, pk=held, person=person)
    by: Any = request.user
    act = Act(
        _("Thôi vai trò %(role)s của %(name)s") % {"role": told.role(grant.role), "name": person},
        _("Chọn hôm nay thì có hiệu lực ngay ở lần bấm tiếp theo của người ấy."),
        _("Thôi vai trò"),
        _home(person),
        _("Đã ghi thôi vai trò."),
    )
    run = lambda said: granting.end_role(grant, by=by, **said)  # noqa: E731
    return act_page(request, act, EndForm, run, initial={"on": day(today())})


@form_page
@officers_page
def hold(request: HttpRequest, pk: int) -> HttpResponse:
    """Note a post."""
    person: Person = one(request, pk)
    by: Any = request.user
    act = Act(
        _("Ghi chức vụ của %(name)s") % {"name": person},
        _("Chức vụ cho biết nghĩa vụ của ai; quyền trong hệ thống vẫn do vai trò quyết định."),
        _("Ghi chức vụ"),
        _home(person),
        _("Đã ghi chức vụ."),
    )
    return act_page(
        request,
        act,
        HoldForm,
        lambda said: posts.hold_post(person, by=by, **_unit(said)),
        units=_units(request),
        initial={"unit": person.unit_id},
    )


@form_page
@officers_page
def leave(request: HttpRequest, pk: int, held: int) -> HttpResponse:
    """Note that a post was left."""
    person: Person = one(request, pk)
    holding = get_object_or_404(PostHolding, pk=held, person=person)
    by: Any = request.user
    act = Act(
        _("Thôi chức vụ %(title)s của %(name)s") % {"title": holding.post.title, "name": person},
        _("Ngày ghi trong quyết định; có thể là ngày đã qua."),
        _("Ghi thôi chức vụ"),
        _home(person),
        _("Đã ghi thôi chức vụ."),
    )
    return act_page(request, act, EndForm, lambda said: posts.leave_post(holding, by=by, **said))
