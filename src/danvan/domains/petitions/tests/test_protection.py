"""Protection of who denounces (Luật Tố cáo 2018, Điều 47 đến 55): days, numbers and words of lists, nothing of a person."""

from datetime import date

import pytest
from django.db import IntegrityError, models

from danvan.domains.petitions.denunciations import protection_file
from danvan.domains.petitions.denunciations.protecting import MAY_APPLY, PROTECTION
from danvan.domains.petitions.flow import LETTER, MATTER
from danvan.domains.petitions.models import (
    Kind,
    Protection,
    ProtectionAuthority,
    ProtectionEnd,
    ProtectionRefusal,
    ProtectionScope,
    ProtectionWay,
)
from danvan.domains.petitions.tests.factories import accepted, classified
from danvan.law import rulebook
from danvan.records import history, writing
from danvan.records.models import Link, PersonalDetails, Record
from danvan.records.tests.desk_world import desk_of
from danvan.records.tests.factories import handler
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
BEGUN = date(2023, 2, 1)
NAME = "Bà Trần Thị Zqx"
DECIDED = {"scope": "tinh_mang", "authority": "cong_an"}


def go(record, key, officer, on=BEGUN, **fields):
    return writing.move(record, key, by=officer, on=on, **fields)


@pytest.fixture(autouse=True)
def _today(play_on):
    play_on(date(2027, 6, 1))


@pytest.fixture
def matter(officer):
    return accepted(officer, BEGUN, Kind.DENUNCIATION)


def asked(officer, record, way="van_ban", on=BEGUN):
    go(record, "de_nghi_bao_ve", officer, on, protection_way=way)
    return Protection.objects.latest("id")


@pytest.fixture
def request_(officer, matter):
    return asked(officer, matter)


@pytest.fixture
def checked(officer, request_):
    return go(request_, "kiem_tra", officer, finding="co_can_cu", persons=3)


@pytest.fixture
def running(officer, checked):
    return go(checked, "ap_dung", officer, starts_on=BEGUN, **DECIDED)


class TestRequest:
    @pytest.mark.parametrize("way", ProtectionWay.values)
    def test_it_opens_a_file_beside_its_matter(self, officer, matter, way):
        protection = asked(officer, matter, way)
        assert (protection.way, protection.unit_id, protection.state) == (way, matter.unit_id, "de_nghi")
        assert (protection.paper_on == BEGUN) == (way == "van_ban")
        assert Link.objects.filter(record_id=protection.pk, source_id=matter.pk).exists()
        matter.refresh_from_db()
        assert (matter.protection_asked_on, matter.closed_on) == (BEGUN, None)

    def test_or_beside_a_letter_that_nobody_accepted_yet(self, officer):
        letter = classified(officer, BEGUN, Kind.DENUNCIATION)
        assert asked(officer, letter).sources.get().source_id == letter.pk

    def test_it_may_be_asked_more_than_once(self, officer, matter):
        first = asked(officer, matter)
        assert asked(officer, matter, "dien_thoai").pk != first.pk

    @pytest.mark.parametrize("kind", [Kind.COMPLAINT, Kind.PROPOSAL])
    def test_only_of_a_denunciation(self, officer, kind):
        for record in (classified(officer, BEGUN, kind), accepted(officer, BEGUN, kind)):
            with pytest.raises(Refusal, match="tố cáo"):
                go(record, "de_nghi_bao_ve", officer, protection_way="van_ban")

    @pytest.mark.parametrize(
        ("on", "known"), [(date(2018, 12, 31), False), (date(2019, 1, 1), True), (date(2026, 7, 1), True)]
    )
    def test_since_the_law_of_2018(self, officer, on, known):
        letter = classified(officer, on, Kind.DENUNCIATION)
        assert ("de_nghi_bao_ve" in {move.key for move in LETTER.moves_for(letter, on)}) == known
        if not known:
            with pytest.raises(Refusal, match="Điều 50, có từ 1/1/2019"):
                asked(officer, letter, on=on)

    def test_how_is_asked(self, officer, matter):
        with pytest.raises(Refusal, match="Còn thiếu “cách đề nghị bảo vệ”"):
            go(matter, "de_nghi_bao_ve", officer)

    def test_nobody_opens_one_by_itself(self):
        assert not PROTECTION.opens_by_hand
        assert not PROTECTION.opens_to_public

    def test_without_the_right_over_the_unit_not(self, matter):
        with pytest.raises(Refusal):
            asked(handler(), matter)
        assert not Protection.objects.exists()

    @pytest.mark.parametrize("way", ["truc_tiep", "dien_thoai"])
    def test_an_urgent_ones_paper_comes_later_and_once(self, officer, matter, way):
        protection = asked(officer, matter, way)
        later = go(protection, "nhan_van_ban", officer, date(2023, 2, 6))
        assert later.paper_on == date(2023, 2, 6)
        with pytest.raises(Refusal, match="đã có trong hồ sơ"):
            go(later, "nhan_van_ban", officer, date(2023, 2, 7))

    def test_one_in_writing_waits_for_no_paper(self, officer, request_):
        with pytest.raises(Refusal, match="đã có trong hồ sơ"):
            go(request_, "nhan_van_ban", officer)


