"""The same headers on every page, wrong ones included; cookies, sessions and methods as they should be."""

import re

import pytest

from danvan.org.tests.factories import make_account
from tests.support.hostile import DESK, browser, everywhere

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nobody_has_asked_too_often")]


class TestHeaders:
    """The same on every page, wrong ones included."""

    @pytest.fixture
    def answers(self, officer, record):
        clients = {
            "visitor": browser(),
            "officer": browser(officer),
            "counter": browser(make_account("tong_hop", officer.at)),
        }
        found = []
        for who, client in clients.items():
            for path in everywhere(record):
                if "logout" not in path:
                    found.append((who, path, client.get(path)))
        found.append(("visitor", "csrf", browser(csrf=True).post("/tra-cuu/")))
        found.append(("visitor", "host", browser().get("/", headers={"host": "x y"})))
        return found

    def test_content_policy_frames_sniffing_and_referrer(self, answers):
        for who, path, answer in answers:
            policy = answer.get("Content-Security-Policy", "")
            assert "script-src 'self'; style-src 'self'" in policy, (who, path)
            assert "unsafe" not in policy
            assert answer.get("X-Frame-Options") == "DENY", (who, path)
            assert answer["X-Content-Type-Options"] == "nosniff"
            # the pages about tố cáo tell not even ourselves where a visitor came from
            quiet = path.startswith("/gui-don/to-cao/") and answer.status_code != 404
            assert answer["Referrer-Policy"] == ("no-referrer" if quiet else "same-origin"), path
            assert "X-Powered-By" not in answer

    def test_no_inline_script_or_style(self, answers):
        seen = 0
        for who, path, answer in answers:
            if not answer.get("Content-Type", "").startswith("text/html") or answer.streaming:
                continue
            text = answer.content.decode()
            seen += 1
            assert not re.search(r"<script(?![^>]*\bsrc=)", text), (who, path)
            assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", text.replace("alert", "")), (
                who,
                path,
            )
            assert not re.search(r'(?:src|href)="(?:https?:)?//(?!testserver)', text) or "rel=" in text, (
                who,
                path,
            )
        assert seen > 60

    def test_the_desk_is_kept_by_nobody(self, answers):
        for who, path, answer in answers:
            if who != "visitor" and path.startswith(DESK) and answer.status_code not in (404, 405):
                assert "no-store" in answer.get("Cache-Control", ""), (who, path, answer.status_code)

    def test_cookies(self, officer):
        client = browser()
        client.get("/tai-khoan/login/")
        client.post("/tai-khoan/login/", {"login": officer.username, "password": "mat-khau-thu-nghiem"})
        assert set(client.cookies) == {"sessionid", "csrftoken"}
        for cookie in client.cookies.values():
            assert cookie["httponly"], cookie.key
            assert cookie["samesite"] == "Lax", cookie.key

    def test_log_in_changes_the_session(self, officer):
        client = browser()
        client.get("/tai-khoan/login/")
        session = client.session
        session["x"] = "1"
        session.save()
        before = session.session_key
        client.cookies["sessionid"] = before
        client.post("/tai-khoan/login/", {"login": officer.username, "password": "mat-khau-thu-nghiem"})
        assert client.cookies["sessionid"].value != before

    def test_log_out_is_no_link(self, officer):
        client = browser(officer)
        client.get("/tai-khoan/logout/")
        assert client.get("/ban-lam-viec/").status_code == 200

    def test_head_is_get_without_its_body(self, record, officer):
        client = browser(officer)
        for path in (
            "/",
            "/ban-lam-viec/",
            record.get_absolute_url(),
            "/tra-cuu/",
            "/ban-lam-viec/don/tai-ve.csv",
        ):
            answer = client.head(path)
            assert answer.status_code == client.get(path).status_code
            assert not b"".join(answer)
