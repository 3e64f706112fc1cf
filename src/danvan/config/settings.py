"""Django's settings. What differs between places comes from the environment; production refuses what is
unsafe.

DANVAN_ENV=production asks for DATABASE_URL, SECRET_KEY, ALLOWED_HOSTS and SIGNING_KEY (see `safety`).
Without it
this is a local installation: private database, keys of this clone, reachable from this machine only.
"""

import os
import secrets
from datetime import date
from pathlib import Path

from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from danvan.config import database, gateways, logs, postgres, safety
from danvan.config.accounts import options
from danvan.domains.petitions.mailbox import options as options_of_mail
from danvan.records import file_options, keys
from danvan.ui.errors import Refusal

HOME = postgres.clone()
ENVIRONMENT = os.environ.get("DANVAN_ENV", "local")
IS_PRODUCTION = ENVIRONMENT == "production"
IS_OWNER = os.environ.get("DANVAN_ROLE") == "owner"
ISOLATED = safety.is_isolated(os.environ)  # a machine apart, without a network, that keeps tố cáo


def _local_secret() -> str:
    """A secret of this clone, made once, so that log-ins outlive a restart."""
    mark = HOME / ".danvan" / "secret"
    if not mark.exists():
        draft = mark.with_name(f"secret.{os.getpid()}")
        mark.parent.mkdir(mode=0o700, exist_ok=True)
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_hex(32))
        draft.replace(mark)
    return mark.read_text()


if ENVIRONMENT not in ("production", "local"):
    raise Refusal(f"DANVAN_ENV là «{ENVIRONMENT}»; chỉ nhận production hoặc local.")
if IS_PRODUCTION and (REFUSALS := safety.refusals(os.environ)):
    raise Refusal("Không khởi động được ở chế độ vận hành:\n" + "\n".join(f"- {line}" for line in REFUSALS))
if not IS_PRODUCTION and (REFUSALS := safety.local_refusals(os.environ)):
    raise Refusal(" ".join(REFUSALS))

