"""Makes the data folder of a private server, and in it the two roles and the first database."""

import os
import shutil
import subprocess
from pathlib import Path

import psycopg
from psycopg import sql

from danvan.config.postgres.binaries import Binaries
from danvan.config.postgres.places import Places
from danvan.ui.errors import Refusal

ADMIN = "danvan_admin"
OWNER = "danvan_owner"
APP = "danvan_app"
DATABASE = "danvan"
EXTENSIONS = ("btree_gist",)  # the wheel has no pgcrypto; sha256() and gen_random_uuid() are built in

# Roles stand in the whole cluster; what follows stands in the one database it is run in.
_ROLES = """
CREATE ROLE danvan_app LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE;
CREATE ROLE danvan_owner LOGIN NOSUPERUSER CREATEDB NOCREATEROLE;
GRANT danvan_app TO danvan_owner;
"""
_PRIVILEGES = """
ALTER DEFAULT PRIVILEGES FOR ROLE danvan_owner GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO danvan_app;
ALTER DEFAULT PRIVILEGES FOR ROLE danvan_owner GRANT USAGE, SELECT, UPDATE ON SEQUENCES TO danvan_app;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
-- A function of its own could call what trusts to be called by our triggers alone.
REVOKE USAGE ON LANGUAGE plpgsql FROM PUBLIC;
GRANT USAGE ON LANGUAGE plpgsql TO danvan_owner;
"""


def fingerprint(binaries: Binaries) -> str:
    """What a data folder was made with; another one is never started over it."""
    return f"{binaries.major}\n"


def make(places: Places, binaries: Binaries) -> None:
    """initdb into a draft folder that is renamed when whole: an interrupted one is swept away and made again.

    The operating system's user is the password: `peer` maps root, the server's user and us to the three
    roles.
    """
    draft = places.home / "data.new"
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700)
    places.own(draft)
    _initdb(draft, places, binaries)
    users = {"root", _own_name()} | ({places.user.name} if places.user else set())
    rows = [f"danvan {user} {role}" for user in sorted(users) for role in (ADMIN, OWNER, APP)]
    (draft / "pg_hba.conf").write_text("local all all peer map=danvan\n")
    (draft / "pg_ident.conf").write_text("\n".join(rows) + "\n")
    draft.rename(places.data)


def _initdb(draft: Path, places: Places, binaries: Binaries) -> None:
    """C.UTF-8 knows the letters of every language; where the system lacks it, C still sorts and stores the
    same."""
    for locale in ("C.UTF-8", "C"):
        command: list[str | Path] = [
            *(binaries.folder / "initdb", "-D", draft, "-U", ADMIN, "--auth=peer", "--encoding=UTF8"),
            *(f"--locale={locale}", "--no-instructions", "--no-sync"),
        ]
        answer = subprocess.run(
            command, capture_output=True, text=True, check=False, cwd="/", env=environment(), **places.popen()
        )
        if answer.returncode == 0:
            return
        if "locale" not in answer.stderr:
            break
    raise Refusal(
        f"initdb không tạo được thư mục dữ liệu {places.data}: {answer.stderr.strip()[-400:]} "
        "Hãy kiểm tra chỗ trống trên đĩa rồi chạy lại."
    )


def environment() -> dict[str, str]:
    """What a PostgreSQL program needs; never our own PG* variables, which would lead it elsewhere."""
    return {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C.UTF-8"}


def _own_name() -> str:
    import pwd

    return pwd.getpwuid(os.geteuid()).pw_name


def furnish(socket_dir: Path) -> None:
    """Roles, the database and its extensions, each only where missing; safe to run over a half-done one.

    The database is filled under a draft name and renamed: what bears the name `danvan` is whole.
    """
    with _connect(socket_dir, "postgres") as admin:
        admin.execute("DROP DATABASE IF EXISTS danvan_new")
        if not _exists(admin, "pg_roles", "rolname", OWNER):
            with admin.transaction():
                admin.execute(_ROLES)
        if _exists(admin, "pg_database", "datname", DATABASE):
            return
        make_database(socket_dir, "danvan_new")
        admin.execute(sql.SQL("ALTER DATABASE danvan_new RENAME TO {}").format(sql.Identifier(DATABASE)))


def make_database(socket_dir: Path, name: str) -> None:
    """A database of the owner with the extensions and the application's rights, ready for migrations."""
    with _connect(socket_dir, "postgres") as admin:
        admin.execute(
            sql.SQL("CREATE DATABASE {} OWNER danvan_owner TEMPLATE template0").format(sql.Identifier(name))
        )
    with _connect(socket_dir, name) as inside:
        for extension in EXTENSIONS:
            inside.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(extension)))
        inside.execute(_PRIVILEGES)


def _connect(socket_dir: Path, database: str) -> psycopg.Connection:
    return psycopg.connect(host=str(socket_dir), dbname=database, user=ADMIN, autocommit=True)


def _exists(connection: psycopg.Connection, table: str, column: str, name: str) -> bool:
    query = sql.SQL("SELECT 1 FROM {} WHERE {} = %s").format(sql.Identifier(table), sql.Identifier(column))
    return connection.execute(query, [name]).fetchone() is not None
