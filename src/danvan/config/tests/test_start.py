"""What a start says and asks: usage and exit codes, the address list, the wait for health, signals."""

import http.server
import json
import signal
import socket
import threading
from contextlib import ExitStack
from types import SimpleNamespace

import pytest
from django.db import OperationalError

from danvan.config import children, cli, loading, server
from danvan.config.steps import StepFailed
from danvan.config.vietnamese_argparse import install
from danvan.ui.errors import Refusal


@pytest.fixture
def command(monkeypatch):
    """Put a command `thu` into the table whose arguments and run are given; returns the exit code of a call."""

    def call(add, run, *given):
        module = SimpleNamespace(HELP="thử", NEEDS_DJANGO=False, add_arguments=add, run=run)
        monkeypatch.setitem(cli.COMMANDS, "thu", "danvan.thu")
        monkeypatch.setitem(cli.sys.modules, "danvan.thu", module)
        monkeypatch.setattr(cli, "declared", lambda name: {"HELP": "thử", "NEEDS_DJANGO": False})
        return cli.main(["thu", *given])

    return call


class TestUsage:
    """Every slip that argparse knows is told in Vietnamese, exits with 2 and runs nothing."""

    def add(self, parser):
        parser.add_argument("--so", type=int)
        parser.add_argument("--loai", choices=["a", "b"])
        parser.add_argument("--som", action="store_true")
        parser.add_argument("--nhieu", nargs="+")
        parser.add_argument("--hai", nargs=2)
        one = parser.add_mutually_exclusive_group()
        one.add_argument("--nay", action="store_true")
        one.add_argument("--kia", action="store_true")

    @pytest.mark.parametrize(
        ("given", "said"),
        [
            (["--so", "ba"], "--so: giá trị 'ba' sai dạng"),
            (["--so"], "--so: cần đúng một giá trị"),
            (["--loai", "c"], "--loai: không nhận giá trị 'c'; chỉ nhận:"),
            (["--som=1"], "--som: không nhận giá trị '1'"),
            (["--nhieu"], "--nhieu: cần ít nhất một giá trị"),
            (["--hai", "1"], "--hai: cần đúng 2 giá trị"),
            (["--nay", "--kia"], "--kia: không dùng cùng --nay"),
            (["--so", "1", "--khac"], "không hiểu tham số: --khac"),
            (["--s", "1"], "--s có thể là"),
        ],
    )
    def test_a_slip(self, command, capsys, given, said):
        ran = []
        assert command(self.add, ran.append, *given) == 2
        told = capsys.readouterr()
        assert said in told.err
        assert told.err.rstrip().endswith("xem cách dùng bằng --help")
        assert "Cách dùng: danvan thu" in told.err
        assert (told.out, ran) == ("", [])

    def test_a_needed_choice_of_several(self, command, capsys):
        def add(parser):
            group = parser.add_mutually_exclusive_group(required=True)
            group.add_argument("--nay", action="store_true")
            group.add_argument("--kia", action="store_true")

        assert command(add, lambda args: 0) == 2
        assert "cần một trong các tham số: --nay --kia" in capsys.readouterr().err

    def test_help_is_in_vietnamese_and_code_0(self, command, capsys):
        ran = []
        assert command(self.add, ran.append, "--help") == 0
        told = capsys.readouterr().out
        for words in ("Cách dùng: danvan thu", "tùy chọn", "in hướng dẫn này rồi thoát", "Mã thoát: 0 xong"):
            assert words in told
        for words in ("usage:", "options", "show this help", "positional"):
            assert words not in told
        assert ran == []

    def test_words_that_we_do_not_know_stay_as_they_are(self):
        import argparse

        install()
        assert argparse._("một câu lạ") == "một câu lạ"
        assert argparse.ngettext("expected %s argument", "expected %s arguments", 1) == "cần đúng %s giá trị"
        assert (argparse.ngettext("x", "y", 1), argparse.ngettext("x", "y", 2)) == ("x", "y")


