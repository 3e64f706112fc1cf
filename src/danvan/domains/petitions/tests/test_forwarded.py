"""What a body that forwarded letters is shown: number, days, state and answer of its own letters, and nobody's identity."""

from datetime import date, timedelta

import pytest
from django.test import Client

from danvan import law
from danvan.domains.petitions.forwarded import listing as forwarded
from danvan.domains.petitions.models import FORWARDS_AS, Forwarder, Kind, Letter
from danvan.domains.petitions.tests.factories import clocks, duty, received
from danvan.org import bodies
from danvan.org.models import Kind as UnitKind
from danvan.org.models import UnitName
from danvan.org.tests.factories import make_account, make_unit, put_under
from danvan.records import calendar as calendars
from danvan.records import writing
from danvan.records.models import Paper, Record
from danvan.records.tests.desk_world import NAME, NAMED, desk_of, moving, opening, reach_of
from danvan.records.tests.factories import handler
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
ADDRESS = "/ban-lam-viec/don-da-chuyen/"
IN, DONE, TOLD, TODAY = date(2023, 2, 1), date(2023, 2, 20), date(2023, 2, 24), date(2023, 3, 20)
BODIES = [(kind, FORWARDS_AS[kind]) for kind in FORWARDS_AS]


@pytest.fixture(autouse=True)
def a_day(settings):
    settings.DEMONSTRATION_DAY = TODAY


@pytest.fixture
def officer(db):
    officer = handler()
    put_under(officer.at, make_unit("Tỉnh Minh Họa", UnitKind.PROVINCE))
    return officer


@pytest.fixture
def council(officer):
    """The commune's council, a unit under it; `.deputy` sees what it forwarded."""
    council = make_unit("Hội đồng nhân dân xã Minh Họa", UnitKind.COUNCIL, officer.at)
    council.deputy = make_account("chuyen_don", council)
    return council


def sent_by(council, officer, kind=Kind.COMPLAINT, on=IN, **fields):
    """A letter that the council forwarded, classified unless `kind` is None; released ones name a person."""
    values = {"forwarder": "hdnd", "forwarder_unit": council, "forwarder_sent_on": on - timedelta(days=2)}
    letter = received(officer, on, **(values | fields))
    if kind is None:
        return letter
    return writing.move(
        letter,
        "phan_loai",
        by=officer,
        on=on,
        kind=kind,
        field="dat_dai",
        personal=NAMED if kind != Kind.DENUNCIATION else None,
    )


def settled(letter, officer, on=DONE):
    letter = writing.move(letter, "thu_ly", by=officer, on=on)
    matter = Record.objects.get(sources__source_id=letter.pk).own()
    writing.move(matter, "giai_quyet", by=officer, on=on, result="dung")
    return Letter.objects.get(pk=letter.pk)


def shown(account):
    return list(forwarded.rows(reach_of(account)).rows)


class TestWhose:
    def test_only_letters_of_the_own_body_wherever_they_lie(self, officer, council):
        elsewhere, other = handler(), make_unit("Mặt trận", UnitKind.FRONT)
        mine = [sent_by(council, officer), sent_by(council, elsewhere)]
        sent_by(other, officer, forwarder="mttq")
        received(officer, IN)
        assert {row.unit for row in shown(council.deputy)} == {str(letter.unit) for letter in mine}

    @pytest.mark.parametrize("role", ["tiep_dan", "xu_ly", "lanh_dao", "giam_sat", "thanh_tra", "tong_hop"])
    def test_no_other_role_opens_the_page(self, officer, council, role):
        sent_by(council, officer)
        account = make_account(role, council)
        assert shown(account) == []
        assert desk_of(account).get(ADDRESS).status_code == 403

    def test_the_role_opens_no_record(self, officer, council):
        letter = sent_by(council, officer)
        client = desk_of(council.deputy)
        assert client.get(letter.get_absolute_url()).status_code == 404
        assert client.get("/ban-lam-viec/don/").status_code == 403
        assert not Record.objects.visible_to(council.deputy).exists()

    def test_a_visitor_logs_in_first_and_nothing_is_sent_there(self, council):
        assert Client().get(ADDRESS).status_code == 302
        assert desk_of(council.deputy).post(ADDRESS).status_code == 405

    def test_a_role_that_has_ended_shows_nothing(self, officer, council, settings):
        sent_by(council, officer)
        grant = council.deputy.person.grants.get()
        grant.valid = (grant.valid.lower, TODAY)
        grant.save()
        assert shown(council.deputy) == []
        settings.DEMONSTRATION_DAY = TODAY - timedelta(days=1)
        assert len(shown(council.deputy)) == 1


