"""Where notices lead and through which gateways they may go, read from the environment. No Django here.

DANVAN_ORIGIN   https://host of this installation, as it stands in letters
DANVAN_SMS_URL, DANVAN_SMS_TOKEN, DANVAN_ZALO_URL, DANVAN_ZALO_TOKEN   gateways of messages, off unless named
"""

from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

GATEWAYS = {"sms": ("DANVAN_SMS_URL", "DANVAN_SMS_TOKEN"), "zalo": ("DANVAN_ZALO_URL", "DANVAN_ZALO_TOKEN")}
HERE = ("127.0.0.1", "localhost")


def origin(environ: Mapping[str, str], production: bool, hosts: Sequence[str]) -> str:
    """`https://host` before the paths in letters: as told, else the first of ALLOWED_HOSTS, else this machine."""
    if told := environ.get("DANVAN_ORIGIN", "").strip():
        return told.rstrip("/")
    if production and hosts:
        return f"https://{hosts[0].lstrip('.')}"
    port = environ.get("PORT", "").strip() or "8000"
    return f"http://127.0.0.1:{port}"


def gateways(environ: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """NOTICE_GATEWAYS: channel → {url, token}; only the channels that the environment names."""
    told = {
        channel: (environ.get(url, "").strip(), environ.get(token, "").strip())
        for channel, (url, token) in GATEWAYS.items()
    }
    return {channel: {"url": url, "token": token} for channel, (url, token) in told.items() if url}


def refusals(environ: Mapping[str, str], production: bool) -> list[str]:
    """Every reason why these values will not do, one sentence each."""
    found = []
    for url, token in GATEWAYS.values():
        address = environ.get(url, "").strip()
        if address and not _is_sound(address, production):
            found.append(f"{url} không đúng dạng; hãy ghi địa chỉ https://… của cổng tin nhắn.")
        elif address and production and not environ.get(token, "").strip():
            found.append(f"Thiếu biến môi trường {token} (khóa của cổng tin nhắn ghi ở {url}).")
        elif not address and environ.get(token, "").strip():
            found.append(f"Thiếu biến môi trường {url} (địa chỉ của cổng tin nhắn có khóa ở {token}).")
    told = environ.get("DANVAN_ORIGIN", "").strip()
    if told and not _is_origin(told, production):
        found.append("DANVAN_ORIGIN không đúng dạng; hãy ghi https://tên-miền, không có đường dẫn.")
    return found


def _is_sound(address: str, production: bool) -> bool:
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return False
    if not parts.hostname or port == 0 or parts.username is not None:
        return False
    # Over plain HTTP anybody on the line reads the numbers: only to a gateway on this very machine.
    return parts.scheme == "https" or (parts.scheme == "http" and not production and parts.hostname in HERE)


def _is_origin(told: str, production: bool) -> bool:
    if not _is_sound(told, production):
        return False
    parts = urlsplit(told)
    return parts.path in ("", "/") and not parts.query and not parts.fragment
