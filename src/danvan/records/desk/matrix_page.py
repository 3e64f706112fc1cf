"""The compliance matrix on screen: all duties of a unit and those below, one duty over the year, or one unit alone."""

import csv
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from danvan.records import duties, matrix, spans
from danvan.records.declare import standing_duties
from danvan.records.desk.access import NotAllowed, Reach, desk_page
from danvan.records.desk.export import _MARK, _Echo, safe
from danvan.records.desk.matrix_asked import AGENCIES, LEVELS, MONTHS, Asked
from danvan.records.desk.matrix_tables import label_of, name_of, over_the_year, overview


@require_safe
@desk_page
def matrix_page(request: HttpRequest) -> HttpResponse:
    """Units × duties × periods, opening to the evidence."""
    reach = Reach(request.user)
    _require_reading(reach)
    asked = Asked(request, reach)
    if asked.clock and not asked.is_alone:
        shape, (heads, table) = "nghia_vu", over_the_year(asked, by_duty=False)
    elif asked.clock or asked.is_alone:
        shape, (heads, table) = "don_vi", over_the_year(asked, by_duty=True)
    else:
        shape, (heads, table) = "tong_hop", overview(asked)
    context = {
        "reach": reach,
        "asked": asked,
        "shape": shape,
        "heads": heads,
        "lines": table,
        "unit_name": name_of(asked, asked.unit_id),
        "duty_label": label_of(asked.clock) if asked.clock else "",
        "plain": str(getattr(matrix.declared(asked.clock), "plain", "")),
        "choices": _choices(asked),
        "legend": [matrix.words(key) for key in matrix.STATES],
        "file": asked.way().replace(reverse("records:matrix"), reverse("records:matrix_file"), 1),
        "up": asked.way(don_vi="", nghia_vu="") if asked.unit_id != asked.top else "",
    }
    return render(request, "records/matrix.html", context)


def _require_reading(reach: Reach) -> None:
    if not reach.units(duties.READ):
        raise NotAllowed(
            _(
                "Tài khoản của Bà/Ông chưa được giao quyền xem việc thực hiện nghĩa vụ; hãy liên hệ người quản trị."
            )
        )


def _choices(asked: Asked) -> dict[str, list[tuple[str, str, bool]]]:
    """The lists above the table: (value, words, whether it is chosen)."""
    parts = [("", _("Cả năm"))]
    parts += [(f"q{n}", spans.words(f"{asked.year}-Q{n}")) for n in range(1, 5)]
    parts += [(str(n), spans.words(f"{asked.year}-{n:02d}")) for n in MONTHS]
    levels = [
        ("", _("Mọi cấp")),
        *((key, str(label)) for key, (label, _k) in LEVELS.items()),
        (AGENCIES, _("Cơ quan")),
    ]
    clocks = [("", _("Mọi nghĩa vụ")), *((key, label_of(key)) for key in standing_duties())]
    years = [(str(year), str(year)) for year in range(asked.year - 3, asked.year + 3)]
    offered = {"nghia_vu": clocks, "ky": parts, "cap": levels, "nam": years}
    chosen = {"nghia_vu": asked.clock, "ky": asked.period, "cap": asked.level, "nam": str(asked.year)}
    return {
        name: [(value, words, value == chosen[name]) for value, words in options]
        for name, options in offered.items()
    }


@require_safe
@desk_page
def matrix_file(request: HttpRequest) -> Any:
    """The same counts as CSV: a row for each unit and duty."""
    reach = Reach(request.user)
    _require_reading(reach)
    asked = Asked(request, reach)
    cube = matrix.cube(asked.duties, asked.year, reach.on)
    names = {pk: place.name for pk, place in asked.places.items()}
    writer = csv.writer(_Echo())
    rows = (writer.writerow([safe(cell) for cell in row]) for row in matrix.lines(cube, names))
    head = {"Content-Disposition": f'attachment; filename="nghia-vu-{asked.year}.csv"'}
    return StreamingHttpResponse(
        (_MARK + text if not turn else text for turn, text in enumerate(rows)),
        content_type="text/csv; charset=utf-8",
        headers=head,
    )
