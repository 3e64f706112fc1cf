"""What signing in reads from the environment, and what it refuses."""

import pytest

from danvan.config import safety
from danvan.config.accounts import options
from danvan.config.tests.test_safety import SOUND, ask_settings

OIDC = {
    "DANVAN_OIDC_ISSUER": "https://dinh-danh.example.gov.vn/realms/tinh",
    "DANVAN_OIDC_CLIENT_ID": "danvan",
    "DANVAN_OIDC_CLIENT_SECRET": "bi-mat",
}


def test_a_sound_production_has_mail_and_may_have_single_sign_on():
    assert safety.refusals(SOUND) == []
    assert safety.refusals(SOUND | OIDC) == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"MAIL_URL": ""}, "không được nằm trong tệp"),
        ({"MAIL_URL": "thu.example.gov.vn"}, "MAIL_URL không đúng dạng"),
        ({"MAIL_URL": "smtps://thu.example.gov.vn"}, "MAIL_URL không đúng dạng"),
        ({"MAIL_URL": "smtp+tls://"}, "MAIL_URL không đúng dạng"),
        ({"MAIL_URL": "smtp+tls://thu:cong"}, "MAIL_URL không đúng dạng"),
        ({"MAIL_URL": "smtp+tls://thu:99999"}, "MAIL_URL không đúng dạng"),
        ({"MAIL_URL": "smtp://ten:mat-khau@thu.example.gov.vn"}, "không mã hóa"),
        ({"MAIL_FROM": ""}, "MAIL_FROM"),
        (OIDC | {"DANVAN_OIDC_ISSUER": "http://dinh-danh.example.gov.vn"}, "phải bắt đầu bằng https://"),
        (OIDC | {"DANVAN_OIDC_ISSUER": "http://localhost:9400"}, "phải bắt đầu bằng https://"),
        (OIDC | {"DANVAN_OIDC_ISSUER": "dinh-danh"}, "không đúng dạng"),
        (OIDC | {"DANVAN_OIDC_ISSUER": "https://a.example/?x=1"}, "không đúng dạng"),
        (OIDC | {"DANVAN_OIDC_CLIENT_SECRET": " "}, "Thiếu biến môi trường DANVAN_OIDC_CLIENT_SECRET"),
        ({"DANVAN_OIDC_CLIENT_ID": "danvan"}, "DANVAN_OIDC_ISSUER, DANVAN_OIDC_CLIENT_SECRET"),
    ],
    ids=str,
)
def test_each_unsafe_value_gets_its_sentence(change, words):
    [sentence] = safety.refusals(SOUND | change)
    assert words in sentence
    assert "mat-khau" not in sentence


def test_on_this_machine_files_and_a_provider_over_http_will_do():
    assert options.refusals({}, production=False) == []
    assert options.refusals(OIDC | {"DANVAN_OIDC_ISSUER": "http://localhost:9400"}, production=False) == []
    [sentence] = options.refusals(OIDC | {"DANVAN_OIDC_ISSUER": "http://dinh-danh.example"}, production=False)
    assert "https://" in sentence


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp+starttls://ten:m%40t@thu.example", ("thu.example", 587, "ten", "m@t", True, False)),
        ("smtp+tls://thu.example", ("thu.example", 465, "", "", False, True)),
        ("smtp://127.0.0.1:2525", ("127.0.0.1", 2525, "", "", False, False)),
    ],
)
def test_a_mail_server_is_read_from_its_address(url, expected, tmp_path):
    entry = options.mailers({"MAIL_URL": url}, tmp_path)["default"]
    told = entry["OPTIONS"]
    assert entry["BACKEND"].endswith("smtp.EmailBackend")
    assert (
        tuple(told[name] for name in ("host", "port", "username", "password", "use_tls", "use_ssl"))
        == expected
    )
    assert told["timeout"] > 0


def test_without_a_mail_server_letters_are_files(tmp_path):
    entry = options.mailers({}, tmp_path / "mail")["default"]
    assert entry["OPTIONS"] == {"file_path": str(tmp_path / "mail")}


def test_the_mailers_of_django_take_these_options(settings, tmp_path):
    from django.core.mail import mailers

    settings.MAILERS = options.mailers({"MAIL_URL": "smtp+starttls://ten:m@thu.example"}, tmp_path)
    assert mailers["default"].use_tls is True
    settings.MAILERS = options.mailers({}, tmp_path / "mail")
    assert (tmp_path / "mail").stat().st_mode & 0o777 == 0o700 if mailers["default"] else False


@pytest.mark.parametrize(
    ("told", "production", "roles"),
    [
        ("", True, {"quan_tri", "he_thong", "lanh_dao"}),
        ("", False, set()),
        ("khong", True, set()),
        ("lanh_dao, he_thong", False, {"lanh_dao", "he_thong"}),
        (" , ", True, {"quan_tri", "he_thong", "lanh_dao"}),
    ],
)
def test_who_needs_a_second_factor(told, production, roles):
    assert options.second_factor_roles({"DANVAN_SECOND_FACTOR": told}, production) == roles


def test_the_provider_is_known_beforehand_and_only_one():
    assert options.provider({}) is None
    found = options.provider(OIDC)
    assert found.origin == "https://dinh-danh.example.gov.vn"
    [app] = options.providers(OIDC)["openid_connect"]["APPS"]
    assert app["settings"] == {"issuer": OIDC["DANVAN_OIDC_ISSUER"], "oauth_pkce_enabled": True}


def test_production_asks_its_leaders_for_a_second_factor_and_lets_forms_lead_to_the_provider():
    question = "sorted(settings.SECOND_FACTOR_ROLES), settings.SECURE_CSP['form-action'][1:]"
    answer = ask_settings(SOUND | OIDC, question)
    assert answer.stdout == "['he_thong', 'lanh_dao', 'quan_tri'] ['https://dinh-danh.example.gov.vn']\n", (
        answer.stderr
    )


def test_a_local_installation_refuses_a_provider_over_http_elsewhere():
    answer = ask_settings(OIDC | {"DANVAN_ENV": "local", "DANVAN_OIDC_ISSUER": "http://xa.example"}, "1")
    assert answer.returncode != 0
    assert "phải bắt đầu bằng https://" in answer.stderr


def test_an_unknown_role_stops_the_start():
    import os
    import subprocess
    import sys

    code = "import django; django.setup()"
    environ = os.environ | {"DANVAN_SECOND_FACTOR": "vua", "DJANGO_SETTINGS_MODULE": "danvan.config.settings"}
    answer = subprocess.run(
        [sys.executable, "-c", code], env=environ, capture_output=True, text=True, check=False
    )
    assert answer.returncode != 0
    assert "vai trò không có: vua" in answer.stderr
