"""Django's DATABASES from an address in the environment, or from the private server of this clone."""

import os
from urllib.parse import parse_qsl, unquote, urlsplit

from danvan.config import postgres
from danvan.ui.errors import Refusal

# A page that takes longer is broken for its reader anyway; jobs, reports and migrations have no such limit.
WEB_STATEMENT_LIMIT = "15s"
WEB_LOCK_LIMIT = "5s"
# As the history must be written (`records/history_functions.sql`), whatever a role or the database is set to.
USUAL = "-c bytea_output=hex -c DateStyle=ISO,MDY"


def settings(environ=os.environ) -> dict:
    """The one entry of DATABASES.

    `DANVAN_ROLE=owner` (set by the command line for migrations) takes DATABASE_OWNER_URL, everything else
    DATABASE_URL;
    without an address both are roles of the private server. `DANVAN_PROCESS=web` adds time limits to
    statements.
    """
    owner = environ.get("DANVAN_ROLE") == "owner"
    entry = _from_addresses(environ, owner) or _private(owner)
    given = entry.get("OPTIONS", {})
    if "options" in given:
        given = given | {"options": f"{USUAL} {given['options']}"}
    entry["OPTIONS"] = _options(environ) | given
    return entry | {"ENGINE": "django.db.backends.postgresql", "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}


def is_private(environ=os.environ) -> bool:
    """Whether the database is the private server, which commands start when it is not running."""
    return not environ.get("DATABASE_URL")


def _from_addresses(environ, owner: bool) -> dict | None:
    if is_private(environ):
        return None
    if not owner:
        return from_url(environ["DATABASE_URL"], "DATABASE_URL")
    if not environ.get("DATABASE_OWNER_URL"):
        raise Refusal(
            "Lệnh này đổi bảng nên cần tài khoản chủ sở hữu cơ sở dữ liệu: hãy đặt biến môi trường "
            "DATABASE_OWNER_URL "
            "(vai trò danvan_owner) bên cạnh DATABASE_URL (vai trò danvan_app)."
        )
    return from_url(environ["DATABASE_OWNER_URL"], "DATABASE_OWNER_URL")


def _private(owner: bool) -> dict:
    role = postgres.OWNER if owner else postgres.APP
    return {"NAME": postgres.DATABASE, "USER": role, "HOST": str(postgres.find("run").socket_dir)}


def _options(environ) -> dict:
    if environ.get("DANVAN_PROCESS") != "web":
        return {"application_name": "danvan", "options": USUAL}
    limits = f"-c statement_timeout={WEB_STATEMENT_LIMIT} -c lock_timeout={WEB_LOCK_LIMIT}"
    return {"application_name": "danvan-web", "options": f"{USUAL} {limits}"}


def from_url(url: str, name: str) -> dict:
    """Parts of `postgresql://user:password@host:port/database?option=value`; `host` may be a socket folder
    in the query.

    Raises Refusal naming the variable; never repeats the address, which holds a password.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("postgresql", "postgres") or not parts.path.strip("/"):
        raise Refusal(
            f"Biến môi trường {name} không phải địa chỉ PostgreSQL; "
            "hãy viết như: postgresql://danvan_app:matkhau@may-chu:5432/danvan"
        )
    options = dict(parse_qsl(parts.query))
    try:
        port = parts.port
    except ValueError as fault:
        raise Refusal(f"Cổng trong biến môi trường {name} không phải số từ 1 đến 65535.") from fault
    return {
        "NAME": unquote(parts.path.strip("/")),
        "HOST": options.pop("host", "") or unquote(parts.hostname or ""),
        "PORT": str(port or ""),
        "USER": options.pop("user", "") or unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "OPTIONS": options,
    }