class TestRow:
    def test_tells_number_days_unit_state_and_the_rule_before_there_is_a_result(self, officer, council):
        letter = sent_by(council, officer)
        (row,) = shown(council.deputy)
        assert (row.number, row.sent_on, row.unit) == (letter.number, date(2023, 1, 30), str(officer.at))
        assert row.state == "Đơn đã được phân loại và đang được đề xuất xử lý."
        assert (row.due, row.is_late, row.answered_on) == (
            "7 ngày làm việc kể từ khi có kết quả",
            False,
            None,
        )
        assert "Điều 27 khoản 2" in row.cite

    def test_without_a_day_on_the_paper_the_day_it_came_stands(self, officer, council):
        sent_by(council, officer, forwarder_sent_on=None)
        assert shown(council.deputy)[0].sent_on == IN

    def test_a_settled_one_is_answered_within_seven_working_days(self, officer, council, settings):
        letter = settled(sent_by(council, officer), officer)
        (row,) = shown(council.deputy)
        owed = duty(letter, "bao_noi_chuyen")
        assert (owed.rule, owed.due_on) == ("TCD.BACK", date(2023, 3, 1))
        assert (row.due, row.cite, row.is_late) == ("1/3/2023", owed.citation, True)
        settings.DEMONSTRATION_DAY = owed.latest_on
        assert shown(council.deputy)[0].is_late is False
        settings.DEMONSTRATION_DAY = owed.latest_on + timedelta(days=1)
        assert shown(council.deputy)[0].is_late is True

    def test_an_answer_tells_its_day_its_paper_and_by_when_the_body_tells_the_sender(self, officer, council):
        letter = settled(sent_by(council, officer), officer)
        writing.move(letter, "bao_noi_chuyen", by=officer, on=TOLD)
        Paper.objects.create(
            record=letter,
            unit=officer.at,
            key="bao_noi_chuyen",
            title="Thông báo kết quả",
            audience="co_quan_khac",
            state="da_ban_hanh",
            prepared_on=TOLD,
            number="12/TB-UBND",
            book_on=date(2023, 1, 1),
            dated_on=TOLD,
            issued_at="2023-02-24T08:00+07:00",
            sha256="0" * 64,
            signer=NAME,
        )
        (row,) = shown(council.deputy)
        assert (row.answered_on, row.paper, row.is_late) == (TOLD, "Thông báo kết quả số 12/TB-UBND", False)
        relay = law.due("TCD.RELAY", TOLD, calendar=calendars.current())
        assert relay.due_on == date(2023, 3, 3)
        assert row.relay == f"3/3/2023, {relay.citation}"
        assert NAME not in str(row)
        assert duty(letter, "bao_noi_chuyen").met_on == TOLD

    def test_a_paper_that_only_waits_or_was_cancelled_is_no_answer(self, officer, council):
        letter = sent_by(council, officer)
        about = {
            "record": letter,
            "unit": officer.at,
            "key": "tra_don",
            "title": "Trả đơn",
            "prepared_on": IN,
        }
        Paper.objects.create(**about)
        Paper.objects.create(**about, state="da_huy", cancelled_on=IN, cancellation="thay_the")
        assert (shown(council.deputy)[0].answered_on, shown(council.deputy)[0].paper) == (None, "")

    @pytest.mark.parametrize("kind", [Kind.DENUNCIATION, None])
    def test_of_a_denunciation_and_of_an_unclassified_letter_number_day_and_state(
        self, officer, council, kind
    ):
        letter = sent_by(council, officer, kind)
        (row,) = shown(council.deputy)
        assert (row.number, row.sent_on, row.is_sealed) == (letter.number, date(2023, 1, 30), True)
        assert row.state
        assert (row.unit, row.due, row.cite, row.answered_on, row.paper, row.relay) == (
            "",
            "",
            "",
            None,
            "",
            "",
        )

    def test_one_that_ended_without_a_settlement_has_no_day_of_its_own(self, officer, council):
        writing.move(sent_by(council, officer), "huong_dan", by=officer, on=DONE)
        assert (shown(council.deputy)[0].due, shown(council.deputy)[0].cite) == ("", "")

    def test_no_column_of_who_or_what_is_read(self, officer, council):
        letter = sent_by(council, officer)
        read = forwarded.forwarded_letters(reach_of(council.deputy)).get(pk=letter.pk)
        hidden = read.get_deferred_fields()
        assert {"against", "place", "forwarder_name", "forwarder_reference", "post_number", "title"} <= hidden
        assert {"kind", "is_anonymous", "search_internal"} <= hidden


