"""What keeps a record though its time is over: acts, ties, what is still to be done, what the law keeps by itself."""

import threading
from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.db import IntegrityError, OperationalError, connection, connections, transaction
from django.utils import timezone

from danvan.domains.petitions.models import Letter, Matter
from danvan.domains.petitions.tests.factories import accepted, matter_of
from danvan.records.models import Duty, HistoryRow, LegalHold, Link, Message, Paper, Rating, Record
from danvan.records.retention import erasing, holds, planning
from danvan.records.retention.tests import world
from danvan.records.retention.tests.world import TODAY, filed
from danvan.records.tests.factories import handler, head, letter_of
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
PAPER = {"document": "3/TA", "document_on": date(2035, 1, 2), "on": TODAY}
END = {"document": "9/TA", "document_on": date(2035, 1, 10), "on": TODAY}


@pytest.fixture(autouse=True)
def day_of_work(settings):
    settings.DEMONSTRATION_DAY = TODAY


@pytest.fixture
def officer():
    return handler()


@pytest.fixture
def chief(officer):
    return world.chief_of(officer)


@pytest.fixture
def letter(officer):
    return filed(officer)


def why(record, on=TODAY):
    return [holding.why for holding in holds.holdings([record.pk], on).get(record.pk, [])]


def is_due(record):
    return record.pk in {item.record.pk for item in planning.plan({record.unit_id}, TODAY).due}


