"""Unique words are planted through every input there is, and then looked for in everything that is left behind.

What belongs to a khiếu nại or a kiến nghị may stand in the table of personal details alone; of a tố cáo, and of a
letter or a visit whose class is not yet known, nothing may stand anywhere: no table, no session, no draft, no job,
no log, no temporary file, no page, no export.
"""

import io
import logging
import tempfile
from itertools import count

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse

from danvan.config import logs
from danvan.config.postgres import binaries, places, server
from danvan.domains.undertakings.models import Task
from danvan.org.tests.factories import make_account, make_unit
from danvan.records import writing
from danvan.records.declare import record_types
from danvan.records.desk.submissions import new_key
from danvan.records.models import Draft, PersonalDetails, Record
from danvan.records.tests.desk_world import DAY, desk_of, moving
from danvan.records.tests.factories import handler, letter_of
from tests.support.dump import PERSONAL_TABLE, holding, tables

pytestmark = pytest.mark.django_db
PERSONAL = ("full_name", "address", "phone", "content")
HANDLING = ("thu_ly", "huong_dan", "chuyen", "luu")
_turn = count(1)


class Garden:
    """Where words are planted: each is unique, looks like what a person would type, and is remembered."""

    def __init__(self) -> None:
        self.planted: dict[str, str] = {}

    def word(self, where: str) -> str:
        """A new word, remembered by the input it was given to."""
        token = f"zqx{next(_turn):05d}zqx"
        self.planted[token] = where
        return f"Trần Thị {token.capitalize()}, ngõ 7"

    def found(self, allowed: tuple[str, ...] = ()) -> dict[str, set[str]]:
        """Input → tables where its word stands although it may not."""
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")
        kept = {where: holding(token) - set(allowed) for token, where in self.planted.items()}
        return {where: places for where, places in kept.items() if places}

    def in_text(self, text: str) -> set[str]:
        """Inputs whose word stands in a text."""
        small = text.lower()
        return {where for token, where in self.planted.items() if token in small}


@pytest.fixture
def garden():
    return Garden()


@pytest.fixture
def log():
    """What web and worker would have printed: the program's own formatter and filter, at its own level."""
    text = io.StringIO()
    listener = logging.StreamHandler(text)
    listener.setFormatter(logs.CarefulFormatter(settings.LOGGING["formatters"]["careful"]["format"]))
    listener.addFilter(logs.RouteInsteadOfPath())
    listener.setLevel(settings.LOGGING["root"]["level"])
    logging.getLogger().addHandler(listener)
    yield text
    logging.getLogger().removeHandler(listener)


@pytest.fixture
def temporary(tmp_path, monkeypatch):
    """An empty folder that every temporary file of the test would fall into."""
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def officer(db):
    return handler()


@pytest.fixture
def client(officer, as_app):
    """A browser of an officer who opens, classifies and handles; the program has its own rights only."""
    client = desk_of(officer)
    client.raise_request_exception = False
    return client


def sown(garden, where, names):
    """Every named field filled with a word of its own."""
    return {name: garden.word(f"{where}.{name}") for name in names}


def opening_values(officer, kind):
    """What a browser sends to open a record of a type, right in every field."""
    right = {
        "don": {"channel": "buu_chinh", "signatories": "1"},
        "luot_tiep": {"channel": "thuong_xuyen", "persons": "1", "content_kind": "to_cao"},
        "ky_tiep": {"occasion": "dinh_ky", "attendance": "truc_tiep", "planned_on": "1/3/2023"},
        "pakn_quy_dinh": {"way": "van_ban"},
        "viec_dinh_ky": {"duty_key": str(Task.DIALOGUE_2015), "period": "2023"},
    }[kind.key]
    return {"unit": str(officer.at.pk), "on": "1/3/2023", "key": new_key()} | right


def opened_by_hand():
    return [kind for kind in record_types() if kind.opens_by_hand]


def classified(officer, kind):
    return writing.move(letter_of(officer, DAY), "phan_loai", by=officer, on=DAY, kind=kind, field="dat_dai")


def address(record, move):
    return reverse("records:move", args=[record.public_id, move])


