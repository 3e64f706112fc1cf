"""A hostile visitor: every address, method, field and day with what nobody should send. Nothing answers 500."""

from datetime import date

import pytest
from django.urls import reverse

from danvan.domains.petitions.models import Letter
from danvan.org.tests.factories import make_account
from danvan.records import writing
from danvan.records.desk.submissions import new_key
from danvan.records.tests.desk_world import DAY, NAME, classified, moving, opening, session_of
from danvan.records.tests.factories import letter_of
from tests.support.doors import doors
from tests.support.hostile import ASKED, DESK, METHODS, NASTY, ROLES, SHARE, browser, everywhere, stays

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nobody_has_asked_too_often")]


class TestEveryAddress:
    """Walked from the table of addresses, so that a new page is walked from its first day."""

    def test_the_walk_finds_the_rooms(self):
        names = {door.name for door in doors()}
        assert {"health", "records:worklist", "records:move", "reports:page", "portal:track"} <= names
        assert {"account_login", "account_reset_password_from_key", "ui:gallery"} <= names

    def test_no_method_breaks_any_for_a_visitor(self, record):
        client = browser()
        for path in everywhere(record):
            for method in METHODS:
                answer = getattr(client, method)(path)
                assert answer.status_code < 500, (method, path)

    @pytest.mark.parametrize("role", ROLES)
    def test_no_role_breaks_any(self, officer, record, role):
        client = browser(make_account(role, officer.at))
        for path in everywhere(record):
            if "logout" in path:
                continue
            for method in ("get", "post"):
                assert getattr(client, method)(path).status_code < 500, (role, method, path)

    def test_the_desk_is_shut_to_visitors(self, record, published):
        _, report = published
        client = browser()
        for path in everywhere(record, report):
            if path.startswith(DESK):
                for method in METHODS:
                    answer = getattr(client, method)(path)
                    assert answer.status_code in (302, 403, 404, 405), (method, path)
                    assert answer.status_code != 302 or answer["Location"].startswith("/tai-khoan/login/")

    def test_all_of_a_published_quarter(self, published):
        _, report = published
        client = browser()
        paths = [path for path in everywhere(None, report) if path.startswith("/so-lieu/")]
        found = [path for path in paths if client.get(path).status_code == 200]
        assert len(paths) > 50
        assert any(path.endswith("/pdf") for path in found)
        assert all(client.get(path).status_code in (200, 301, 304, 400, 404) for path in paths)


class TestQuestions:
    """Every parameter of every address that is asked with GET."""

    def test_of_a_visitor(self, record):
        self.ask(browser(), ("/", "/tra-cuu/", "/kiem-tra-chu-ky/", "/tai-khoan/login/", "/health", "/ui/"))

    def test_of_the_public_report(self, published):
        _, report = published
        page = reverse("portal:report", args=[report.unit.slug, report.period])
        self.ask(
            browser(), (page, f"{page}don.tiep_nhan/", f"{page}tai-ve/csv"), ("bieu", "ban", "sau", "truoc")
        )

    def test_of_an_officer(self, officer, record):
        paths = ("/ban-lam-viec/", "/ban-lam-viec/don/", "/ban-lam-viec/luot-tiep/", "/ban-lam-viec/vu-viec/")
        self.ask(browser(officer), (*paths, "/ban-lam-viec/don/tai-ve.csv", "/bao-cao/"))

    def ask(self, client, paths, names=ASKED):
        for place, path in enumerate(paths):
            for turn, value in enumerate(NASTY):
                # every value everywhere at once, and each name alone with a share of the values
                asked = [dict.fromkeys(names, value)]
                asked += [
                    {name: value} for at, name in enumerate(names) if (at + place) % SHARE == turn % SHARE
                ]
                for query in asked:
                    answer = client.get(path, query)
                    assert answer.status_code < 500, (path, [*query], value[:40])
                    assert stays(answer)