class TestActs:
    def test_a_free_record_is_kept_by_nothing(self, letter):
        assert why(letter) == []
        assert is_due(letter)

    @pytest.mark.parametrize("reason", LegalHold.Reason.values)
    def test_every_reason_keeps_and_names_its_paper(self, letter, chief, reason):
        holds.hold(letter, by=chief, reason=reason, **PAPER)
        assert why(letter) == [f"{LegalHold.Reason(reason).label}, 3/TA ngày 2/1/2035."]
        assert not is_due(letter)

    def test_an_act_is_ended_by_another_and_stays_in_the_history(self, letter, chief):
        act = holds.end(holds.hold(letter, by=chief, reason="toa_an", **PAPER), by=chief, **END)
        assert (act.ended_on, act.ended_by, act.document) == (TODAY, chief, "3/TA")
        assert is_due(letter)
        rows = HistoryRow.objects.filter(table="records_legalhold", chain=f"record:{letter.pk}")
        assert [row.operation for row in rows.order_by("id")] == ["INSERT", "UPDATE"]

    def test_of_two_reasons_each_needs_its_own_end(self, letter, chief):
        act = holds.hold(letter, by=chief, reason="toa_an", **PAPER)
        holds.hold(letter, by=chief, reason="dieu_tra", **PAPER)
        holds.end(act, by=chief, **END)
        assert not is_due(letter)

    def test_the_same_reason_twice_is_refused_and_again_after_its_end_is_not(self, letter, chief):
        act = holds.hold(letter, by=chief, reason="toa_an", **PAPER)
        with pytest.raises(Refusal, match="đang được giữ lại vì lý do này"):
            holds.hold(letter, by=chief, reason="toa_an", **PAPER)
        holds.end(act, by=chief, **END)
        holds.hold(letter, by=chief, reason="toa_an", **PAPER)
        assert not is_due(letter)

    def test_an_open_record_may_be_kept_beforehand(self, officer, chief):
        assert holds.hold(letter_of(officer, date(2023, 3, 1)), by=chief, reason="toa_an", **PAPER).pk

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"reason": ""}, "chọn lý do"),
            ({"reason": "vi_thich"}, "chọn lý do"),
            ({"document": ""}, "Số văn bản"),
            ({"document": "ông Nguyễn Văn A"}, "không có tên người"),
            ({"document": "QĐ-UBND"}, "Số văn bản"),
            ({"document": "12/QĐ UBND"}, "Số văn bản"),
            ({"document": "1" * 41}, "Số văn bản"),
            ({"document_on": TODAY + timedelta(days=1)}, "sau ngày"),
        ],
    )
    def test_an_act_without_reason_number_or_day_is_refused(self, letter, chief, changes, sentence):
        with pytest.raises(Refusal, match=sentence):
            holds.hold(letter, by=chief, **({"reason": "toa_an"} | PAPER | changes))
        assert not LegalHold.objects.exists()

    def test_only_the_head_of_the_unit_acts(self, letter, officer):
        for account in (officer, head()):
            with pytest.raises(Refusal, match="không có quyền"):
                holds.hold(letter, by=account, reason="toa_an", **PAPER)

    def test_only_the_head_of_the_unit_ends_it(self, letter, officer, chief):
        act = holds.hold(letter, by=chief, reason="toa_an", **PAPER)
        for account in (officer, head()):
            with pytest.raises(Refusal, match="không có quyền"):
                holds.end(act, by=account, **END)

    def test_it_does_not_end_before_it_began(self, letter, chief):
        act = holds.hold(letter, by=chief, reason="toa_an", **PAPER)
        before = TODAY - timedelta(days=1)
        with pytest.raises(Refusal, match="trước ngày giữ"):
            holds.end(act, by=chief, document="9/TA", document_on=before, on=before)

    def test_a_destroyed_record_is_kept_no_more(self, letter, chief):
        world.stand_on(TODAY)
        listed = planning.plan({letter.unit_id}, TODAY)
        erasing.erase(
            letter.unit, by=chief, on=TODAY, digest=listed.digest, decision="1/QĐ", decision_on=TODAY
        )
        with pytest.raises(Refusal, match="đã hủy"):
            holds.hold(letter, by=chief, reason="toa_an", **PAPER)

    @pytest.mark.parametrize(
        "values",
        [
            {"document": "của ông A"},
            {"ended_on": TODAY},
            {"ended_on": date(2030, 1, 1), "end_document": "9/TA", "end_document_on": TODAY},
        ],
    )
    def test_the_database_refuses_a_row_that_no_act_makes(self, letter, chief, values):
        row = {"reason": "toa_an", "document": "3/TA", "document_on": TODAY, "held_on": TODAY, "by": chief}
        with pytest.raises(IntegrityError), transaction.atomic():
            LegalHold.objects.create(record_id=letter.pk, **(row | values))

    @pytest.mark.parametrize("name", ["document", "reason", "held_on", "document_on"])
    def test_what_was_written_is_never_rewritten(self, letter, chief, name):
        act = holds.hold(letter, by=chief, reason="toa_an", **PAPER)
        other = {"document": "4/TA", "reason": "dieu_tra"}.get(name, date(2030, 1, 1))
        with pytest.raises(IntegrityError, match="không sửa được"), transaction.atomic():
            LegalHold.objects.filter(pk=act.pk).update(**{name: other})


class TestTies:
    @pytest.mark.parametrize("turned", [False, True])
    def test_a_tie_to_an_open_record_keeps(self, letter, officer, turned):
        other = letter_of(officer, date(2023, 3, 1))
        ends = (letter.pk, other.pk) if not turned else (other.pk, letter.pk)
        Link.objects.create(record_id=ends[0], source_id=ends[1])
        assert holds.OPEN in why(letter)
        assert not is_due(letter)

    def test_so_does_one_over_a_closed_record_between(self, letter, officer):
        between, other = filed(officer), letter_of(officer, date(2023, 3, 1))
        Link.objects.create(record_id=letter.pk, source_id=between.pk)
        Link.objects.create(record_id=other.pk, source_id=between.pk)
        assert holds.OPEN in why(letter)
        assert why(letter) == why(between)

    def test_ties_in_a_ring_come_to_an_end(self, letter, officer):
        others = [filed(officer) for _turn in range(2)]
        ring = [letter, *others, letter]
        for one, next_one in pairwise(ring):
            Link.objects.create(record_id=one.pk, source_id=next_one.pk)
        assert why(letter) == []

    def test_a_tie_to_a_closed_record_keeps_nothing(self, letter, officer):
        Link.objects.create(record_id=letter.pk, source_id=filed(officer).pk)
        assert is_due(letter)

    def test_what_is_tied_to_a_kept_record_is_kept_without_its_paper_being_told(self, letter, officer, chief):
        other = filed(officer)
        Link.objects.create(record_id=letter.pk, source_id=other.pk)
        holds.hold(other, by=chief, reason="dieu_tra", **PAPER)
        (sentence,) = why(letter)
        assert "Cơ quan điều tra" in sentence
        assert "3/TA" not in sentence