class TestCodes:
    @pytest.mark.parametrize("code", [0, 1, 2])
    def test_what_a_command_returns_is_the_exit_code(self, command, code):
        assert command(lambda parser: None, lambda args: code) == code

    def test_djangos_own_failure_of_the_database_is_a_sentence_too(self, command, capsys):
        def run(args):
            raise OperationalError("connection is bad\n")

        assert command(lambda parser: None, run) == 2
        told = capsys.readouterr().err
        assert told.startswith("danvan: Không dùng được cơ sở dữ liệu: connection is bad. Hãy kiểm tra")

    def test_an_unexpected_error_ends_with_whom_to_tell(self, command, capsys):
        def run(args):
            raise RuntimeError("hỏng")

        assert command(lambda parser: None, run) == 3
        told = capsys.readouterr().err
        assert told.rstrip().endswith("danvan: lỗi ngoài dự kiến; xin gửi đoạn trên cho người bảo trì.")

    @pytest.mark.parametrize("given", [[], ["-h"], ["--help"]])
    def test_a_call_without_a_command_is_a_call_for_help(self, capsys, given):
        assert cli.main(given) == 0
        assert capsys.readouterr().out.startswith("Cách dùng: danvan LỆNH [THAM SỐ]")

    def test_only_commands_that_change_tables_act_as_the_owner(self):
        assert "migrate" in cli.OWNER_COMMANDS
        assert not cli.OWNER_COMMANDS & {*cli.COMMANDS, *cli.OFFLINE_COMMANDS, "shell", "dbshell"}

    def test_a_declaration_without_the_two_words_is_empty(self, monkeypatch):
        monkeypatch.setitem(cli.COMMANDS, "thu", "danvan.config.uploads")
        assert cli.declared("thu") == {}


class TestPorts:
    @pytest.mark.parametrize(("told", "port"), [("1", 1), ("65535", 65535), ("08080", 8080)])
    def test_the_first_and_the_last_port_are_ports(self, told, port):
        assert server.port_from({"PORT": told}) == port

    @pytest.mark.parametrize("told", ["65536", "0", "8e3", "8000.0", " 8000", "+1"])
    def test_beyond_them_there_is_none_and_the_sentence_repeats_what_was_set(self, told):
        with pytest.raises(Refusal) as caught:
            server.port_from({"PORT": told})
        assert f"PORT là «{told}»" in str(caught.value)
        assert "PORT=8080 make run" in str(caught.value)

    def test_the_next_port_is_proposed_and_after_the_last_the_first(self):
        assert (server._next(8000), server._next(65534), server._next(65535)) == (8001, 65535, 8000)

    def test_a_free_port_is_no_refusal_and_a_busy_one_proposes_its_neighbour(self):
        with socket.socket() as busy:
            busy.bind(("127.0.0.1", 0))
            port = busy.getsockname()[1]
            busy.listen()
            with pytest.raises(Refusal, match=f"Cổng {port} đang .* PORT={server._next(port)} make run"):
                server.refuse_busy_port(port)
        server.refuse_busy_port(port)

    def test_a_port_that_the_system_keeps_is_told_otherwise(self, monkeypatch):
        class Closed(socket.socket):
            def bind(self, address):
                raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(server.socket, "socket", Closed)
        with pytest.raises(Refusal, match=r"Không được phép mở cổng 80; hãy chọn cổng từ 1024"):
            server.refuse_busy_port(80)


