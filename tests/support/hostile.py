"""What nobody should send, every place to send it to, and a browser that sends it."""

import unicodedata
from urllib.parse import quote, urlsplit

from django.test import Client

from danvan.records.tests.desk_world import desk_of
from tests.support.doors import doors

ROLES = ("tiep_dan", "xu_ly", "tong_hop", "lanh_dao", "giam_sat", "quan_tri", "")
METHODS = ("get", "head", "options", "post", "put", "patch", "delete", "trace")
DESK = ("/ban-lam-viec/", "/bao-cao/")
NASTY = (
    "\x00",
    "a\x00b",
    "31/2/2023",
    "29/2/2023",
    "1/1/0001",
    "31/12/9999",
    "0001-01-01.1",
    "9999-12-31.999999999999999999",
    "2023-03-14.-1",
    "2023-13-45.7",
    "0000-Q1",
    "0001-Q1",
    "9999-Q4",
    "2023-Q9",
    "9" * 400,
    "-1",
    "1e9",
    "٣",
    "NaN",
    "%",
    "_",
    "\\",
    "' OR 1=1 --",
    "(((((a+)+)+)+)+$",
    "[",
    "../../../etc/passwd",
    "..%2f..%2fetc%2fpasswd",
    "//kẻ.xấu.example",
    "https://xau.example/",
    "javascript:alert(1)",
    "<script>alert(1)</script>",
    "a\r\nSet-Cookie: x=1",
    unicodedata.normalize("NFD", "Đơn tố cáo của bà Nguyễn Thị Ếch"),
    "ế" * 20_000,
    "\u202e\ufeff\U0010ffff",
    "😀" * 3,
    "{{ 7*7 }}",
    "=cmd|' /C calc'!A0",
    "on",
    "null",
    "[]",
)
ASKED = (
    "words",
    "sau",
    "truoc",
    "unit",
    "state",
    "since",
    "until",
    "kind",
    "field",
    "is_group",
    "bieu",
    "ban",
)
ASKED += ("bao-cao", "code", "next", "page", "format")
SHARE = 5  # each field alone meets every fifth of the values; another field meets the others


OUTSIDE = (
    "/static/../../pyproject.toml",
    "/static/%2e%2e/%2e%2e/pyproject.toml",
    "/../etc/passwd",
    "/so-lieu/..%2f..%2fx/2023-Q1/",
    "/static//etc/passwd",
    "/.git/config",
    "/.env",
)
FORGED = (
    {"state": "giai_quyet"},
    {"secrecy": "cong_khai"},
    {"published_on": "2023-03-01"},
    {"identity_released_on": "2023-03-01"},
    {"created_by": "1"},
    {"register_no": "7"},
    {"kind": "khieu_nai"},
    {"public_id": "7" * 16},
    {"is_illustrative": ""},
)


def browser(account=None, **options):
    """A browser that is given the 500 page instead of the exception."""
    client = desk_of(account) if account else Client()
    client.raise_request_exception = False
    client.handler.enforce_csrf_checks = options.get("csrf", False)
    return client


def stays(answer):
    """Whether a redirection, if it is one, leads to this site; browsers read a backslash as a slash."""
    there = urlsplit(answer.get("Location", "").replace("\\", "/").strip())
    return there.scheme in ("", "http") and there.netloc in ("", "testserver")


def everywhere(letter=None, report=None):
    """Every address of the program: with what exists, and with what does not."""
    values = {
        "public_id": [letter.public_id if letter else "1" * 16, "0" * 16],
        "type_key": ["don", "luot-tiep", "ky-tiep", "vu-viec", "khong-co"],
        "move_key": ["phan-loai", "chuyen", "thu-ly", "khong-co"],
        "pk": [str(report.pk) if report else "1", "0", "9" * 18, "9" * 40],
        "code": ["DON.tiep_nhan", "don.tiep_nhan", "khong.co", quote("\x00"), "x" * 300],
        "kind": ["pdf", "xlsx", "json", "csv", "exe", quote("\x00")],
        "slug": [report.unit.slug if report else "tinh-quang-binh", "khong-co"],
        "period": ["2023-Q1", "0001-Q1", "9999-Q4", "0000", quote("\x00"), quote("a\r\nb"), "2023-Q1" * 90],
        "key": ["MQ:1abc:x", "a-set-password", "9" * 90],
        "uidb36": ["1", "z" * 60],
    }
    return [path for door in doors() for path in door.paths(values)]