class TestByItself:
    def test_a_duty_that_runs(self, letter):
        duty = Duty.objects.filter(record_id=letter.pk).first()
        Duty.objects.filter(pk=duty.pk).update(met_on=None)
        assert why(letter) == [holds.OWING]

    def test_a_paper_that_waits_for_its_number(self, letter):
        Paper.objects.create(
            record_id=letter.pk, unit=letter.unit, key="x", title="x", audience="noi_bo", prepared_on=TODAY
        )
        assert holds.WAITING in why(letter)

    @pytest.mark.parametrize(
        "fields",
        [
            {"unfit": "da_giai_quyet"},
            {"standing": "lan_dau"},
            {"standing": "nhieu_lan"},
        ],
    )
    def test_a_complaint_with_a_decision_may_come_under_article_38(self, officer, chief, fields):
        letter = filed(officer, kind="khieu_nai", **fields)
        (sentence,) = why(letter)
        assert "Điều 38" in sentence
        act = holds.hold(letter, by=chief, reason="dieu_38", **PAPER)
        assert len(why(letter)) == 2
        holds.end(act, by=chief, **END)
        assert why(letter) == []

    @pytest.mark.parametrize("kind", ["kien_nghi_phan_anh", "to_cao"])
    def test_of_other_letters_article_38_says_nothing(self, officer, kind):
        assert why(filed(officer, kind=kind, standing="lan_dau")) == []

    def test_an_end_for_another_reason_does_not_free_it(self, officer, chief):
        letter = filed(officer, kind="khieu_nai", standing="lan_dau")
        holds.end(holds.hold(letter, by=chief, reason="thanh_tra", **PAPER), by=chief, **END)
        assert len(why(letter)) == 1

    def test_a_judgment_keeps_until_the_head_has_looked(self, officer, chief):
        letter = filed(officer, kind="khieu_nai", standing="ban_an")
        assert "tòa" in why(letter)[0]
        holds.end(holds.hold(letter, by=chief, reason="toa_an", **PAPER), by=chief, **END)
        assert is_due(letter)

    def test_a_matter_before_the_court_keeps_the_letters_tied_to_it(self, letter, officer):
        matter = matter_of(officer, date(2023, 3, 1))
        Link.objects.create(record_id=matter.pk, source_id=letter.pk)
        Matter.objects.filter(pk=matter.pk).update(
            closed_on=date(2023, 4, 1), state="giai_quyet", sued_on=date(2023, 5, 1)
        )
        Duty.objects.filter(record_id=matter.pk).update(met_on=date(2023, 4, 1))
        assert [sentence for sentence in why(letter) if "khởi kiện" in sentence]

    def test_an_accepted_letter_is_kept_with_its_matter(self, officer):
        matter = accepted(officer, date(2023, 3, 1))
        assert holds.OPEN in why(Letter.objects.get(outcomes__record_id=matter.pk))

    def test_registered_twice_is_a_programmers_error(self):
        with pytest.raises(ValueError, match="toa_an"):
            holds.by_itself("toa_an", "khác", lambda ids: ids)


