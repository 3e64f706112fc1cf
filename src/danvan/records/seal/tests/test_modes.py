"""In which mode a unit keeps tố cáo: by its own head's decisions, added and never changed, told in plain words."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, Error, IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from danvan.org import roles
from danvan.org.models import Delegation, PostHolding
from danvan.org.tests.factories import make_account, make_head, make_person, make_succession, make_unit
from danvan.records import triggers
from danvan.records.models import HistoryRow, Mode, SealInstallation, SealMode
from danvan.records.seal import modes
from danvan.records.seal.tests.seal_world import denunciation, officer
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
TODAY = date(2023, 3, 14)  # of the tests, as `today()` tells it
BASIS = {
    "document": "Văn bản cho phép dùng giải pháp cơ yếu (minh họa)",
    "number": "12/MH-CY",
    "document_on": date(2023, 3, 1),
}
ALL = [*Mode]


@pytest.fixture
def unit():
    return make_unit()


@pytest.fixture
def head(unit):
    return make_account("lanh_dao", unit)


def written(unit, head, mode, on, **basis):
    """A decision of an earlier day, as it lies in the table."""
    more = (BASIS | {"document_on": on} if mode == Mode.NETWORK else {}) | basis
    return SealMode.objects.create(
        unit=unit, mode=mode, starts_on=on, post="Chủ tịch", decided_by=head, **more
    )


class TestTheModeOfADay:
    def test_a_unit_without_a_decision_keeps_everything_outside(self, unit):
        for on in (date(2019, 1, 1), TODAY, date(2030, 1, 1)):
            assert modes.mode_of(unit, on) == Mode.OUTSIDE

    @pytest.mark.parametrize("mode", [Mode.APART, Mode.NETWORK])
    def test_a_decision_holds_from_its_day_on(self, unit, head, mode):
        written(unit, head, mode, date(2023, 2, 10))
        assert modes.mode_of(unit, date(2023, 2, 9)) == Mode.OUTSIDE
        assert modes.mode_of(unit, date(2023, 2, 10)) == mode
        assert modes.mode_of(unit, date(2026, 2, 10)) == mode

    def test_a_further_decision_ends_it_and_the_days_between_keep_theirs(self, unit, head):
        written(unit, head, Mode.NETWORK, date(2023, 1, 10))
        written(unit, head, Mode.OUTSIDE, date(2023, 2, 10))
        written(unit, head, Mode.APART, date(2023, 3, 10))
        told = [
            modes.mode_of(unit, date(2023, month, day))
            for month, day in [(1, 9), (1, 10), (2, 9), (2, 10), (3, 9), (3, 10)]
        ]
        assert told == [*(Mode.OUTSIDE, Mode.NETWORK, Mode.NETWORK, Mode.OUTSIDE, Mode.OUTSIDE, Mode.APART)]

    def test_of_two_decisions_of_one_day_the_later_holds(self, unit, head):
        written(unit, head, Mode.NETWORK, TODAY)
        written(unit, head, Mode.OUTSIDE, TODAY)
        assert modes.mode_of(unit, TODAY) == Mode.OUTSIDE

    @pytest.mark.parametrize("mode", [Mode.APART, Mode.NETWORK])
    def test_units_below_and_heirs_take_nothing_over(self, unit, head, mode):
        below, heir = make_unit(parent=unit), make_unit()
        make_succession(unit, heir, date(2023, 3, 1))
        written(unit, head, mode, date(2023, 1, 1))
        assert modes.modes_of([unit.pk, below.pk, heir.pk], TODAY) == {
            unit.pk: mode,
            below.pk: Mode.OUTSIDE,
            heir.pk: Mode.OUTSIDE,
        }

    @pytest.mark.parametrize("mode", ALL)
    def test_the_database_reads_the_same_mode(self, unit, head, mode):
        written(unit, head, Mode.APART, date(2023, 1, 1))
        written(unit, head, mode, date(2023, 2, 1))
        with connection.cursor() as cursor:
            for on in (date(2022, 12, 31), date(2023, 1, 1), date(2023, 1, 31), date(2023, 2, 1), TODAY):
                cursor.execute("SELECT records_seal_mode(%s, %s)", [unit.pk, on])
                assert cursor.fetchone()[0] == modes.mode_of(unit, on)

    @pytest.mark.parametrize(
        ("mode", "isolated", "seals"),
        [
            (Mode.OUTSIDE, False, False),
            (Mode.OUTSIDE, True, False),
            (Mode.APART, False, False),
            (Mode.APART, True, True),
            (Mode.NETWORK, False, True),
            (Mode.NETWORK, True, False),
        ],
    )
    def test_a_case_may_lie_here_only_where_the_mode_says_so(
        self, unit, head, settings, mode, isolated, seals
    ):
        settings.ISOLATED = isolated
        written(unit, head, mode, date(2023, 1, 1))
        assert modes.seals_here(unit, TODAY) is seals


class TestDeciding:
    @pytest.mark.parametrize("mode", [Mode.APART, Mode.NETWORK])
    def test_the_head_decides_from_today_on(self, unit, head, mode):
        row = modes.decide(unit, mode, by=head, **BASIS)
        assert (row.starts_on, row.decided_by, row.post) == (TODAY, head, "Người đứng đầu")
        assert modes.mode_of(unit, TODAY) == mode
        assert modes.mode_of(unit, TODAY - timedelta(days=1)) == Mode.OUTSIDE

    def test_the_post_of_the_day_is_written_beside_it(self, unit, head):
        make_head(unit, head.person)
        assert modes.decide(unit, Mode.APART, by=head).post == "Chủ tịch"

    def test_a_post_elsewhere_is_not_taken_for_it(self, unit, head):
        make_head(make_unit(), head.person)
        assert PostHolding.objects.filter(person=head.person).exists()
        assert modes.decide(unit, Mode.APART, by=head).post == "Người đứng đầu"

    def test_it_ends_by_a_further_decision_and_both_stay(self, unit, head):
        modes.decide(unit, Mode.NETWORK, by=head, **BASIS)
        modes.decide(unit, Mode.OUTSIDE, by=head)
        assert modes.mode_of(unit, TODAY) == Mode.OUTSIDE
        assert [row.mode for row in modes.decisions(unit)] == [Mode.OUTSIDE, Mode.NETWORK]

    @pytest.mark.parametrize("role", [key for key in roles.ROLES if key != "lanh_dao"])
    def test_no_other_role_decides(self, unit, role):
        with pytest.raises(Refusal, match="Chỉ người đứng đầu của chính đơn vị này"):
            modes.decide(unit, Mode.APART, by=make_account(role, unit, covers_below=True))

    def test_the_head_above_does_not_decide_for_a_unit_below(self, unit):
        below = make_unit(parent=unit)
        with pytest.raises(Refusal, match="không ai quyết định thay"):
            modes.decide(below, Mode.APART, by=make_account("lanh_dao", unit, covers_below=True))

    def test_who_was_lent_the_role_does_not_decide(self, unit, head):
        deputy = make_account("xu_ly", unit)
        Delegation.objects.create(
            giver=head.person,
            receiver=deputy.person,
            unit=unit,
            role="lanh_dao",
            permissions=sorted(roles.ROLES["lanh_dao"].permissions),
            valid=DateRange(date(2023, 1, 1), date(2024, 1, 1)),
            paper_no="01/MH",
            paper_on=TODAY,
            reason="Đi công tác",
        )
        assert unit.pk in roles.unit_ids(deputy, "records.decide", TODAY), "the role was lent"
        with pytest.raises(Refusal, match="không ai quyết định thay"):
            modes.decide(unit, Mode.APART, by=deputy)

    def test_a_disabled_head_decides_nothing(self, unit, head):
        head.is_active = False
        with pytest.raises(Refusal, match="Chỉ người đứng đầu"):
            modes.decide(unit, Mode.APART, by=head)

    @pytest.mark.parametrize("lacking", ["document", "number", "document_on"])
    @pytest.mark.parametrize("blank", ["", "   "])
    def test_the_network_asks_for_the_whole_basis(self, unit, head, lacking, blank):
        basis = BASIS | {lacking: None if lacking == "document_on" else blank}
        with pytest.raises(Refusal, match="tên văn bản, số và ngày"):
            modes.decide(unit, Mode.NETWORK, by=head, **basis)
        assert not SealMode.objects.exists()

    def test_a_document_of_a_day_to_come_is_no_basis(self, unit, head):
        with pytest.raises(Refusal, match="chưa tới"):
            modes.decide(unit, Mode.NETWORK, by=head, **BASIS | {"document_on": TODAY + timedelta(days=1)})

    @pytest.mark.parametrize("mode", ALL)
    def test_what_holds_already_is_not_decided_again(self, unit, head, mode):
        if mode != Mode.OUTSIDE:
            modes.decide(unit, mode, by=head, **BASIS)
        with pytest.raises(Refusal, match="không có gì để đổi"):
            modes.decide(unit, mode, by=head, **BASIS)

    def test_a_machine_apart_knows_no_network(self, unit, head, settings):
        settings.ISOLATED = True
        with pytest.raises(Refusal, match="máy độc lập"):
            modes.decide(unit, Mode.NETWORK, by=head, **BASIS)


class TestTheTable:
    @pytest.fixture
    def row(self, unit, head):
        return modes.decide(unit, Mode.NETWORK, by=head, **BASIS)

    def test_history_knows_who_and_what(self, row, head):
        told = HistoryRow.objects.get(table="records_sealmode")
        assert (told.actor, told.after["mode"], told.after["number"]) == (
            head.pk,
            "niem_phong_mang",
            "12/MH-CY",
        )

    @pytest.mark.parametrize("change", [{"mode": "ngoai_he_thong"}, {"number": "khác"}, {"starts_on": TODAY}])
    def test_not_even_the_owner_changes_a_decision(self, row, change):
        with pytest.raises(Error, match="Cannot update or delete"), transaction.atomic():
            SealMode.objects.filter(pk=row.pk).update(**change)

    def test_nor_removes_it(self, row):
        with pytest.raises(Error, match="Cannot update or delete"), transaction.atomic():
            row.delete()

    @pytest.mark.parametrize(
        "sql",
        [
            "UPDATE records_sealmode SET number = 'x'",
            "DELETE FROM records_sealmode",
            "TRUNCATE records_sealmode",
        ],
    )
    def test_the_program_has_not_even_the_right(self, row, as_app, sql):
        with pytest.raises(Error, match="permission denied"), transaction.atomic():
            connection.cursor().execute(sql)

    @pytest.mark.parametrize("lacking", [{"document": ""}, {"number": ""}, {"document_on": None}])
    def test_the_database_refuses_the_network_without_its_basis(self, unit, head, lacking):
        with pytest.raises(IntegrityError, match="seal_mode_network_with_basis"), transaction.atomic():
            written(unit, head, Mode.NETWORK, TODAY, **lacking)

    def test_and_a_mode_that_does_not_exist(self, unit, head):
        with pytest.raises(IntegrityError, match="seal_mode_known"), transaction.atomic():
            written(unit, head, "tren_may", TODAY)

    def test_and_a_basis_younger_than_the_decision(self, unit, head):
        with pytest.raises(IntegrityError, match="seal_mode_after_document"), transaction.atomic():
            written(unit, head, Mode.APART, TODAY, document_on=TODAY + timedelta(days=1))


@pytest.mark.parametrize("mode", ALL)
def test_each_mode_is_told_in_plain_words(mode):
    assert "tố cáo" in modes.tell(mode)
    assert modes.tell(mode).endswith(".")


def test_only_the_network_is_called_one_with_a_network():
    assert "có nối mạng" in modes.tell(Mode.NETWORK)
    assert "không nối mạng" in modes.tell(Mode.APART)


@pytest.mark.parametrize("words", ["Mật", "117/2025/QH15", "Điều 5 khoản 2", "774/QĐ-TTg", "không thay cho"])
def test_the_warning_names_the_law_that_the_seal_does_not_lift(words):
    assert words in modes.WARNING


def test_a_person_without_a_post_is_no_head(unit):
    account = make_account()
    account.person = make_person()
    assert modes.headed(account, TODAY) == set()


class TestTheKindOfMachine:
    """What the owner wrote down when deploying, not what the program says of itself, decides what the database takes."""

    @pytest.fixture
    def stand(self, settings):
        def to(is_apart):
            settings.ISOLATED = is_apart
            triggers.say_what_machine()

        yield to
        to(False)

    @staticmethod
    def as_app(order, *values):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL ROLE danvan_app")
            cursor.execute(order, values)
            cursor.execute("RESET ROLE")

    def test_is_written_after_each_migration_and_once(self, stand):
        assert [one.is_apart for one in SealInstallation.objects.all()] == [False]
        stand(True)
        assert [one.is_apart for one in SealInstallation.objects.all()] == [True]

    @pytest.mark.parametrize(
        "order",
        [
            "UPDATE records_sealinstallation SET is_apart = true",
            "DELETE FROM records_sealinstallation",
            "INSERT INTO records_sealinstallation (id, is_apart) VALUES (2, true)",
        ],
    )
    def test_is_not_for_the_program_to_write(self, order):
        with pytest.raises(DatabaseError):
            self.as_app(order)

    def test_the_network_is_decided_on_no_machine_apart_by_whatever_order(self, unit, head, stand):
        stand(True)
        with pytest.raises(IntegrityError, match="không nối mạng"):
            self.as_app(
                "INSERT INTO records_sealmode (unit_id, mode, starts_on, document, number, document_on, post, decided_by_id,"
                " decided_at) VALUES (%s, 'niem_phong_mang', %s, 'x', '1', %s, 'x', %s, now())",
                *(unit.pk, TODAY, TODAY, head.pk),
            )

    @pytest.mark.parametrize(
        ("mode", "is_apart", "takes"),
        [
            (Mode.NETWORK, False, True),
            (Mode.APART, True, True),
            (Mode.APART, False, False),  # a unit's packages come here, its cases do not
            (Mode.OUTSIDE, False, False),
            (Mode.OUTSIDE, True, False),
        ],
    )
    def test_a_case_lies_where_mode_and_machine_agree(self, unit, head, stand, mode, is_apart, takes):
        stand(is_apart)
        record = denunciation(officer("tiep_dan", unit))
        if mode != Mode.OUTSIDE:
            written(unit, head, mode, date(2023, 1, 1))
        order = 'INSERT INTO records_sealcase (record_id, "on", made_at) VALUES (%s, %s, now())'
        if takes:
            self.as_app(order, record.pk, TODAY)
        else:
            with pytest.raises(IntegrityError, match="ngoài hệ thống"):
                self.as_app(order, record.pk, TODAY)
