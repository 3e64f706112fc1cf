"""Logging that an auditor may read: what happened and where in the code, never who or with what words."""

import logging
import traceback


class RouteInsteadOfPath(logging.Filter):
    """Django logs the path of a failed request; a tracking path holds a receipt code, so the route stands
    in for it."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        if request is not None and hasattr(request, "method"):
            match = getattr(request, "resolver_match", None)
            route = match.route if match else "(không có trang này)"
            record.msg, record.args = "%s /%s", (request.method, route)
        return True


class CarefulFormatter(logging.Formatter):
    """Prints the frames and the kind of an error without its message: the database repeats a row's values
    in it."""

    def formatException(self, ei) -> str:
        kind, _value, trace = ei
        frames = "".join(traceback.format_tb(trace))
        return f"{frames}{kind.__module__}.{kind.__qualname__}"


def settings() -> dict:
    """LOGGING for one process: warnings and worse to standard error."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"route": {"()": "danvan.config.logs.RouteInsteadOfPath"}},
        "formatters": {
            "careful": {
                "()": "danvan.config.logs.CarefulFormatter",
                "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
            }
        },
        "handlers": {
            "stderr": {"class": "logging.StreamHandler", "filters": ["route"], "formatter": "careful"},
        },
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            "danvan": {"level": "INFO"},
            # Its own handlers would mail or print around the filter above.
            "django": {"handlers": [], "level": "WARNING", "propagate": True},
            "django.db.backends": {"level": "ERROR"},
            # At its lowest level it repeats what a photograph tells of its maker.
            "PIL": {"level": "WARNING"},
        },
    }
