"""The pages of acts on units: choose, fill in, look, confirm; for those alone who manage the units."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from danvan.org.acts import deciding, wishes
from danvan.org.acts.tests.acts_world import BASIS, ON, Land, commune, names_under
from danvan.org.models import Kind, UnitAct
from danvan.org.tests.factories import make_account, make_unit

pytestmark = pytest.mark.django_db
PAPER = {
    "on": "1/4/2023",
    "paper_no": "12/NQ-MH",
    "paper_on": "1/3/2023",
    "paper_title": "Nghị quyết minh họa",
    "note": "",
}


@pytest.fixture
def land():
    return Land()


@pytest.fixture
def browser(land):
    return desk(land.admin)


def desk(account):
    client = Client()
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def fill(browser, kind, **said):
    return browser.post(reverse("org:fill_unit_act", args=[kind]), PAPER | said)


def confirm(browser, answer):
    """Look at the preview that the answer leads to, then confirm what it shows."""
    page = browser.get(answer["Location"])
    act = UnitAct.objects.order_by("-pk").first()
    sent = {"da_xem": page.context["shown"].digest}
    return browser.post(reverse("org:confirm_unit_act", args=[act.pk]), sent, follow=True)


class TestFromChoiceToConfirmation:
    def test_the_kinds_are_offered_with_a_sentence_each(self, browser):
        page = browser.get(reverse("org:new_unit_act")).content.decode()
        for label in UnitAct.Kind.labels:
            assert str(label) in page

    def test_a_new_unit(self, land, browser):
        answer = fill(
            browser, "thanh-lap", name="Xã  Mới", unit_kind="xa", code="91009", parent=str(land.west.pk)
        )
        assert names_under(land.west, ON) == ["Xã Yên"]
        page = confirm(browser, answer).content.decode()
        assert "Đã ghi việc thay đổi đơn vị" in page
        assert names_under(land.west, ON) == ["Xã Mới", "Xã Yên"]

    def test_another_name(self, land, browser):
        confirm(browser, fill(browser, "doi-ten", unit=str(land.an.pk), name="Phường An", unit_kind="phuong"))
        assert land.an.name_on(ON) == "Phường An"

    def test_another_superior(self, land, browser):
        confirm(browser, fill(browser, "doi-cap-tren", unit=str(land.an.pk), parent=str(land.west.pk)))
        assert names_under(land.west, ON) == ["Xã An", "Xã Yên"]

    def test_a_merger_into_a_new_unit(self, land, browser):
        units = [str(land.an.pk), str(land.binh.pk)]
        said = {"units": units, "name": "Xã An Bình", "unit_kind": "xa", "parent": str(land.east.pk)}
        answer = fill(browser, "nhap", **said)
        page = browser.get(answer["Location"]).content.decode()
        assert "Xã An kết thúc từ ngày 1/4/2023" in page
        assert "Xã An Bình kế thừa Xã Bình" in page
        confirm(browser, answer)
        assert names_under(land.east, ON) == ["Xã An Bình", "Xã Cát"]

    def test_a_merger_into_one_of_them_needs_no_name(self, land, browser):
        units = [str(land.an.pk), str(land.binh.pk)]
        confirm(browser, fill(browser, "nhap", units=units, into=str(land.an.pk)))
        assert names_under(land.east, ON) == ["Xã An", "Xã Cát"]

    @pytest.mark.parametrize(
        ("lives_on", "expected"),
        [("chia", ["Xã An", "Xã Bình", "Xã Cát Hai", "Xã Cát Một"]), ("tach", None)],
    )
    def test_a_division_with_one_unit_a_line(self, land, browser, lives_on, expected):
        made = "Xã Cát Một; 91003\r\n\r\n  Xã Cát Hai  \r\n" if lives_on == "chia" else "Xã Cát Một"
        said = {"unit": str(land.cat.pk), "made": made, "unit_kind": "xa", "parent": str(land.east.pk)}
        confirm(browser, fill(browser, "chia-tach", lives_on=lives_on, **said))
        assert names_under(land.east, ON) == (expected or ["Xã An", "Xã Bình", "Xã Cát", "Xã Cát Một"])

    def test_an_end(self, land, browser):
        confirm(browser, fill(browser, "giai-the", unit=str(land.cat.pk), heir=str(land.binh.pk)))
        assert names_under(land.east, ON) == ["Xã An", "Xã Bình"]

    def test_a_unit_to_come_is_offered(self, land, browser):
        made = land.merged()
        page = browser.get(reverse("org:fill_unit_act", args=["doi-ten"])).content.decode()
        assert f'value="{made.pk}"' in page

    def test_a_proposal_is_withdrawn_with_a_reason(self, land, browser):
        fill(browser, "giai-the", unit=str(land.cat.pk))
        act = UnitAct.objects.get()
        address = reverse("org:withdraw_unit_act", args=[act.pk])
        assert browser.post(address, {"why": ""}).status_code == 400
        page = browser.post(address, {"why": "Ghi nhầm"}, follow=True).content.decode()
        assert "Ghi nhầm" in page
        assert "Xác nhận thay đổi" not in page


class TestRefusals:
    def test_the_sentence_stands_above_what_was_filled_in(self, land, browser):
        answer = fill(browser, "thanh-lap", name="Xã Yên", unit_kind="xa", parent=str(land.west.pk))
        page = answer.content.decode()
        assert answer.status_code == 400
        assert "đã có đơn vị tên “Xã Yên”" in page
        assert 'value="Xã Yên"' in page
        assert not UnitAct.objects.exists()

    @pytest.mark.parametrize(
        ("changed", "words"),
        [
            ({"on": "31/2/2023"}, "31/2/2023"),
            ({"on": ""}, "Có hiệu lực từ ngày"),
            ({"paper_no": ""}, "Số, ký hiệu văn bản"),
            ({"paper_title": ""}, "Trích yếu"),
            ({"unit": ""}, "Đơn vị giải thể"),
            ({"unit": "999999999999999999999"}, "Đơn vị giải thể"),
            ({"unit": "' OR 1=1 --"}, "Đơn vị giải thể"),
            ({"paper_no": "x\x00y"}, "Số, ký hiệu văn bản"),
        ],
    )
    def test_bad_input_gets_its_sentence(self, land, browser, changed, words):
        answer = fill(browser, "giai-the", **({"unit": str(land.cat.pk)} | changed))
        assert answer.status_code == 400
        assert words in answer.content.decode()

    def test_a_merger_that_names_nothing(self, land, browser):
        answer = fill(browser, "nhap", units=[str(land.an.pk), str(land.binh.pk)])
        assert "Đơn vị mới hoặc đổi tên phải có tên và loại" in answer.content.decode()

    def test_text_is_shown_as_text(self, land, browser):
        sent = {"paper_title": "<script>alert(1)</script>", "unit": str(land.cat.pk)}
        page = browser.get(fill(browser, "giai-the", **sent)["Location"]).content.decode()
        assert "<script>alert" not in page
        assert "&lt;script&gt;" in page

    def test_what_changed_meanwhile_is_shown_anew(self, land, browser):
        answer = fill(browser, "giai-the", unit=str(land.cat.pk))
        act = UnitAct.objects.get()
        sent = {"da_xem": "khac"}
        page = browser.post(
            reverse("org:confirm_unit_act", args=[act.pk]), sent, follow=True
        ).content.decode()
        assert "vừa thay đổi" in page
        assert "Xác nhận thay đổi" in page
        assert answer.status_code == 302
        assert names_under(land.east, ON) == ["Xã An", "Xã Bình", "Xã Cát"]

    def test_a_proposal_that_can_no_longer_be_says_why(self, land, browser):
        act = deciding.propose(wishes.move(ON, land.an.pk, land.west.pk), BASIS, by=land.admin)
        land.west.names.update(valid=(date(2000, 1, 1), date(2023, 3, 20)))
        page = browser.get(reverse("org:unit_act", args=[act.pk])).content.decode()
        assert "không còn tồn tại" in page
        assert "Rút đề xuất này" in page
        assert "Xác nhận thay đổi" not in page


class TestWhoSees:
    ADDRESSES = ("org:unit_acts", "org:new_unit_act")

    @pytest.mark.parametrize("role", ["xu_ly", "lanh_dao", "tong_hop", "kiem_toan", "bien_tap", ""])
    def test_nobody_else_gets_in(self, land, role):
        client = desk(make_account(role, land.top, covers_below=True))
        for name in self.ADDRESSES:
            assert client.get(reverse(name)).status_code == 403
        assert fill(client, "giai-the", unit=str(land.cat.pk)).status_code == 403

    def test_without_a_log_in_one_is_sent_to_it(self, land):
        for name in self.ADDRESSES:
            assert Client().get(reverse(name)).status_code == 302

    def test_a_foreign_act_is_as_one_that_is_not_there(self, land):
        act = deciding.propose(wishes.dissolve(ON, land.yen.pk), BASIS, by=land.admin)
        client = desk(make_account("quan_tri", land.east, covers_below=True))
        for name in ("org:unit_act", "org:withdraw_unit_act"):
            assert client.get(reverse(name, args=[act.pk])).status_code == 404
            assert client.get(reverse(name, args=[10**12])).status_code == 404
        assert client.post(reverse("org:confirm_unit_act", args=[act.pk])).status_code == 404
        assert "12/NQ-MH" not in client.get(reverse("org:unit_acts")).content.decode()

    def test_a_foreign_unit_is_not_offered_and_not_taken(self, land):
        client = desk(make_account("quan_tri", land.east, covers_below=True))
        page = client.get(reverse("org:fill_unit_act", args=["giai-the"])).content.decode()
        assert "Xã An" in page
        assert "Xã Yên" not in page
        assert fill(client, "giai-the", unit=str(land.yen.pk)).status_code == 400

    def test_an_act_stays_in_the_list_when_its_unit_is_gone(self, land, browser):
        land.do(wishes.dissolve(date(2023, 3, 10), land.cat.pk))
        page = browser.get(reverse("org:unit_acts")).content.decode()
        assert "Giải thể" in page
        assert "Xã Cát" in page

    def test_an_unknown_kind(self, browser):
        assert browser.get(reverse("org:fill_unit_act", args=["khac"])).status_code == 404

    def test_confirming_by_a_link_is_refused(self, land, browser):
        act = deciding.propose(wishes.dissolve(ON, land.cat.pk), BASIS, by=land.admin)
        assert browser.get(reverse("org:confirm_unit_act", args=[act.pk])).status_code == 405


class TestTheList:
    def test_empty_it_says_what_will_stand_there(self, browser):
        assert "Chưa có việc nào" in browser.get(reverse("org:unit_acts")).content.decode()

    def test_page_by_page_each_once(self, land, browser, monkeypatch):
        monkeypatch.setattr("danvan.org.pages.unit_acts.SIZE", 2)
        for number in range(5):
            land.do(wishes.create(ON, commune(f"Xã Số {number}", land.west)))
        seen, address = [], reverse("org:unit_acts")
        while address:
            page = browser.get(address)
            seen += [line["act"].pk for line in page.context["lines"]]
            address = reverse("org:unit_acts") + page.context["next"] if page.context["next"] else ""
        assert seen == sorted(seen, reverse=True)
        assert len(seen) == 5

    @pytest.mark.parametrize("after", ["x", "-1", "9" * 30, "٣", "\x00"])
    def test_a_made_up_place_begins_anew(self, land, browser, after):
        land.merged()
        page = browser.get(reverse("org:unit_acts"), {"sau": after})
        assert len(page.context["lines"]) == 1

    def test_queries_do_not_grow_with_the_list(self, land, browser, django_assert_max_num_queries):
        for number in range(12):
            unit = make_unit(f"Xã Thử {number}", Kind.COMMUNE, land.west)
            deciding.propose(wishes.dissolve(ON, unit.pk), BASIS, by=land.admin)
        with django_assert_max_num_queries(16):
            browser.get(reverse("org:unit_acts"))


def test_a_unit_below_none_is_seen_by_who_proposed_it(land, browser):
    answer = fill(browser, "thanh-lap", name="Tỉnh Mới", unit_kind="tinh")
    assert "Tỉnh Mới thành lập" in browser.get(answer["Location"]).content.decode()
    assert "12/NQ-MH" in browser.get(reverse("org:unit_acts")).content.decode()
    other = desk(make_account("quan_tri", land.top, covers_below=True))
    assert other.get(answer["Location"]).status_code == 404


def test_the_rail_marks_one_place(browser):
    page = browser.get(reverse("org:unit_acts")).content.decode()
    assert page.count('aria-current="page"') == 1
    assert f'<a href="{reverse("org:unit_acts")}" aria-current="page">' in page
