"""`danvan run`: the database, its tables, law, units and the demonstration, then web and worker, until
Ctrl-C."""

import fcntl
import os
import secrets
import signal
import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from danvan.config import children, database, loading, postgres
from danvan.config.steps import StepFailed, seconds, step
from danvan.ui.errors import Refusal

HELP = "khởi động toàn bộ hệ thống trên máy này"
NEEDS_DJANGO = False  # Django is set up between two steps, so that its failure is told as a step's

HOST = "127.0.0.1"
WEB_READY_SECONDS = 30.0
WORKERS = min(os.cpu_count() or 1, 4)
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def add_arguments(parser) -> None:
    parser.add_argument(
        "--port", type=int, default=None, help="cổng web; không ghi thì lấy biến PORT, rồi đến 8000"
    )
    parser.add_argument(
        "--once", action="store_true", help="chuẩn bị, khởi động, in địa chỉ rồi dừng (để kiểm tra)"
    )


def run(args) -> int:
    """Serve until a signal asks to stop: 0 then, 1 when a step failed; a busy port or a second run is a
    Refusal."""
    port = args.port if args.port is not None else port_from(os.environ)
    begin = time.monotonic()
    with _only_one(port), ExitStack() as stack:
        refuse_busy_port(port)
        stop_requested = _listen_for_signals()
        try:
            prepare(stack)
            running = serve(stack, port)
        except StepFailed:
            return 1
        except _Stopped:
            return 130
        announce(port, time.monotonic() - begin)
        while not (stop_requested or args.once):
            time.sleep(0.2)
            for child in running:
                child.look_after(time.monotonic())
        print("\nĐang dừng web, tác vụ nền và PostgreSQL …", flush=True)
    print("Đã dừng.", flush=True)
    return 0


def port_from(environ) -> int:
    """PORT as a number. Raises Refusal when it is not one."""
    told = environ.get("PORT", "") or "8000"
    if not told.isdigit() or not 0 < int(told) < 65536:
        raise Refusal(f"PORT là «{told}»; hãy đặt một số từ 1 đến 65535, ví dụ: PORT=8080 make run")
    return int(told)


class _Stopped(BaseException):
    """A signal came before everything was up; what has been started is stopped on the way out."""


def _listen_for_signals() -> list[int]:
    """A list that a first signal fills. While it is empty and steps run, the signal breaks the step off."""
    received: list[int] = []

    def note(number, _frame):
        received.append(number)
        if not _serving:
            raise _Stopped

    _serving.clear()
    for sign in STOPPING:
        signal.signal(sign, note)
    return received


_serving: list[bool] = []


@contextmanager
def _only_one(port: int) -> Iterator[None]:
    """The lock that a second run of the same clone meets; the kernel frees it when the first is killed."""
    folder = postgres.clone() / ".danvan"
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as fault:
        raise Refusal(f"Không tạo được thư mục {folder}: {fault.strerror}.") from fault
    handle = os.open(folder / "run.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        told = os.read(handle, 200).decode()
        os.close(handle)
        raise Refusal(
            f"Danvan đang chạy từ thư mục này rồi ({told}); hãy dùng địa chỉ ấy hoặc dừng nó trước."
        ) from None
    try:
        os.truncate(handle, 0)
        os.pwrite(handle, f"http://{HOST}:{port}, tiến trình {os.getpid()}".encode(), 0)
        yield
    finally:
        os.close(handle)


def refuse_busy_port(port: int) -> None:
    """Asked before anything is started: the web server would find out only after all the steps."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except PermissionError as fault:
            raise Refusal(
                f"Không được phép mở cổng {port}; hãy chọn cổng từ 1024, ví dụ: PORT=8080 make run"
            ) from fault
        except OSError as fault:
            raise Refusal(
                f"Cổng {port} đang có chương trình khác dùng; hãy chọn cổng khác, ví dụ: "
                f"PORT={_next(port)} make run"
            ) from fault


def _next(port: int) -> int:
    return port + 1 if port < 65535 else 8000


def prepare(stack: ExitStack) -> None:
    """Database, tables, law, units, demonstration. Raises StepFailed at the first that does not succeed."""
    print("Chuẩn bị:", flush=True)
    if database.is_private():
        with step("PostgreSQL riêng", "xem nhật ký nêu trên; nếu thiếu chương trình, chạy lại: make install"):
            stack.enter_context(postgres.running("run"))
    with step("Cấu hình", "sửa biến môi trường hoặc tệp nêu trong câu lỗi rồi chạy lại: make run"):
        import django

        django.setup()
    loading.everything()


def serve(stack: ExitStack, port: int) -> list[children.Child]:
    """Start web and worker and wait until a page could be answered."""
    shared = {"DANVAN_PROCESS": "web", "DANVAN_PEPPER": secrets.token_hex(32)}
    web = children.Child("máy chủ web", web_command(port), shared)
    worker = children.Child(
        "tác vụ nền",
        [sys.executable, "-m", "danvan.config.worker"],
        {"DANVAN_PROCESS": "worker"},
    )
    running = [web, worker]
    stack.callback(children.stop, running)
    with step("Máy chủ web và tác vụ nền", "xem dòng lỗi phía trên; thử cổng khác bằng: PORT=8080 make run"):
        for child in running:
            child.start()
        _wait_until_healthy(port, web)
    _serving.append(True)
    return running


def web_command(port: int) -> list[str]:
    """The web server on a port of this machine."""
    return [
        *(str(Path(sys.executable).parent / "granian"), "--interface", "wsgi", "--host", HOST),
        *("--port", str(port), "--workers", str(WORKERS), "--blocking-threads", "4", "--no-ws"),
        *("--log-level", "warning", "danvan.config.wsgi:application"),
    ]


def _wait_until_healthy(port: int, web: children.Child) -> None:
    limit = time.monotonic() + WEB_READY_SECONDS
    while time.monotonic() < limit:
        if web.process is not None and web.process.poll() is not None:
            raise Refusal(f"máy chủ web thoát ngay với mã {web.process.returncode}.")
        try:
            with urllib.request.urlopen(f"http://{HOST}:{port}/health", timeout=5):
                return
        except urllib.error.HTTPError as answer:
            raise Refusal(f"/health trả lời: {answer.read().decode(errors='replace')[:200]}") from answer
        except OSError:
            time.sleep(0.05)
    raise Refusal(f"máy chủ web chưa trả lời sau {WEB_READY_SECONDS:.0f} giây.")


def announce(port: int, took: float) -> None:
    """Addresses, demonstration log-ins and the quarter's report, for the person at the terminal."""
    address = f"http://{HOST}:{port}"
    print(f"\nDanvan sẵn sàng sau {seconds(took)}.\n")
    print(f"  Cổng công khai   {address}/\n  Bàn làm việc     {address}/ban-lam-viec/")
    print(f"  Báo cáo          {address}/bao-cao/\n  Tình trạng       {address}/health\n")
    if not loading.has_demonstration():
        return
    from danvan.config import cli
    from danvan.config.demonstration import accounts, reports, spread

    print(f"Tài khoản minh họa, mật khẩu chung {accounts.PASSWORD} (không dùng khi vận hành):")
    for login in (*accounts.LOGINS, *accounts.AT_COMMUNE):
        print(f"  {login.username:<12} {login.sentence}")
    print(f"Cụm mật khẩu niêm phong minh họa của ba tài khoản xã: {accounts.PASSPHRASE}")
    print(flush=True)
    cli.main(["report", spread.PROVINCE, reports.PERIOD])
    print("\nDừng bằng Ctrl-C.", flush=True)