class TestPage:
    def test_holds_the_rows_and_no_name_no_address_no_code(self, officer, council):
        letters = [sent_by(council, officer), sent_by(council, officer, Kind.DENUNCIATION)]
        said = desk_of(council.deputy).get(ADDRESS).content.decode()
        for letter in letters:
            assert f"{letter.number}" in said
            assert letter.public_id not in said
        for words in NAMED.values():
            assert words not in said
        body = said.split("<tbody")[1]
        assert "tố cáo" not in body
        assert "khiếu nại" not in body

    def test_is_reached_from_the_first_page(self, council):
        said = desk_of(council.deputy).get("/ban-lam-viec/").content.decode()
        assert f'href="{ADDRESS}"' in said

    def test_says_when_there_is_none(self, council):
        assert "Chưa có đơn nào" in desk_of(council.deputy).get(ADDRESS).content.decode()

    def test_page_by_page_newest_first(self, officer, council):
        letters = [sent_by(council, officer, on=IN + timedelta(days=shift)) for shift in (0, 2, 1)]
        cut = forwarded.rows(reach_of(council.deputy), size=2)
        assert [row.number for row in cut.rows] == [letters[1].number, letters[2].number]
        rest = forwarded.rows(reach_of(council.deputy), after=cut.after, size=2)
        assert [row.number for row in rest.rows] == [letters[0].number]

    @pytest.mark.parametrize("key", ["x", "2023-13-01.1"])
    def test_a_place_that_is_none_is_refused(self, council, key):
        assert desk_of(council.deputy).get(ADDRESS, {"sau": key}).status_code == 400