DEBUG = os.environ.get("DANVAN_DEBUG", "") not in ("", "0")
SECRET_KEY = os.environ.get("SECRET_KEY") or _local_secret()
ALLOWED_HOSTS = [
    host.strip()
    for host in os.environ.get("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
    if host.strip()
]
SIGNING_KEY = (os.environ.get("SIGNING_KEY") or safety.DEMONSTRATION_SIGNING_KEY).strip().lower()
SIGNING_KEY_IS_DEMONSTRATION = SIGNING_KEY == safety.DEMONSTRATION_SIGNING_KEY
# Roots of certificates that signatures of the law may lead to: one file, PEM. Without it no signed copy is taken.
TRUSTED_CERTIFICATES = os.environ.get("DANVAN_TRUSTED_CERTIFICATES", "")

# The day on which the demonstration set plays; None where real work is done (DANVAN_DEMONSTRATION=0,
# production).
DEMONSTRATION_DAY = (
    None if IS_PRODUCTION or os.environ.get("DANVAN_DEMONSTRATION") == "0" else date(2023, 3, 14)
)

# Days during which nothing of a record is destroyed after something new came in: a message, a file, a move.
if not (GRACE := os.environ.get("DANVAN_RETENTION_GRACE_DAYS", "30")).isdecimal():
    raise Refusal(f"DANVAN_RETENTION_GRACE_DAYS là «{GRACE}»; hãy ghi số ngày, ví dụ 30.")
if (RETENTION_GRACE_DAYS := int(GRACE)) < 7:  # the database itself takes nothing younger
    raise Refusal(f"DANVAN_RETENTION_GRACE_DAYS là «{GRACE}»; hãy ghi số ngày từ 7 trở lên.")

# Below how many records a figure with sealed ones among them opens to no officer either.
SMALLEST_OPENED = max(5, int(os.environ.get("DANVAN_SMALLEST_OPENED", "5")))

# The list of rooms: the table of contents. A new domain is one line here.
INSTALLED_APPS = [
    "danvan.ui",
    "danvan.org",
    "danvan.records",
    "danvan.domains.reception",
    "danvan.domains.petitions",
    "danvan.domains.undertakings",
    "danvan.domains.personal_data",
    "danvan.reports",
    "danvan.portal",
    "danvan.config",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
    "allauth.usersessions",
    "pgtrigger",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    # Before all that may answer early: a refused host or form gets the header as well.
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "danvan.config.accounts.factors.SecondFactorMiddleware",
    "danvan.config.accounts.sessions_page.LastSeenMiddleware",
]

ROOT_URLCONF = "danvan.config.urls"
WSGI_APPLICATION = "danvan.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
FORM_RENDERER = "danvan.ui.forms.Renderer"
CSRF_FAILURE_VIEW = "danvan.ui.views.csrf_failure"

DATABASES = {"default": database.settings()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# -- people ------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "org.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "danvan.config.accounts.passwords.CommonHereValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/ban-lam-viec/"
LOGOUT_REDIRECT_URL = "/"
# Of a link that an administrator hands over; a letter's is good for an hour.
PASSWORD_RESET_TIMEOUT = 3 * 24 * 3600
ACCOUNT_ADAPTER = "danvan.config.accounts.adapter.ClosedAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False  # here; everywhere else the old password's sessions end
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "20/m/ip,5/5m/key",
    "reset_password": "10/m/ip,3/5m/key",
}
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"
ACCOUNT_FORMS = {
    "login": "danvan.config.accounts.forms.HouseLoginForm",
    "reset_password": "danvan.config.accounts.forms.RecoveryForm",
    "user_token": "danvan.config.accounts.forms.RecoveryLinkForm",
}
SECOND_FACTOR_ROLES = options.second_factor_roles(os.environ, IS_PRODUCTION)
MFA_ADAPTER = "danvan.config.accounts.mfa.HouseMFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Danvan"
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_FORMS = {
    "activate_totp": "danvan.config.accounts.forms.AppForm",
    "authenticate_webauthn": "danvan.config.accounts.forms.PasskeyFactorForm",
    "login_webauthn": "danvan.config.accounts.forms.PasskeyLoginForm",
    "reauthenticate_webauthn": "danvan.config.accounts.forms.PasskeyConfirmForm",
    "add_webauthn": "danvan.config.accounts.forms.PasskeyForm",
    "edit_webauthn": "danvan.config.accounts.forms.PasskeyNameForm",
}
SOCIALACCOUNT_ADAPTER = "danvan.config.accounts.linking.KnownPeopleAdapter"
SOCIALACCOUNT_PROVIDERS = options.providers(os.environ)
SOCIALACCOUNT_REQUESTS_TIMEOUT = 5
# Counters of failures must be the same for every worker: a cache in each one's memory would multiply them.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "config_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

SESSION_ENGINE = "danvan.config.sessions"
SESSION_COOKIE_AGE = 8 * 3600  # a working day
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
# On the server: a sentence about a record survives an answer that was lost on the line, and no cookie holds it.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"

# -- what a browser may do ---------------------------------------------------------------------------------
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.SELF],
    # A form may be led on to the identity provider, and to nobody else.
    "form-action": [CSP.SELF, *([known.origin] if (known := options.provider(os.environ)) else [])],
    "frame-ancestors": [CSP.NONE],
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = IS_PRODUCTION
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if IS_PRODUCTION else 0
SECURE_REDIRECT_EXEMPT = [r"^health$"]  # asked from inside the machine, over plain HTTP
if os.environ.get("DANVAN_BEHIND_PROXY", "") not in ("", "0"):
    # Only behind a proxy that always sets the header itself: otherwise a visitor could claim HTTPS.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1  # else all visitors would share the proxy's one counter of failures

UPLOAD_LIMIT_BYTES = 25_000_000
DATA_FOLDER = keys.data_folder(os.environ, HOME)  # files of records, encrypted one by one
INTAKE_KEY_FILE = keys.key_file(os.environ, HOME)
FILE_SCANNER = file_options.scanner(os.environ)
MAILBOXES = options_of_mail.mailboxes(os.environ)
FILE_UPLOAD_HANDLERS = ["danvan.config.uploads.MemoryOnlyUploadHandler"]

# -- language and time -------------------------------------------------------------------------------------
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Tiếng Việt"))]  # a second language is one entry here and its catalogue in locale/
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"
FORMAT_MODULE_PATH = ["danvan.ui.formats"]
LOCALE_PATHS = [Path(__file__).resolve().parents[1] / "locale"]

# -- files the browser fetches -----------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = HOME / "build" / "static"
PAPER_FONTS = HOME / "build" / "fonts"  # laid down by scripts/install.py
STATICFILES_DIRS = [folder for folder in [HOME / "build" / "front"] if folder.is_dir()]
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.InMemoryStorage"
    },  # nothing is kept through Django's own fields
    "records": file_options.place(os.environ),
    **file_options.befores(os.environ),
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

MAILERS = options.mailers(os.environ, HOME / ".danvan" / "mail")
DEFAULT_FROM_EMAIL = os.environ.get("MAIL_FROM", "").strip() or "Danvan <danvan@localhost>"
SITE_ORIGIN = gateways.origin(os.environ, IS_PRODUCTION, ALLOWED_HOSTS)  # before the paths in letters
NOTICE_GATEWAYS = gateways.gateways(os.environ)
OPEN311_WITHOUT_KEY = os.environ.get("DANVAN_OPEN311_WITHOUT_KEY", "") not in ("", "0")
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "tasks"
LOGGING = logs.settings()
SILENCED_SYSTEM_CHECKS = ["security.W021"]  # HSTS preload is the owner of the domain's choice