class TestOpening:
    """Intake forms of every type that is opened by hand."""

    def test_each_field_in_turn_and_all_personal_ones(self, client, officer, garden, log):
        shown = ""
        for kind in opened_by_hand():
            right = opening_values(officer, kind)
            for name in (*right, *PERSONAL, "title", "note", "secrecy", "search_internal"):
                sent = right | {"key": new_key()} | sown(garden, f"mở {kind.key}", [name])
                where = reverse("records:open", args=[kind.key])
                for extra in ({}, {"with_personal": "1"}, {"ghi_nguoi": "1"}):
                    answer = client.post(where, sent | extra)
                    assert answer.status_code < 500, (kind.key, name)
                    if name in PERSONAL:
                        shown += answer.content.decode()
        assert not garden.found()
        assert not garden.in_text(shown), "a refused name is not shown again either"
        assert "POST /ban-lam-viec/" in log.getvalue(), "the log was listened to"
        assert not garden.in_text(log.getvalue())

    def test_a_draft_keeps_only_what_its_fields_can_mean(self, client, officer, garden):
        for kind in opened_by_hand():
            right = opening_values(officer, kind)
            for name in (*right, *PERSONAL, "title"):
                if name != "key":
                    sent = right | sown(garden, f"nháp {kind.key}", [name]) | {"luu_nhap": "1"}
                    client.post(reverse("records:open", args=[kind.key]), sent)
            assert not garden.found(), "after the last draft of the type"
            whole = right | sown(garden, f"nháp {kind.key}", [*right, *PERSONAL]) | {"luu_nhap": "1"}
            client.post(reverse("records:open", args=[kind.key]), whole | {"key": new_key()})
        assert not garden.found()

    def test_a_good_draft_is_kept(self, client, officer):
        kind = next(kind for kind in opened_by_hand() if kind.key == "don")
        client.post(reverse("records:open", args=["don"]), opening_values(officer, kind) | {"luu_nhap": "1"})
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")
        assert Draft.objects.get().fields["channel"] == "buu_chinh"

    def test_a_visit_that_tells_of_a_denunciation_keeps_nobody(self, client, officer, garden):
        kind = next(kind for kind in opened_by_hand() if kind.key == "luot_tiep")
        sent = opening_values(officer, kind) | sown(garden, "lượt tiếp tố cáo", PERSONAL)
        assert client.post(reverse("records:open", args=["luot-tiep"]), sent).status_code == 400
        assert not garden.found()


class TestMoves:
    """Move forms of letters in every state, of every class."""

    @pytest.mark.parametrize("kind", [None, "to_cao"])
    @pytest.mark.parametrize("move", ["phan_loai", *HANDLING])
    def test_of_a_denunciation_or_an_unclassified_letter_nothing_stays(
        self, client, officer, garden, log, kind, move
    ):
        letter = letter_of(officer, DAY)
        if move != "phan_loai":
            if kind is None:
                return
            letter = classified(officer, kind)
        right = moving(letter, field="dat_dai", kind=kind or "", signatories="1")
        fields = (
            "on",
            "kind",
            "field",
            "signatories",
            "is_repeated",
            "reason",
            "excuse",
            "title",
            "forwarded_to",
        )
        for name in (*fields, *PERSONAL):
            sent = right | {"key": new_key()} | sown(garden, f"{move} {kind}", [name])
            for extra in ({}, {"with_personal": "1"}, {"ghi_nguoi": "1"}):
                assert client.post(address(letter, move), sent | extra).status_code < 500, name
        assert not garden.found()
        assert not garden.in_text(log.getvalue())

    def test_a_denunciation_says_where_it_went_only_in_the_names_of_authorities(
        self, client, officer, garden
    ):
        unit = make_unit("Thanh tra Minh Họa")
        letter = classified(officer, "to_cao")
        refused = client.post(
            address(letter, "chuyen"), moving(letter, **sown(garden, "chuyển", ["forwarded_to"]))
        )
        assert refused.status_code == 400
        sent = client.post(address(letter, "chuyen"), moving(letter, forwarded_to=str(unit)))
        assert sent.status_code == 302
        assert not garden.found()

    @pytest.mark.parametrize("kind", ["khieu_nai", "kien_nghi_phan_anh"])
    def test_of_others_a_person_stands_in_the_one_table_alone(
        self, client, officer, garden, log, temporary, kind
    ):
        letter = letter_of(officer, DAY)
        names = sown(garden, kind, PERSONAL)
        names["phone"] = names["phone"][-20:] if len(names["phone"]) > 20 else names["phone"]
        sent = moving(letter, kind=kind, field="dat_dai", signatories="1", with_personal="1", **names)
        assert client.post(address(letter, "phan_loai"), sent).status_code == 302
        assert PersonalDetails.objects.get().full_name == names["full_name"]
        other = pages(client, letter)
        assert (
            client.post(address(letter, "luu"), moving(Record.objects.get(pk=letter.pk))).status_code == 302
        )
        assert not garden.found(allowed=(PERSONAL_TABLE,))
        assert not garden.in_text(log.getvalue() + other)
        assert not list(temporary.iterdir())

    def test_a_reclassified_letter_cannot_keep_its_person(self, client, officer, garden):
        letter = letter_of(officer, DAY)
        names = sown(garden, "phân loại lại", PERSONAL[:2])
        client.post(
            address(letter, "phan_loai"),
            moving(letter, kind="khieu_nai", field="dat_dai", signatories="1", with_personal="1", **names),
        )
        letter.refresh_from_db()
        again = client.post(
            address(letter, "phan_loai"), moving(letter, kind="to_cao", field="dat_dai", signatories="1")
        )
        assert again.status_code == 400
        assert not garden.found(allowed=(PERSONAL_TABLE,))


