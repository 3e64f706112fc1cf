"""What every answer carries, whatever page it is: health, headers, language, closed sign-up."""

import pytest
from django.db import DatabaseError, connection
from django.test import Client, override_settings
from django.urls import resolve, reverse

from danvan.config import health

pytestmark = pytest.mark.django_db


def test_health_says_what_works(client):
    answer = client.get("/health")
    assert answer.status_code == 200
    assert answer.json() == {"database": "ok", "migrations": "ok", "worker": "silent"}
    assert "no-store" in answer["Cache-Control"]


def test_health_sees_a_worker_that_was_heard_of_lately(client):
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES")
    assert client.get("/health").json()["worker"] == "ok"
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '2 minutes'")
    assert client.get("/health").json()["worker"] == "silent"


def test_health_is_503_when_a_migration_is_missing(client):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'sessions'")
    answer = client.get("/health")
    assert answer.status_code == 503
    assert answer.json()["migrations"] == "1 missing"


def test_health_without_a_database_tells_no_secret(client, monkeypatch):
    def broken():
        raise DatabaseError("password authentication failed for user danvan_app at may-chu")

    monkeypatch.setattr(health, "_migrations", broken)
    answer = client.get("/health")
    assert answer.status_code == 503
    assert answer.json() == {"database": "unreachable", "migrations": "unknown", "worker": "unknown"}


def test_health_works_with_the_programs_own_role(client, as_app):
    assert client.get("/health").status_code == 200


@pytest.mark.parametrize("address", ["/health", "/khong-co-trang-nay/"])
def test_every_answer_has_the_strict_policy(client, address):
    answer = client.get(address)
    policy = answer["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"


def test_an_unknown_page_answers_in_vietnamese(client):
    answer = client.get("/khong-co-trang-nay/")
    assert answer.status_code == 404
    assert 'lang="vi"' in answer.content.decode()


def test_an_unknown_host_is_refused(client):
    assert client.get("/health", headers={"host": "ke-xau.example"}).status_code == 400


def test_a_form_without_its_token_is_refused():
    assert Client(enforce_csrf_checks=True).post(reverse("account_login"), {"login": "a"}).status_code == 403


def test_login_stands_under_a_vietnamese_address(client):
    assert reverse("account_login") == "/tai-khoan/login/"
    assert client.get("/tai-khoan/login/").status_code == 200


def test_nobody_signs_up_by_themselves(client, django_user_model):
    fields = {"username": "khach", "password1": "mat-khau-rat-dai-1", "password2": "mat-khau-rat-dai-1"}
    client.post(reverse("account_signup"), fields)
    assert not django_user_model.objects.filter(username="khach").exists()


@override_settings(LANGUAGES=[("vi", "Tiếng Việt"), ("en", "English")])
def test_addresses_are_ready_for_a_second_language(client):
    assert resolve("/tai-khoan/login/").url_name == "account_login"
    assert client.get("/en/tai-khoan/login/").status_code == 200


def test_the_readers_browser_language_changes_nothing(client):
    answer = client.get("/tai-khoan/login/", headers={"accept-language": "en"})
    assert answer["Content-Language"] == "vi"
