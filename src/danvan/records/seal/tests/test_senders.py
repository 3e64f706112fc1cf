"""The code of who sends a tố cáo over the network: kept nowhere, the only key, told from a slip of typing."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from danvan.records.models import SealSender
from danvan.records.seal import boxes, senders
from danvan.records.seal.tests.seal_world import denunciation, make_world
from danvan.ui.errors import Refusal

CODES = st.integers(0, 10**15 - 1).map(lambda stem: f"{stem:015d}{senders._damm(f'{stem:015d}')}")


@pytest.fixture
def world(db):
    cache.clear()
    return make_world()


@pytest.fixture
def record(world):
    return world.case()


class TestTheCheckDigit:
    @given(CODES)
    def test_a_drawn_code_is_read_however_it_is_spaced(self, code):
        for typed in (code, senders.in_groups(code), f"  {code[:8]}-{code[8:]}\n", ".".join(code)):
            assert senders.read_code(typed) == code

    @given(CODES, st.integers(0, 15), st.integers(1, 9))
    def test_one_wrong_digit_is_a_slip(self, code, at, more):
        wrong = f"{code[:at]}{(int(code[at]) + more) % 10}{code[at + 1 :]}"
        with pytest.raises(Refusal, match="Mã phải có 16 chữ số"):
            senders.read_code(wrong)

    @given(CODES, st.integers(0, 14))
    def test_two_neighbours_exchanged_are_a_slip(self, code, at):
        swapped = f"{code[:at]}{code[at + 1]}{code[at]}{code[at + 2 :]}"
        if swapped != code:
            with pytest.raises(Refusal):
                senders.read_code(swapped)

    @pytest.mark.parametrize(
        "typed", ["", "1234", "0" * 15, "0" * 17, "a" * 16, "١" * 16, "²" * 16, "0" * 15 + "x"]
    )
    def test_what_is_no_code_is_refused_with_a_sentence(self, typed):
        with pytest.raises(Refusal, match="Mã phải có 16 chữ số"):
            senders.read_code(typed)


class TestFinding:
    @pytest.mark.parametrize("second", ["", "1980", "000"])
    def test_code_and_second_item_find_record_and_key(self, record, second):
        code = senders.make(record, second)
        found = senders.find(senders.read_code(code), second)
        assert found is not None
        assert found[0].pk == record.pk
        sender = SealSender.objects.get()
        assert boxes.public_of(found[1]) == bytes(sender.public)
        assert sender.is_named is bool(second)

    @pytest.mark.parametrize(
        ("made", "tried"),
        [("1980", ""), ("1980", "1981"), ("1980", "980"), ("", "1980"), ("000", "0000"), ("", "/")],
    )
    def test_another_second_item_finds_nothing(self, record, made, tried):
        code = senders.make(record, made)
        assert senders.find(code, tried) is None

    def test_an_unknown_code_finds_nothing_and_pays_no_argon2(self, record, monkeypatch):
        senders.make(record)
        monkeypatch.setattr(
            senders, "_private", lambda *_all: pytest.fail("a derivation for an unknown code")
        )
        assert senders.find(senders._new_code()) is None

    def test_after_five_wrong_items_the_right_one_finds_nothing_either(self, record):
        code = senders.make(record, "1980")
        for _time in range(5):
            assert senders.find(code, "1981") is None
        assert senders.find(code, "1980") is None

    @pytest.mark.parametrize(
        ("times", "hours"), [(5, 1), (9, 1), (10, 6), (19, 6), (20, 24), (21, 24), (400, 24)]
    )
    def test_the_more_wrong_ones_in_all_the_longer_the_pause_and_never_for_good(
        self, record, monkeypatch, times, hours
    ):
        code = senders.make(record, "1980")
        now = timezone.now()
        for _time in range(times):
            senders._count_wrong(record.pk)
        for after, is_found in ((hours * 3600 - 60, False), (hours * 3600 + 60, True)):
            monkeypatch.setattr(senders.timezone, "now", lambda after=after: now + timedelta(seconds=after))
            assert bool(senders.find(code, "1980")) is is_found

    def test_one_wrong_one_after_a_pause_begins_the_next(self, record, monkeypatch):
        code, now = senders.make(record, "1980"), timezone.now()
        for _time in range(5):
            senders.find(code, "1981")
        monkeypatch.setattr(senders.timezone, "now", lambda: now + timedelta(hours=2))
        assert senders.find(code, "1982") is None
        assert senders.find(code, "1980") is None
        assert senders.wrong_of(record.pk).times == 6

    def test_a_right_one_takes_no_wrong_one_back(self, record):
        code = senders.make(record, "1980")
        senders.find(code, "1981")
        assert senders.find(code, "1980")
        assert senders.wrong_of(record.pk).times == 1

    def test_who_waited_for_the_turn_is_judged_when_it_comes(self, record, monkeypatch):
        code, turn = senders.make(record, "1980"), senders._take_turn

        def others_were_first():
            turn()
            for _time in range(5):
                senders._count_wrong(record.pk)

        monkeypatch.setattr(senders, "_take_turn", others_were_first)
        monkeypatch.setattr(senders, "_private", lambda *_all: pytest.fail("a sixth try"))
        assert senders.find(code, "1981") is None

    def test_wrong_items_for_one_case_shut_no_other(self, world, record):
        code, other = senders.make(record, "1980"), world.case()
        own = senders.make(other, "1990")
        for _time in range(5):
            senders.find(code, "1981")
        found = senders.find(own, "1990")
        assert found is not None
        assert found[0].pk == other.pk

    def test_right_items_are_not_counted(self, record):
        code = senders.make(record, "1980")
        assert all(senders.find(code, "1980") for _time in range(7))

    def test_a_code_is_found_after_the_installations_key_was_changed(self, record, settings):
        code = senders.make(record)
        settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
        settings.SECRET_KEY = "another key of the installation, long enough for it"
        assert senders.find(code) is not None
        settings.SECRET_KEY_FALLBACKS = []
        assert senders.find(code) is None


class TestTheCodeOfAForm:
    def test_one_form_leads_to_one_code_and_another_to_another(self, settings):
        code = senders.code_of("a" * 64)
        assert senders.read_code(code) == code == senders.code_of("a" * 64)
        assert senders.code_of("b" * 64) != code
        settings.SECRET_KEY = "another installation"
        assert senders.code_of("a" * 64) != code

    def test_codes_of_many_forms_are_spread_over_all_digits(self):
        codes = {senders.code_of(f"{turn:064d}") for turn in range(500)}
        assert len(codes) == 500
        for at in range(senders.DIGITS):
            assert {code[at] for code in codes} == set("0123456789")

    def test_what_was_sent_with_it_is_found_again(self, record):
        code = senders.code_of("a" * 64)
        assert senders.sent_with(code) is None
        assert senders.make(record, "1980", code=code) == code
        assert senders.sent_with(code).pk == record.pk
        assert senders.sent_with(senders.code_of("b" * 64)) is None

    def test_only_one_sends_by_a_code_and_the_turn_is_given_back_after_a_fault(self, db):
        def held():
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()"
                )
                return cursor.fetchone()[0]

        def fails():
            with senders.alone_with(senders.code_of("a" * 64)):
                assert held() == before + 1
                raise RuntimeError

        before = held()
        with pytest.raises(RuntimeError):
            fails()
        assert held() == before

    def test_the_same_code_is_never_given_to_two_cases(self, world, record):
        code = senders.code_of("a" * 64)
        senders.make(record, code=code)
        with pytest.raises(DatabaseError), transaction.atomic():
            senders.make(world.case(), code=code)


class TestWhatTheDatabaseHolds:
    def test_neither_code_nor_second_item(self, record):
        code = senders.make(record, "1980")
        with connection.cursor() as cursor:
            cursor.execute("SELECT s::text FROM records_sealsender s")
            (row,) = cursor.fetchall()
            cursor.execute("SELECT coalesce(string_agg(h::text, ''), '') FROM records_history h")
            (history,) = cursor.fetchone()
        for text in (row[0], history):
            assert code not in text
            assert senders.in_groups(code) not in text
        assert SealSender.objects.get().code_hash not in history

    def test_the_same_code_is_hashed_otherwise_by_another_installation(self):
        assert senders._hash("one key", "1" * 16) != senders._hash("another", "1" * 16)

    def test_two_cases_have_different_codes_salts_and_keys(self, world, record):
        senders.make(record, "1980")
        senders.make(world.case(), "1980")
        one, two = SealSender.objects.all()
        assert one.code_hash != two.code_hash
        assert bytes(one.salt) != bytes(two.salt)
        assert bytes(one.public) != bytes(two.public)

    @pytest.mark.parametrize(
        "sql",
        [
            "UPDATE records_sealsender SET public = '\\x00'",
            "UPDATE records_sealsender SET is_named = NOT is_named",
        ],
    )
    def test_nobody_changes_a_row(self, record, sql):
        senders.make(record)
        with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
            self.order(sql)

    def test_the_program_removes_none(self, record):
        senders.make(record)
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            self.order("SET LOCAL ROLE danvan_app", "DELETE FROM records_sealsender")

    def order(self, *orders):
        with connection.cursor() as cursor:
            for one in orders:
                cursor.execute(one)

    def test_a_hash_alone_is_taken(self, record):
        with pytest.raises(DatabaseError), transaction.atomic():
            SealSender.objects.create(
                case_id=record.pk,
                code_hash="1" * 16,
                public=b"",
                salt=b"",
                passes=1,
                memory=1,
                is_named=False,
            )


class TestWhatIsSealedToTheSender:
    def test_only_code_and_item_open_it(self, world, record):
        code, other = senders.make(record, "1980"), world.case()
        own = senders.make(other, "1980")
        box = senders.seal_to(record, "Đã thụ lý".encode())
        found, foreign = senders.find(code, "1980"), senders.find(own, "1980")
        assert found is not None
        assert foreign is not None
        assert senders.unseal(box, found[1]).decode() == "Đã thụ lý"
        with pytest.raises(Refusal):
            senders.unseal(box, foreign[1])

    def test_its_length_tells_little(self, record):
        senders.make(record)
        assert len(senders.seal_to(record, b"a")) == len(senders.seal_to(record, b"a" * 900))

    def test_a_record_without_a_sender_takes_nothing(self, world):
        with pytest.raises(Refusal, match="không do người tố cáo gửi qua mạng"):
            senders.seal_to(denunciation(world.clerk), b"x")

    def test_changed_bytes_are_refused(self, record):
        code = senders.make(record)
        box = senders.seal_to(record, b"x")
        _record, private = senders.find(code)
        with pytest.raises(Refusal):
            senders.unseal(box[:-1] + bytes([box[-1] ^ 1]), private)
