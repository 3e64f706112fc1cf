"""Which mailboxes letters come into, read from the environment. No Django here.

DANVAN_MAILBOXES   addresses parted by spaces: imaps://user:password@host:993/INBOX?unit=slug&done=Danvan
                   `unit` is the slug of the office that receives; `done` the folder that taken messages are moved into
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, unquote, urlsplit

VARIABLE = "DANVAN_MAILBOXES"
HERE = ("127.0.0.1", "localhost")
PORTS = {"imaps": 993, "imap": 143}
FOLDER_DONE = "Danvan"


@dataclass(frozen=True, slots=True)
class Mailbox:
    """One mailbox; the password never shows in a representation."""

    host: str
    port: int
    is_encrypted: bool
    user: str
    password: str = field(repr=False)
    folder: str
    unit: str
    done: str

    @property
    def label(self) -> str:
        """What logs and keys call it."""
        return f"{self.user}@{self.host}:{self.port}/{self.folder}"


def mailboxes(environ: Mapping[str, str]) -> list[Mailbox]:
    """The mailboxes of the environment; ValueError for an address that is none."""
    return [_read(address) for address in environ.get(VARIABLE, "").split()]


def refusals(environ: Mapping[str, str], production: bool) -> list[str]:
    """Every reason why these addresses will not do; an address is never repeated, it holds a password."""
    found = []
    for place, address in enumerate(environ.get(VARIABLE, "").split(), 1):
        try:
            box = _read(address)
        except ValueError:
            found.append(
                f"{VARIABLE}: địa chỉ thứ {place} không đúng dạng; hãy ghi "
                "imaps://tài-khoản:mật-khẩu@máy-chủ:993/INBOX?unit=mã-đơn-vị"
            )
            continue
        # Over plain IMAP anybody on the line reads the letters: only from a server on this very machine.
        if not box.is_encrypted and (production or box.host not in HERE):
            found.append(f"{VARIABLE}: địa chỉ thứ {place} không mã hóa đường truyền; hãy dùng imaps://.")
    return found


def _read(address: str) -> Mailbox:
    parts = urlsplit(address)
    asked = dict(parse_qsl(parts.query))
    unit, user, password = asked.get("unit", ""), parts.username, parts.password
    if parts.scheme not in PORTS or not parts.hostname or not user or not password or not unit:
        raise ValueError("not a mailbox")
    return Mailbox(
        host=parts.hostname,
        port=parts.port or PORTS[parts.scheme],
        is_encrypted=parts.scheme == "imaps",
        user=unquote(user),
        password=unquote(password),
        folder=unquote(parts.path.strip("/")) or "INBOX",
        unit=unit,
        done=asked.get("done", FOLDER_DONE),
    )
