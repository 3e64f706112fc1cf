"""The list: whose time is over by the wording of the event's day, what is kept and why, and when two lists are one."""

from datetime import date, timedelta

import pytest
from django.db import connection

from danvan import law
from danvan.domains.petitions.models import Feedback, Letter, NotDone
from danvan.law import rulebook
from danvan.records import writing
from danvan.records.declare import record_types
from danvan.records.models import (
    Delivery,
    Envelope,
    File,
    FileText,
    Message,
    Paper,
    PaperText,
    PersonalDetails,
    Rating,
    ReceiptAddress,
    Record,
)
from danvan.records.retention import contents, holds, planning, schedule
from danvan.records.retention.tests import world
from danvan.records.retention.tests.world import FILED, OVER, TODAY, filed
from danvan.records.tests.desk_world import classified
from danvan.records.tests.factories import handler, letter_of

D = date
BOOK = rulebook()


class TestSchedule:
    """The data: no number of its own, no rule that nobody read, nothing left out."""

    @pytest.mark.parametrize("row", schedule.rows(), ids=lambda row: f"{row.type}-{row.ended}")
    def test_each_row_names_a_type_a_way_it_ends_and_a_day_of_it(self, row):
        kind = next(kind for kind in record_types() if kind.key == row.type)
        assert kind.state(row.ended).is_final
        assert kind.model._meta.get_field(row.dated_by).get_internal_type() == "DateField"

    @pytest.mark.parametrize("rule", sorted({rule for row in schedule.rows() for rule in row.rules}))
    def test_each_rule_is_a_least_time_that_was_read(self, rule):
        for wording in BOOK.wordings(rule):
            assert wording.kind == "duration"
            assert wording.minimum
            assert wording.checked.status in ("V", "S")
            assert wording.checked.allows_verdict

    def test_every_type_and_way_it_ends_has_a_rule_or_a_reason_to_be_kept(self):
        for line in schedule.lines():
            assert bool(line.row) != bool(line.why), f"{line.kind.key} {line.state.key}"

    def test_ways_that_are_treated_alike_stand_together_and_none_is_lost(self):
        told = [(line.kind.key, state) for line, states in schedule.groups() for state in states]
        assert sorted(told) == sorted((line.kind.key, str(line.state.label)) for line in schedule.lines())
        assert len(schedule.groups()) == len(record_types()) + len(schedule.rows())

    @pytest.mark.parametrize("kind", record_types(), ids=lambda kind: kind.key)
    def test_every_type_says_in_its_own_words_why_it_is_kept(self, kind):
        assert schedule.why_kept(kind.key) != schedule.UNKNOWN

    def test_a_type_that_nobody_wrote_down_is_kept(self):
        assert schedule.row_of("loai_moi", "xong") is None
        assert schedule.why_kept("loai_moi") == schedule.UNKNOWN

    def test_a_rule_known_from_memory_ends_nothing(self):
        row = schedule.Row("don", "luu", "handled_on", ("XLD.LIMIT",))
        assert not BOOK.wordings("XLD.LIMIT")[-1].checked.allows_verdict
        assert row.time(D(2023, 3, 15)) is None

    @pytest.mark.parametrize(
        ("event", "rule", "over"),
        [
            (D(2014, 12, 14), None, None),
            (D(2014, 12, 15), "XLD.KEEP.OLD", D(2015, 12, 15)),
            (D(2020, 2, 29), "XLD.KEEP.OLD", D(2021, 2, 28)),
            (D(2021, 11, 14), "XLD.KEEP.OLD", D(2022, 11, 14)),
            (D(2021, 11, 15), "XLD.KEEP", D(2022, 11, 15)),
            (D(2023, 3, 15), "XLD.KEEP", D(2024, 3, 15)),
            (D(2024, 2, 29), "XLD.KEEP", D(2025, 2, 28)),
        ],
    )
    def test_the_time_runs_from_the_event_by_the_wording_of_that_day(self, event, rule, over):
        time = schedule.row_of("don", "luu").time(event)
        assert (time.rule if time else None, time.due_on if time else None) == (rule, over)
        if time:
            assert time.due_on == law.due(rule, event).due_on


@pytest.fixture(autouse=True)
def day_of_work(settings):
    settings.DEMONSTRATION_DAY = TODAY


@pytest.fixture
def officer(db):
    return handler()


@pytest.fixture
def chief(officer):
    return world.chief_of(officer)


def plan(officer, on=TODAY, **more):
    return planning.plan({officer.at.pk}, on, **more)


def due(officer, **more):
    return [item.record.pk for item in plan(officer, **more).due]


def why(officer, letter):
    return [h.why for item in plan(officer).held if item.record.pk == letter.pk for h in item.held]