@pytest.fixture
def page():
    """A web server of one page; `page.answers` are (status, body) given in turn, the last for ever after."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            state.asked.append(self.path)
            status, body = state.answers[min(len(state.asked), len(state.answers)) - 1]
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *args):
            """Stay silent."""

    web = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    state = SimpleNamespace(answers=[(200, "{}")], asked=[], port=web.server_port)
    thread = threading.Thread(target=web.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield state
    web.shutdown()
    thread.join()
    web.server_close()


def living(code=None):
    return children.Child("web", [], process=SimpleNamespace(poll=lambda: code, returncode=code))


class TestHealthy:
    def test_a_page_that_answers_ends_the_wait(self, page):
        server._wait_until_healthy(page.port, living())
        assert page.asked == ["/health"]

    def test_a_page_that_says_no_is_told_in_its_own_words_at_once(self, page):
        page.answers = [(503, json.dumps({"database": "unreachable"}) + "x" * 500)]
        with pytest.raises(Refusal, match=r'/health trả lời: \{"database": "unreachable"\}') as caught:
            server._wait_until_healthy(page.port, living())
        assert len(str(caught.value)) < 240
        assert len(page.asked) == 1

    def test_a_web_server_that_left_is_not_waited_for(self):
        with pytest.raises(Refusal, match="thoát ngay với mã 7"):
            server._wait_until_healthy(1, living(7))

    def test_the_wait_has_an_end(self, monkeypatch):
        monkeypatch.setattr(server, "WEB_READY_SECONDS", 0.2)
        with pytest.raises(Refusal, match="chưa trả lời sau 0 giây"):
            server._wait_until_healthy(1, living())


class TestAnnouncing:
    def test_an_empty_system_names_its_addresses_and_no_log_in(self, monkeypatch, capsys):
        monkeypatch.setattr(loading, "has_demonstration", lambda: False)
        server.announce(8123, 3.14)
        told = capsys.readouterr().out
        assert "Danvan sẵn sàng sau 3,1 giây." in told
        for path in ("/\n", "/ban-lam-viec/\n", "/bao-cao/\n", "/health\n"):
            assert f"http://127.0.0.1:8123{path}" in told
        assert "mật khẩu" not in told

    def test_a_demonstration_names_every_log_in_its_password_and_the_warning(self, monkeypatch, capsys):
        from danvan.config.demonstration import accounts, reports, spread

        asked = []
        monkeypatch.setattr(loading, "has_demonstration", lambda: True)
        monkeypatch.setattr(cli, "main", lambda given: asked.append(given) or 0)
        server.announce(8000, 1.0)
        told = capsys.readouterr().out
        for login in (*accounts.LOGINS, *accounts.AT_COMMUNE):
            assert f"  {login.username:<12} {login.sentence}" in told
        assert f"niêm phong minh họa của ba tài khoản xã: {accounts.PASSPHRASE}" in told
        assert f"mật khẩu chung {accounts.PASSWORD} (không dùng khi vận hành)" in told
        assert asked == [["report", spread.PROVINCE, reports.PERIOD]]
        assert told.rstrip().endswith("Dừng bằng Ctrl-C.")


class TestSignals:
    def test_a_signal_before_all_is_up_breaks_off_and_later_only_asks(self, monkeypatch):
        before = {number: signal.getsignal(number) for number in server.STOPPING}
        monkeypatch.setattr(server, "_serving", [])
        try:
            asked = server._listen_for_signals()
            with pytest.raises(server._Stopped):
                signal.raise_signal(signal.SIGTERM)
            server._serving.append(True)
            seen = len(asked)
            signal.raise_signal(signal.SIGTERM)
            assert len(asked) == seen + 1
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def test_a_failed_step_ends_the_start_with_1_and_nothing_is_announced(monkeypatch, tmp_path):
    def fail(stack):
        raise StepFailed("Luật")

    monkeypatch.setattr(server.postgres, "clone", lambda: tmp_path)
    monkeypatch.setattr(server, "_listen_for_signals", list)
    monkeypatch.setattr(server, "refuse_busy_port", lambda port: None)
    monkeypatch.setattr(server, "prepare", fail)
    monkeypatch.setattr(server, "announce", lambda *given: pytest.fail("announced"))
    assert server.run(SimpleNamespace(port=8000, once=True)) == 1


def test_a_second_run_of_the_same_clone_is_told_where_the_first_is(monkeypatch, tmp_path):
    monkeypatch.setattr(server.postgres, "clone", lambda: tmp_path)
    with ExitStack() as first:
        first.enter_context(server._only_one(8111))
        with (
            pytest.raises(Refusal, match=r"http://127\.0\.0\.1:8111, tiến trình \d+"),
            server._only_one(8222),
        ):
            pytest.fail("a second one ran")
    with server._only_one(8222):
        assert "8222" in (tmp_path / ".danvan" / "run.lock").read_text()
        assert "8111" not in (tmp_path / ".danvan" / "run.lock").read_text()