class TestDecision:
    def test_measure_authority_and_start(self, running):
        assert (running.state, running.scope, running.authority, running.starts_on) == (
            "ap_dung",
            "tinh_mang",
            "cong_an",
            BEGUN,
        )
        assert (running.decided_on, running.persons, running.closed_on) == (BEGUN, 3, None)

    @pytest.mark.parametrize("left_out", ["scope", "authority", "starts_on"])
    def test_each_of_them_is_asked(self, officer, checked, left_out):
        told = DECIDED | {"starts_on": BEGUN, left_out: None}
        with pytest.raises(Refusal, match="Còn thiếu"):
            go(checked, "ap_dung", officer, **told)

    @pytest.mark.parametrize("scope", ProtectionScope.values)
    @pytest.mark.parametrize("authority", ProtectionAuthority.values)
    def test_by_whom_the_law_names_for_it(self, officer, checked, scope, authority):
        if authority in MAY_APPLY[scope]:
            assert go(checked, "ap_dung", officer, scope=scope, authority=authority, starts_on=BEGUN)
            return
        with pytest.raises(Refusal, match="Điều 49"):
            go(checked, "ap_dung", officer, scope=scope, authority=authority, starts_on=BEGUN)

    def test_in_writing_only_after_a_check(self, officer, request_):
        with pytest.raises(Refusal, match="phải được kiểm tra trước"):
            go(request_, "ap_dung", officer, starts_on=BEGUN, **DECIDED)

    @pytest.mark.parametrize("way", ["truc_tiep", "dien_thoai"])
    def test_urgently_at_once(self, officer, matter, way):
        protection = asked(officer, matter, way)
        assert go(protection, "ap_dung", officer, starts_on=BEGUN, **DECIDED).state == "ap_dung"

    def test_not_where_no_ground_was_found(self, officer, request_):
        found = go(request_, "kiem_tra", officer, finding="khong_can_cu")
        with pytest.raises(Refusal, match="không có căn cứ; hãy từ chối bằng văn bản"):
            go(found, "ap_dung", officer, starts_on=BEGUN, **DECIDED)

    def test_it_does_not_begin_before_it_was_decided(self, officer, checked):
        with pytest.raises(Refusal, match="trước ngày quyết định"):
            go(checked, "ap_dung", officer, starts_on=date(2023, 1, 31), **DECIDED)

    @pytest.mark.parametrize("ground", ProtectionRefusal.values)
    def test_or_it_is_refused_in_writing(self, officer, request_, ground):
        done = go(request_, "tu_choi", officer, refusal=ground)
        assert (done.state, done.closed_on, done.refusal) == ("tu_choi", BEGUN, ground)
        assert PROTECTION.move("tu_choi").papers

    def test_but_not_where_grounds_were_found(self, officer, checked):
        with pytest.raises(Refusal, match="có căn cứ nên không từ chối được"):
            go(checked, "tu_choi", officer, refusal="khong_can_cu")

    def test_nor_without_a_reason(self, officer, request_):
        with pytest.raises(Refusal, match="Còn thiếu “lý do từ chối”"):
            go(request_, "tu_choi", officer)

    def test_the_database_keeps_no_decision_by_halves(self, running):
        with pytest.raises(IntegrityError, match="protection_decided_whole"):
            Protection.objects.filter(pk=running.pk).update(starts_on=None)


