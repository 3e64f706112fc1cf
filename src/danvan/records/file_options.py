"""Where files are kept and which virus scanner is asked, read from the environment. No Django here.

DANVAN_S3_BUCKET, DANVAN_S3_ENDPOINT, DANVAN_S3_REGION, DANVAN_S3_KEY, DANVAN_S3_SECRET   an S3-compatible store in place
                     of the data folder; all but the region belong together
DANVAN_S3_PREFIX     a name of this installation's own in a bucket that several share
DANVAN_FILES         thu_muc: keep files in the data folder although the store is told, and read from both
DANVAN_CLAMD         unix:/run/clamav/clamd.ctl or tcp://127.0.0.1:3310, off unless named
DANVAN_CLAMD_FOUND, DANVAN_CLAMD_NO_ANSWER   tu_choi (refused), cach_ly (kept, shut), cho_quet (kept, scanned again)
DANVAN_CLAMD_SECONDS  how long one file may take, 20 unless told
"""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

STORE = {
    "DANVAN_S3_BUCKET": "tên thùng chứa",
    "DANVAN_S3_ENDPOINT": "địa chỉ https://… của kho tệp",
    "DANVAN_S3_KEY": "mã khóa truy cập",
    "DANVAN_S3_SECRET": "khóa bí mật",
}
BEFORE, IN_FOLDER = "records_before_", "thu_muc"
PREFIX = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
REFUSE, HOLD, WAIT = "tu_choi", "cach_ly", "cho_quet"
POLICIES = {"DANVAN_CLAMD_FOUND": REFUSE, "DANVAN_CLAMD_NO_ANSWER": WAIT}
HERE = ("127.0.0.1", "localhost", "::1")
LONGEST_SECONDS = 120


def place(environ: Mapping[str, str]) -> dict[str, Any]:
    """STORAGES["records"]: the store where all of it is told and not said otherwise, else the data folder."""
    return _places(environ)[0]


def befores(environ: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """The other places in which files may still lie, as further STORAGES: read when a file is not in the first."""
    return {f"{BEFORE}{turn}": told for turn, told in enumerate(_places(environ)[1:])}


def _places(environ: Mapping[str, str]) -> list[dict[str, Any]]:
    folder = {"BACKEND": "danvan.records.files.places.Folder"}
    told = {name: environ.get(name, "").strip() for name in STORE}
    if not all(told.values()):
        return [folder]
    prefix = environ.get("DANVAN_S3_PREFIX", "").strip()
    # Beside "files/", not below it: an installation without a prefix lists and sweeps all that is below.
    buckets = [_bucket(environ, told, f"{name}files") for name in ([f"{prefix}/", ""] if prefix else [""])]
    if environ.get("DANVAN_FILES", "").strip() == IN_FOLDER:
        return [folder, *buckets]
    return [buckets[0], folder | {"OPTIONS": {"may_be_empty": True}}, *buckets[1:]]


def _bucket(environ: Mapping[str, str], told: dict[str, str], location: str) -> dict[str, Any]:
    options = {
        "bucket_name": told["DANVAN_S3_BUCKET"],
        "endpoint_url": told["DANVAN_S3_ENDPOINT"],
        "access_key": told["DANVAN_S3_KEY"],
        "secret_key": told["DANVAN_S3_SECRET"],
        "region_name": environ.get("DANVAN_S3_REGION", "").strip() or "us-east-1",
        "location": location,
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
    more = {name: environ.get(name, "").strip() for name in ("DANVAN_S3_PREFIX", "DANVAN_FILES")}
    if not any(told.values()):
        return [
            f"{name} chỉ có nghĩa khi đặt kho tệp S3; hãy đặt cả hai hoặc bỏ." for name in more if more[name]
        ]
    found = [
        f"Thiếu biến môi trường {name} ({STORE[name]}): kho tệp S3 chỉ đặt một nửa thì tệp sẽ lưu nhầm chỗ."
        for name, value in told.items()
        if not value
    ]
    if more["DANVAN_S3_PREFIX"] and not PREFIX.fullmatch(more["DANVAN_S3_PREFIX"]):
        found.append(
            "DANVAN_S3_PREFIX chỉ gồm chữ thường, chữ số và gạch nối, tối đa 40 ký tự, ví dụ xa-mau."
        )
    if more["DANVAN_S3_PREFIX"] == "files":
        found.append("DANVAN_S3_PREFIX không được là files, vì đó là chỗ của bản cài không có tiền tố.")
    if more["DANVAN_FILES"] not in ("", IN_FOLDER):
        found.append(
            f"DANVAN_FILES chỉ nhận {IN_FOLDER} (giữ tệp ở thư mục dữ liệu); để lưu vào kho thì bỏ biến này."
        )
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
