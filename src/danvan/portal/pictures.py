"""The pictures of a report's page and the rows of its heads, from the package alone."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from danvan.portal.published import PublicReport
from danvan.ui.charts import Bar
from danvan.ui.numbers import number

SESSIONS = ("tcd.ky.truc_tiep", "tcd.ky.uy_quyen")


@dataclass(frozen=True, slots=True)
class Chart:
    """A whole with its parts."""

    title: str
    bars: list[Bar]
    unit: str


@dataclass(frozen=True, slots=True)
class Receiving:
    """Sessions of heads in one unit with all below it."""

    name: str
    in_person: int
    delegated: int


def charts(report: PublicReport, code: str = "") -> list[Chart]:
    """Each declared whole of one figure (or that of `code`) with two parts or more, where all of it is open."""
    found = []
    for item in report.body["identities"]:
        codes = [*item["whole"], *item["parts"]]
        if code and code not in item["whole"]:
            continue
        if (
            len(item["whole"]) > 1
            or len(item["parts"]) < 2
            or any(report.count(one) is None for one in codes)
        ):
            continue
        whole = report.own[item["whole"][0]]
        if not whole["value"]:
            continue
        bars = [
            Bar(report.own[code]["label"], report.own[code]["value"], href=report.address("figure", code))
            for code in item["parts"]
        ]
        title = _("%(whole)s: %(n)s") % {"whole": whole["label"], "n": number(whole["value"])}
        found.append(Chart(title, bars, whole["measure"]))
    return found


def receiving(report: PublicReport) -> list[Receiving]:
    """Sessions that heads held in person, and delegated ones, of each unit right below that has any recorded.

    Units without one are not listed: most owe none, and the package does not say which do.
    """
    body, slug = report.body, report.body["unit"]["slug"]
    counts = {
        (cell["unit"], cell["code"]): cell["value"]
        for cell in body["cells"]
        if cell["code"] in SESSIONS and not cell.get("closed")
    }
    below = [unit for unit in body["units"] if unit["parent"] == slug]
    rows = [
        Receiving(unit["name"], *(counts.get((unit["slug"], code)) or 0 for code in SESSIONS))
        for unit in below
    ]
    return [row for row in rows if row.in_person or row.delegated]
