"""What a denouncer reads of the book of his case: each opening, and each key that was given or taken away; no name."""

import pytest
from django.urls import reverse

from danvan.org.models import Kind
from danvan.org.tests.factories import make_unit
from danvan.records.models import Capacity, SealGrant, SealOpening
from danvan.records.seal import attempts, cases, items
from danvan.records.seal.tests.seal_world import PHRASE, WHY, keyed, make_world, officer, posted
from danvan.records.seal.tests.sent_world import Sent
from danvan.records.tests.desk_world import desk_of

pytestmark = pytest.mark.django_db
LEFT_OUT = "Người gửi cho biết người bị tố cáo giữ chức vụ: Chánh Văn phòng. Không trao khóa cho người ấy."


@pytest.fixture
def world():
    return make_world()


@pytest.fixture
def sent(world):
    return Sent(world)


@pytest.fixture
def newcomer(world):
    account = officer("tiep_dan", world.unit)
    posted(account, world.unit, "Chánh Văn phòng")
    keyed(account)
    return account


def told(record):
    return [(post, why) for _at, post, why in attempts.told(record)]


def given(world, sent, newcomer):
    cases.give(
        sent.record,
        newcomer,
        Capacity.INTAKE,
        unlocked=world.key(world.settler),
        why=SealGrant.Why.ASSIGNED,
        document="7/QĐ-UBND",
    )


def test_the_holders_of_the_beginning_are_no_line(sent):
    assert told(sent.record) == []


def test_a_key_given_later_is_told_with_who_got_it_and_who_gave_it(world, sent, newcomer):
    given(world, sent, newcomer)
    assert ("Chánh Văn phòng", "được trao khóa để mở: được phân công") in told(sent.record)
    assert any(
        post == "Phó Chủ tịch" and "trao khóa cho người khác" in why for post, why in told(sent.record)
    )
    assert newcomer.person.full_name not in str(told(sent.record))


def test_it_stays_told_after_it_was_taken_away_which_is_told_too(world, sent, newcomer):
    given(world, sent, newcomer)
    cases.end(sent.record, newcomer, by=world.head)
    assert ("Chánh Văn phòng", "được trao khóa để mở: được phân công") in told(sent.record)
    assert ("Chánh Văn phòng", "thôi giữ khóa") in told(sent.record)
    items.reseal(sent.record, WHY, unlocked=world.key(world.settler))
    assert any("niêm phong lại" in why for _post, why in told(sent.record))


def test_none_is_left_out_however_many_others_come_after_it(world, sent):
    attempts.note(sent.record, world.head, "xem", "mo_duoc", reason="giai_quyet")
    for _time in range(120):
        attempts.note(sent.record, world.clerk, "xem", "mo_duoc", reason="giai_quyet")
    assert told(sent.record) == [
        ("Công chức tiếp công dân", "giải quyết tố cáo (120 lần)"),
        ("Chủ tịch", "giải quyết tố cáo"),
    ]
    assert attempts.told(sent.record)[0][0] == SealOpening.objects.order_by("-id")[0].at


def test_other_reasons_are_lines_of_their_own(world, sent):
    for reason in ("giai_quyet", "bao_ve", "giai_quyet", ""):
        attempts.note(sent.record, world.clerk, "xem", "mo_duoc", reason=reason)
    assert [why for _post, why in told(sent.record)] == [
        "",
        "giải quyết tố cáo (2 lần)",
        "bảo vệ người tố cáo",
    ]


def test_a_post_at_another_unit_says_at_which(world, sent):
    stranger = officer("tiep_dan", world.unit)
    posted(stranger, make_unit("Sở Thử Nghiệm", Kind.DEPARTMENT), "Giám đốc")
    assert attempts.post_of(stranger, sent.record) == "Giám đốc, Sở Thử Nghiệm"
    posted(stranger, world.unit, "Công chức")
    assert attempts.post_of(stranger, sent.record) == "Công chức"


class TestGivingToALeftOutPost:
    @pytest.fixture
    def give(self, world, sent, newcomer):
        world.key(world.settler)
        desk = desk_of(world.settler)

        def post(**more):
            body = {"receiver": f"{newcomer.pk}:{Capacity.INTAKE}", "why": "phan_cong", "phrase": PHRASE}
            page = desk.get(reverse("seal:case", args=[sent.record.public_id]))
            choices = [value for value, _label in page.context["giving"].fields["receiver"].choices]
            body["receiver"] = next(one for one in choices if str(newcomer.pk) in one and "tiep_nhan" in one)
            return desk.post(reverse("seal:give", args=[sent.record.public_id]), body | more)

        return post

    def test_it_is_refused_with_the_post_until_it_is_ticked(self, sent, newcomer, give):
        items.put(sent.record, "ghi_chu", {"text": LEFT_OUT}, by=None)
        answer = give()
        assert "người bị tố cáo giữ chức vụ Chánh Văn phòng" in answer.content.decode()
        held = SealGrant.objects.filter(case_id=sent.record.pk, key__account=newcomer)
        assert not held.exists()
        assert give(biet="on").status_code == 302
        assert held.exists()

    @pytest.mark.parametrize("note", ["", "Người bị tố cáo giữ chức vụ: Kế toán."])
    def test_others_are_given_without_a_tick(self, sent, newcomer, give, note):
        if note:
            items.put(sent.record, "ghi_chu", {"text": note}, by=None)
        assert give().status_code == 302
        assert SealGrant.objects.filter(case_id=sent.record.pk, key__account=newcomer).exists()

    def test_what_an_officer_noted_binds_nobody(self, world, sent, newcomer, give):
        items.put(sent.record, "ghi_chu", {"text": LEFT_OUT}, by=world.clerk)
        assert give().status_code == 302