class TestWhoForwarded:
    @pytest.mark.parametrize(("kind", "forwarder"), BODIES)
    def test_a_body_forwards_as_what_it_is(self, officer, kind, forwarder):
        body = make_unit("Cơ quan", kind, officer.at)
        assert received(officer, IN, forwarder=forwarder, forwarder_unit=body).forwarder_unit == body
        for other in {*Forwarder.values} - {forwarder}:
            with pytest.raises(Refusal, match=f"thuộc bên “{Forwarder(forwarder).label}”"):
                received(officer, IN, forwarder=other, forwarder_unit=body)

    def test_another_office_is_no_body_that_forwards(self, officer):
        with pytest.raises(Refusal, match="không phải cơ quan chuyển đơn"):
            received(officer, IN, forwarder="hdnd", forwarder_unit=make_unit())

    @pytest.mark.parametrize("forwarder", ["bao_chi", "dai_bieu", "co_quan"])
    def test_the_press_and_others_need_no_unit(self, officer, forwarder):
        assert received(officer, IN, forwarder=forwarder).forwarder_unit is None

    @pytest.mark.parametrize(("days", "is_taken"), [(-1, True), (0, True), (1, False)])
    def test_the_paper_is_not_younger_than_its_arrival(self, officer, days, is_taken):
        def take():
            return received(officer, IN, forwarder="bao_chi", forwarder_sent_on=IN + timedelta(days=days))

        if is_taken:
            assert take().forwarder_sent_on == IN + timedelta(days=days)
        else:
            with pytest.raises(Refusal, match="2/2/2023 sau ngày tiếp nhận 1/2/2023"):
                take()

    def test_it_can_be_noted_afterwards_until_the_answer(self, officer, council):
        letter = received(officer, IN)
        noted = {"forwarder": "hdnd", "forwarder_unit": council, "forwarder_sent_on": IN}
        letter = writing.move(letter, "ghi_noi_chuyen", by=officer, on=IN, **noted)
        assert (letter.state, letter.forwarder_unit) == ("tiep_nhan", council)
        with pytest.raises(Refusal, match="thuộc bên"):
            writing.move(letter, "ghi_noi_chuyen", by=officer, on=IN, forwarder="mttq")
        letter = writing.move(letter, "phan_loai", by=officer, on=IN, kind="khieu_nai", field="khac")
        letter = writing.move(letter, "bao_noi_chuyen", by=officer, on=TOLD)
        with pytest.raises(Refusal, match="Đã báo kết quả"):
            writing.move(letter, "ghi_noi_chuyen", by=officer, on=TOLD, **noted)

    def test_a_part_split_off_was_forwarded_by_the_same(self, officer, council):
        from danvan.domains.petitions.tying.splitting import Part, Rest, split

        parts = [Part("kien_nghi_phan_anh", "dat_dai"), Part("to_cao", "dat_dai")]
        first, sealed = split(sent_by(council, officer), parts, by=officer, on=IN, rest=Rest())
        assert (first.forwarder_unit, first.forwarder_sent_on) == (council, date(2023, 1, 30))
        assert (sealed.forwarder_unit, sealed.forwarder_sent_on) == (None, None), "it would tie the two"


class TestDuties:
    @pytest.mark.parametrize("forwarder", [*Forwarder.values, None])
    def test_of_a_denunciation_whoever_forwarded_it_from_outside_is_told_in_twenty_days(
        self, officer, forwarder
    ):
        letter = writing.move(
            received(officer, IN, forwarder=forwarder),
            "phan_loai",
            by=officer,
            on=IN,
            kind="to_cao",
            field="khac",
        )
        is_owed = forwarder not in (None, "lanh_dao")
        assert ("bao_bao_chi" in clocks(letter)) is is_owed
        if is_owed:
            assert duty(letter, "bao_bao_chi").due_on == date(2023, 2, 21)

    @pytest.mark.parametrize(
        ("forwarder", "is_owed"), [("dai_bieu", True), ("bao_chi", True), ("co_quan", False)]
    )
    def test_noted_after_the_settlement_it_is_owed_from_the_settlement(self, officer, forwarder, is_owed):
        letter = received(officer, IN)
        letter = writing.move(letter, "phan_loai", by=officer, on=IN, kind="khieu_nai", field="khac")
        letter = settled(letter, officer)
        assert "bao_noi_chuyen" not in clocks(letter)
        letter = writing.move(letter, "ghi_noi_chuyen", by=officer, on=TOLD, forwarder=forwarder)
        assert ("bao_noi_chuyen" in clocks(letter)) is is_owed
        if is_owed:
            assert duty(letter, "bao_noi_chuyen").due_on == date(2023, 3, 1)

    def test_noted_before_it_begins_with_the_settlement_alone(self, officer):
        letter = received(officer, IN)
        letter = writing.move(letter, "phan_loai", by=officer, on=IN, kind="khieu_nai", field="khac")
        letter = writing.move(letter, "ghi_noi_chuyen", by=officer, on=IN, forwarder="mttq")
        assert "bao_noi_chuyen" not in clocks(letter)
        assert duty(settled(letter, officer), "bao_noi_chuyen").begins_on == DONE

    def test_noted_of_a_denunciation_late_it_runs_from_the_day_the_letter_came(self, officer):
        letter = received(officer, IN)
        letter = writing.move(letter, "phan_loai", by=officer, on=IN, kind="to_cao", field="khac")
        assert "bao_bao_chi" not in clocks(letter)
        letter = writing.move(letter, "ghi_noi_chuyen", by=officer, on=TOLD, forwarder="bao_chi")
        assert duty(letter, "bao_bao_chi").begins_on == IN


