"""The `danvan` command: our own commands first, Django's management underneath.

Exit codes: 0 done; 1 a check failed; 2 the input or the usage is wrong; 3 an unexpected error; 130
interrupted.
"""

import argparse
import ast
import importlib
import os
import sys
from contextlib import ExitStack
from pathlib import Path

from danvan.config import vietnamese_argparse
from danvan.ui.errors import Refusal

# The one list of commands. Each module holds HELP, NEEDS_DJANGO, add_arguments(parser) and run(args) -> int.
COMMANDS: dict[str, str] = {
    "run": "danvan.config.server",
    "report": "danvan.reports.commands",
    "sign-all": "danvan.reports.signing_all.command",
    "verify": "danvan.reports.verify_command",
    "snapshot": "danvan.reports.engines.command",
    "read-report": "danvan.reports.reader.command",
    "packages-out": "danvan.reports.apart.out_command",
    "packages-in": "danvan.reports.apart.in_command",
    "packages-key": "danvan.reports.apart.key_command",
    "units": "danvan.org.commands",
    "units-import": "danvan.org.import_command",
    "first-admin": "danvan.org.people.first_command",
    "law": "danvan.law.commands",
    "law changes": "danvan.records.law_changes_command",
    "retention": "danvan.records.retention.command",
    "suggestions train": "danvan.domains.petitions.suggesting.command",
    "load-demo": "danvan.config.demo_command",
    "sign-in": "danvan.config.accounts.command",
    "intake-key": "danvan.config.intake_key_command",
    "intake-key forget": "danvan.config.intake_key_forget_command",
    "files-move": "danvan.records.files.move_command",
    "files-renew": "danvan.records.files.renew_command",
    "seal-adopt": "danvan.records.seal.adopt_command",
}
# Django's commands that change tables act as the owner of the database; all others as the application.
OWNER_COMMANDS = {"migrate", "flush", "sqlmigrate", "pgtrigger", "createcachetable"}
# Django's commands that never look at the database.
OFFLINE_COMMANDS = {"collectstatic", "findstatic", "help", "version", "makemessages", "diffsettings"}

