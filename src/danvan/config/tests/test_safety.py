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


def test_production_has_no_demonstration_day():
    assert ask_settings(SOUND, "settings.DEMONSTRATION_DAY").stdout == "None\n"
