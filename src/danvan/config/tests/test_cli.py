"""The `danvan` command: what it lists, what it refuses, and the exit codes scripts rely on."""

import subprocess
import sys
from types import SimpleNamespace

import psycopg
import pytest

from danvan.config import cli
from danvan.ui.errors import Refusal


@pytest.fixture
def command(monkeypatch):
    """A command `thu` of our own in the table; its behaviour is the function put into `thu.run`."""
    module = SimpleNamespace(
        HELP="thử",
        NEEDS_DJANGO=False,
        add_arguments=lambda parser: parser.add_argument("đơn_vị"),
        run=lambda args: 0,
    )
    monkeypatch.setitem(cli.COMMANDS, "thu", "danvan.thu")
    monkeypatch.setitem(sys.modules, "danvan.thu", module)
    monkeypatch.setattr(cli, "declared", lambda name: {"HELP": module.HELP, "NEEDS_DJANGO": False})
    return module


def test_help_lists_every_command_with_its_line(capsys):
    assert cli.main(["--help"]) == 0
    told = capsys.readouterr().out
    for name in cli.COMMANDS:
        assert f"  {name}" in told
    assert "Mã thoát: 0 xong" in told


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_every_command_declares_itself_and_explains_itself(name):
    declared = cli.declared(name)
    assert declared["HELP"]
    assert isinstance(declared["NEEDS_DJANGO"], bool)
    answer = subprocess.run(
        [sys.executable, "-m", "danvan.config.cli", *name.split(), "--help"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.startswith(f"Cách dùng: danvan {name}")


def test_help_imports_neither_django_nor_the_commands():
    code = (
        "import sys; from danvan.config import cli; cli.main(['--help']); sys.exit('django' in sys.modules)"
    )
    assert (
        subprocess.run([sys.executable, "-c", code], stdout=subprocess.DEVNULL, check=False).returncode == 0
    )


def test_a_refusal_is_one_sentence_and_code_2(command, capsys):
    def refuse(args):
        raise Refusal("Không có đơn vị mang mã 99999.")

    command.run = refuse
    assert cli.main(["thu", "99999"]) == 2
    assert capsys.readouterr().err == "danvan: Không có đơn vị mang mã 99999.\n"


def test_a_failed_check_is_code_1(command):
    command.run = lambda args: 1
    assert cli.main(["thu", "44"]) == 1


def test_wrong_usage_is_code_2_in_vietnamese(command, capsys):
    assert cli.main(["thu"]) == 2
    assert "thiếu tham số: đơn_vị" in capsys.readouterr().err
    assert cli.main(["thu", "44", "--la"]) == 2
    assert "không hiểu tham số: --la" in capsys.readouterr().err


def test_an_unknown_command_names_the_way_out(capsys):
    answer = subprocess.run(
        [sys.executable, "-m", "danvan.config.cli", "khong-co"], capture_output=True, text=True, check=False
    )
    assert answer.returncode == 2
    assert "Không có lệnh «khong-co»" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_an_interruption_is_code_130(command, capsys):
    def interrupted(args):
        raise KeyboardInterrupt

    command.run = interrupted
    assert cli.main(["thu", "44"]) == 130
    assert "Traceback" not in capsys.readouterr().err


def test_a_database_out_of_reach_is_a_sentence(command, capsys):
    def unreachable(args):
        raise psycopg.OperationalError("connection refused")

    command.run = unreachable
    assert cli.main(["thu", "44"]) == 2
    told = capsys.readouterr().err
    assert "Không dùng được cơ sở dữ liệu" in told
    assert "Traceback" not in told


def test_a_database_out_of_reach_is_said_on_one_line(command, capsys):
    def unreachable(args):
        raise psycopg.OperationalError("connection failed:\n\tIs the server running?\n")

    command.run = unreachable
    assert cli.main(["thu", "44"]) == 2
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query",
    [
        "SELECT 1 FROM reports_never_made",
        "SELECT never_made FROM reports_report",
        "SELECT reports_never_made(1)",
    ],
)
def test_a_database_not_yet_migrated_is_a_sentence_that_names_the_way_out(command, capsys, query):
    from django.db import connection, transaction

    def ask(args):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(query)

    command.run = ask
    assert cli.main(["thu", "44"]) == 2
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert told.endswith("Hãy chạy: danvan migrate\n")


@pytest.mark.django_db
def test_another_fault_of_the_database_stays_an_error(command, capsys):
    from django.db import connection, transaction

    def ask(args):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT 1 / 0")

    command.run = ask
    assert cli.main(["thu", "44"]) == 3
    assert "DivisionByZero" in capsys.readouterr().err


def test_an_unexpected_error_keeps_its_traceback_and_code_3(command, capsys):
    command.run = lambda args: 1 // 0
    assert cli.main(["thu", "44"]) == 3
    assert "ZeroDivisionError" in capsys.readouterr().err


def test_a_reader_that_leaves_early_is_no_error():
    code = "import sys; from danvan.config import cli; sys.exit(cli.main(['--help']))"
    answer = subprocess.run(
        f'{sys.executable} -c "{code}" | true; exit ${{PIPESTATUS[0]}}',
        shell=True,
        executable="/bin/bash",
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in answer.stderr


def test_a_missing_source_says_how_to_mend_it(monkeypatch):
    monkeypatch.setitem(cli.COMMANDS, "mat", "danvan.config.khong_co_tep_nay")
    with pytest.raises(Refusal, match="make install"):
        cli.declared("mat")
