"""The desk's page of keeping and destroying: who sees which rows, what the head does, what is refused."""

from datetime import date

import pytest
from django.urls import reverse

from danvan.records.models import LegalHold, Tombstone
from danvan.records.retention import planning
from danvan.records.retention.tests import world
from danvan.records.retention.tests.world import TODAY, filed, full
from danvan.records.tests.desk_world import desk_of, role_at
from danvan.records.tests.factories import handler, head

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def day_of_work(db, settings):
    settings.DEMONSTRATION_DAY = TODAY
    world.stand_on(TODAY)


@pytest.fixture
def officer():
    return handler()


@pytest.fixture
def chief(officer):
    return world.chief_of(officer)


def page(account, status=200, **asked):
    answer = desk_of(account).get(reverse("retention:list"), asked)
    assert answer.status_code == status
    return answer.content.decode()


def send(account, at, **changes):
    sent = {"unit": at.pk, "digest": planning.plan({at.pk}, TODAY).digest, "document": "12/QĐ-UBND"}
    sent |= {"document_on": "14/1/2035", "agreed": "on"} | changes
    return desk_of(account).post(reverse("retention:list"), sent)


def test_the_head_sees_what_is_due_with_rule_day_and_what_would_go(officer, chief):
    letter = full(officer)
    text = page(chief)
    assert f">{letter.number}</a>" in text
    assert "15/3/2024" in text
    assert "05/2021/TT-TTCP" in text
    assert "tệp (1)" in text
    assert world.NAME not in text
    assert world.WORDS not in text


def test_what_no_rule_ends_is_said_by_name(chief):
    text = page(chief)
    assert "Vụ việc: Đã giải quyết; " in text
    assert "Luật Lưu trữ 33/2024/QH15" in text
    assert "Chưa có hồ sơ nào hết thời hạn lưu" in text


def test_of_a_held_record_every_reason_is_told(officer, chief):
    letter = filed(officer)
    desk_of(chief).post(
        reverse("retention:hold", args=[letter.public_id]),
        {"reason": "thanh_tra", "document": "3/TTR", "document_on": "2/1/2035"},
    )
    text = page(chief)
    assert "được giữ lại" in text
    assert "Đang thanh tra, kiểm tra, kiểm toán, 3/TTR ngày 2/1/2035." in text


def test_the_head_destroys_the_list_and_reads_it_among_the_destroyed(officer, chief):
    letter = full(officer)
    answer = send(chief, officer.at)
    assert answer.status_code == 302
    assert Tombstone.objects.get().record_id == letter.pk
    text = page(chief)
    assert "Đã hủy gần đây" in text
    assert "12/QĐ-UBND" in text
    shown = desk_of(chief).get(letter.get_absolute_url()).content.decode()
    assert "Đã hủy" in shown
    assert world.NAME not in shown
    assert "Việc có thể làm" not in shown


def test_a_list_that_changed_meanwhile_is_refused_and_shown_anew(officer, chief):
    filed(officer)
    old = planning.plan({officer.at.pk}, TODAY).digest
    filed(officer)
    answer = send(chief, officer.at, digest=old)
    assert answer.status_code == 400
    text = answer.content.decode()
    assert "Danh sách đã khác" in text
    assert old not in text
    assert planning.plan({officer.at.pk}, TODAY).digest in text
    assert not Tombstone.objects.exists()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"document": ""}, "Số quyết định hủy"),
        ({"document": "của ông A"}, "Số văn bản chỉ gồm"),
        ({"document": "QĐ"}, "Số văn bản chỉ gồm"),
        ({"document_on": "16/1/2035"}, "sau ngày 15/1/2035"),
        ({"document_on": "hôm qua"}, "Ngày quyết định"),
        ({"agreed": ""}, "đã xem danh sách"),
        ({"digest": "x"}, "hãy tải lại trang"),
        ({"digest": "0" * 64}, "Danh sách đã khác"),
    ],
)
def test_a_decision_that_is_none_is_refused_with_a_sentence(officer, chief, changes, sentence):
    filed(officer)
    answer = send(chief, officer.at, **changes)
    assert answer.status_code == 400
    assert sentence in answer.content.decode()
    assert not Tombstone.objects.exists()


@pytest.mark.parametrize("unit", ["", "x", "-1", "99999999999999", "0"])
def test_a_unit_that_is_none_is_refused(officer, chief, unit):
    filed(officer)
    assert send(chief, officer.at, unit=unit).status_code in (400, 404)
    assert not Tombstone.objects.exists()


@pytest.mark.parametrize("asked", ["x", "-1", "9" * 30, "²", ""])
def test_a_unit_asked_for_that_is_none_shows_the_own(officer, chief, asked):
    letter = filed(officer)
    assert letter.number in page(chief, **{"don-vi": asked})


