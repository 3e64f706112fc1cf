"""Where an account is signed in, in words; ending one and all."""

import time
from datetime import date, timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from danvan.config.accounts import clearing, sessions_page
from danvan.records.daily import jobs

CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile Safari/604.1"


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (CHROME, "Chrome trên Windows"),
        (CHROME + " Edg/141.0.0.0", "Edge trên Windows"),
        (CHROME.replace("Chrome", "coc_coc_browser/130.0 Chrome"), "Cốc Cốc trên Windows"),
        (IPHONE, "Safari trên iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox trên Linux"),
        (
            "Mozilla/5.0 (Linux; Android 15; SM-S931B) Chrome/140.0 Mobile Safari/537.36",
            "Chrome trên Android",
        ),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/18.0 Safari/605.1.15", "Safari trên macOS"),
        ("curl/8.5.0", "Thiết bị chưa rõ"),
        ("", "Thiết bị chưa rõ"),
        ("<script>alert(1)</script>", "Thiết bị chưa rõ"),
    ],
)
def test_a_device_in_words(user_agent, words):
    assert sessions_page.device(user_agent) == words


@pytest.fixture
def two(sign_in, account):
    """This browser and a telephone."""
    here = sign_in(account, HTTP_USER_AGENT=CHROME)
    return here, sign_in(account, HTTP_USER_AGENT=IPHONE, REMOTE_ADDR="10.1.1.1")


def test_the_list_has_words_and_no_user_agents(two):
    page = two[0].get(reverse("usersessions_list")).content.decode()
    assert "Chrome trên Windows" in page
    assert "Safari trên iPhone" in page
    assert "10.1.1.1" in page
    assert "Mozilla" not in page
    assert page.count("máy này") == 1


def test_one_session_can_be_ended(two, account):
    here, there = two
    other = UserSession.objects.get(ip="10.1.1.1")
    assert here.post(reverse("usersession_end", kwargs={"pk": other.pk})).status_code == 302
    assert there.get(reverse("account_home")).status_code == 302
    assert here.get(reverse("account_home")).status_code == 200


def test_ending_the_present_one_is_signing_out(two):
    here, there = two
    mine = UserSession.objects.get(ip="127.0.0.1")
    assert here.post(reverse("usersession_end", kwargs={"pk": mine.pk}))["Location"] == reverse(
        "account_login"
    )
    assert here.get(reverse("account_home")).status_code == 302
    assert there.get(reverse("account_home")).status_code == 200


def test_all_can_be_ended_at_once(two, account):
    here, _there = two
    assert here.post(reverse("usersessions_end_all"))["Location"] == reverse("account_login")
    for browser in two:
        assert browser.get(reverse("account_home")).status_code == 302
    assert not UserSession.objects.filter(user=account).exists()


def test_nobody_ends_the_session_of_another(two, sign_in, db):
    from danvan.org.tests.factories import make_account

    stranger = sign_in(make_account())
    victim = UserSession.objects.get(ip="10.1.1.1")
    assert stranger.post(reverse("usersession_end", kwargs={"pk": victim.pk})).status_code == 404
    assert Session.objects.filter(session_key=victim.session_key).exists()


@pytest.mark.parametrize("name", ["usersessions_end_all", "usersession_end"])
def test_ending_is_no_link(two, name):
    kwargs = {"pk": 1} if name == "usersession_end" else {}
    assert two[0].get(reverse(name, kwargs=kwargs)).status_code == 405
    assert Client().post(reverse(name, kwargs=kwargs))["Location"].startswith(reverse("account_login"))


def test_use_is_noted_once_in_five_minutes(two, monkeypatch):
    here = two[0]
    row = UserSession.objects.get(ip="127.0.0.1")
    long_ago = timezone.now() - timedelta(hours=2)
    UserSession.objects.filter(pk=row.pk).update(last_seen_at=long_ago)
    here.get(reverse("account_home"))
    row.refresh_from_db()
    assert row.last_seen_at == long_ago
    later = sessions_page.time.time() + 301
    monkeypatch.setattr(sessions_page.time, "time", lambda: later)
    here.get(reverse("account_home"))
    row.refresh_from_db()
    assert row.last_seen_at > long_ago


def test_a_session_that_is_over_leaves_the_list(two, account):
    Session.objects.filter(session_key=UserSession.objects.get(ip="10.1.1.1").session_key).delete()
    assert "Safari trên iPhone" not in two[0].get(reverse("usersessions_list")).content.decode()


def test_what_has_run_out_is_cleared_once_a_day(two, account, as_app):
    here, there = two
    over = UserSession.objects.get(ip="10.1.1.1").session_key
    Session.objects.filter(session_key=over).update(expire_date=timezone.now() - timedelta(seconds=1))
    cache.set("cu", 1, timeout=0.001)
    cache.set("moi", 1, timeout=60)
    time.sleep(1.1)  # the cache keeps whole seconds
    assert "don_phien_het_han" in [job.key for job in jobs()]
    assert clearing.clear_expired(date(2026, 1, 1), date(2026, 1, 1)) == 1
    assert [row.ip for row in UserSession.objects.filter(user=account)] == ["127.0.0.1"]
    assert here.get(reverse("account_home")).status_code == 200
    assert there.get(reverse("account_home")).status_code == 302
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM config_cache WHERE cache_key IN (':1:cu', ':1:moi')")
        assert cursor.fetchall() == [(":1:moi",)]
