"""The intake keys: what unclassified letters are sealed to. Their private halves lie in one file, never in the database.

A line of the file is `id private-key` in hexadecimal digits, the newest first; `#` begins a comment. New envelopes are
sealed to the first, older keys go on opening what was sealed to them. Nothing of Django here: production reads the
file's refusals before anything else starts.
"""

import os
import stat
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, SealedBox

from danvan.ui.errors import Refusal

VARIABLE = "DANVAN_INTAKE_KEY_FILE"
DATA_VARIABLE = "DANVAN_DATA"
_SECRET_BYTES = 32


def data_folder(environ: Mapping[str, str], home: Path) -> Path:
    """Where files of records lie: DANVAN_DATA, else the private folder of this clone."""
    told = environ.get(DATA_VARIABLE, "").strip()
    return Path(told) if told else home / ".danvan"


def key_file(environ: Mapping[str, str], home: Path) -> Path:
    """Where the keys lie: DANVAN_INTAKE_KEY_FILE, else `keys/intake` in the data folder."""
    told = environ.get(VARIABLE, "").strip()
    return Path(told) if told else data_folder(environ, home) / "keys" / "intake"


def key_id(key: PrivateKey) -> str:
    """The first sixteen hexadecimal digits of the public half's SHA-256."""
    return sha256(bytes(key.public_key)).hexdigest()[:16]


def read(file: Path) -> dict[str, PrivateKey]:
    """Id → key in the order of the file. Refusal when it is missing, damaged or open to others."""
    if sentences := refusals_of(file):
        raise Refusal(" ".join(sentences))
    return _parsed(file)


def make(file: Path) -> str:
    """Put a new key before those of the file, which is made when missing; the new id. Refusal for a damaged file."""
    older = _lines(file) if file.exists() else []
    if file.exists():
        read(file)
    key = PrivateKey.generate()
    _write(file, [f"{key_id(key)} {bytes(key).hex()}", *older])
    return key_id(key)


def forget(file: Path, old: str) -> None:
    """Take a key out of the file. Refusal for the newest or an unknown one.

    What is still sealed to it can be read nowhere any more; the caller asks the database first.
    """
    known = list(read(file))
    if old not in known:
        raise Refusal(f"Không có khóa «{old}» trong tệp khóa; các khóa có là: {', '.join(known)}.")
    if old == known[0]:
        raise Refusal("Khóa này đang được dùng để niêm phong; hãy tạo khóa mới trước khi bỏ.")
    _write(file, [line for line in _lines(file) if line.split()[:1] != [old]])


def of_installation(file: Path, *, may_make: bool) -> dict[str, PrivateKey]:
    """The keys; of a local installation (`may_make`) the first one is made when missing."""
    if may_make and not file.exists():
        make(file)
    return read(file)


def seal(data: bytes, keys: Mapping[str, PrivateKey]) -> tuple[str, bytes]:
    """(key id, ciphertext) of bytes sealed to the newest key."""
    newest = next(iter(keys))
    return newest, SealedBox(keys[newest].public_key).encrypt(data)


def unseal(newest: str, ciphertext: bytes, keys: Mapping[str, PrivateKey]) -> bytes:
    """What was sealed. Refusal when the key is not here or the bytes were changed."""
    key = keys.get(newest)
    if key is None:
        raise Refusal(
            f"Không có khóa «{newest}» để mở phong bì; người vận hành cần đặt lại khóa ấy vào tệp khóa tiếp nhận."
        )
    try:
        return SealedBox(key).decrypt(ciphertext)
    except CryptoError:
        raise Refusal("Phong bì đã hỏng hoặc bị sửa nên không mở được; hãy báo người vận hành.") from None


def refusals(environ: Mapping[str, str], home: Path) -> list[str]:
    """Why production may not start with the keys as they are; empty when they are sound."""
    return refusals_of(key_file(environ, home))


def refusals_of(file: Path) -> list[str]:
    """Every reason why a file of keys will not do, one sentence each."""
    try:
        mode = file.stat().st_mode
        owner = file.stat().st_uid
    except OSError:
        return [
            f"Không có tệp khóa tiếp nhận {file}; hãy tạo bằng: danvan intake-key --new (xem {VARIABLE})."
        ]
    if not stat.S_ISREG(mode) or mode & 0o077:
        return [f"Tệp khóa tiếp nhận {file} mở cho người khác đọc; hãy đặt quyền: chmod 600 {file}"]
    if owner not in (os.geteuid(), 0):
        return [f"Tệp khóa tiếp nhận {file} thuộc tài khoản khác trên máy; hãy đổi chủ của tệp."]
    try:
        found = _parsed(file)
    except (OSError, ValueError):
        return [f"Tệp khóa tiếp nhận {file} không đúng dạng; hãy lấy lại từ nơi cất giữ."]
    return [] if found else [f"Tệp khóa tiếp nhận {file} chưa có khóa; hãy chạy: danvan intake-key --new"]


def _lines(file: Path) -> list[str]:
    rows = [line.strip() for line in file.read_text(encoding="ascii").splitlines()]
    return [row for row in rows if row and not row.startswith("#")]


def _parsed(file: Path) -> dict[str, PrivateKey]:
    found = {}
    for line in _lines(file):
        told, secret = line.split()
        raw = bytes.fromhex(secret)
        if len(raw) != _SECRET_BYTES or key_id(PrivateKey(raw)) != told:
            raise ValueError("not a key")
        found[told] = PrivateKey(raw)
    return found


def _write(file: Path, lines: list[str]) -> None:
    """In one step and readable by its owner alone: a half-written file would lose every key."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as out:
        out.write("".join(f"{line}\n" for line in lines))
        out.flush()
        os.fsync(out.fileno())
    draft.replace(file)