class TestAfterwards:
    def test_changed_by_the_same_lists(self, officer, running):
        done = go(
            running,
            "thay_doi",
            officer,
            date(2023, 2, 8),
            change="thay_doi",
            scope="viec_lam",
            authority="noi_quan_ly",
        )
        assert (done.state, done.scope, done.changed_on) == ("ap_dung", "viec_lam", date(2023, 2, 8))
        with pytest.raises(Refusal, match="Điều 49"):
            go(
                done,
                "thay_doi",
                officer,
                date(2023, 2, 9),
                change="bo_sung",
                scope="tai_san",
                authority="noi_quan_ly",
            )

    @pytest.mark.parametrize("key", ["thay_doi", "ket_qua", "cham_dut"])
    def test_steps_follow_one_another(self, officer, running, key):
        fields = {
            "thay_doi": {"change": "bo_sung"} | DECIDED,
            "ket_qua": {"outcome": "an_toan"},
            "cham_dut": {"ended_because": "het_can_cu"},
        }
        later = go(running, "ket_qua", officer, date(2023, 2, 10), outcome="an_toan")
        with pytest.raises(Refusal, match="trước bước gần nhất ngày 10/2/2023"):
            go(later, key, officer, date(2023, 2, 9), **fields[key])

    def test_it_ends_with_the_conclusion_and_not_before(self, officer, matter, running):
        with pytest.raises(Refusal, match="chưa có kết luận, chưa đình chỉ"):
            go(running, "cham_dut", officer, date(2023, 2, 20), ended_because="da_ket_luan")
        go(matter, "giai_quyet", officer, date(2023, 2, 20), result="dung")
        done = go(running, "cham_dut", officer, date(2023, 2, 20), ended_because="da_ket_luan")
        assert (done.state, done.closed_on) == ("cham_dut", date(2023, 2, 20))

    @pytest.mark.parametrize(
        ("on", "known"),
        [
            (date(2026, 6, 30), set(ProtectionEnd.values) - {"vi_pham"}),
            (date(2026, 7, 1), set(ProtectionEnd.values)),
            (date(2026, 12, 1), set(ProtectionEnd.values)),
        ],
    )
    def test_grounds_are_those_of_the_day(self, officer, on, known):
        assert len(rulebook().wording("BV.END", on).items) == len(known)
        for ground in ProtectionEnd.values:
            matter = accepted(officer, date(2026, 6, 1), Kind.DENUNCIATION)
            protection = asked(officer, matter, "dien_thoai", date(2026, 6, 1))
            protection = go(
                protection, "ap_dung", officer, date(2026, 6, 1), starts_on=date(2026, 6, 1), **DECIDED
            )
            go(matter, "giai_quyet", officer, date(2026, 6, 2), result="sai")
            if ground in known:
                assert go(protection, "cham_dut", officer, on, ended_because=ground).ended_on == on
            else:
                with pytest.raises(Refusal, match="có từ 1/7/2026"):
                    go(protection, "cham_dut", officer, on, ended_because=ground)


class TestNothingIsLate:
    def test_in_time_has_no_number_so_no_clock_runs(self, running):
        assert rulebook().wording("BV.DEC", BEGUN).kind == "list"
        assert PROTECTION.clocks == ()
        assert not running.duties.exists()

    def test_the_page_of_a_step_says_so(self):
        for key in ("ap_dung", "kiem_tra", "thay_doi"):
            assert "không bao giờ bị tính là trễ" in str(PROTECTION.move(key).why)


