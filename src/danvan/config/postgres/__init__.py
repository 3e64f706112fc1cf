"""The private PostgreSQL: programs from a wheel, data of this clone, a unix socket and nothing else.

    with postgres.running("test") as server:
        psycopg.connect(server.url("danvan_owner"))

Raises danvan.ui.errors.Refusal with a sentence for the person at the terminal.
"""

from danvan.config.postgres.cluster import ADMIN, APP, DATABASE, OWNER, make_database
from danvan.config.postgres.places import Places, clone, find
from danvan.config.postgres.server import Server, end, running, start, status, stop

__all__ = [
    "ADMIN",
    "APP",
    "DATABASE",
    "OWNER",
    "Places",
    "Server",
    "clone",
    "end",
    "find",
    "make_database",
    "running",
    "start",
    "status",
    "stop",
]
