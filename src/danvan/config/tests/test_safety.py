"""Production does not start on what belongs to a demonstration."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model

from danvan.config import safety
from danvan.records import keys
from danvan.ui.errors import Refusal

KEYS = Path(tempfile.mkdtemp(prefix="danvan-keys-")) / "intake"
keys.make(KEYS)
SOUND = {
    "DANVAN_INTAKE_KEY_FILE": str(KEYS),
    "DANVAN_ENV": "production",
    "DATABASE_URL": "postgresql://danvan_app@may-chu/danvan",
    "SECRET_KEY": "q8Zr-2mK!x7Lw0Pv_uT5yN3bG9cH1dJ4fS6aE8kR2mW7tY0pQxV4",
    "ALLOWED_HOSTS": "danvan.example.gov.vn",
    "SIGNING_KEY": "9f3c" * 15 + "07ba",
    "MAIL_URL": "smtp+starttls://danvan:mat-khau@thu.example.gov.vn:587",
    "MAIL_FROM": "danvan@example.gov.vn",
}


def test_a_sound_environment_has_no_refusals():
    assert safety.refusals(SOUND) == []


@pytest.mark.parametrize("name", ["DATABASE_URL", "SECRET_KEY", "ALLOWED_HOSTS", "SIGNING_KEY"])
@pytest.mark.parametrize("value", [None, "", "  "])
def test_each_missing_variable_is_named(name, value):
    environ = {key: text for key, text in SOUND.items() if key != name} | (
        {name: value} if value is not None else {}
    )
    sentences = safety.refusals(environ)
    assert len(sentences) == 1
    assert name in sentences[0]


@pytest.mark.parametrize(
    ("name", "value", "word"),
    [
        ("DANVAN_DEBUG", "1", "DANVAN_DEBUG"),
        ("SECRET_KEY", "ngan", "SECRET_KEY"),
        ("SECRET_KEY", "a" * 60, "SECRET_KEY"),
        ("SECRET_KEY", "django-insecure-" + SOUND["SECRET_KEY"], "SECRET_KEY"),
        ("ALLOWED_HOSTS", "danvan.example.gov.vn, *", "ALLOWED_HOSTS"),
        ("SIGNING_KEY", safety.DEMONSTRATION_SIGNING_KEY, "minh họa"),
        ("SIGNING_KEY", safety.DEMONSTRATION_SIGNING_KEY.upper(), "minh họa"),
        ("SIGNING_KEY", "xyz", "64 chữ số"),
        ("SIGNING_KEY", "0" * 64, "dễ đoán"),
        ("SIGNING_KEY", "ab" * 32, "dễ đoán"),
        ("ALLOWED_HOSTS", ".", "ALLOWED_HOSTS"),
        ("ALLOWED_HOSTS", "danvan.example.gov.vn,.vn", "ALLOWED_HOSTS"),
    ],
)
def test_each_unsafe_value_gets_its_sentence(name, value, word):
    sentences = safety.refusals(SOUND | {name: value})
    assert len(sentences) == 1
    assert word in sentences[0]


def test_all_reasons_are_told_at_once():
    assert len(safety.refusals({"DANVAN_DEBUG": "1", "DANVAN_INTAKE_KEY_FILE": "/khong-co"})) == 7


@pytest.mark.django_db
def test_the_owner_of_the_tables_does_not_serve_pages(settings):
    """The test's own connection is the owner's."""
    settings.IS_PRODUCTION = True
    with pytest.raises(Refusal, match="«danvan_owner» sửa, xóa được lịch sử"):
        safety.refuse_demonstration()


def test_the_programs_own_role_does(settings, as_app):
    settings.IS_PRODUCTION = True
    assert safety.role_refusals() == []
    safety.refuse_demonstration()


@pytest.mark.django_db
def test_a_demonstration_login_in_the_database_is_refused(settings):
    people = get_user_model()
    people.objects.create_user("can-bo-that", password=None)
    assert safety.demonstration_login_refusals() == []
    people.objects.create_user("minh-hoa", password=None, is_illustrative=True)
    settings.IS_PRODUCTION = True
    with pytest.raises(Refusal, match="tài khoản minh họa"):
        safety.refuse_demonstration()


@pytest.mark.django_db
def test_a_switched_off_demonstration_login_is_no_danger():
    get_user_model().objects.create_user("minh-hoa", password=None, is_illustrative=True, is_active=False)
    assert safety.demonstration_login_refusals() == []


def ask_settings(environ: dict[str, str], question: str) -> subprocess.CompletedProcess:
    code = f"from danvan.config import settings; print({question})"
    clean = {key: value for key, value in os.environ.items() if key not in SOUND and key != "DANVAN_DEBUG"}
    return subprocess.run(
        [sys.executable, "-c", code], env=clean | environ, capture_output=True, text=True, check=False
    )


def test_settings_of_production_refuse_with_every_sentence():
    answer = ask_settings({"DANVAN_ENV": "production"}, "1")
    assert answer.returncode != 0
    for name in ("DATABASE_URL", "SECRET_KEY", "ALLOWED_HOSTS", "SIGNING_KEY"):
        assert name in answer.stderr


def test_settings_of_production_are_strict():
    strict = ["SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT"]
    question = f"[settings.DEBUG, *(getattr(settings, name) for name in {strict})]"
    assert ask_settings(SOUND, question).stdout == "[False, True, True, True]\n"


def test_an_unknown_environment_is_refused():
    assert "chỉ nhận production hoặc local" in ask_settings({"DANVAN_ENV": "prod"}, "1").stderr


@pytest.mark.parametrize("days", ["", "x", "-1", "1.5", "30 ngày", "0", "6"])
def test_days_of_grace_that_are_no_number_are_refused_with_a_sentence(days):
    answer = ask_settings({"DANVAN_RETENTION_GRACE_DAYS": days}, "1")
    assert "hãy ghi số ngày" in answer.stderr


def test_days_of_grace_are_taken_as_they_are_told():
    assert ask_settings({"DANVAN_RETENTION_GRACE_DAYS": "7"}, "settings.RETENTION_GRACE_DAYS").stdout == "7\n"
    assert ask_settings({}, "settings.RETENTION_GRACE_DAYS").stdout == "30\n"


def test_production_has_no_demonstration_day():
    assert ask_settings(SOUND, "settings.DEMONSTRATION_DAY").stdout == "None\n"


APART = {name: value for name, value in SOUND.items() if not name.startswith("MAIL")} | {
    "DANVAN_ISOLATED": "1",
    "ALLOWED_HOSTS": "may-to-cao,10.0.0.5",
}


class TestAMachineApart:
    def test_it_needs_no_mail_server(self):
        assert safety.refusals(APART) == []

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("MAIL_URL", "smtp+tls://a:b@thu.example.gov.vn:465"),
            ("DANVAN_MAILBOXES", "imaps://a:b@thu.example.gov.vn:993/INBOX?unit=xa"),
            ("DANVAN_OIDC_ISSUER", "https://dinhdanh.example.gov.vn"),
            ("DANVAN_OIDC_CLIENT_ID", "danvan"),
            ("DANVAN_ORIGIN", "https://danvan.example.gov.vn"),
            ("DANVAN_SMS_URL", "https://sms.example.gov.vn"),
            ("DANVAN_ZALO_URL", "https://zalo.example.gov.vn"),
            ("DANVAN_S3_ENDPOINT", "https://kho.example.gov.vn"),
            ("AWS_ENDPOINT_URL", "https://kho.example.gov.vn"),
            ("DANVAN_OPEN311_WITHOUT_KEY", "1"),
        ],
    )
    @pytest.mark.parametrize("ask", [safety.refusals, safety.local_refusals])
    def test_it_does_not_start_with_a_way_out(self, ask, name, value):
        told = [one for one in ask(APART | {name: value}) if "máy độc lập" in one]
        assert len(told) == 1
        assert name in told[0]
        assert value == "1" or value not in told[0], "an address may hold a password"

    @pytest.mark.parametrize(
        "host", ["danvan.example.gov.vn", ".gov.vn", "8.8.8.8", "[2001:4860:4860::8888]"]
    )
    def test_nor_under_a_public_name(self, host):
        assert [
            one for one in safety.refusals(APART | {"ALLOWED_HOSTS": f"may-to-cao,{host}"}) if host in one
        ]

    @pytest.mark.parametrize(
        "host", ["localhost", "127.0.0.1", "[::1]", "192.168.1.7", "10.1.2.3", "may-to-cao", "tc.internal"]
    )
    def test_a_name_of_the_local_network_will_do(self, host):
        assert safety.refusals(APART | {"ALLOWED_HOSTS": host}) == []

    @pytest.mark.parametrize("value", ["", "0", " "])
    def test_a_machine_that_is_not_apart_keeps_its_ways(self, value):
        assert (
            safety.isolated_refusals(SOUND | {"DANVAN_ISOLATED": value, "DANVAN_ORIGIN": "https://a.vn"})
            == []
        )

    def test_without_being_apart_a_production_still_needs_its_mail_server(self):
        assert [one for one in safety.refusals(APART | {"DANVAN_ISOLATED": ""}) if "MAIL_URL" in one]

    def test_settings_refuse_to_start(self):
        done = ask_settings({"DANVAN_ISOLATED": "1", "DANVAN_ORIGIN": "https://danvan.example.gov.vn"}, "1")
        assert done.returncode != 0
        assert "DANVAN_ISOLATED là máy độc lập" in done.stderr

    def test_settings_know_that_they_stand_apart(self):
        done = ask_settings({"DANVAN_ISOLATED": "1"}, "settings.ISOLATED")
        assert done.stdout.strip() == "True"
