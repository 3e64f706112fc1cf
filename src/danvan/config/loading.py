"""What `danvan run` brings into the database, in order; each step is skipped while its inputs are
unchanged."""

import importlib
import os
import subprocess
import sys
from pathlib import Path

from danvan.config import postgres
from danvan.config.steps import Stamps, step
from danvan.ui.errors import Refusal

PACKAGE = Path(__file__).resolve().parents[1]


def everything() -> None:
    """Migrations, law, units and, outside production, the demonstration. Raises StepFailed."""
    migrate()
    stamps = Stamps(postgres.clone() / ".danvan" / "loaded.json", database_identity())
    stamps.run(
        "law",
        [PACKAGE / "law"],
        "Luật và lịch làm việc",
        "sửa mục nêu trên trong src/danvan/law rồi kiểm tra bằng: danvan law check",
        check_law,
    )
    units = [PACKAGE / "org"]
    stamps.run(
        "units",
        units,
        "Đơn vị hành chính",
        "kiểm tra các bảng CSV trong src/danvan/org rồi chạy lại: make run",
        lambda: importlib.import_module("danvan.org.loading").load_units(),
    )
    if has_demonstration():
        stamps.run(
            "demonstration",
            [*units, PACKAGE / "config" / "demonstration", PACKAGE / "domains", PACKAGE / "reports"],
            "Bộ số liệu minh họa",
            "chạy riêng để xem đầy đủ: danvan load-demo; bắt đầu lại từ đầu bằng: make clean && make run",
            lambda: importlib.import_module("danvan.config.demonstration").load(),
        )


def has_demonstration() -> bool:
    """Never in production, nor where DANVAN_DEMONSTRATION=0 asks for an empty system."""
    from django.conf import settings

    return settings.DEMONSTRATION_DAY is not None


def check_law() -> None:
    """The same check as `danvan law check`; its report goes to the terminal when something is wrong."""
    answer = subprocess.run(
        [sys.executable, "-m", "danvan.config.cli", "law", "check"],
        capture_output=True,
        text=True,
        check=False,
    )
    if answer.returncode:
        raise Refusal((answer.stderr or answer.stdout).strip()[-800:] or "danvan law check không đạt")


def migrate() -> None:
    """Bring the tables up to date as their owner, in a process of its own: this one acts as the
    application."""
    title = "Bảng dữ liệu"
    mend = "đọc câu lỗi trên; thử riêng bằng: danvan migrate"
    if not missing_migrations():
        print(f"  · {title} … đã có", flush=True)
        return
    with step(title, mend):
        command = [sys.executable, "-m", "danvan.config.cli", "migrate", "--no-input", "--verbosity", "0"]
        answer = subprocess.run(
            command, env=os.environ | {"DANVAN_ROLE": "owner"}, capture_output=True, text=True, check=False
        )
        if answer.returncode:
            raise Refusal(answer.stderr.strip()[-800:] or f"mã thoát {answer.returncode}")


def missing_migrations() -> bool:
    """Whether any migration on disk is not in the database yet."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def database_identity() -> str:
    """Changes when the database is another or was made anew, so that old stamps are not believed."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT system_identifier FROM pg_control_system()), oid FROM pg_database "
            "WHERE datname = current_database()"
        )
        return "/".join(map(str, cursor.fetchone()))