class TestForms:
    def test_the_intake_form_offers_the_bodies_near_by_name(self, officer, council):
        above = make_unit("Hội đồng nhân dân tỉnh", UnitKind.COUNCIL, officer.at.parents.get().parent)
        elsewhere = make_unit("Hội đồng nhân dân xã khác", UnitKind.COUNCIL, make_unit())
        said = desk_of(officer).get("/ban-lam-viec/don/tiep-nhan/").content.decode()
        offered = said.split('name="forwarder_unit"')[1].split("</select>")[0]
        assert "Hội đồng nhân dân xã Minh Họa" in offered
        assert f'value="{above.pk}"' in offered
        assert f'value="{elsewhere.pk}"' not in offered
        assert f'value="{officer.at.pk}"' not in offered

    def test_a_letter_is_taken_in_with_who_forwarded_it(self, officer, council):
        sent = opening(
            officer,
            channel="chuyen_den",
            forwarder="hdnd",
            forwarder_unit=str(council.pk),
            forwarder_sent_on="28/2/2023",
        )
        desk_of(officer).post("/ban-lam-viec/don/tiep-nhan/", sent)
        letter = Letter.objects.get()
        assert (letter.forwarder, letter.forwarder_unit, letter.forwarder_sent_on) == (
            "hdnd",
            council,
            date(2023, 2, 28),
        )

    @pytest.mark.parametrize(
        ("wrong", "sentence"),
        [
            ({"forwarder": "mttq"}, "thuộc bên"),
            ({"forwarder": ""}, "thuộc bên"),
            ({"forwarder_sent_on": "2/3/2023"}, "sau ngày tiếp nhận"),
            ({"forwarder_unit": "0"}, "forwarder_unit"),
            ({"forwarder_unit": "x"}, "forwarder_unit"),
        ],
    )
    def test_what_does_not_fit_is_shown_again(self, officer, council, wrong, sentence):
        sent = opening(officer, forwarder="hdnd", forwarder_unit=str(council.pk)) | wrong
        answer = desk_of(officer).post("/ban-lam-viec/don/tiep-nhan/", sent)
        assert answer.status_code == 400
        assert sentence in answer.content.decode()
        assert not Letter.objects.exists()

    def test_afterwards_by_a_step_of_its_own(self, officer, council):
        letter = received(officer, IN)
        sent = moving(letter, forwarder="hdnd", forwarder_unit=str(council.pk), forwarder_sent_on="1/2/2023")
        desk_of(officer).post(f"{letter.get_absolute_url()}ghi-noi-chuyen/", sent)
        assert Letter.objects.get().forwarder_unit == council

    def test_the_office_filters_its_list_by_who_forwarded(self, officer, council):
        theirs, plain = sent_by(council, officer), received(officer, IN)
        client = desk_of(officer)
        said = client.get("/ban-lam-viec/don/", {"forwarder": "hdnd"}).content.decode()
        assert theirs.public_id in said
        assert plain.public_id not in said
        assert (
            theirs.public_id not in client.get("/ban-lam-viec/don/", {"forwarder": "mttq"}).content.decode()
        )


