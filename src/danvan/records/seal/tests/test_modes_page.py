"""The page of the modes: officers read what is on and what it means, the unit's head decides with the law before him."""

import pytest
from django.urls import reverse

from danvan.org import roles
from danvan.org.tests.factories import make_account, make_unit
from danvan.records.models import Mode, SealMode
from danvan.records.seal import modes
from danvan.records.seal.tests.seal_world import make_world
from danvan.records.seal.tests.test_modes import BASIS, TODAY
from danvan.records.tests.desk_world import desk_of

pytestmark = pytest.mark.django_db
LIST = "records:seal_modes"
SENT = {
    "mode": "niem_phong_mang",
    "document": BASIS["document"],
    "number": BASIS["number"],
    "document_on": "1/3/2023",
    "read": "on",
}


@pytest.fixture
def unit():
    return make_unit("Xã Đọc Thử")


@pytest.fixture
def head(unit):
    return make_account("lanh_dao", unit)


def at(unit):
    return reverse("records:seal_mode_decide", args=[unit.pk])


def text_of(answer):
    return answer.content.decode()


class TestReading:
    @pytest.mark.parametrize("role", list(roles.ROLES))
    def test_every_officer_reads_what_is_on_at_the_own_unit(self, unit, role):
        page = text_of(desk_of(make_account(role, unit)).get(reverse(LIST)))
        assert "Xã Đọc Thử" in page
        assert "Ngoài hệ thống" in page
        assert modes.tell(Mode.OUTSIDE) in page

    @pytest.mark.parametrize("mode", [Mode.APART, Mode.NETWORK])
    def test_after_a_decision_its_words_and_its_basis_stand_there(self, unit, head, mode):
        modes.decide(unit, mode, by=head, **BASIS)
        page = text_of(desk_of(make_account("xu_ly", unit)).get(reverse(LIST)))
        assert modes.tell(mode) in page
        assert "12/MH-CY" in page
        assert "14/3/2023" in page or "14 tháng 3" in page
        assert str(head) in page

    def test_units_above_and_below_are_not_told(self, unit):
        above, below = make_unit("Tỉnh Trên Thử", "tinh"), make_unit("Thôn Dưới Thử", parent=unit)
        account = make_account("lanh_dao", unit, covers_below=True)
        page = text_of(desk_of(account).get(reverse(LIST)))
        assert above.name_on(TODAY) not in page
        assert below.name_on(TODAY) not in page

    @pytest.mark.parametrize(("role", "shown"), [("lanh_dao", True), ("xu_ly", False), ("he_thong", False)])
    def test_only_the_head_is_offered_a_decision(self, unit, role, shown):
        page = text_of(desk_of(make_account(role, unit)).get(reverse(LIST)))
        assert (at(unit) in page) is shown

    def test_who_has_no_role_is_told_whom_to_ask(self):
        answer = desk_of(make_account()).get(reverse(LIST))
        assert answer.status_code == 403
        assert "người quản trị" in text_of(answer)

    @pytest.mark.parametrize(("role", "shown"), [("xu_ly", True), ("lanh_dao", True), ("tong_hop", False)])
    def test_the_rail_leads_there_who_sees_sealed_records(self, unit, role, shown):
        page = text_of(desk_of(make_account(role, unit)).get(reverse("records:worklist")))
        assert (f'href="{reverse(LIST)}"' in page) is shown


class TestDeciding:
    def test_the_warning_stands_before_the_question(self, unit, head):
        page = text_of(desk_of(head).get(at(unit)))
        assert modes.WARNING in page
        assert page.index("117/2025/QH15") < page.index('name="mode"')
        for mode in Mode:
            assert modes.tell(mode) in page

    def test_the_head_switches_the_network_on_with_its_basis(self, unit, head):
        answer = desk_of(head).post(at(unit), SENT, follow=True)
        assert "Từ hôm nay đơn vị ở chế độ “Niêm phong trên mạng”" in text_of(answer)
        row = SealMode.objects.get()
        assert (row.unit, row.mode, row.starts_on, row.number) == (unit, Mode.NETWORK, TODAY, "12/MH-CY")

    def test_and_off_again_without_one(self, unit, head):
        modes.decide(unit, Mode.NETWORK, by=head, **BASIS)
        desk_of(head).post(at(unit), {"mode": "ngoai_he_thong"})
        assert modes.mode_of(unit, TODAY) == Mode.OUTSIDE
        assert SealMode.objects.count() == 2

    @pytest.mark.parametrize(
        ("lacking", "sentence"),
        [
            ("mode", "Chưa chọn chế độ"),
            ("document", "tên văn bản, số và ngày"),
            ("number", "tên văn bản, số và ngày"),
            ("document_on", "tên văn bản, số và ngày"),
            ("read", "Cần đọc điều luật về bí mật nhà nước"),
        ],
    )
    def test_what_is_missing_is_asked_for_and_nothing_is_written(self, unit, head, lacking, sentence):
        answer = desk_of(head).post(at(unit), {key: value for key, value in SENT.items() if key != lacking})
        assert answer.status_code == 400
        assert sentence in text_of(answer)
        assert not SealMode.objects.exists()

    @pytest.mark.parametrize(
        "wrong", [{"mode": "tren_may"}, {"document_on": "31/2/2023"}, {"number": "1" * 61}]
    )
    def test_bad_input_is_refused_beside_its_question(self, unit, head, wrong):
        answer = desk_of(head).post(at(unit), SENT | wrong)
        assert answer.status_code == 400
        assert not SealMode.objects.exists()

    @pytest.mark.parametrize("role", [key for key in roles.ROLES if key != "lanh_dao"])
    def test_no_other_role_gets_the_form_or_is_obeyed(self, unit, role):
        browser = desk_of(make_account(role, unit, covers_below=True))
        for answer in (browser.get(at(unit)), browser.post(at(unit), SENT)):
            assert answer.status_code == 403
            assert "không ai quyết định thay" in text_of(answer)
        assert not SealMode.objects.exists()

    def test_another_unit_is_not_there(self, head):
        other = make_unit()
        assert desk_of(head).get(at(other)).status_code == 404
        assert desk_of(head).post(at(other), SENT).status_code == 404
        assert not SealMode.objects.exists()

    def test_the_head_of_the_province_does_not_switch_a_commune(self, unit):
        below = make_unit(parent=unit)
        browser = desk_of(make_account("lanh_dao", unit, covers_below=True))
        assert browser.post(at(below), SENT).status_code == 404
        assert modes.mode_of(below, TODAY) == Mode.OUTSIDE

    def test_who_is_not_signed_in_is_led_there(self, client, unit):
        assert client.get(at(unit)).status_code == 302


class TestCasesThatLiveHere:
    def test_are_counted_before_the_head_decides(self, as_app):
        world = make_world()
        world.case()
        page = text_of(desk_of(world.head).get(at(world.unit)))
        assert "đang có 1 hồ sơ niêm phong ở đây" in page
        assert "vẫn mở, trao khóa" in page

    def test_without_any_nothing_is_said(self, unit, head):
        assert "hồ sơ niêm phong ở đây" not in text_of(desk_of(head).get(at(unit)))
