"""The page of the seal passphrase, and a key that is open for fifteen minutes in one session: what ends it."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from danvan.org.tests.factories import make_unit
from danvan.records.models import SealGrant, SealKey, SealOpening, SealUnlocked
from danvan.records.seal import attempts, boxes, cases, items, own_keys, unlocking
from danvan.records.seal.tests.seal_world import (
    OTHER_PHRASE,
    PHRASE,
    WHY,
    lend,
    make_world,
    officer,
    opened,
    seals_on_network,
    shown_again,
)
from danvan.records.tests.desk_world import desk_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    unit = make_unit()
    seals_on_network(unit, officer("lanh_dao", unit))
    return unit


@pytest.fixture
def clerk(unit):
    return officer("tiep_dan", unit)


@pytest.fixture
def client(clerk, as_app):
    return shown_again(desk_of(clerk))


@pytest.fixture
def clock(monkeypatch):
    """`clock(minutes)` puts the clock forward."""
    real = timezone.now
    ahead = [timedelta()]
    monkeypatch.setattr("django.utils.timezone.now", lambda: real() + ahead[0])

    def forward(minutes):
        ahead[0] += timedelta(minutes=minutes)

    return forward


def at(name, *args):
    return reverse(f"seal:{name}", args=args)


def made(client, phrase=PHRASE, again=None):
    return client.post(at("make"), {"phrase": phrase, "again": phrase if again is None else again})


def ending(client, **more):
    """The form that ends the key, as the page shows it."""
    key = SealKey.objects.filter(account_id=client.session["_auth_user_id"], ended_at=None).first()
    return {"dong_y": "1", "khoa": str(key.pk) if key else ""} | more


def ended(account, **more):
    client = shown_again(desk_of(account))
    return client.post(at("lose"), ending(client, **more))


class TestThePassphrase:
    def test_is_set_and_the_state_shown(self, client, clerk):
        assert "Đặt cụm mật khẩu" in client.get(at("own_key")).content.decode()
        assert made(client).status_code == 302
        page = client.get(at("own_key")).content.decode()
        assert "đang đóng" in page
        key = own_keys.living(clerk)
        assert boxes.public_of(opened(key).private) == bytes(key.public)

    @pytest.mark.parametrize(
        ("phrase", "told"),
        [
            ("", "điền đủ"),
            ("ngắn quá bé nhỏ", "quá yếu"),
            ("nui nui nui nui nui nui nui", "quá yếu"),
            ("mộtcụmrấtdàikhôngcódấucáchnào", "quá yếu"),
            ("aa bb aa bb aa bb aa bb", "quá yếu"),
            ("11111 22222 33333 44444", "quá yếu"),
            ("matkhau matkhau danvan ubnd", "quá yếu"),
        ],
    )
    def test_weak_ones_are_refused(self, client, clerk, phrase, told):
        answer = made(client, phrase)
        assert answer.status_code == 400
        assert told in answer.content.decode()
        assert own_keys.living(clerk) is None

    def test_typed_differently_is_refused(self, client):
        assert "không giống nhau" in made(client, again=OTHER_PHRASE).content.decode()

    def test_the_log_in_password_is_refused(self, client, clerk):
        clerk.set_password(PHRASE)
        clerk.save()
        client.force_login(clerk, backend="allauth.account.auth_backends.AuthenticationBackend")
        shown_again(client)
        assert "phải khác mật khẩu đăng nhập" in made(client).content.decode()

    def test_an_account_without_a_password_has_one_all_the_same(self, client, clerk):
        clerk.set_unusable_password()
        clerk.save()
        client.force_login(clerk, backend="allauth.account.auth_backends.AuthenticationBackend")
        shown_again(client)
        assert made(client).status_code == 302

    def test_a_second_one_is_refused(self, client):
        made(client)
        assert "đã có khóa" in made(client, OTHER_PHRASE).content.decode()

    def test_changed_the_key_is_the_same(self, client, clerk):
        made(client)
        before = own_keys.living(clerk)
        sent = {"old": PHRASE, "phrase": OTHER_PHRASE, "again": OTHER_PHRASE}
        assert client.post(at("change"), sent).status_code == 302
        after = own_keys.living(clerk)
        assert (after.pk, bytes(after.public)) == (before.pk, bytes(before.public))
        assert opened(after, OTHER_PHRASE).private
        with pytest.raises(own_keys.Refusal):
            own_keys.opened(clerk, PHRASE)

    @pytest.mark.parametrize(
        ("old", "new", "told"),
        [
            (OTHER_PHRASE, OTHER_PHRASE, "không đúng"),
            (PHRASE, PHRASE, "giống cụm đang dùng"),
            (PHRASE, "ngắn", "quá yếu"),
        ],
    )
    def test_not_changed_without_the_old_one_or_to_a_weak_one(self, client, clerk, old, new, told):
        made(client)
        answer = client.post(at("change"), {"old": old, "phrase": new, "again": new})
        assert told in answer.content.decode()
        assert opened(own_keys.living(clerk))

    def test_what_was_typed_is_not_shown_again(self, client):
        answer = made(client, "cụm yếu zqxyz")
        assert "zqxyz" not in answer.content.decode()

    def test_its_cost_stands_in_the_row(self, client, clerk, settings):
        made(client)
        key = own_keys.living(clerk)
        settings.SEAL_COST = boxes.Cost(2, 16_384)
        assert (key.passes, key.memory) == (boxes.LEAST.passes, boxes.LEAST.memory)
        client.post(at("change"), {"old": PHRASE, "phrase": OTHER_PHRASE, "again": OTHER_PHRASE})
        assert own_keys.living(clerk).passes == 2
        assert opened(own_keys.living(clerk), OTHER_PHRASE)

    def test_without_a_setting_it_is_argon2ids_moderate(self, settings):
        del settings.SEAL_COST
        assert own_keys.cost() == boxes.MODERATE == boxes.Cost(3, 268_435_456)


class TestLost:
    def test_the_old_key_ends_and_a_new_one_is_made(self, as_app):
        world = make_world()
        record = world.case()
        client, old = shown_again(desk_of(world.clerk)), own_keys.living(world.clerk)
        answer = client.post(at("lose"), ending(client), follow=True)
        assert "1 hồ sơ niêm phong cần" in answer.content.decode()
        old.refresh_from_db()
        assert (bytes(old.vault), old.ended_why) == (b"", "mat_cum")
        assert {bytes(grant.sealed) for grant in SealGrant.objects.filter(key=old)} == {b""}
        made(client, OTHER_PHRASE)
        assert own_keys.living(world.clerk).pk != old.pk
        page = client.get(at("case", record.public_id)).content.decode()
        assert "không giữ khóa của hồ sơ này" in page

    def test_what_comes_in_afterwards_is_closed_to_whoever_found_the_old_one(self, as_app):
        world = make_world()
        record, found = world.case(), world.key(world.clerk)
        old = cases.rings_of(cases.case_of(record), "day_du", found).values()
        ended(world.clerk)
        item = items.put(record, "thu_trao_doi", {"text": "đến sau"}, by=None)
        assert item.ring.number == 2
        for private in old:
            with pytest.raises(own_keys.Refusal):
                boxes.unseal(item.sealed, private)
        told = [one.values for one in items.read(record, WHY, unlocked=world.key(world.settler))]
        assert told[-1] == {"text": "đến sau"}
        assert SealGrant.objects.filter(ring=item.ring, recovery=world.recovery).count() == 1

    def test_the_only_holder_may_lose_his_too_and_recovery_goes_on(self, as_app):
        world = make_world()
        record = world.case((world.clerk, "tiep_nhan"))
        answer = ended(world.clerk)
        assert answer.status_code == 400
        assert "khóa cuối cùng của 1 hồ sơ" in answer.content.decode()
        assert ended(world.clerk, dong_y_cuoi="1").status_code == 302
        ring = cases.newest_ring(cases.case_of(record), "day_du")
        assert [grant.recovery for grant in ring.grants.all()] == [world.recovery]

    def test_not_without_a_tick(self, client, clerk):
        made(client)
        assert client.post(at("lose")).status_code == 400
        assert own_keys.living(clerk)

    def test_nothing_to_lose(self, client):
        assert client.post(at("lose"), ending(client)).status_code == 400


class TestAnOpenKey:
    @pytest.fixture
    def session(self, client):
        made(client)
        answer = client.post(at("unlock"), {"phrase": PHRASE})
        assert answer.status_code == 302
        return answer

    def shown(self, client):
        return "đang mở, tự đóng" in client.get(at("own_key")).content.decode()

    def test_is_shown_and_its_secret_is_in_a_narrow_cookie(self, client, session):
        assert self.shown(client)
        cookie = session.cookies[unlocking.COOKIE]
        assert (cookie["path"], cookie["samesite"], cookie["max-age"]) == (
            "/ban-lam-viec/niem-phong/",
            "Strict",
            900,
        )
        assert cookie["httponly"]

    def test_the_row_alone_opens_nothing(self, client, session):
        [row] = SealUnlocked.objects.all()
        key = SealKey.objects.get()
        private = opened(key).private
        assert private not in bytes(row.sealed)
        assert boxes.unwrap(row.sealed, bytes(32)) is None
        client.cookies.pop(unlocking.COOKIE)
        assert not self.shown(client)

    @pytest.mark.parametrize("secret", ["", "00" * 32, "zz", "ab", "é" * 64, "0" * 5000])
    def test_another_secret_opens_nothing(self, client, session, secret):
        client.cookies[unlocking.COOKIE] = secret
        assert not self.shown(client)

    def test_fifteen_minutes_by_the_clock(self, client, session, clock):
        clock(14)
        assert self.shown(client)
        clock(1)
        assert not self.shown(client)
        assert not SealUnlocked.objects.exists(), "what is over is removed"

    def test_looking_does_not_prolong_it(self, client, session, clock):
        for _minute in range(14):
            clock(1)
            assert self.shown(client)
        clock(1)
        assert not self.shown(client)

    def test_the_hands_that_hold_it_are_empty_after_it_too(self, clerk, client, session, clock):
        mine = opened(own_keys.living(clerk))
        clock(15)
        with pytest.raises(own_keys.Refusal, match="đang đóng"):
            mine.check()

    def test_ends_at_log_out(self, client, session):
        secret = client.cookies[unlocking.COOKIE].value
        client.post(reverse("account_logout"))
        assert not SealUnlocked.objects.exists()
        assert secret

    def test_ends_with_the_session_wherever_that_is_ended(self, client, session):
        Session.objects.all().delete()
        assert not SealUnlocked.objects.exists()

    def test_ends_at_khoa_lai(self, client, session):
        client.post(at("lock"))
        assert not SealUnlocked.objects.exists()
        assert not self.shown(client)

    def test_ends_when_the_roles_change(self, client, session, clerk):
        clerk.person.grants.update(role="xu_ly")
        assert not self.shown(client)
        assert not SealUnlocked.objects.exists()

    def test_ends_when_a_role_is_lent(self, client, session, clerk, unit):
        lend(officer("lanh_dao", unit), clerk, "lanh_dao", "records.decide")
        assert not self.shown(client)

    def test_ends_when_the_passphrase_changes(self, client, session):
        client.post(at("change"), {"old": PHRASE, "phrase": OTHER_PHRASE, "again": OTHER_PHRASE})
        assert not self.shown(client)

    def test_another_account_in_the_same_browser_does_not_have_it(self, client, session, unit):
        other = officer("tiep_dan", unit)
        client.force_login(other, backend="allauth.account.auth_backends.AuthenticationBackend")
        assert not self.shown(client)

    def test_another_browser_with_the_cookie_does_not_have_it(self, client, session, clerk):
        other = desk_of(clerk)
        other.cookies[unlocking.COOKIE] = client.cookies[unlocking.COOKIE].value
        assert not self.shown(other)


class TestWrongPassphrases:
    def test_are_counted_and_then_wait(self, client, clock):
        made(client)
        for _turn in range(attempts.MOST):
            assert "không đúng" in client.post(at("unlock"), {"phrase": OTHER_PHRASE}).content.decode()
        right = client.post(at("unlock"), {"phrase": PHRASE})
        assert right.status_code == 400
        assert "hãy chờ 5 phút" in right.content.decode()
        clock(6)
        assert client.post(at("unlock"), {"phrase": PHRASE}).status_code == 302

    def test_of_one_account_stop_no_other(self, client, unit):
        made(client)
        for _turn in range(attempts.MOST):
            client.post(at("unlock"), {"phrase": "sai"})
        other = shown_again(desk_of(officer("tiep_dan", unit)))
        made(other)
        assert other.post(at("unlock"), {"phrase": PHRASE}).status_code == 302

    def test_stand_in_the_heads_book(self, client, clerk, unit):
        made(client)
        client.post(at("unlock"), {"phrase": "sai"})
        head = desk_of(officer("lanh_dao", unit))
        page = head.get(at("book")).content.decode()
        assert "sai cụm mật khẩu" in page
        assert str(clerk) in page

    def test_also_count_when_one_tries_by_changing_it(self, client):
        made(client)
        client.post(at("change"), {"old": "sai", "phrase": OTHER_PHRASE, "again": OTHER_PHRASE})
        assert SealOpening.objects.filter(outcome="sai_cum").count() == 1

    def test_as_many_as_at_log_in(self):
        assert settings.ACCOUNT_RATE_LIMITS["login_failed"].endswith(
            f"{attempts.MOST}/{attempts.SPAN.seconds // 60}m/key"
        )


class TestWhereNothingIsSealed:
    def test_pages_answer_with_a_sentence(self, as_app):
        client = desk_of(officer("tiep_dan", make_unit()))
        for name in ("own_key",):
            answer = client.get(at(name))
            assert answer.status_code == 403
            assert "ngoài hệ thống" in answer.content.decode()
        assert made(client).status_code == 403
        assert not SealKey.objects.exists()

    def test_a_stranger_is_sent_to_log_in(self):
        assert Client().get(at("own_key")).status_code == 302


class TestAStolenSession:
    """Whoever sits down at an unlocked browser neither makes nor ends a key: who it is, is asked again."""

    def test_makes_no_key(self, clerk, as_app):
        client = desk_of(clerk)
        answer = made(client)
        assert answer.status_code == 400
        assert "xác nhận lại đăng nhập" in answer.content.decode()
        assert own_keys.living(clerk) is None
        page = client.get(at("own_key")).content.decode()
        assert f"{reverse('account_reauthenticate')}?next=" in page
        assert f'action="{at("make")}"' not in page

    def test_ends_no_key(self, client, clerk):
        made(client)
        other = desk_of(clerk)
        answer = other.post(at("lose"), ending(other))
        assert answer.status_code == 400
        assert own_keys.living(clerk)
        assert f'action="{at("lose")}"' not in other.get(at("own_key")).content.decode()

    def test_what_was_typed_does_not_wait_in_the_session(self, clerk, as_app):
        client = desk_of(clerk)
        made(client)
        assert PHRASE not in str(dict(client.session))

    def test_after_a_while_it_is_asked_once_more(self, client, clerk):
        session = client.session
        session["account_authentication_methods"][0]["at"] -= 24 * 3600
        session.save()
        assert made(client).status_code == 400

    def test_of_single_sign_on_alone_a_fresh_log_in_is_asked(self, clerk, as_app):
        clerk.set_unusable_password()
        clerk.save()
        client = desk_of(clerk)
        assert "đăng xuất" in made(client).content.decode()
        assert made(shown_again(client)).status_code == 302


class TestTheOwnerIsTold:
    @pytest.fixture
    def told(self, monkeypatch):
        told = []
        monkeypatch.setattr(own_keys, "_tell", [lambda account, change: told.append((account.pk, change))])
        return told

    def test_of_a_key_made_and_ended(self, client, clerk, told):
        made(client)
        client.post(at("lose"), ending(client))
        assert told == [(clerk.pk, own_keys.MADE), (clerk.pk, own_keys.ENDED)]

    def test_not_of_a_try(self, client, told):
        made(client, "ngắn")
        assert told == []

    def test_in_words_that_tell_neither_names_nor_classes(self):
        from danvan.config.accounts import letters

        for change in (own_keys.MADE, own_keys.ENDED):
            words = str(letters.CHANGES[change]).lower()
            assert "tố cáo" not in words
            assert "niêm phong" not in words


class TestTwoWindows:
    def test_changing_does_not_put_an_old_half_into_a_new_row(self, client, clerk, monkeypatch):
        made(client)
        real = own_keys.opened

        def slow(account, phrase):
            found = real(account, phrase)
            monkeypatch.setattr(own_keys, "opened", real)
            own_keys.lose(account)
            own_keys.make(account, OTHER_PHRASE, OTHER_PHRASE)
            return found

        monkeypatch.setattr(own_keys, "opened", slow)
        third = "sóng bạc đêm dài tiếng vọng"
        with pytest.raises(own_keys.Refusal, match="cửa sổ khác"):
            own_keys.change(clerk, PHRASE, third, third)
        key, private = own_keys.opened(clerk, OTHER_PHRASE)
        assert boxes.public_of(private) == bytes(key.public)

    def test_an_old_page_does_not_end_the_new_key(self, client, clerk):
        made(client)
        old = ending(client)
        client.post(at("lose"), old)
        made(client, OTHER_PHRASE)
        answer = client.post(at("lose"), old)
        assert answer.status_code == 400
        assert "cửa sổ khác" in answer.content.decode()
        assert own_keys.living(clerk)


class TestWhatOthersKnow:
    @pytest.mark.parametrize("spaces", ["", " nhé bạn ơi"])
    def test_the_example_of_the_page_is_refused(self, client, clerk, spaces):
        assert "ví dụ trên trang" in made(client, own_keys.EXAMPLE + spaces).content.decode()
        assert own_keys.living(clerk) is None

    def test_the_own_name_the_accounts_and_the_units_are_refused(self, client, clerk, unit):
        names = (str(clerk.person), clerk.get_username(), unit.names.first().name)
        for name in names:
            answer = made(client, f"{name} chín quả cam vàng bến đò")
            assert "tên đơn vị" in answer.content.decode(), name
        assert own_keys.living(clerk) is None
