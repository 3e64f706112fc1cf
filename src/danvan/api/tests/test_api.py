"""The API: a token and nothing else opens it, it shows what its owner may see within the token, in JSON and Vietnamese."""

import time
from datetime import date
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.test import Client

from danvan.api import bearer
from danvan.org.models import Account, Person, RoleGrant
from danvan.org.people import tokens
from danvan.org.roles import ROLES
from danvan.org.tests.factories import make_account, make_unit
from danvan.records.models import Duty, Record
from danvan.records.tests.desk_world import NAME, classified, desk_of, session_of
from danvan.records.tests.factories import handler, letter_of

pytestmark = pytest.mark.django_db
DAY = date(2023, 3, 1)
EVERYTHING = ("records.read", "records.sealed", "duties.read")


@pytest.fixture(autouse=True)
def nobody_has_asked():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def officer(db):
    return handler()


def secret_of(account, unit, *scopes, **fields):
    wanted = {"name": "Phần mềm thử", "expires_on": date(2023, 12, 31), "why": "Thử nghiệm"}
    return tokens.make_token(by=account, unit=unit, scopes=scopes or EVERYTHING, **(wanted | fields))[1]


def ask(secret, path, **asked):
    return Client().get(f"/api/v1/{path}", asked, headers={"authorization": f"Bearer {secret}"})


def codes(answer):
    assert answer.status_code == 200, answer.content.decode()
    return {row["public_id"] for row in answer.json()["records"]}


# Who comes in


PATHS = ("don-vi", "ho-so/don", "nghia-vu", "luat/KN.S1")


@pytest.mark.parametrize("path", PATHS)
def test_nothing_without_a_token_not_even_for_who_is_logged_in(officer, path):
    for browser in (Client(), desk_of(officer)):
        answer = browser.get(f"/api/v1/{path}")
        assert answer.status_code == 401
        assert answer["WWW-Authenticate"] == "Bearer"
        assert answer.json()["loi"].startswith("Thiếu mã truy cập")
    for head in ("Basic x", "Bearer", "Bearer ", "Bearer danvan_" + "0" * 40, "Bearer \xe9"):
        assert Client().get(f"/api/v1/{path}", headers={"authorization": head}).status_code == 401


@pytest.mark.parametrize("path", PATHS)
def test_answers_are_json_and_kept_nowhere(officer, path):
    answer = ask(secret_of(officer, officer.at), path)
    assert answer.status_code in (200, 400)  # a unit of a test has no code; it may stand outside every list
    assert answer["Content-Type"].startswith("application/json")
    assert "no-store" in answer["Cache-Control"]
    assert "Set-Cookie" not in answer


def test_a_revoked_token_and_a_locked_owner_are_out_at_the_next_question(officer):
    secret = secret_of(officer, officer.at)
    assert ask(secret, "ho-so/don").status_code == 200
    tokens.revoke_token(officer.tokens.get(), by=officer, why="Lộ mã")
    assert ask(secret, "ho-so/don").status_code == 401
    second = secret_of(officer, officer.at)
    Account.objects.filter(pk=officer.pk).update(is_active=False)
    assert ask(second, "ho-so/don").status_code == 401


def test_nothing_is_changed_by_any_method(officer):
    secret = secret_of(officer, officer.at)
    for method in ("post", "put", "patch", "delete"):
        for path in PATHS:
            answer = getattr(Client(), method)(
                f"/api/v1/{path}", headers={"authorization": f"Bearer {secret}"}
            )
            assert answer.status_code == 405


# On a busy machine five questions may reach into the next minute, in which all are free again.
STANDING = SimpleNamespace(time=lambda: 1_700_000_010.0)


def test_a_token_may_ask_so_often_and_no_more(officer, monkeypatch):
    monkeypatch.setattr(bearer, "ASKS", 3)
    monkeypatch.setattr(bearer, "time", STANDING)
    secret, other = secret_of(officer, officer.at), secret_of(officer, officer.at)
    assert [ask(secret, "luat/KN.S1").status_code for _ in range(5)] == [200, 200, 200, 429, 429]
    answer = ask(secret, "luat/KN.S1")
    assert answer["Retry-After"] == "60"
    assert "hỏi thưa hơn" in answer.json()["loi"]
    assert ask(other, "luat/KN.S1").status_code == 200


