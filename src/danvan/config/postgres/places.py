"""Where the private PostgreSQL keeps its data, its socket and its locks, and as which user it runs."""

import hashlib
import os
import pwd
import secrets
import shutil
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path

from danvan.ui.errors import Refusal

SOCKET_FILE = ".s.PGSQL.5432"
LONGEST_SOCKET_PATH = 107  # sun_path of Linux holds 108 bytes, the last of them zero
ROOT_HOME = Path("/var/lib/danvan")
ROOT_SOCKETS = Path("/run/danvan")


@dataclass(frozen=True)
class ServerUser:
    """The system user PostgreSQL runs as when we are root, for PostgreSQL itself refuses to."""

    name: str
    uid: int
    gid: int

    def popen(self) -> dict:
        """Arguments of `subprocess` that start a child as this user."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


@dataclass(frozen=True)
class Places:
    """Folders of one private server: one for running, one for tests, never shared.

    `home` holds everything that lasts and stays ours, so that the server's user can plant no link under a
    file root
    writes; `data` and `socket_dir` are the server's, mode 0700.
    """

    purpose: str
    home: Path
    socket_dir: Path
    user: ServerUser | None

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def socket(self) -> Path:
        return self.socket_dir / SOCKET_FILE

    @property
    def log(self) -> Path:
        return self.home / "postgres.log"

    def popen(self) -> dict:
        return self.user.popen() if self.user else {}

    def own(self, path: Path) -> None:
        """Hand a path that we made to the server's user."""
        if self.user:
            os.chown(path, self.user.uid, self.user.gid)


def clone() -> Path:
    """The folder the program is run from: DANVAN_HOME, else the clone around this file, else where we
    stand."""
    if told := os.environ.get("DANVAN_HOME"):
        return Path(told).resolve()
    around = Path(__file__).resolve().parents[4]
    return around if (around / "pyproject.toml").is_file() else Path.cwd()


def find(purpose: str, root: Path | None = None) -> Places:
    """The places of the server for `purpose` ("run" or "test"), as this user would keep them; makes none of
    them
    but the clone's identity."""
    root = (root or clone()).resolve()
    key = _key(root)
    if os.geteuid() == 0:
        return Places(purpose, ROOT_HOME / key / purpose, ROOT_SOCKETS / f"{key}-{purpose}", _server_user())
    folder = Path("/tmp") / f"danvan-{os.geteuid()}-{key}-{purpose}"
    return Places(purpose, root / ".danvan" / "postgres" / purpose, folder, None)


def prepare(places: Places) -> None:
    """Make the folders that are missing; never change one that was there before.

    Refuses a socket folder that somebody else owns or may enter: under /tmp anyone could have made it first.
    """
    try:
        make(places.home, 0o711 if places.user else 0o700)
        make(places.socket_dir.parent, 0o755)
        if not places.socket_dir.exists():
            places.socket_dir.mkdir(mode=0o700)
            places.own(places.socket_dir)
    except FileExistsError:
        pass  # another start was quicker; what it made is looked at below
    except OSError as fault:
        raise Refusal(
            f"Không tạo được thư mục {fault.filename}: {fault.strerror}; hãy kiểm tra quyền ghi và chỗ trống."
        ) from fault
    _inspect(places)


def _inspect(places: Places) -> None:
    folder = places.socket_dir
    found = os.lstat(folder)
    owner = places.user.uid if places.user else os.geteuid()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != owner:
        raise Refusal(
            f"Thư mục {folder} thuộc người dùng khác nên không đặt ổ cắm PostgreSQL ở đó được; "
            "hãy xóa thư mục ấy rồi chạy lại."
        )
    if found.st_mode & 0o077:
        raise Refusal(f"Thư mục {folder} mở cho người dùng khác; hãy chạy: chmod 700 {folder}")
    if len(os.fsencode(places.socket)) > LONGEST_SOCKET_PATH:
        raise Refusal(f"Đường dẫn ổ cắm quá dài ({places.socket}); hệ điều hành chỉ nhận 107 byte.")


def make(folder: Path, mode: int) -> None:
    """Make `folder` and its missing parents with `mode` whatever the umask; what was there keeps its own."""
    if folder.is_dir():
        return
    make(folder.parent, mode)
    folder.mkdir()
    folder.chmod(mode)


def _key(root: Path) -> str:
    """Ten characters from the clone's path and its own identity, so that a new clone at an old path starts
    empty."""
    mark = root / ".danvan" / "id"
    try:
        identity = mark.read_text()
    except FileNotFoundError:
        identity = _new_identity(mark)
    return hashlib.sha256(f"{root}\n{identity}".encode()).hexdigest()[:10]


def _new_identity(mark: Path) -> str:
    """Linked into place whole, so that two first starts at once agree on one identity."""
    try:
        mark.parent.mkdir(mode=0o700, exist_ok=True)
        draft = mark.with_name(f"id.{os.getpid()}")
        draft.write_text(secrets.token_hex(8))
    except OSError as fault:
        raise Refusal(
            f"Không ghi được vào {mark.parent}: {fault.strerror}; hãy kiểm tra quyền ghi."
        ) from fault
    try:
        os.link(draft, mark)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return mark.read_text()


def _server_user() -> ServerUser:
    """DANVAN_SERVER_USER, else `postgres`, else `danvan` (made when missing), else `nobody`."""
    told = os.environ.get("DANVAN_SERVER_USER")
    for name in [told] if told else ["postgres", "danvan"]:
        if found := _lookup(name):
            return found
    if told:
        raise Refusal(
            f"Không có người dùng hệ thống «{told}» (DANVAN_SERVER_USER); hãy tạo hoặc đổi tên khác."
        )
    if adder := shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin"):
        command = [
            adder,
            "--system",
            "--user-group",
            "--no-create-home",
            "--shell",
            "/usr/sbin/nologin",
            "danvan",
        ]
        subprocess.run(command, check=False, capture_output=True)
    if found := _lookup("danvan") or _lookup("nobody"):
        return found
    raise Refusal(
        "PostgreSQL không chạy dưới quyền root và máy không có người dùng hệ thống nào khác; "
        "hãy chạy: useradd --system danvan"
    )


def _lookup(name: str) -> ServerUser | None:
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        return None
    return ServerUser(name, entry.pw_uid, entry.pw_gid)
