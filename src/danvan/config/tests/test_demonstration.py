"""The demonstration set: exactly the parts of the press report, nothing late, no denouncer, the same on every machine."""

from collections.abc import Iterator
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q
from django.test import TestCase, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from danvan.config import demo_command, demonstration
from danvan.config.demonstration.accounts import AT_COMMUNE, LOGINS, PASSPHRASE
from danvan.config.demonstration.spread import FIRST, LAST, Places, pick, working_day_after, working_days
from danvan.config.safety import demonstration_login_refusals
from danvan.domains.personal_data.models import DataRequest
from danvan.domains.petitions.forwarded import listing as forwarded
from danvan.domains.petitions.models import HardMatter, Kind, Letter, Matter, Protection
from danvan.domains.reception.models import HeadSession, Visit
from danvan.law import calendar, due, recompute
from danvan.org.loading import load_units
from danvan.org.models import Account, Unit
from danvan.org.roles import ROLES
from danvan.portal.receiving.page import schedule_page
from danvan.records.desk.access import Reach
from danvan.records.models import (
    Duty,
    Envelope,
    HandedUp,
    HistoryRow,
    LegalHold,
    Mode,
    Notice,
    PersonalDetails,
    Record,
    RegisterBook,
    SealCase,
    SealKey,
    SealOpening,
    SealRecovery,
)
from danvan.records.notices.morning import write_letters
from danvan.records.retention import planning
from danvan.records.seal import items, own_keys, roster
from danvan.records.seal.modes import mode_of
from danvan.records.seal.unlocking import Unlocked
from danvan.records.visibility import visible_records
from danvan.reports.compute import compute
from danvan.reports.models import Report, TypedFigure, TypedReport
from danvan.reports.signing import envelope, verify
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
PERIOD = "2023-Q1"
# What the press report counts; beside it lie older letters, and a registration that is by law no letter yet.
COUNTED = Q(received_on__range=(FIRST, LAST)) & ~Q(state="cho_ky")
TABLES = (
    Record,
    Letter,
    Matter,
    Visit,
    HeadSession,
    Duty,
    PersonalDetails,
    Report,
    TypedFigure,
    Account,
    HistoryRow,
)


def loads(way: str) -> int:
    """How many queries one load takes; COPY is not among them."""
    with CaptureQueriesContext(connection) as queries:
        assert demonstration.load(), way
    with connection.cursor() as cursor:
        # Earlier tests leave the planner believing that these tables are empty.
        cursor.execute("ANALYZE")
    return len(queries)


def digest() -> str:
    """Of everything that two loads must have alike: no key, no random number, no instant."""
    total = sha256()
    for line in lines():
        total.update(repr(line).encode())
    return total.hexdigest()


def lines() -> Iterator[Any]:
    order = ("type", "unit__slug", "register_year", "register_no")
    yield from Record.objects.order_by(*order).values_list(
        *order, "title", "state", "received_on", "closed_on", "secrecy", "published_on", "version"
    )
    own = ("unit__slug", "register_year", "register_no")
    yield from Letter.objects.order_by(*own).values_list(
        *own,
        "kind",
        "field",
        "channel",
        "signatories",
        "is_competent",
        "is_eligible",
        "classified_on",
        "handled_on",
    )
    yield from Visit.objects.order_by(*own).values_list(
        *own, "channel", "persons", "content_kind", "answered_on"
    )
    yield from Matter.objects.order_by(*own).values_list(*own, "kind", "settled_on", "result")
    duties = ("unit__slug", "clock", "period", "begins_on", "record__register_no", "record__type", "id")
    yield from Duty.objects.order_by(*duties).values_list(*duties[:-1], "due_on", "met_on", "rule")
    yield from TypedFigure.objects.order_by("position").values_list(
        "code", "value", "raw", "qualifier", "note"
    )


BESIDE = 1200