def test_who_guesses_tokens_is_stopped(officer, monkeypatch):
    monkeypatch.setattr(bearer, "MISSES", 3)
    monkeypatch.setattr(bearer, "time", STANDING)
    guesses = [ask(f"danvan_{turn:040x}", "don-vi").status_code for turn in range(5)]
    assert guesses == [401, 401, 401, 429, 429]


def test_who_guesses_shuts_out_nobody_behind_the_same_proxy(officer, monkeypatch):
    monkeypatch.setattr(bearer, "MISSES", 3)
    secret = secret_of(officer, officer.at)
    assert {ask(f"danvan_{turn:040x}", "luat/KN.S1").status_code for turn in range(9)} == {401, 429}
    assert ask(secret, "luat/KN.S1").status_code == 200


def test_the_next_minute_counts_anew_however_steadily_one_asks(officer, monkeypatch):
    monkeypatch.setattr(bearer, "ASKS", 2)
    secret, begun = secret_of(officer, officer.at), time.time()
    now = begun
    monkeypatch.setattr(time, "time", lambda: now)
    answers = []
    for turn in range(8):
        now = begun + 30 * turn
        answers.append(ask(secret, "luat/KN.S1").status_code)
    assert answers == [200] * 8


# Records


def test_records_of_the_tokens_units_newest_first(officer):
    complaint, older = classified(officer), letter_of(officer, date(2023, 2, 1))
    stranger = classified(handler())
    answer = ask(secret_of(officer, officer.at), "ho-so/don")
    assert [row["public_id"] for row in answer.json()["records"]] == [complaint.public_id, older.public_id]
    assert stranger.public_id not in answer.content.decode()
    first = answer.json()["records"][0]
    assert first["unit"] == officer.at.slug
    assert first["number"] == complaint.number
    assert first["received_on"] == "2023-03-01"
    assert first["fields"]["kind"] == "khieu_nai"
    assert first["is_sealed"] is False


def test_sealed_means_sealed(officer):
    complaint, denounced = classified(officer), classified(officer, "to_cao")
    waiting = letter_of(officer, DAY)
    reading = ask(secret_of(officer, officer.at, "records.read"), "ho-so/don")
    assert codes(reading) == {complaint.public_id}
    rows = ask(secret_of(officer, officer.at), "ho-so/don").json()["records"]
    sealed = [row for row in rows if row["is_sealed"]]
    assert {row["public_id"] for row in sealed} == {denounced.public_id, waiting.public_id}
    assert all(row["title"] is None and row["fields"] == {} for row in sealed)


def test_no_personal_detail_leaves(officer):
    classified(officer)
    classified(officer, "kien_nghi_phan_anh")
    answer = ask(secret_of(officer, officer.at), "ho-so/don").content.decode()
    for private in (NAME, "Ngõ thử 7", "0900000000", "Nội dung riêng thử"):
        assert private not in answer


def test_a_token_of_counts_reads_no_record(officer):
    classified(officer)
    assert codes(ask(secret_of(officer, officer.at, "records.count"), "ho-so/don")) == set()


def test_an_owner_who_lost_the_role_leaves_the_token_empty(officer):
    classified(officer)
    secret = secret_of(officer, officer.at)
    RoleGrant.objects.filter(person=officer.person).update(role="tong_hop")
    assert codes(ask(secret, "ho-so/don")) == set()


def test_a_published_record_of_others_shows_its_public_fields(officer):
    session = session_of(handler())
    Record.objects.filter(pk=session.pk).update(published_on=DAY)
    (row,) = ask(secret_of(officer, officer.at), "ho-so/ky-tiep").json()["records"]
    declared = session.declared
    assert row["public_id"] == session.public_id
    assert set(row["fields"]) <= set(declared.public)


@pytest.mark.parametrize(
    "role", sorted(key for key, role in ROLES.items() if "records.read" in role.permissions)
)
def test_the_api_shows_what_the_one_question_shows(officer, role):
    for kind in ("khieu_nai", "to_cao", "kien_nghi_phan_anh"):
        classified(officer, kind)
    account = make_account(role, officer.at)
    scopes = {"records.read", "records.sealed"} & ROLES[role].permissions
    expected = set(Record.objects.filter(type="don").visible_to(account).values_list("public_id", flat=True))
    assert expected
    assert codes(ask(secret_of(account, officer.at, *scopes), "ho-so/don")) == expected