@pytest.mark.django_db
class TestDue:
    @pytest.mark.parametrize(("days", "is_due"), [(-1, False), (0, False), (1, True)])
    def test_it_is_due_on_the_day_after_its_last_day(self, officer, settings, days, is_due):
        settings.RETENTION_GRACE_DAYS = -100_000
        letter = filed(officer)
        assert (due(officer, on=OVER + timedelta(days=days)) == [letter.pk]) is is_due

    def test_an_open_letter_is_not(self, officer):
        classified(officer, on=D(2023, 3, 1))
        letter_of(officer, D(2023, 3, 1))
        listed = plan(officer)
        assert (listed.due, listed.held) == ((), ())

    def test_a_letter_that_ended_otherwise_is_kept(self, officer):
        letter = classified(officer, on=D(2023, 3, 1), is_competent=False)
        letter = writing.move(letter, "huong_dan", by=officer, on=D(2023, 3, 2))
        assert letter.closed_on
        assert (plan(officer).due, plan(officer).held) == ((), ())
        assert planning.why_not(letter, TODAY) == [schedule.why_kept("don")]

    def test_a_registration_that_was_never_signed_has_no_day_of_filing_and_is_kept(self, officer):
        letter = letter_of(officer, D(2023, 3, 1))
        Record.objects.filter(pk=letter.pk).update(state="luu", closed_on=D(2023, 4, 1))
        letter.refresh_from_db()
        assert due(officer) == []
        assert planning.why_not(letter, TODAY) == [schedule.NO_EVENT]

    def test_the_oldest_comes_first(self, officer):
        later = filed(officer, on=D(2023, 3, 20))
        earlier = filed(officer, on=D(2023, 3, 10))
        assert due(officer) == [earlier.pk, later.pk]

    def test_no_more_than_a_person_can_look_through_and_the_rest_is_told(self, officer, monkeypatch):
        monkeypatch.setattr(planning, "MOST", 2)
        letters = [filed(officer).pk for _turn in range(3)]
        listed = plan(officer)
        assert [item.record.pk for item in listed.due] == letters[:2]
        assert listed.has_more

    def test_what_is_held_does_not_hide_what_is_due(self, officer, chief, monkeypatch):
        monkeypatch.setattr(planning, "MOST", 1)
        monkeypatch.setattr(planning, "CHUNK", 1)
        for _turn in range(3):
            holds.hold(
                filed(officer), by=chief, reason="toa_an", document="1/TA", document_on=TODAY, on=TODAY
            )
        letter = filed(officer)
        assert due(officer) == [letter.pk]

    def test_of_other_units_nothing_is_listed(self, officer):
        filed(handler())
        assert due(officer) == []

    def test_a_sealed_record_is_listed_only_for_who_may_see_it(self, officer):
        letter = filed(officer, kind="to_cao", unfit="khong_ten_dia_chi")
        assert due(officer) == [letter.pk]
        assert due(officer, sealed_ids=()) == []

    def test_counts_tell_units_and_totals_held_ones_included(self, officer, chief):
        filed(officer)
        letter = filed(officer)
        holds.hold(letter, by=chief, reason="toa_an", document="1/TA", document_on=TODAY, on=TODAY)
        assert planning.counts({officer.at.pk}, TODAY) == {officer.at.pk: 2}
        assert planning.counts({officer.at.pk}, OVER) == {}


@pytest.mark.django_db
class TestDigest:
    def test_the_same_list_twice_has_one_digest(self, officer):
        filed(officer)
        assert plan(officer).digest == plan(officer).digest

    def test_another_day_has_another(self, officer):
        filed(officer)
        assert plan(officer).digest != plan(officer, on=TODAY + timedelta(days=1)).digest

    def test_a_person_corrected_a_file_more_or_a_record_less_has_another(self, officer):
        first = filed(officer)
        seen = {plan(officer).digest}
        filed(officer)
        seen.add(plan(officer).digest)
        type(world.person_of(first)).objects.filter(pk=first.pk).update(phone="0")
        seen.add(plan(officer).digest)
        Record.objects.filter(pk=first.pk).update(version=99)
        seen.add(plan(officer).digest)
        assert len(seen) == 4


# Kind of content → the table and its record, a row as it may stand, and what becomes another content of the same length.
SAME_LENGTH = {
    "van_ban_doc": (FileText, "file__record_id", {}, {"text": "Ba chữ này"}),
    "tep": (File, "record_id", {}, {"name": "Đơn viết máy.pdf"}),
    "tin_nhan": (Message, "record_id", {}, {"text": f"Kính gửi {world.NAME[::-1]}"}),
    "nhan_xet": (Rating, "record_id", {"score": 1, "words": "chậm"}, {"words": "mậch"}),
    "so_buu_gui": (Delivery, "record_id", {}, {"post_number": "EB123456798VN"}),
    "loi_van": (PaperText, "paper__record_id", {}, {"blocks": [["doan", "khac"]]}),
    "noi_nhan": (
        ReceiptAddress,
        "record_id",
        {"key_id": "k", "ciphertext": b"a" * 80},
        {"ciphertext": b"b" * 80},
    ),
    "phong_bi": (Envelope, "record_id", {"key_id": "k", "ciphertext": b"a" * 80}, {"ciphertext": b"b" * 80}),
    "thong_tin_ca_nhan": (PersonalDetails, "record_id", {}, {"phone": world.PHONE[::-1]}),
    "loi_ghi": (Letter, "pk", {}, {"against": "Ủy ban Geio Chữ"}),
    "chua_xong": (NotDone, "record_id", {"on": TODAY, "reason": "chưa"}, {"reason": "ưach"}),
    "phan_anh": (Feedback, "record_id", {"text": "ổ gà", "place": "x", "shown_on": TODAY}, {"text": "gà ổ"}),
}
# Kinds whose rows are tried with a case, or hold nothing that somebody wrote.
ELSEWHERE = {
    "chi_muc": "made from the person's details",
    **dict.fromkeys(
        (
            *("muc_niem_phong", "tin_niem_phong", "khoa_trao", "doi_khoa"),
            *("cho_biet", "khong_giu", "ma_nguoi_gui"),
        ),
        "bytes that a holder's key opens, or a number, of a case",
    ),
}