class TestDemonstration(TestCase):
    """Loaded once for all its tests, after a first load whose digest was kept and which was rolled back."""

    @classmethod
    def setUpTestData(cls) -> None:
        load_units()
        with transaction.atomic():
            loads("first")
            cls.first_digest = digest()
            transaction.set_rollback(True)
        assert not Record.objects.exists()
        cls.queries = loads("second")
        cls.province = Places().province
        cls.report = Report.objects.get()
        cls.commune = Account.objects.get(username="xachutich").person.unit

    # What it holds

    def test_the_records_are_exactly_the_parts_of_the_press_report(self):
        assert Visit.objects.count() == 97
        counted = Letter.objects.filter(COUNTED)
        kinds = {kind: counted.filter(kind=kind).count() for kind in Kind.values}
        assert kinds == {"khieu_nai": 38, "to_cao": 94, "kien_nghi_phan_anh": 164}
        assert counted.count() == 296

    def test_what_lies_beside_them_is_older_and_closed_or_no_letter_by_law(self):
        beside = Letter.objects.exclude(COUNTED)
        assert beside.count() == 4
        assert beside.filter(closed_on__lt=FIRST).count() == 3
        (registered,) = beside.filter(closed_on=None)
        assert (registered.state, registered.preregistered_on < LAST) == ("cho_ky", True)

    def test_and_so_the_province_counts_them(self):
        figures = compute(self.province, PERIOD)
        counted = {
            code: figures.cell(code).value
            for code in ("tcd.luot", "don.khieu_nai", "don.to_cao", "don.kien_nghi_phan_anh", "don.tiep_nhan")
        }
        assert list(counted.values()) == [97, 38, 94, 164, 296]
        assert figures.is_illustrative

    def test_the_work_shows_every_step_and_every_channel(self):
        states = set(Letter.objects.filter(COUNTED).values_list("state", flat=True))
        assert states == {"da_phan_loai", "thu_ly", "huong_dan", "chuyen", "luu", "giai_quyet"}
        assert set(Visit.objects.values_list("channel", flat=True)) == {
            "thuong_xuyen",
            "thu_truong",
            "uy_quyen",
        }
        settled = {"dang_giai_quyet", "giai_quyet", "cong_khai"}
        assert set(Matter.objects.values_list("state", flat=True)) == settled

    def test_every_day_lies_in_the_quarter_and_letters_come_on_working_days(self):
        outside = ~Q(received_on__range=(FIRST, LAST)) & ~Q(type="ky_tiep")
        assert Record.objects.filter(outside).count() == 3
        assert not Record.objects.filter(closed_on__gt=LAST).exists()
        days = set(working_days())
        assert set(Letter.objects.filter(COUNTED).values_list("received_on", flat=True)) <= days
        held = HeadSession.objects.filter(held_on__isnull=False)
        assert set(held.values_list("held_on", flat=True)) <= days

    def test_a_visitor_finds_hours_and_a_session_to_come(self):
        (coming,) = HeadSession.objects.filter(held_on=None)
        assert (coming.unit, coming.planned_on > LAST) == (self.province, True)
        assert coming.posted_on <= due("TCD.POST", coming.planned_on, calendar=calendar()).due_on
        page = schedule_page(self.province.slug, LAST)
        assert [one.pk for one in page.sessions] == [coming.pk]
        assert len(page.hours) == 10
        assert all("minh họa" in row.place and "minh họa" in row.who for row in page.hours)
        assert coming.public_id in page.bookable
        answer = self.client.get(f"/tiep-cong-dan/{self.province.slug}/").content.decode()
        assert "minh họa" in answer
        assert "chưa công khai lịch" not in answer

    def test_each_accepted_letter_has_one_matter_that_says_the_same(self):
        accepted = Letter.objects.filter(COUNTED, state__in=["thu_ly", "giai_quyet"])
        assert Matter.objects.count() == accepted.count() > 100
        for letter in accepted.prefetch_related("outcomes"):
            (link,) = letter.outcomes.all()
            matter = Matter.objects.get(pk=link.record_id)
            assert (matter.kind, matter.unit_id, matter.received_on) == (
                letter.kind,
                letter.unit_id,
                letter.handled_on,
            )
            assert (matter.closed_on, matter.settled_on) == (letter.closed_on, letter.closed_on)

    def test_the_units_are_those_of_quang_binh_in_that_quarter(self):
        places = Places()
        assert self.province.name_on(LAST) == "Tỉnh Quảng Bình"
        assert (len(places.districts), len(places.communes)) == (8, 151)
        below = {*places.departments, *places.districts, *places.communes, *places.reception, self.province}
        assert set(Unit.objects.filter(records__isnull=False)) <= below

    # What it never says of anybody

    def test_nothing_is_late(self):
        late = [duty for duty in Duty.objects.all() if duty.standing(LAST).startswith("qua_han")]
        assert late == []
        assert Duty.objects.count() > 2000

    def test_no_letter_or_matter_is_open_beyond_its_day(self):
        assert not Duty.objects.open().filter(due_on__lt=LAST).exists()
        assert Duty.objects.open().exists()

    def test_every_head_held_every_session_that_was_owed(self):
        owed = Duty.objects.filter(record=None)
        assert not owed.filter(met_on=None).exists()
        owed = owed.filter(clock__startswith="tiep_dan")
        places = Places()
        # Months that end in the quarter: January and February; weeks 1 to 10 of 2023, the last ending on 12/3.
        assert owed.filter(unit=self.province).count() == 2
        for unit in places.departments:
            assert owed.filter(unit=unit).count() == 2
        assert owed.filter(unit__in=places.districts).count() == 8 * 2
        assert owed.filter(unit__in=places.communes).count() == 151 * 10

    def test_every_ledger_gives_the_day_that_is_stored(self):
        for duty in Duty.objects.filter(record__isnull=False):
            assert recompute(duty.ledger) == duty.due_on

    # What it keeps of persons

    def test_no_denouncer_is_known_and_no_unclassified_sender(self):
        sealed = Q(record__secrecy="niem_phong") | Q(record__identity_released_on=None)
        assert not PersonalDetails.objects.filter(sealed).exists()
        denunciations = [
            *Letter.objects.filter(Q(kind="to_cao") | Q(kind=None)),
            *Matter.objects.filter(kind="to_cao"),
        ]
        assert len(denunciations) > 94
        for record in denunciations:
            assert (record.secrecy, record.identity_released_on) == ("niem_phong", None)
        assert not PersonalDetails.objects.filter(record__in=[item.pk for item in denunciations]).exists()

    def test_whoever_is_named_is_plainly_invented(self):
        named = PersonalDetails.objects.all()
        assert named.count() == 38 + 164 + 2
        for details in named:
            assert "minh họa" in details.full_name
            assert "minh họa" in details.content
            assert details.address in ("", "Địa chỉ minh họa")
            assert details.phone in ("", "0900000000")

    def test_every_row_is_marked_as_illustrative(self):
        for model in (Record, Duty, Report, TypedReport, Account):
            assert not model.objects.filter(is_illustrative=False).exists(), model
            assert model.objects.exists(), model

    def test_the_public_reads_sessions_and_nothing_else(self):
        public = Record.objects.filter(published_on__isnull=False)
        assert set(public.values_list("type", flat=True)) == {"ky_tiep"}

    # What it shows beside the figures

    def test_a_commune_keeps_one_tố_cáo_under_the_keys_of_its_people(self):
        assert mode_of(self.commune, LAST) == Mode.NETWORK
        assert SealKey.objects.filter(ended_at=None).count() == SealRecovery.objects.get().shares.count() == 3
        case = SealCase.objects.get()
        assert case.record.unit == self.commune
        kinds = list(case.items.order_by("id").values_list("kind", flat=True))
        assert kinds == ["nguoi_to_cao", "noi_dung", "ban_da_che"]
        assert SealOpening.objects.filter(record_id=case.pk, act="xem", outcome="mo_duoc").count() == 1
        assert Protection.objects.get().sources.exists()

    def test_a_visitor_can_try_to_send_one_there_over_the_network(self):
        on_duty = roster.on_duty(self.commune.pk, LAST)
        assert {one.row.account.username for one in on_duty} == {"xagiaiquyet", "xatiepdan"}
        assert roster.offer(self.commune.pk, LAST) is not None

    def test_the_passphrase_printed_at_the_start_opens_what_lies_in_the_case(self):
        settler = Account.objects.get(username="xagiaiquyet")
        key, private = own_keys.opened(settler, PASSPHRASE)
        unlocked = Unlocked(settler, key, private, timezone.now() + timedelta(minutes=1))
        found = items.read(SealCase.objects.get().record, items.Asked("giai_quyet"), unlocked=unlocked)
        told = " ".join(text for one in found for text in one.values.values())
        assert "không phải tố cáo có thật" in told

    def test_a_letter_was_handed_up_and_its_number_at_the_commune_is_a_blank_line(self):
        line = HandedUp.objects.get()
        assert (line.unit, line.record) == (self.commune, None)
        assert Letter.objects.get(channel="chuyen_len").unit in Places().districts

    def test_the_list_of_what_is_due_to_be_destroyed_has_two_letters_and_says_what_keeps_them(self):
        found = planning.plan({self.commune.pk}, LAST)
        listed = [*found.due, *found.held]
        assert len(listed) == 2
        assert LegalHold.objects.get().record_id in {item.record.pk for item in found.held}

    def test_an_envelope_waits_at_the_commune_and_a_request_about_personal_data(self):
        (letter, request) = Envelope.objects.order_by("record_id").values_list("record__type", flat=True)
        assert (letter, request) == ("don", "yeu_cau_dlcn")
        assert set(Envelope.objects.values_list("record__unit", flat=True)) == {self.commune.pk}
        assert DataRequest.objects.get().checked_on is None

    def test_one_complaint_is_watched_and_every_word_of_it_is_plainly_invented(self):
        spell = HardMatter.objects.get()
        assert spell.record.kind == Kind.COMPLAINT
        words = (spell.complicated_why, spell.leader_post, spell.plan, spell.next_step)
        assert all("minh họa" in text for text in (*words, spell.contacts.get().note))

    # The log-ins

    def test_each_login_does_what_its_sentence_says(self):
        reads = {
            account.username: visible_records(Letter.objects.all(), account).count()
            for account in Account.objects.all()
        }
        assert reads["tonghop"] == 0
        assert reads["lanhdao"] == reads["xuly"] == reads["giaiquyet"] == 296 + 4
        board = Places().reception[0]
        assert 0 < reads["tiepdan"] == Letter.objects.filter(unit=board).count() < 296
        commune = Letter.objects.filter(unit=self.commune).count()
        assert 0 < reads["xachutich"] == reads["xagiaiquyet"] == reads["xatiepdan"] == commune < 20
        # No denunciation among them, and not the letter whose class nobody knows yet.
        assert reads["thanhtra"] == Letter.objects.exclude(secrecy="niem_phong").count() == 296 - 94 + 2
        assert not any(
            reads[name] for name in ("giamsat", "daibieu", "bientap", "quantri", "hethong", "kiemtoan")
        )

    def test_a_deputy_sees_what_became_of_the_letters_of_the_council(self):
        deputy = Account.objects.get(username="daibieu")
        rows = list(forwarded.rows(Reach(deputy), size=300).rows)
        assert len(rows) == Letter.objects.filter(channel="chuyen_den").count() > 20
        assert any(row.is_sealed for row in rows)
        assert any(row.answered_on for row in rows)
        assert any(row.due and not row.answered_on for row in rows)
        assert not any(row.is_late for row in rows)

    def test_there_is_a_login_for_every_role_and_each_works_somewhere(self):
        assert sorted(login.role for login in LOGINS) == sorted(ROLES)
        held = {login.username: login.role for login in (*LOGINS, *AT_COMMUNE)}
        assert len(held) == len(LOGINS) + len(AT_COMMUNE) == 16
        for account in Account.objects.select_related("person__unit"):
            (role,) = account.person.roles_on(settings.DEMONSTRATION_DAY)
            assert (role.role, role.unit) == (held[account.username], account.person.unit)
            assert "minh họa" in account.person.full_name

    def test_logins_of_an_earlier_edition_are_completed(self):
        Account.objects.filter(username="kiemtoan").update(username="nguoi-cu")
        assert not demonstration.load()
        assert Account.objects.filter(username="kiemtoan").exists()
        assert Account.objects.count() == len(LOGINS) + len(AT_COMMUNE) + 1

    def test_each_login_has_an_address_that_no_server_has(self):
        accounts = Account.objects.filter(is_illustrative=True)
        assert all(account.email.endswith("@minh-hoa.invalid") for account in accounts)

    def test_letters_begin_when_the_first_limit_comes_near_and_blame_nobody(self):
        first = Duty.objects.open().order_by("due_on").values_list("due_on", flat=True).first()
        assert write_letters(settings.DEMONSTRATION_DAY) == 0
        assert write_letters(working_days(settings.DEMONSTRATION_DAY, first)[-2]) > 0
        assert not Notice.objects.filter(kind=Notice.Kind.ESCALATION).exists()

    def test_production_would_not_start_beside_them(self):
        (sentence,) = demonstration_login_refusals()
        assert sentence.startswith("Cơ sở dữ liệu có 16 tài khoản minh họa (tiepdan, xuly, giaiquyet")

    # The report

    def test_the_report_of_the_quarter_is_signed_public_and_verifies(self):
        report = self.report
        assert (report.unit, report.period, report.state) == (self.province, PERIOD, "da_ky")
        assert report.published_on == settings.DEMONSTRATION_DAY == date(2023, 3, 14)
        for public in (False, True):
            found = verify(envelope(report, public=public))
            assert found.ok, [finding.text for finding in found.findings if not finding.ok]

    def test_its_one_difference_is_the_real_one_and_says_why(self):
        lines = [line for line in self.report.package["lines"] if line["standing"] == "khong_khop"]
        (line,) = lines
        assert (line["code"], line["typed"], line["counted"], line["difference"]) == (
            "don.tiep_nhan",
            "258",
            "296",
            38,
        )
        assert "bỏ sót 38 đơn khiếu nại" in line["text"]
        assert "38 + 94 + 164 = 296" in line["text"]

    def test_its_one_failed_check_is_the_typed_sum(self):
        (check,) = [check for check in self.report.package["checks"] if not check["ok"]]
        assert (check["kind"], check["stated"], check["computed"], check["cause"]) == (
            "nhap_tay",
            258,
            296,
            "left_out",
        )

    def test_what_has_no_records_stands_as_typed_only(self):
        alone = [line for line in self.report.package["lines"] if line["standing"] == "chi_nhap_tay"]
        assert {line["typed"] for line in alone} == {"85", "trên 3,1 tỷ đồng", "100 %"}
        assert len(alone) == 5
        assert {line["counted"] for line in alone} == {"chưa có hồ sơ để đếm"}

    def test_the_typed_report_is_from_the_party_organ_and_not_yet_the_whole_quarter(self):
        typed = TypedReport.objects.get()
        assert typed.unit.name_on(LAST).startswith("Ban cán sự")
        interim = typed.figures.filter(note__contains="chưa trọn kỳ")
        assert set(interim.values_list("code", flat=True)) >= {"DON.tiep_nhan", "TCD.luot", "TT.cuoc"}

    # Loading

    def test_two_loads_are_alike(self):
        assert digest() == self.first_digest

    def test_a_second_load_says_so_and_changes_nothing(self):
        before = {model: model.objects.count() for model in TABLES} | {"digest": digest()}
        assert demonstration.load() is False
        assert before == {model: model.objects.count() for model in TABLES} | {"digest": digest()}

    def test_it_takes_a_bounded_number_of_queries(self):
        # One for each register book, one for each complaint's place, a few for each log-in and each span of duties.
        books, complaints = RegisterBook.objects.count(), Matter.objects.filter(kind="khieu_nai").count()
        # What lies beside is written one by one, as at a desk.
        assert self.queries < books + complaints + 300 + 6 * len(LOGINS) + BESIDE

    def test_a_failure_leaves_nothing_behind(self):
        """All or nothing: without units there is no place to load into."""
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("UPDATE org_unitcode SET code = 'X' || code WHERE code = '44'")
                cursor.execute("UPDATE records_record SET is_illustrative = false")
            counted = {model: model.objects.count() for model in TABLES}
            with pytest.raises(Refusal):
                demonstration.load()
            assert counted == {model: model.objects.count() for model in TABLES}
            transaction.set_rollback(True)


