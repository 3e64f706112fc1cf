"""What a production installation must set, and what it must not carry over from a demonstration."""

import hashlib
import ipaddress
from collections.abc import Mapping

from danvan.config import gateways, postgres
from danvan.config.accounts import options
from danvan.domains.petitions.mailbox import options as mail
from danvan.records import file_options, keys

LEAST_SECRET = 50
LEAST_DIGITS = 6  # different ones in a key: fewer do not come up by chance

# Known to everybody who has this program: it signs the demonstration's report and nothing that counts.
DEMONSTRATION_SIGNING_KEY = hashlib.sha256(b"Danvan: khoa minh hoa, khong dung de ky that").hexdigest()

_NEEDED = {
    "DATABASE_URL": "địa chỉ cơ sở dữ liệu, vai trò danvan_app",
    "SECRET_KEY": f"chuỗi ngẫu nhiên từ {LEAST_SECRET} ký tự",
    "ALLOWED_HOSTS": "tên miền của hệ thống, cách nhau bằng dấu phẩy",
    "SIGNING_KEY": "khóa ký báo cáo, 64 chữ số thập lục phân",
}
# What would lead out of a machine that stands apart, by the beginning of the variable's name.
_WAYS_OUT = {
    "MAIL_URL": "máy chủ thư",
    "DANVAN_MAILBOXES": "hộp thư đến",
    "DANVAN_OIDC_": "đăng nhập một lần",
    "DANVAN_ORIGIN": "địa chỉ công khai",
    "DANVAN_SMS_": "cổng tin nhắn",
    "DANVAN_ZALO_": "cổng tin nhắn",
    "DANVAN_S3_": "kho tệp trên mạng",
    "AWS_ENDPOINT_URL": "kho tệp trên mạng",
    "DANVAN_OPEN311_WITHOUT_KEY": "nhận phản ánh không cần khóa",
}


def refusals(environ: Mapping[str, str]) -> list[str]:
    """Every reason not to start in production, one sentence each; empty when the environment is sound."""
    missing = [
        f"Thiếu biến môi trường {name} ({meaning})."
        for name, meaning in _NEEDED.items()
        if not environ.get(name, "").strip()
    ]
    return (
        missing + isolated_refusals(environ) + [sentence for check in _CHECKS for sentence in check(environ)]
    )


def is_isolated(environ: Mapping[str, str]) -> bool:
    """Whether this installation is a machine of its own without a network, on which tố cáo may be kept."""
    return environ.get("DANVAN_ISOLATED", "").strip() not in ("", "0")


def isolated_refusals(environ: Mapping[str, str]) -> list[str]:
    """A sentence for each way out of the machine that is set although the machine is to stand apart."""
    if not is_isolated(environ):
        return []
    refused = [
        f"DANVAN_ISOLATED là máy độc lập nên không được đặt {name} ({meaning}); hãy bỏ biến ấy."
        for name in sorted(environ)
        for beginning, meaning in _WAYS_OUT.items()
        if name.startswith(beginning) and environ[name].strip() not in ("", "0")
    ]
    hosts = [host.strip() for host in environ.get("ALLOWED_HOSTS", "").split(",")]
    return refused + [
        f"DANVAN_ISOLATED là máy độc lập nên ALLOWED_HOSTS không được là «{host}»; hãy ghi tên trong mạng nội bộ."
        for host in hosts
        if host and not is_inside(host)
    ]


def is_inside(host: str) -> bool:
    """Whether a host can only be of this machine or of a local network: a private number, or a name no one can look up."""
    bare = host.strip("[]").lower()
    try:
        return ipaddress.ip_address(bare).is_private
    except ValueError:
        return "." not in bare or bare.endswith((".localhost", ".internal", ".lan"))


def local_refusals(environ: Mapping[str, str]) -> list[str]:
    """The same for an installation of this machine alone: only what is written wrongly, nothing that is missing."""
    return [
        *isolated_refusals(environ),
        *options.refusals(environ, production=False),
        *gateways.refusals(environ, production=False),
        *mail.refusals(environ, production=False),
        *file_options.refusals(environ, production=False),
    ]