@pytest.mark.django_db
class TestWordsOfTheList:
    """A head destroys what he has looked at: other words of the same length are another list."""

    @pytest.fixture
    def letter(self, officer):
        """A letter with a row of every kind; what guards these tables otherwise is not asked here."""
        found = world.full(officer)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE records_paper DROP CONSTRAINT paper_cancelled_with_reason")
            for table in ("feedback", "notdone"):
                cursor.execute(f"ALTER TABLE petitions_{table} DISABLE TRIGGER USER")
            for table in ("paper", "papertext", "delivery", "rating", "receiptaddress", "envelope", "file"):
                cursor.execute(f"ALTER TABLE records_{table} DISABLE TRIGGER USER")
        FileText.objects.update_or_create(
            file=File.objects.get(record_id=found.pk), defaults={"text": "Ba chữ ấy."}
        )
        paper = Paper.objects.create(
            record_id=found.pk,
            unit=found.unit,
            key="giay",
            title="Giấy",
            audience="nguoi_gui",
            prepared_on=TODAY,
        )
        Paper.objects.filter(pk=paper.pk).update(state="da_huy")
        PaperText.objects.create(paper=paper, blocks=[["doan", "chữ"]])
        Delivery.objects.create(
            paper=paper, record_id=found.pk, way="buu_dien", sent_on=TODAY, post_number="EB123456789VN"
        )
        for model, key, values, _change in SAME_LENGTH.values():
            if key == "record_id" and values:
                own = {"unit": found.unit} if model is Feedback else {}
                model.objects.create(record_id=found.pk, **values, **own)
        return found

    @pytest.mark.parametrize("kind", list(SAME_LENGTH))
    def test_another_content_of_the_same_length_makes_another_list(self, letter, officer, kind):
        model, key, _values, changed = SAME_LENGTH[kind]
        rows = model.objects.filter(**{key: letter.pk})
        assert rows.count() == 1
        before, kept = plan(officer), contents.parts_of([letter.pk])[letter.pk]
        assert kind in kept.counts
        rows.update(**changed)
        after = contents.parts_of([letter.pk])[letter.pk]
        assert [row[:3] for row in after.rows] == [row[:3] for row in kept.rows], "the sizes tell nothing"
        assert after.hash == kept.hash, "what stays for good tells nothing of the words"
        assert plan(officer).digest != before.digest

    @pytest.mark.parametrize(
        "changed", [{"state": "xac_nhan"}, {"confirmed_at": world.long_after()}, {"state": "khong_doc_duoc"}]
    )
    def test_a_text_that_was_confirmed_meanwhile_makes_another_list(self, letter, officer, changed):
        before = plan(officer).digest
        FileText.objects.filter(file__record_id=letter.pk).update(**changed)
        assert plan(officer).digest != before

    def test_a_word_that_moves_from_one_field_to_the_next_makes_another_list(self, letter, officer):
        rows = PersonalDetails.objects.filter(pk=letter.pk)
        rows.update(full_name="Bến", address="Gieo")
        before = plan(officer).digest
        rows.update(full_name="BếnGieo", address="")
        assert plan(officer).digest != before

    def test_every_kind_is_tried_or_said_not_to_be(self):
        assert {part.key for part in contents.parts()} <= set(SAME_LENGTH) | set(ELSEWHERE)

    def test_the_digest_cannot_be_made_without_the_installations_key(self, letter, officer, settings):
        before = plan(officer).digest
        settings.SECRET_KEY = "khác" * 20
        assert plan(officer).digest != before


@pytest.mark.django_db
class TestWhyNot:
    def test_an_open_record(self, officer):
        assert planning.why_not(letter_of(officer, D(2023, 3, 1)), TODAY) == ["Hồ sơ chưa kết thúc."]

    def test_one_whose_time_still_runs(self, officer):
        (sentence,) = planning.why_not(filed(officer), OVER)
        assert "15/3/2024" in sentence
        assert "05/2021/TT-TTCP" in sentence

    def test_one_before_any_wording(self, officer):
        letter = filed(officer)
        type(letter).objects.filter(pk=letter.pk).update(handled_on=D(2014, 1, 1))
        letter.refresh_from_db()
        assert planning.why_not(letter, TODAY) == [schedule.NO_WORDING]

    def test_one_that_is_due(self, officer):
        assert planning.why_not(filed(officer, on=FILED), TODAY) == []