class TestBodies:
    WHICH = {"names__kind__in": ["hdnd", "mttq", "doan_the"]}

    def near(self, *units, on=TODAY):
        return [unit.called for unit in bodies.near([unit.pk for unit in units], on, self.WHICH)]

    def test_at_the_own_level_above_and_members_of_the_front(self):
        province = make_unit("Tỉnh", UnitKind.PROVINCE)
        commune, other = (make_unit(f"Xã {name}", UnitKind.COMMUNE, province) for name in "AB")
        front = make_unit("Mặt trận tỉnh", UnitKind.FRONT, province)
        make_unit("Hội Nông dân tỉnh", UnitKind.UNION, front)
        make_unit("Hội đồng xã A", UnitKind.COUNCIL, commune)
        make_unit("Hội đồng xã B", UnitKind.COUNCIL, other)
        make_unit("Sở", UnitKind.DEPARTMENT, province)
        assert self.near(commune) == ["Hội đồng xã A", "Hội Nông dân tỉnh", "Mặt trận tỉnh"]
        assert self.near(province) == ["Hội Nông dân tỉnh", "Mặt trận tỉnh"]
        assert self.near() == []

    def test_none_that_is_gone_by_then(self):
        province = make_unit("Tỉnh", UnitKind.PROVINCE)
        front = make_unit("Mặt trận tỉnh", UnitKind.FRONT, province)
        UnitName.objects.filter(unit=front).update(valid=(date(2000, 1, 1), TODAY))
        assert self.near(province, on=TODAY - timedelta(days=1)) == ["Mặt trận tỉnh"]
        assert self.near(province) == []


def test_a_dispute_is_called_one_in_title_and_list(officer):
    letter = received(officer, IN)
    fields = {"kind": "kien_nghi_phan_anh", "field": "dat_dai", "is_dispute": True}
    letter = writing.move(letter, "phan_loai", by=officer, on=IN, **fields)
    assert letter.title == "Đơn tranh chấp, lĩnh vực đất đai, nhà cửa"
    matter = Record.objects.get(sources__source_id=writing.move(letter, "thu_ly", by=officer, on=IN).pk).own()
    assert matter.title == "Vụ việc tranh chấp, lĩnh vực đất đai, nhà cửa"
    client = desk_of(officer)
    assert matter.public_id in client.get("/ban-lam-viec/vu-viec/", {"is_dispute": "True"}).content.decode()
    assert (
        matter.public_id not in client.get("/ban-lam-viec/vu-viec/", {"is_dispute": "False"}).content.decode()
    )


@pytest.mark.parametrize("key", ["hoa_giai_thanh", "hoa_giai_khong_thanh"])
@pytest.mark.parametrize(
    ("mediator", "label"), [("thon", "Tổ hòa giải ở thôn"), ("xa", "Ủy ban nhân dân cấp xã")]
)
def test_mediation_names_where_it_was_held(officer, key, mediator, label):
    letter = received(officer, IN)
    fields = {"kind": "kien_nghi_phan_anh", "field": "dat_dai", "is_dispute": True}
    writing.move(letter, "phan_loai", by=officer, on=IN, **fields)
    writing.move(letter, "thu_ly", by=officer, on=IN)
    matter = Record.objects.get(sources__source_id=letter.pk).own()
    with pytest.raises(Refusal, match="nơi hòa giải"):
        writing.move(matter, key, by=officer, on=DONE)
    done = writing.move(matter, key, by=officer, on=DONE, mediator=mediator)
    assert (done.state, done.mediator) == (key, mediator)
    assert label in desk_of(officer).get(done.get_absolute_url()).content.decode()