class TestCommand:
    """`danvan load-demo`."""

    @pytest.fixture
    def asked(self, monkeypatch):
        calls = []
        monkeypatch.setattr(demonstration, "load", lambda: calls.append(1) or len(calls) == 1)
        return calls

    def test_it_says_what_it_did_and_when_it_had_nothing_to_do(self, asked, capsys):
        assert [demo_command.run(None), demo_command.run(None)] == [0, 0]
        first, second = capsys.readouterr().out.splitlines()
        assert first.startswith("Đã nạp")
        assert "đã có" in second
        assert len(asked) == 2

    def test_it_is_refused_in_production(self, db):
        with override_settings(IS_PRODUCTION=True), pytest.raises(Refusal, match="đang vận hành"):
            demo_command.run(None)
        assert not Record.objects.exists()


class TestSpread:
    """Even, repeatable spreading."""

    def test_working_days_of_the_quarter_leave_out_weekends_new_year_and_tet(self):
        days = working_days()
        # 13 of December; January has 22 weekdays less 2/1 and five of Tết; 20; 10 of March.
        assert len(days) == 12 + 16 + 20 + 10
        assert not {date(2023, 1, 2), date(2023, 1, 20), date(2023, 1, 26), date(2023, 2, 4)} & set(days)

    def test_the_nth_working_day_after_a_day(self):
        assert working_day_after(date(2023, 1, 19), 1) == date(2023, 1, 27)
        assert working_day_after(date(2023, 1, 21), 0) == date(2023, 1, 27)
        assert working_day_after(date(2023, 2, 3), 0) == date(2023, 2, 3)
        assert working_day_after(date(2023, 2, 3), 3) == date(2023, 2, 8)

    def test_neighbouring_turns_land_on_different_items_and_all_are_used(self):
        items = list(range(60))
        assert {pick(items, turn) for turn in range(60)} == set(items)
        assert all(pick(items, turn) != pick(items, turn + 1) for turn in range(300))