def _debug(environ: Mapping[str, str]) -> list[str]:
    if environ.get("DANVAN_DEBUG", "") in ("", "0"):
        return []
    return ["Không được bật DANVAN_DEBUG khi vận hành: trang lỗi sẽ để lộ dữ liệu; hãy bỏ biến ấy."]


def _secret(environ: Mapping[str, str]) -> list[str]:
    secret = environ.get("SECRET_KEY", "").strip()
    weak = len(secret) < LEAST_SECRET or len(set(secret)) < 10 or secret.startswith("django-insecure-")
    if not secret or not weak:
        return []
    return [f"SECRET_KEY ngắn hoặc dễ đoán; hãy đặt chuỗi ngẫu nhiên từ {LEAST_SECRET} ký tự."]


def _hosts(environ: Mapping[str, str]) -> list[str]:
    hosts = [host.strip() for host in environ.get("ALLOWED_HOSTS", "").split(",")]
    # A leading point means every name below: of a whole country, when nothing more follows.
    wide = [host for host in hosts if "*" in host or (host.startswith(".") and host.count(".") < 2)]
    return [f"ALLOWED_HOSTS không được là «{host}»; hãy ghi đúng tên miền của hệ thống." for host in wide]


def _signing_key(environ: Mapping[str, str]) -> list[str]:
    key = environ.get("SIGNING_KEY", "").strip().lower()
    if not key:
        return []
    if key == DEMONSTRATION_SIGNING_KEY:
        return ["SIGNING_KEY đang là khóa minh họa mà ai cũng biết; hãy tạo khóa riêng của đơn vị."]
    if len(key) != 64 or set(key) - set("0123456789abcdef"):
        return [
            "SIGNING_KEY không đúng dạng; hãy đặt 64 chữ số thập lục phân, ví dụ bằng: openssl rand -hex 32"
        ]
    if len(set(key)) < LEAST_DIGITS:
        return ["SIGNING_KEY dễ đoán; hãy tạo khóa ngẫu nhiên, ví dụ bằng: openssl rand -hex 32"]
    return []


def _signing_in(environ: Mapping[str, str]) -> list[str]:
    # A machine apart has no mail server to name; what it must not name is refused above all others.
    return options.refusals(environ, production=not is_isolated(environ))


def _notices(environ: Mapping[str, str]) -> list[str]:
    return gateways.refusals(environ, production=True)


def _intake_keys(environ: Mapping[str, str]) -> list[str]:
    return keys.refusals(environ, postgres.clone())


def _files(environ: Mapping[str, str]) -> list[str]:
    return file_options.refusals(environ, production=True)


def _mailboxes(environ: Mapping[str, str]) -> list[str]:
    return mail.refusals(environ, production=True)


_CHECKS = (_debug, _secret, _hosts, _signing_key, _signing_in, _notices, _intake_keys, _files, _mailboxes)


def demonstration_login_refusals() -> list[str]:
    """A sentence when the database holds demonstration accounts; needs Django and a migrated database."""
    from django.contrib.auth import get_user_model

    names = list(
        get_user_model()
        .objects.filter(is_illustrative=True, is_active=True)
        .order_by("id")
        .values_list("username", flat=True)
    )
    if not names:
        return []
    return [
        f"Cơ sở dữ liệu có {len(names)} tài khoản minh họa ({', '.join(names[:3])}…) mà ai cũng biết "
        "mật khẩu; "
        "hãy dùng cơ sở dữ liệu mới, chưa nạp bộ số liệu minh họa."
    ]


def role_refusals() -> list[str]:
    """A sentence when the program would run with rights that could undo the history; needs a migrated database."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, has_table_privilege('records_history', 'DELETE')")
        role, may_undo = cursor.fetchone()
    if not may_undo:
        return []
    return [
        f"Vai trò cơ sở dữ liệu «{role}» sửa, xóa được lịch sử; hãy để DATABASE_URL dùng vai trò danvan_app và bỏ "
        "DANVAN_ROLE."
    ]


def refuse_demonstration() -> None:
    """Raises Refusal in production when a demonstration account could log in or the role may undo the history.

    Django must be set up.
    """
    from django.conf import settings

    from danvan.ui.errors import Refusal

    if settings.IS_PRODUCTION and (sentences := role_refusals() + demonstration_login_refusals()):
        raise Refusal(" ".join(sentences))
