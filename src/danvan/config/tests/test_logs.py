"""Nothing in the log says who came or what they wrote."""

import logging
import sys
from io import StringIO

import pytest
from django.db import IntegrityError
from django.test import RequestFactory

from danvan.config import logs


@pytest.fixture
def log():
    """A logger wired as the running program's, and what it has written."""
    written = StringIO()
    handler = logging.StreamHandler(written)
    handler.addFilter(logs.RouteInsteadOfPath())
    handler.setFormatter(logs.CarefulFormatter("%(levelname)s %(message)s"))
    logger = logging.getLogger("danvan.test_logs")
    logger.handlers, logger.propagate = [handler], False
    return logger, written


def test_a_failed_request_is_logged_by_its_route(log):
    logger, written = log
    request = RequestFactory().get("/tra-cuu/ABCD-1234/?ten=Vi+Du")
    logger.warning("Not Found: %s", request.path, extra={"request": request})
    assert written.getvalue() == "WARNING GET /(không có trang này)\n"


def test_a_known_route_keeps_its_pattern_but_not_its_values(log):
    logger, written = log
    request = RequestFactory().get("/tra-cuu/ABCD-1234/")
    request.resolver_match = type("Match", (), {"route": "tra-cuu/<str:code>/"})()
    logger.error("Internal Server Error: %s", request.path, extra={"request": request})
    assert written.getvalue() == "ERROR GET /tra-cuu/<str:code>/\n"


def test_an_error_keeps_its_place_and_kind_but_not_its_words(log):
    logger, written = log
    row = "Key (full_name)=(Nguyễn Văn Ví Dụ) already exists."
    try:
        raise IntegrityError(row)
    except IntegrityError:
        logger.error("Không ghi được hồ sơ", exc_info=sys.exc_info())
    told = written.getvalue()
    assert "Ví Dụ" not in told
    assert "test_logs.py" in told
    assert told.rstrip().endswith("django.db.utils.IntegrityError")


def test_other_lines_are_left_as_they_are(log):
    logger, written = log
    logger.info("skipped")
    logger.warning("Còn %s việc chưa làm", 3)
    assert "Còn 3 việc chưa làm" in written.getvalue()


def test_djangos_own_handlers_do_not_print_beside_ours():
    configured = logs.settings()["loggers"]["django"]
    assert configured["handlers"] == []
    assert configured["propagate"] is True


def test_what_a_photograph_tells_of_its_maker_is_in_no_line_even_at_the_lowest_level():
    root = logging.getLogger()
    before = root.level
    root.setLevel(logging.DEBUG)
    try:
        assert not logging.getLogger("PIL.TiffImagePlugin").isEnabledFor(logging.INFO)
        assert logging.getLogger("PIL.TiffImagePlugin").isEnabledFor(logging.WARNING)
    finally:
        root.setLevel(before)