def test_a_long_list_goes_on_with_after(officer, monkeypatch):
    monkeypatch.setattr("danvan.api.routes.SIZE", 3)
    made = {letter_of(officer, date(2023, 2, turn)).public_id for turn in range(1, 9)}
    secret, seen, after = secret_of(officer, officer.at), [], ""
    while True:
        answer = ask(secret, "ho-so/don", after=after).json()
        seen += [row["public_id"] for row in answer["records"]]
        after = answer["after"]
        if not after:
            break
    assert len(seen) == len(made)
    assert set(seen) == made


def test_one_unit_of_many(officer):
    parent = make_unit(kind="huyen")
    below = [handler(make_unit(parent=parent)) for _ in range(2)]
    letters = [letter_of(one, DAY) for one in below]
    chief = make_account("lanh_dao", parent, covers_below=True)
    secret = secret_of(chief, parent, covers_below=True)
    assert codes(ask(secret, "ho-so/don")) == {letter.public_id for letter in letters}
    assert codes(ask(secret, "ho-so/don", unit=below[0].at.slug)) == {letters[0].public_id}


# Duties, units, rules


def test_duties_are_those_that_the_one_question_shows(officer):
    letter_of(officer, DAY)
    letter_of(handler(), DAY)
    answer = ask(secret_of(officer, officer.at), "nghia-vu")
    rows = answer.json()["duties"]
    assert {row["unit"] for row in rows} == {officer.at.slug}
    assert {row["id"] for row in rows} == set(
        Duty.objects.filter(unit=officer.at).values_list("pk", flat=True)
    )
    assert rows == sorted(rows, key=lambda row: (row["due_on"], row["id"]))
    assert all(row["citation"] and row["standing"] for row in rows)
    blind = ask(secret_of(officer, officer.at, "records.read"), "nghia-vu").json()["duties"]
    assert blind == []


def test_duties_within_days_and_open_ones(officer):
    classified(officer)
    secret = secret_of(officer, officer.at)
    rows = ask(secret, "nghia-vu").json()["duties"]
    opened = ask(secret, "nghia-vu", is_open="true").json()["duties"]
    closed = ask(secret, "nghia-vu", is_open="false").json()["duties"]
    assert {row["id"] for row in opened} | {row["id"] for row in closed} == {row["id"] for row in rows}
    assert all(row["met_on"] is None for row in opened)
    assert ask(secret, "nghia-vu", since="1/1/2100").json()["duties"] == []
    assert ask(secret, "nghia-vu", until="1/1/2000").json()["duties"] == []


def test_units_as_they_stood_on_a_day(officer):
    top = make_unit("Tỉnh Minh Họa", "tinh", code="99")
    below = make_unit("Xã Minh Họa", parent=top, code="99001")
    answer = ask(secret_of(officer, officer.at), "don-vi", under="99", on="14/3/2023").json()
    assert answer["on"] == "2023-03-14"
    assert [(row["code"], row["parent"]) for row in answer["units"]] == [("99", None), ("99001", top.slug)]
    assert answer["units"][1]["slug"] == below.slug


def listed(secret, **asked):
    """Every page of units, one after another, as a client would ask for them."""
    found, after = [], ""
    while True:
        answer = ask(secret, "don-vi", after=after, **asked)
        assert answer.status_code == 200, answer.content.decode()
        found.append([row["slug"] for row in answer.json()["units"]])
        after = answer.json()["after"]
        if not after:
            return found