class TestGrace:
    """Nothing goes within the days of the setting after something new came in. The history's clock is the real one."""

    @pytest.fixture
    def now(self):
        return timezone.localtime().date()

    @pytest.fixture
    def as_of(self, letter, now):
        def asked(days):
            return why(letter, now + timedelta(days=days))

        return asked

    @pytest.mark.parametrize(("days", "grace"), [(29, 30), (30, 30), (0, 0), (6, 7)])
    def test_within_the_days_it_is_kept_and_the_first_free_day_is_told(
        self, as_of, now, settings, days, grace
    ):
        settings.RETENTION_GRACE_DAYS = grace
        (sentence,) = as_of(days)
        free = now + timedelta(days=grace + 1)
        assert f"{free.day}/{free.month}/{free.year}" in sentence

    @pytest.mark.parametrize(("days", "grace"), [(31, 30), (1, 0), (8, 7)])
    def test_after_them_it_is_free(self, as_of, settings, days, grace):
        settings.RETENTION_GRACE_DAYS = grace
        assert as_of(days) == []

    @pytest.mark.parametrize("what", ["message", "rating", "move"])
    def test_each_kind_of_content_begins_them_anew(self, letter, officer, what):
        at = timezone.now().replace(year=2035, month=1, day=10)
        if what == "message":
            Message.objects.create(record_id=letter.pk, by=officer, text="x", key="k")
            Message.objects.update(at=at)
        elif what == "rating":
            Rating.objects.create(record_id=letter.pk, score=5)
            Rating.objects.update(at=at)
        else:
            return self._moved(letter, officer)
        assert not is_due(letter)
        return None

    def _moved(self, letter, officer):
        before = holds.last_contents([letter.pk])[letter.pk]
        rows = HistoryRow.objects.filter(chain=f"record:{letter.pk}").count()
        Record.objects.filter(pk=letter.pk).update(version=50)
        assert HistoryRow.objects.filter(chain=f"record:{letter.pk}").count() == rows + 1
        assert holds.last_contents([letter.pk])[letter.pk] >= before

    def test_of_a_record_without_history_nothing_is_known(self):
        assert holds.last_contents([987654321]) == {}


def test_however_many_the_questions_are_as_many(officer, django_assert_num_queries):
    few, more = [filed(officer).pk], [filed(officer).pk for _turn in range(4)]
    with django_assert_num_queries(13) as first:
        holds.holdings(few, TODAY)
    with django_assert_num_queries(len(first)):
        holds.holdings([*few, *more], TODAY)


@pytest.mark.django_db(transaction=True)
class TestAtTheSameTime:
    """Whoever holds a record that is tied to another waits for who destroys that other one, and the other way round."""

    @pytest.fixture
    def pair(self):
        officer = handler()
        first, second = filed(officer), filed(officer, received=date(2034, 12, 1), on=date(2034, 12, 2))
        Link.objects.create(record_id=second.pk, source_id=first.pk)
        world.stand_on(TODAY)
        yield first, second, world.chief_of(officer)
        world.stand_on(None)

    @staticmethod
    def beside(act):
        """What becomes of an act in a session of its own that waits for no lock."""
        found = []

        def run():
            try:
                with connection.cursor() as cursor:
                    cursor.execute("SET lock_timeout = '100ms'")
                found.append(act())
            except Exception as fault:
                found.append(fault)
            finally:
                connections.close_all()

        thread = threading.Thread(target=run)
        thread.start()
        thread.join()
        return found[0]

    def test_a_hold_waits_for_the_run_and_the_run_for_a_hold(self, pair):
        first, second, chief = pair

        def hold():
            return holds.hold(second, by=chief, reason="toa_an", **PAPER)

        def erase():
            digest = planning.plan({first.unit_id}, TODAY).digest
            paper = {"decision": "1/QĐ", "decision_on": TODAY}
            return erasing.erase(first.unit, by=chief, on=TODAY, digest=digest, **paper)

        for one, other in ((hold, erase), (erase, hold)):
            with transaction.atomic():
                assert one()
                assert isinstance(self.beside(other), OperationalError)
                transaction.set_rollback(True)