class TestOthers:
    def test_who_only_counts_sees_totals_and_no_row(self, officer):
        letter = filed(officer)
        text = page(role_at("tong_hop", officer))
        assert "1 hồ sơ" in text
        assert letter.public_id not in text
        assert "Hủy các hồ sơ" not in text

    @pytest.mark.parametrize("role", ["bien_tap", "quan_tri", "he_thong", "van_thu", "chuyen_don"])
    def test_who_neither_destroys_nor_counts_has_no_such_page(self, officer, role):
        page(role_at(role, officer), status=403)

    @pytest.mark.parametrize("role", ["xu_ly", "giai_quyet", "tong_hop", "thanh_tra", "tiep_dan"])
    def test_no_other_role_destroys_or_keeps(self, officer, role):
        letter = filed(officer)
        account = role_at(role, officer)
        assert send(account, officer.at).status_code == 404
        answer = desk_of(account).post(
            reverse("retention:hold", args=[letter.public_id]),
            {"reason": "toa_an", "document": "3/TA", "document_on": "2/1/2035"},
        )
        assert answer.status_code in (403, 404)
        assert not Tombstone.objects.exists()
        assert not LegalHold.objects.exists()

    def test_the_head_of_another_unit_sees_and_does_nothing(self, officer):
        letter, stranger = filed(officer), head()
        assert letter.public_id not in page(stranger)
        assert letter.public_id not in page(stranger, **{"don-vi": officer.at.pk})
        assert send(stranger, officer.at).status_code == 404
        assert desk_of(stranger).get(reverse("retention:hold", args=[letter.public_id])).status_code == 404

    def test_of_a_sealed_record_number_and_day_alone_are_shown(self, officer, chief):
        letter = world.sealed_with_envelope(officer)
        text = page(chief)
        assert letter.number in text
        assert "niêm phong" in text
        assert "phong bì niêm phong (1)" in text
        assert world.NAME not in text


class TestHolding:
    def test_a_hold_is_ended_on_its_own_page(self, officer, chief):
        letter = filed(officer)
        desk = desk_of(chief)
        sent = {"reason": "dieu_tra", "document": "7/CQĐT", "document_on": "2/1/2035"}
        assert desk.post(reverse("retention:hold", args=[letter.public_id]), sent).status_code == 302
        act = LegalHold.objects.get()
        assert "Thôi giữ" in desk.get(letter.get_absolute_url()).content.decode()
        address = reverse("retention:end", args=[act.pk])
        assert "7/CQĐT" in desk.get(address).content.decode()
        assert desk.post(address, {"document": "9/CQĐT", "document_on": "3/1/2035"}).status_code == 302
        act.refresh_from_db()
        assert (act.end_document, act.end_document_on, act.ended_by) == ("9/CQĐT", date(2035, 1, 3), chief)

    def test_one_that_has_ended_is_refused(self, officer, chief):
        letter = filed(officer)
        desk = desk_of(chief)
        sent = {"reason": "dieu_tra", "document": "7/CQĐT", "document_on": "2/1/2035"}
        desk.post(reverse("retention:hold", args=[letter.public_id]), sent)
        address = reverse("retention:end", args=[LegalHold.objects.get().pk])
        desk.post(address, {"document": "9/CQĐT", "document_on": "3/1/2035"})
        answer = desk.post(address, {"document": "10/CQĐT", "document_on": "3/1/2035"})
        assert answer.status_code == 400
        assert "đã kết thúc" in answer.content.decode()

    @pytest.mark.parametrize(
        "sent",
        [
            {"reason": "khac", "document": "7/CQĐT", "document_on": "2/1/2035"},
            {"reason": "toa_an", "document": "", "document_on": "2/1/2035"},
            {"reason": "toa_an", "document": "bà Gieo 7", "document_on": "2/1/2035"},
            {"reason": "toa_an", "document": "7/TA", "document_on": "2/2/2035"},
            {"reason": "toa_an", "document": "7/TA", "document_on": ""},
        ],
    )
    def test_a_hold_without_list_number_or_day_is_refused(self, officer, chief, sent):
        letter = filed(officer)
        answer = desk_of(chief).post(reverse("retention:hold", args=[letter.public_id]), sent)
        assert answer.status_code == 400
        assert not LegalHold.objects.exists()

    def test_an_act_that_is_none_is_not_found(self, chief):
        assert desk_of(chief).get(reverse("retention:end", args=[999])).status_code == 404


def test_questions_do_not_grow_with_the_list(officer, chief, django_assert_max_num_queries):
    for _turn in range(4):
        filed(officer)
    client = desk_of(chief)
    with django_assert_max_num_queries(48):
        client.get(reverse("retention:list"))
