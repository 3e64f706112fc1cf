"""Answers in the two formats of GeoReport v2. XML is only written here, never read."""

import json
import re
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

from django.http import HttpResponse

HERE = ZoneInfo("Asia/Ho_Chi_Minh")
TYPES = {"json": "application/json; charset=utf-8", "xml": "text/xml; charset=utf-8"}
# What each member of a list is called in XML.
MEMBERS = {
    "services": "service",
    "service_requests": "request",
    "attributes": "attribute",
    "values": "value",
    "errors": "error",
    "endpoints": "endpoint",
    "formats": "format",
}
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Told:
    """An answer: its root in XML and what stands in it."""

    root: str
    data: Any
    status: int = 200


class Fault(Exception):
    """Why a question is not answered: the code of HTTP and a sentence."""

    def __init__(self, code: int, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code

    def told(self) -> Told:
        """As the specification writes errors."""
        return Told("errors", [{"code": self.code, "description": str(self)}], self.code)


def response(told: Told, form: str) -> HttpResponse:
    """The answer in a format of TYPES, in UTF-8."""
    written = (
        json.dumps(told.data, ensure_ascii=False).encode() if form == "json" else _xml(told.root, told.data)
    )
    answer = HttpResponse(written, status=told.status, content_type=TYPES[form])
    answer["Cache-Control"] = "no-store, private"
    return answer


def moment(day: date | None, at: time = time.min) -> str | None:
    """A day in Việt Nam as the W3C writes a moment: 2023-03-14T00:00:00+07:00."""
    return datetime.combine(day, at, HERE).isoformat() if day else None


def _xml(root: str, data: Any) -> bytes:
    element = ElementTree.Element(root)
    _fill(element, data)
    return ElementTree.tostring(element, encoding="utf-8", xml_declaration=True)


def _fill(element: ElementTree.Element, data: Any) -> None:
    if isinstance(data, list):
        for member in data:
            _fill(ElementTree.SubElement(element, MEMBERS[element.tag]), member)
    elif isinstance(data, dict):
        for name, value in data.items():
            _fill(ElementTree.SubElement(element, name), value)
    elif isinstance(data, bool):
        element.text = "true" if data else "false"
    elif data is not None:
        element.text = _NOT_XML.sub("", str(data))