class TestForms:
    """Every field of every form, one wrong at a time, and all of them."""

    def send(self, client, path, right):
        for turn, value in enumerate(NASTY):
            sent = [dict.fromkeys(right, value)]
            names = [name for at, name in enumerate(right) if "\x00" in value or at % SHARE == turn % SHARE]
            sent += [right | {"key": new_key()} | {name: value} for name in names]
            for form in sent:
                answer = client.post(path, form)
                assert answer.status_code < 500, (
                    path,
                    value[:40],
                    [k for k, v in form.items() if v == value],
                )
                assert stays(answer)

    def test_opening_a_letter(self, officer):
        sent = opening(officer, is_repeated="on", with_personal="1")
        self.send(browser(officer), "/ban-lam-viec/don/tiep-nhan/", sent)
        self.send(browser(officer), "/ban-lam-viec/don/tiep-nhan/", sent | {"luu_nhap": "1"})
        assert browser(officer).get("/ban-lam-viec/don/tiep-nhan/").status_code == 200

    def test_opening_a_visit_with_its_person(self, officer):
        session = session_of(officer)
        sent = {
            "unit": str(officer.at.pk),
            "on": "1/3/2023",
            "channel": "thu_truong",
            "session": str(session.pk),
        }
        sent |= {
            "content_kind": "khieu_nai",
            "persons": "1",
            "is_group": "",
            "is_repeated": "",
            "with_personal": "1",
        }
        sent |= {"full_name": NAME, "address": "Ngõ", "phone": "09", "content": "Thử", "ghi_nguoi": ""}
        self.send(browser(officer), "/ban-lam-viec/luot-tiep/tiep-nhan/", sent)

    def test_opening_a_session(self, officer):
        sent = {
            "unit": str(officer.at.pk),
            "on": "1/3/2023",
            "occasion": "dinh_ky",
            "attendance": "truc_tiep",
        }
        self.send(browser(officer), "/ban-lam-viec/ky-tiep/tiep-nhan/", sent | {"planned_on": "1/3/2023"})

    def test_moving_a_letter(self, officer):
        letter = letter_of(officer, DAY)
        sent = moving(letter, kind="khieu_nai", field="dat_dai", signatories="1", with_personal="1")
        sent |= {"is_repeated": "", "is_eligible": "on", "is_competent": "on", "phone": "0", "content": "x"}
        self.send(browser(officer), reverse("records:move", args=[letter.public_id, "phan_loai"]), sent)
        forwarding = reverse("records:move", args=[classified(officer).public_id, "chuyen"])
        self.send(
            browser(officer), forwarding, {"on": "2/3/2023", "version": "2", "forwarded_to": "Thanh tra tỉnh"}
        )

    def test_reports(self, published):
        place, report = published
        client = browser(place.head)
        self.send(
            client, "/bao-cao/lap/", {"unit": str(place.province.pk), "period": "2023-Q1", "form": "dvcq"}
        )
        for step, field in (("ky", "reason"), ("sua-doi", "amend-reason")):
            self.send(client, f"/bao-cao/{report.pk}/{step}/", {field: "Thử"})

    def test_log_in_and_passwords(self, officer):
        for path, sent in (
            ("/tai-khoan/login/", {"login": "a", "password": "b", "remember": "", "next": "/"}),
            ("/tai-khoan/signup/", {"username": "a", "password1": "b", "password2": "b", "email": "a@a.vn"}),
            ("/tai-khoan/password/reset/", {"email": "a@a.vn"}),
        ):
            self.send(browser(), path, sent)
        for path, sent in (
            (
                "/tai-khoan/email/",
                {"email": "a@a.vn", "action_add": "", "action_remove": "", "action_primary": ""},
            ),
            ("/tai-khoan/password/change/", {"oldpassword": "a", "password1": "b", "password2": "b"}),
            ("/tai-khoan/reauthenticate/", {"password": "a", "next": "/"}),
        ):
            self.send(browser(officer), path, sent)

    def test_tracking(self, record):
        self.send(browser(), "/tra-cuu/", {"code": "1"})


class TestDays:
    """Days that no calendar has, or that no register of ours can hold."""

    @pytest.mark.parametrize("on", ["31/2/2023", "0/3/2023", "1/1/0001", "31/12/9999", "15/3/2023", "1/1/1899", "1/1/1900",
                                    "29/2/2023", "1/13/2023", "1/3", "hôm qua", "１/３/２０２３ngày"])  # fmt: skip
    def test_is_refused_with_a_sentence_or_taken_whole(self, officer, on):
        answer = browser(officer).post("/ban-lam-viec/don/tiep-nhan/", opening(officer, on=on))
        assert answer.status_code in (302, 400)
        assert Letter.objects.count() == (1 if answer.status_code == 302 else 0)

    def test_a_move_before_the_record_is_refused(self, officer):
        letter = letter_of(officer, date(2023, 3, 1))
        with pytest.raises(Exception, match="trước ngày tiếp nhận"):
            writing.move(letter, "phan_loai", by=officer, on=date(2023, 2, 1), kind="khieu_nai", field="khac")
