"""The page of a body that forwards letters: what became of each, and by when it is answered."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from danvan.domains.petitions.forwarded import listing as forwarded
from danvan.records.desk.access import NotAllowed, Reach, desk_page


@require_safe
@desk_page
def letters(request: HttpRequest) -> HttpResponse:
    """Letters that the account's bodies forwarded, newest first."""
    reach = Reach(request.user)
    if not reach.units(forwarded.PERMISSION):
        raise NotAllowed(
            _(
                "Trang này dành cho cơ quan, đại biểu đã chuyển đơn; hãy liên hệ người quản trị để được giao vai trò."
            )
        )
    cut = forwarded.rows(reach, after=request.GET.get("sau", ""), before=request.GET.get("truoc", ""))
    context = {"reach": reach, "cut": cut, "illustrative": any(row.is_illustrative for row in cut.rows)}
    return render(request, "petitions/forwarded.html", context)