_EPILOG = """\
Mã thoát: 0 xong; 1 có chỗ kiểm tra không đạt; 2 dữ liệu hoặc cách gọi sai; 3 lỗi ngoài dự kiến; 130 bị ngắt.
Xem từng lệnh: danvan LỆNH --help. Các lệnh quản trị của Django dùng được như thường: danvan migrate, danvan
shell…
"""


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code; a Refusal is printed as one sentence on standard error."""
    arguments = sys.argv[1:] if arguments is None else arguments
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "danvan.config.settings")
    try:
        return _dispatch(arguments)
    except Refusal as refusal:
        print(f"danvan: {refusal}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("danvan: đã dừng theo yêu cầu.", file=sys.stderr)
        return 130
    except BrokenPipeError:
        # The reader of our output (head, less) has gone; a second complaint at exit would only confuse.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as fault:
        return _unexpected(fault)


def _dispatch(arguments: list[str]) -> int:
    name = named(arguments)
    if name in ("-h", "--help"):
        print(overview())
        return 0
    if name not in COMMANDS:
        return _django(arguments)
    with ExitStack() as database:
        # A plain call for help must not wait for a database.
        if declared(name)["NEEDS_DJANGO"]:
            prepare_django(None if {"-h", "--help"} & set(arguments) else database)
        return _own(name, arguments[len(name.split()) :])


def named(arguments: list[str]) -> str:
    """The command that the first words name: two words, as in `law changes`, before one."""
    two = " ".join(arguments[:2])
    return two if two in COMMANDS else (arguments[0] if arguments else "--help")


def _own(name: str, rest: list[str]) -> int:
    module = importlib.import_module(COMMANDS[name])
    vietnamese_argparse.install()
    parser = argparse.ArgumentParser(
        prog=f"danvan {name}", description=module.HELP, epilog=_EPILOG.splitlines()[0]
    )
    module.add_arguments(parser)
    try:
        arguments = parser.parse_args(rest)
    except SystemExit as leaving:  # argparse's own: 0 after help, 2 after a usage error it has printed
        return int(leaving.code or 0)
    return module.run(arguments)


def prepare_django(database: ExitStack | None) -> None:
    """Set Django up; with an exit stack, keep the private server running for as long as the stack lasts."""
    import django

    from danvan.config import database as addresses
    from danvan.config import postgres

    if database is not None and addresses.is_private():
        database.enter_context(postgres.running("run"))
    django.setup()


def _django(arguments: list[str]) -> int:
    from django.core.management import ManagementUtility, get_commands

    if arguments[0] in OWNER_COMMANDS:
        os.environ["DANVAN_ROLE"] = "owner"
    offline = arguments[0] in OFFLINE_COMMANDS or {"-h", "--help"} & set(arguments)
    with ExitStack() as database:
        prepare_django(None if offline else database)
        if arguments[0] not in {*get_commands(), *OFFLINE_COMMANDS}:
            raise Refusal(f"Không có lệnh «{arguments[0]}»; hãy xem các lệnh bằng: danvan --help")
        try:
            ManagementUtility(["danvan", *arguments]).execute()
        except SystemExit as leaving:
            return leaving.code if isinstance(leaving.code, int) else int(bool(leaving.code))
    return 0


def overview() -> str:
    """What `danvan --help` prints: every command with its one line, without importing any of them."""
    width = max(map(len, COMMANDS))
    rows = "\n".join(f"  {name:<{width}}  {declared(name)['HELP']}" for name in COMMANDS)
    return f"Cách dùng: danvan LỆNH [THAM SỐ]\n\nCác lệnh:\n{rows}\n\n{_EPILOG}"


def declared(name: str) -> dict:
    """HELP and NEEDS_DJANGO of a command, read from its source: its imports may need Django to be set up
    first."""
    file = _source(COMMANDS[name])
    found: dict = {}
    for node in ast.parse(file.read_text(encoding="utf-8")).body:
        if not isinstance(node, ast.Assign | ast.AnnAssign) or node.value is None:
            continue
        target = node.targets[0] if isinstance(node, ast.Assign) else node.target
        if isinstance(target, ast.Name) and target.id in ("HELP", "NEEDS_DJANGO"):
            found[target.id] = ast.literal_eval(node.value)
    return found


def _source(module: str) -> Path:
    root = Path(__file__).resolve().parents[2]
    file = root.joinpath(*module.split(".")).with_suffix(".py")
    if not file.is_file():
        raise Refusal(f"Bản cài thiếu tệp {file.relative_to(root)}; hãy cài lại bằng: make install")
    return file


def _unexpected(fault: Exception) -> int:
    """A database out of reach or without tables gets a sentence; anything else its traceback, for it is ours to mend."""
    import traceback

    import psycopg
    from django.db import OperationalError

    absent = (
        psycopg.errors.UndefinedTable,
        psycopg.errors.UndefinedColumn,
        psycopg.errors.UndefinedFunction,
    )
    if any(isinstance(one, absent) for one in (fault, fault.__cause__)):
        print(
            "danvan: Cơ sở dữ liệu chưa được tạo bảng, hoặc chưa theo kịp phiên bản này của chương trình. "
            "Hãy chạy: danvan migrate",
            file=sys.stderr,
        )
        return 2
    if isinstance(fault, (OperationalError, psycopg.OperationalError)):
        print(
            f"danvan: Không dùng được cơ sở dữ liệu: {' '.join(str(fault).split()).rstrip('.')}. "
            "Hãy kiểm tra DATABASE_URL, hoặc khởi động lại bằng: make run",
            file=sys.stderr,
        )
        return 2
    traceback.print_exception(fault)
    print("danvan: lỗi ngoài dự kiến; xin gửi đoạn trên cho người bảo trì.", file=sys.stderr)
    return 3


if __name__ == "__main__":
    sys.exit(main())
