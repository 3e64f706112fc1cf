"""Where files are kept and which virus scanner is asked, read from the environment. No Django here.

DANVAN_S3_BUCKET, DANVAN_S3_ENDPOINT, DANVAN_S3_REGION, DANVAN_S3_KEY, DANVAN_S3_SECRET   an S3-compatible store in place
                     of the data folder; all but the region belong together
DANVAN_CLAMD         unix:/run/clamav/clamd.ctl or tcp://127.0.0.1:3310, off unless named
DANVAN_CLAMD_FOUND, DANVAN_CLAMD_NO_ANSWER   tu_choi (refused), cach_ly (kept, shut), cho_quet (kept, scanned again)
DANVAN_CLAMD_SECONDS  how long one file may take, 20 unless told
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

STORE = {
    "DANVAN_S3_BUCKET": "tên thùng chứa",
    "DANVAN_S3_ENDPOINT": "địa chỉ https://… của kho tệp",
    "DANVAN_S3_KEY": "mã khóa truy cập",
    "DANVAN_S3_SECRET": "khóa bí mật",
}
REFUSE, HOLD, WAIT = "tu_choi", "cach_ly", "cho_quet"
POLICIES = {"DANVAN_CLAMD_FOUND": REFUSE, "DANVAN_CLAMD_NO_ANSWER": WAIT}
HERE = ("127.0.0.1", "localhost", "::1")
LONGEST_SECONDS = 120


def place(environ: Mapping[str, str]) -> dict[str, Any]:
    """STORAGES["records"]: the store where all of it is told, else the data folder."""
    told = {name: environ.get(name, "").strip() for name in STORE}
    if not all(told.values()):
        return {"BACKEND": "danvan.records.files.places.Folder"}
    options = {
        "bucket_name": told["DANVAN_S3_BUCKET"],
        "endpoint_url": told["DANVAN_S3_ENDPOINT"],
        "access_key": told["DANVAN_S3_KEY"],
        "secret_key": told["DANVAN_S3_SECRET"],
        "region_name": environ.get("DANVAN_S3_REGION", "").strip() or "us-east-1",
        "location": "files",
    }
    return {"BACKEND": "danvan.records.files.places.Bucket", "OPTIONS": options}


def scanner(environ: Mapping[str, str]) -> dict[str, Any] | None:
    """FILE_SCANNER: {address, found, no_answer, seconds}; address is ("unix", path) or ("tcp", host, port)."""
    address = _address(environ.get("DANVAN_CLAMD", "").strip())
    if address is None:
        return None
    found, no_answer = (environ.get(name, "").strip() or usual for name, usual in POLICIES.items())
    return {
        "address": address,
        "found": found,
        "no_answer": no_answer,
        "seconds": _seconds(environ) or 20,
    }


def refusals(environ: Mapping[str, str], production: bool) -> list[str]:
    """Every reason why these values will not do, one sentence each."""
    return [*_of_store(environ, production), *_of_scanner(environ, production)]


def _of_store(environ: Mapping[str, str], production: bool) -> list[str]:
    told = {name: environ.get(name, "").strip() for name in STORE}
    if not any(told.values()):
        return []
    found = [
        f"Thiếu biến môi trường {name} ({STORE[name]}): kho tệp S3 chỉ đặt một nửa thì tệp sẽ lưu nhầm chỗ."
        for name, value in told.items()
        if not value
    ]
    endpoint = told["DANVAN_S3_ENDPOINT"]
    if endpoint and not _is_sound(endpoint, production):
        found.append("DANVAN_S3_ENDPOINT không đúng dạng; hãy ghi https://tên-máy của kho tệp.")
    return found


def _is_sound(endpoint: str, production: bool) -> bool:
    try:
        parts = urlsplit(endpoint)
        port = parts.port
    except ValueError:
        return False
    if not parts.hostname or port == 0 or parts.username is not None or parts.query or parts.fragment:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and (not production or parts.hostname in HERE))


def _of_scanner(environ: Mapping[str, str], production: bool) -> list[str]:
    told = environ.get("DANVAN_CLAMD", "").strip()
    names = [name for name in (*POLICIES, "DANVAN_CLAMD_SECONDS") if environ.get(name, "").strip()]
    if not told:
        return [f"{name} chỉ có nghĩa khi đặt DANVAN_CLAMD; hãy đặt cả hai hoặc bỏ." for name in names]
    found = []
    address = _address(told)
    if address is None:
        found.append(
            "DANVAN_CLAMD không đúng dạng; hãy ghi unix:/run/clamav/clamd.ctl hoặc tcp://127.0.0.1:3310."
        )
    elif production and address[0] == "tcp" and address[1] not in HERE:
        # The protocol knows no encryption: what lies sealed would pass the line in clear.
        found.append("DANVAN_CLAMD phải ở chính máy này: tệp gửi sang máy quét không được mã hóa trên đường.")
    for name in POLICIES:
        if environ.get(name, "").strip() not in ("", REFUSE, HOLD, WAIT):
            found.append(f"{name} chỉ nhận {REFUSE} (từ chối), {HOLD} (cách ly) hoặc {WAIT} (chờ quét).")
    if environ.get("DANVAN_CLAMD_SECONDS", "").strip() and not _seconds(environ):
        found.append(f"DANVAN_CLAMD_SECONDS phải là số giây từ 1 đến {LONGEST_SECONDS}.")
    return found


def _seconds(environ: Mapping[str, str]) -> int:
    told = environ.get("DANVAN_CLAMD_SECONDS", "").strip()
    number = int(told) if told.isascii() and told.isdigit() and len(told) < 5 else 0
    return number if number <= LONGEST_SECONDS else 0


def _address(told: str) -> tuple[Any, ...] | None:
    if told.startswith("unix:/"):
        return ("unix", told.removeprefix("unix:"))
    try:
        parts = urlsplit(told)
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme != "tcp" or not host or not port or parts.path not in ("", "/"):
        return None
    return ("tcp", host, port)
