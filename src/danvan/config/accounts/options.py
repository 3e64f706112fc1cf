"""What signing in reads from the environment, as values of Django's settings. No Django here.

DANVAN_OIDC_ISSUER, DANVAN_OIDC_CLIENT_ID, DANVAN_OIDC_CLIENT_SECRET, DANVAN_OIDC_NAME   single sign-on
DANVAN_SECOND_FACTOR   keys of roles, separated by commas, or "khong"
MAIL_URL, MAIL_FROM    smtp://, smtp+starttls:// or smtp+tls://user:password@host:port
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

GUARDED_ROLES = ("quan_tri", "he_thong", "lanh_dao")  # they decide, or give rights to others
NOBODY = "khong"
PROVIDER = "sso"
MAIL_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtp+tls": 465}
MAIL_SECONDS = 20
OIDC_NEEDED = ("DANVAN_OIDC_ISSUER", "DANVAN_OIDC_CLIENT_ID", "DANVAN_OIDC_CLIENT_SECRET")


def second_factor_roles(environ: Mapping[str, str], production: bool) -> frozenset[str]:
    """Keys of the roles whose holders must have a second factor; in a local installation nobody unless named."""
    told = environ.get("DANVAN_SECOND_FACTOR", "").strip()
    named = frozenset(role.strip() for role in told.split(",") if role.strip())
    if not named:  # a stray comma must not switch the guard off; only the word does
        return frozenset(GUARDED_ROLES if production else ())
    return named - {NOBODY}


@dataclass(frozen=True, slots=True)
class Provider:
    """The identity provider of the province, known beforehand: nobody chooses one by an address."""

    issuer: str
    client_id: str
    secret: str
    name: str

    @property
    def origin(self) -> str:
        """`https://host:port`, to which a form may lead."""
        parts = urlsplit(self.issuer)
        return f"{parts.scheme}://{parts.netloc}"

    def settings(self) -> dict[str, Any]:
        """SOCIALACCOUNT_PROVIDERS."""
        app = {
            "provider_id": PROVIDER,
            "name": self.name,
            "client_id": self.client_id,
            "secret": self.secret,
            "settings": {"issuer": self.issuer, "oauth_pkce_enabled": True},
        }
        return {"APPS": [app]}


def provider(environ: Mapping[str, str]) -> Provider | None:
    """The provider named by the environment; None when none of its variables is set."""
    issuer, client_id, secret = (environ.get(name, "").strip() for name in OIDC_NEEDED)
    if not issuer:
        return None
    name = environ.get("DANVAN_OIDC_NAME", "").strip() or "Đăng nhập một lần"
    return Provider(issuer, client_id, secret, name)


def providers(environ: Mapping[str, str]) -> dict[str, Any]:
    """SOCIALACCOUNT_PROVIDERS: the class of the house, and the one provider or none."""
    house = {"provider_class": "danvan.config.accounts.single_sign_on.HouseProvider"}
    known = provider(environ)
    return {"openid_connect": house | (known.settings() if known else {})}


def mailers(environ: Mapping[str, str], folder: Path) -> dict[str, Any]:
    """MAILERS: a mail server where MAIL_URL names one, else files in `folder` that can be read there."""
    url = environ.get("MAIL_URL", "").strip()
    if not url:
        options: dict[str, Any] = {"file_path": str(folder)}
        return {"default": {"BACKEND": "danvan.config.accounts.mail_files.FilesBackend", "OPTIONS": options}}
    parts = urlsplit(url)
    options = {
        "host": parts.hostname,
        "port": parts.port or MAIL_PORTS[parts.scheme],
        "username": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "use_tls": parts.scheme == "smtp+starttls",
        "use_ssl": parts.scheme == "smtp+tls",
        "timeout": MAIL_SECONDS,
    }
    return {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}}


def refusals(environ: Mapping[str, str], production: bool) -> list[str]:
    """Every reason why these values will not do, one sentence each."""
    return [*_mail(environ, production), *_oidc(environ, production)]


def _mail(environ: Mapping[str, str], production: bool) -> list[str]:
    url = environ.get("MAIL_URL", "").strip()
    if not url:
        return (
            [
                "Thiếu biến môi trường MAIL_URL (máy chủ thư, ví dụ smtp+starttls://tên:mật-khẩu@máy-chủ:587): khi "
                "vận hành, thư đặt lại mật khẩu không được nằm trong tệp."
            ]
            if production
            else []
        )
    parts = urlsplit(url)
    if parts.scheme not in MAIL_PORTS or not parts.hostname or not _port_is_sound(url):
        return [
            "MAIL_URL không đúng dạng; hãy ghi smtp://, smtp+starttls:// hoặc smtp+tls://tên:mật-khẩu@máy-chủ:cổng."
        ]
    if production and parts.scheme == "smtp" and parts.password:
        return ["MAIL_URL gửi mật khẩu không mã hóa; hãy dùng smtp+starttls:// hoặc smtp+tls://."]
    if production and not environ.get("MAIL_FROM", "").strip():
        return ["Thiếu biến môi trường MAIL_FROM (địa chỉ thư gửi đi của hệ thống)."]
    return []


def _port_is_sound(url: str) -> bool:
    try:
        return urlsplit(url).port is None or urlsplit(url).port != 0
    except ValueError:
        return False


def _oidc(environ: Mapping[str, str], production: bool) -> list[str]:
    told = [name for name in OIDC_NEEDED if environ.get(name, "").strip()]
    if not told:
        return []
    missing = [name for name in OIDC_NEEDED if name not in told]
    if missing:
        return [
            f"Thiếu biến môi trường {', '.join(missing)}: đăng nhập một lần cần đủ {len(OIDC_NEEDED)} biến."
        ]
    parts = urlsplit(environ["DANVAN_OIDC_ISSUER"].strip())
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
        return ["DANVAN_OIDC_ISSUER không đúng dạng; hãy ghi đúng issuer mà máy chủ định danh công bố."]
    if parts.scheme == "http" and (production or parts.hostname not in ("127.0.0.1", "localhost")):
        return [
            "DANVAN_OIDC_ISSUER phải bắt đầu bằng https://: qua http, ai ở giữa cũng giả được máy chủ định danh."
        ]
    return []
