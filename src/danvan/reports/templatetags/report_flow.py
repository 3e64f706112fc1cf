"""The steps and notes of a report, for every page that shows one: {% report_flow reach report %}."""

from typing import Any

from django import template

from danvan.records.desk.access import Reach
from danvan.reports.flow.acts import flow
from danvan.reports.models import Report

register = template.Library()


@register.inclusion_tag("reports/_flow.html")
def report_flow(reach: Reach, report: Report) -> dict[str, Any]:
    """What the account may do with the report now, what was done, and the notes. Five queries at most."""
    return {"flow": flow(reach, report), "report": report}