def pages(client, letter):
    """Everything that can be read or taken away, but the record's own page, which shows the person to its reader."""
    code = letter.public_id
    read = [
        client.get("/ban-lam-viec/"),
        client.get("/ban-lam-viec/don/"),
        client.get("/ban-lam-viec/luot-tiep/"),
        client.get("/ban-lam-viec/vu-viec/"),
        client.get("/bao-cao/"),
        client.post("/tra-cuu/", {"code": code}),
    ]
    text = "".join(answer.content.decode() for answer in read)
    export = client.get("/ban-lam-viec/don/tai-ve.csv")
    return text + b"".join(export.streaming_content).decode()


class TestQuestions:
    """Words that are only asked with: searches, addresses, headers, log-ins, files."""

    def test_searches_and_addresses(self, client, officer, garden, log):
        letter = letter_of(officer, DAY)
        asked = ("words", "sau", "truoc", "unit", "state", "kind", "field", "since", "until", "next", "x")
        for path in (
            "/ban-lam-viec/",
            "/ban-lam-viec/don/",
            "/ban-lam-viec/don/tai-ve.csv",
            "/ban-lam-viec/don/tiep-nhan/",
            letter.get_absolute_url(),
            "/bao-cao/",
            "/bao-cao/lap/",
            "/tra-cuu/",
            "/kiem-tra-chu-ky/",
            "/tai-khoan/login/",
            "/khong-co-trang-nay/",
        ):
            for name in (*asked, "bao-cao", "code", "bieu", "ban"):
                answer = client.get(path, {name: garden.word(f"{path}?{name}")})
                assert answer.status_code < 500, (path, name)
            client.get(path + garden.word("đường dẫn") + "/")
        assert not garden.found()
        assert not garden.in_text(log.getvalue())

    def test_headers(self, client, garden, log):
        for name in (
            "user-agent",
            "referer",
            "accept-language",
            "x-forwarded-for",
            "x-request-id",
            "host",
            "origin",
        ):
            word = garden.word(name).encode("ascii", "ignore").decode()
            answer = client.post("/ban-lam-viec/don/tiep-nhan/", {}, headers={name: word})
            assert answer.status_code < 500, name
        assert not garden.found()
        assert not garden.in_text(log.getvalue())

    def test_the_log_in_form(self, client, garden, log):
        client.logout()
        for path in ("/tai-khoan/login/", "/tai-khoan/signup/", "/tai-khoan/password/reset/"):
            for name in ("login", "password", "username", "password1", "email", "next", "remember"):
                answer = client.post(path, {"login": "x", "password": "y"} | sown(garden, path, [name]))
                assert answer.status_code < 500, (path, name)
        assert not garden.found()
        assert not garden.in_text(log.getvalue())

    def test_tracking_codes_that_are_none(self, client, garden, log):
        for path in ("/tra-cuu/",):
            client.post(path, sown(garden, path, ["code", "x"]))
        client.post("/tra-cuu/", {"code": "9382716450192837"})
        assert not garden.found()
        assert "9382716450192837" not in log.getvalue()
        assert not holding("9382716450192837")

    def test_files_given_to_the_signature_check(self, client, garden, log, temporary):
        word = garden.word("tệp")
        for name, content in (
            (f"{garden.word('tên tệp')}.json", word.encode()),
            ("goi.json", f'{{"package": {{"{word}": 1}}, "root": "{word}"}}'.encode()),
            ("goi.pdf", b"%PDF-1.7 " + word.encode()),
            ("lon.json", word.encode() * 200_000),
        ):
            answer = client.post("/kiem-tra-chu-ky/", {"file": SimpleUploadedFile(name, content)})
            assert answer.status_code < 500, name
        assert not garden.found()
        assert not garden.in_text(log.getvalue())
        assert not list(temporary.iterdir())


class TestTheSearchItself:
    """The dump would find what it looks for."""

    def test_a_word_left_in_a_table_a_session_or_bytes_is_found(self, garden, officer, client):
        garden.word("cán bộ")
        token = next(iter(garden.planted))
        account = make_account()
        account.person.full_name = token
        account.person.save()
        session = client.session
        session["note"] = token
        session.save()
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")
            cursor.execute("CREATE TABLE left_behind (kept bytea)")
            cursor.execute("INSERT INTO left_behind VALUES (%s)", [token.encode()])
        assert holding(token) >= {"public.org_person", "django_session, opened", "public.left_behind"}

    def test_jobs_sessions_history_and_drafts_are_among_the_tables_read(self, db):
        names = {name for _, name in tables()}
        assert {
            "procrastinate_jobs",
            "django_session",
            "records_history",
            "records_draft",
            "records_submission",
        } <= names

    def test_the_database_is_started_so_that_its_log_repeats_no_row(self):
        spot = places.find("run")
        command = [str(word) for word in server._command(spot, binaries.find(spot))]
        assert {"log_error_verbosity=terse", "log_statement=none", "log_min_error_statement=panic"} <= set(
            command
        )