class TestNobodyIsNamed:
    @pytest.mark.parametrize("field", Protection._meta.local_fields, ids=lambda field: field.name)
    def test_no_column_takes_words(self, field):
        bound = (models.DateField, models.IntegerField, models.OneToOneField)
        assert isinstance(field, bound) or field.choices, field.name

    @pytest.mark.parametrize("move", PROTECTION.moves, ids=lambda move: move.key)
    def test_no_step_lets_a_name_in(self, move):
        assert not move.releases_identity
        assert not move.by_sender

    def test_it_is_sealed_from_the_first_day(self, request_):
        assert (request_.secrecy, request_.identity_released_on) == (Record.Secrecy.SEALED, None)

    @pytest.mark.parametrize(
        ("key", "fields"),
        [
            ("kiem_tra", {"finding": NAME}),
            ("tu_choi", {"refusal": NAME}),
            ("ap_dung", DECIDED | {"scope": NAME, "starts_on": BEGUN}),
            ("ap_dung", DECIDED | {"authority": NAME, "starts_on": BEGUN}),
        ],
    )
    def test_a_name_in_place_of_a_word_of_the_list_is_refused(self, officer, matter, key, fields):
        protection = asked(officer, matter, "dien_thoai")
        with pytest.raises(Refusal):
            go(protection, key, officer, **fields)
        assert Protection.objects.get().state == "de_nghi"

    def test_nor_is_one_taken_for_the_way_of_asking(self, officer, matter):
        with pytest.raises(Refusal, match="Cách đề nghị bảo vệ"):
            asked(officer, matter, NAME)
        assert not Protection.objects.exists()

    def test_the_database_takes_no_person_with_it(self, request_):
        with pytest.raises(IntegrityError, match="tố cáo"):
            PersonalDetails.objects.create(record_id=request_.pk, full_name=NAME)

    def test_nor_a_release_of_its_identity(self, running):
        Record.objects.filter(pk=running.pk).update(identity_released_on=BEGUN)
        with pytest.raises(IntegrityError, match="tố cáo"):
            Protection.objects.filter(pk=running.pk).update(persons=2)

    def test_it_is_seen_by_who_sees_sealed_records_of_the_unit_alone(self, officer, request_):
        assert request_ in Protection.objects.all().visible_to(officer)
        assert not Protection.objects.all().visible_to(handler()).exists()

    def test_titles_say_no_more_than_the_lists(self, officer, request_, running):
        assert request_.title == "Đề nghị bảo vệ người tố cáo"
        assert running.title == "Đề nghị bảo vệ người tố cáo: tính mạng, sức khỏe"

    def test_the_history_holds_days_and_words_of_lists(self, running):
        rows = [row for row in history.of_record(running) if row.table == "petitions_protection"]
        words = {str(value) for row in rows for value in (row.after or {}).values() if isinstance(value, str)}
        lists = {value for field in Protection._meta.local_fields for value, _ in field.choices or ()}
        assert {"dien_thoai", "van_ban", "cong_an"} & words
        assert not [word for word in words - lists if not word[:4].isdecimal()]


class TestFile:
    """BV.FILE: six items in the law's order, each with its day; the paper of an urgent request comes later."""

    def days(self, protection):
        return [day for _item, day in protection_file.items(protection)]

    def test_its_items_are_those_of_the_law(self, request_):
        told = [item for item, _day in protection_file.items(request_)]
        assert told == list(rulebook().wording("BV.FILE", BEGUN).items)
        assert len(told) == 6

    def test_each_step_brings_its_item(self, officer, matter, running):
        assert self.days(running) == [BEGUN, BEGUN, BEGUN, None, None, None]
        later = go(running, "ket_qua", officer, date(2023, 2, 6), outcome="an_toan")
        later = go(later, "cham_dut", officer, date(2023, 2, 7), ended_because="het_can_cu")
        assert self.days(later) == [BEGUN, BEGUN, BEGUN, None, date(2023, 2, 6), date(2023, 2, 7)]

    def test_a_refusal_stands_in_the_place_of_the_decision(self, officer, request_):
        done = go(request_, "tu_choi", officer, date(2023, 2, 3), refusal="khong_can_cu")
        assert self.days(done)[2] == date(2023, 2, 3)

    def test_a_telephone_call_is_not_yet_in_the_file(self, officer, matter):
        protection = asked(officer, matter, "dien_thoai")
        assert self.days(protection)[0] is None
        assert self.days(go(protection, "nhan_van_ban", officer, date(2023, 2, 3)))[0] == date(2023, 2, 3)

    def test_its_page_shows_it_and_no_other_page_does(self, officer, matter, running, settings):
        settings.DEMONSTRATION_DAY = date(2023, 3, 14)
        page = desk_of(officer).get(running.get_absolute_url()).content.decode()
        assert "Hồ sơ bảo vệ" in page
        assert "không mục nào bị tính là trễ" in page
        assert f'href="{matter.get_absolute_url()}"' in page
        other = desk_of(officer).get(matter.get_absolute_url()).content.decode()
        assert "không mục nào bị tính là trễ" not in other
        assert other.count(f'href="{running.get_absolute_url()}"') == 1


def test_the_steps_of_asking_are_offered_while_the_denunciation_runs(officer, matter):
    assert "de_nghi_bao_ve" in {move.key for move in MATTER.moves_for(matter, BEGUN)}
    done = go(matter, "giai_quyet", officer, result="dung")
    assert "de_nghi_bao_ve" not in {move.key for move in MATTER.moves_for(done, BEGUN)}