@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_units_come_in_pages_each_once_in_vietnamese_order(officer, monkeypatch, size):
    monkeypatch.setattr("danvan.api.routes.SIZE", size)
    top = make_unit("Tỉnh Minh Họa", "tinh", code="99")
    names = ("Xã Đông", "Xã Dông", "Xã An", "Xã An", "Xã Yên", "Xã Ân")
    made = [top, *(make_unit(name, parent=top) for name in names)]
    make_unit("Văn phòng", "co_quan", parent=top)
    pages = listed(secret_of(officer, officer.at), under="99")
    assert [len(page) for page in pages] == [size] * (7 // size) + ([7 % size] if 7 % size else [])
    found = [slug for page in pages for slug in page]
    assert set(found) == {unit.slug for unit in made}
    by_slug = {unit.slug: name for unit, name in zip(made, ("Tỉnh Minh Họa", *names), strict=True)}
    told = [by_slug[slug] for slug in found]
    assert told == ["Tỉnh Minh Họa", "Xã An", "Xã An", "Xã Ân", "Xã Dông", "Xã Đông", "Xã Yên"]


def test_a_unit_below_tells_who_stands_above_it_on_whichever_page(officer, monkeypatch):
    monkeypatch.setattr("danvan.api.routes.SIZE", 1)
    top = make_unit("Tỉnh Minh Họa", "tinh", code="99")
    make_unit("Xã Minh Họa", parent=top, code="99001")
    secret = secret_of(officer, officer.at)
    first = ask(secret, "don-vi", under="99").json()
    second = ask(secret, "don-vi", under="99", after=first["after"]).json()
    assert [row["parent"] for row in first["units"] + second["units"]] == [None, top.slug]


@pytest.mark.parametrize("key", ["x", "-1", "0", "99999999999999999999", "١٢", "1.5", "2023-03-01.5"])
def test_a_key_of_units_that_no_page_wrote_is_a_sentence(officer, key):
    answer = ask(secret_of(officer, officer.at), "don-vi", after=key)
    assert answer.status_code == 400
    assert "hãy hỏi lại danh sách từ đầu" in answer.json()["loi"]


def test_a_day_without_units_is_a_sentence_and_not_an_empty_page(officer):
    answer = ask(secret_of(officer, officer.at), "don-vi", on="1/1/1980")
    assert answer.status_code == 400
    assert "Không có danh mục đơn vị" in answer.json()["loi"]


def test_a_rule_on_a_day(officer):
    secret = secret_of(officer, officer.at)
    now = ask(secret, "luat/KN.S1", on="2023-03-14").json()
    assert now["state"] == "in_force"
    assert now["citation"]
    assert now["wording"]["cite"]["document"] == "02/2011/QH13"
    before = ask(secret, "luat/KN.S1", on="1/1/1990").json()
    assert (before["state"], before["wording"]) == ("not_yet", None)
    assert before["sentence"].endswith(".")


# Faults


@pytest.mark.parametrize(
    ("path", "asked", "status"),
    [
        ("luat/KHONG.CO", {}, 404),
        ("ho-so/khong-co", {}, 404),
        ("khong-co", {}, 404),
        ("", {}, 404),
        ("don-vi", {"on": "31/2/2023"}, 400),
        ("don-vi", {"under": "\0"}, 400),
        ("don-vi", {"under": "khong-co"}, 400),
        ("ho-so/don", {"after": "x"}, 400),
        ("ho-so/don", {"after": "9" * 60}, 400),
        ("nghia-vu", {"since": "hôm qua"}, 400),
        ("nghia-vu", {"is_open": "có lẽ"}, 400),
    ],
)
def test_a_fault_is_one_vietnamese_sentence_in_json(officer, path, asked, status):
    answer = ask(secret_of(officer, officer.at), path, **asked)
    assert answer.status_code == status
    assert answer["Content-Type"].startswith("application/json")
    sentence = answer.json()["loi"]
    assert sentence[0].isupper()
    assert " " in sentence
    assert list(answer.json()) == ["loi"]


def test_the_document_tells_every_question_and_needs_no_token():
    document = Client().get("/api/v1/openapi.json").json()
    assert set(document["paths"]) == {
        "/api/v1/don-vi",
        "/api/v1/ho-so/{kind}",
        "/api/v1/nghia-vu",
        "/api/v1/luat/{key}",
    }
    for path in document["paths"].values():
        assert list(path) == ["get"]
        assert path["get"]["security"]
        assert path["get"]["summary"]


BOUNDS = {"don-vi": 14, "ho-so/don": 12, "nghia-vu": 12, "luat/KN.S1": 5}


@pytest.mark.parametrize("path", sorted(BOUNDS))
def test_a_question_keeps_to_its_number_of_queries(officer, path, django_assert_max_num_queries, settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    for _ in range(3):
        classified(officer)
    secret = secret_of(officer, officer.at)
    with django_assert_max_num_queries(BOUNDS[path]):
        assert ask(secret, path).status_code == 200


def test_a_person_of_no_unit_can_still_be_an_owner(officer):
    Person.objects.filter(pk=officer.person_id).update(unit=None)
    assert ask(secret_of(officer, officer.at), "ho-so/don").status_code == 200
