"""The pages of hand-overs: who sees which, deciding many at once, and the list to sign without a name in it."""

from datetime import date

import pytest
from django.urls import reverse

from danvan.org.tests.factories import make_account, make_unit
from danvan.records.models import Handover, Record
from danvan.records.tests.desk_world import NAME, classified, desk_of
from danvan.records.tests.factories import compiler, handler
from danvan.records.tests.handover_world import TODAY, WHY, Merged

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    place = Merged()
    place.confirm()
    return place


@pytest.fixture
def browser(place):
    return desk_of(place.heir)


def address(place, name="records:handover"):
    return reverse(name, args=[place.act.pk, place.an.pk])


def decide(place, browser, records, **said):
    rows = [str(place.waiting(record).pk) for record in records]
    sent = {"handovers": rows, "unit": "de-xuat", "on": "14/3/2023", "reason": WHY} | said
    return browser.post(address(place), sent, follow=True)


class TestDeciding:
    def test_the_heirs_officer_finds_what_waits(self, place, browser):
        page = browser.get(reverse("records:handovers"))
        (group,) = page.context["groups"]
        assert (group.unit, group.waiting, group.decided) == ("Xã An", 2, 0)
        assert "Theo đề xuất: Xã An Bình" in browser.get(address(place)).content.decode()

    def test_many_at_once_as_proposed(self, place, browser):
        page = decide(place, browser, [place.complaint, place.denunciation]).content.decode()
        assert "Đã bàn giao 2 hồ sơ" in page
        assert "Không còn hồ sơ nào chờ bàn giao" in page
        assert set(Record.objects.values_list("unit_id", flat=True)) == {place.made.pk}

    def test_one_to_another_unit(self, place, browser):
        decide(place, browser, [place.complaint], unit=str(place.top.pk))
        assert Record.objects.get(pk=place.complaint.pk).unit == place.top
        assert Record.objects.get(pk=place.denunciation.pk).unit == place.an

    def test_of_several_heirs_there_is_no_proposal_to_follow(self):
        place = Merged()
        place.divided()
        client = desk_of(handler(place.parts[0]))
        page = client.get(address(place)).content.decode()
        assert "Theo đề xuất" not in page
        assert decide(place, client, [place.complaint]).status_code == 400
        decide(place, client, [place.complaint], unit=str(place.parts[0].pk))
        assert Record.objects.get(pk=place.complaint.pk).unit == place.parts[0]

    @pytest.mark.parametrize(
        ("said", "words"),
        [
            ({"reason": ""}, "biên bản bàn giao"),
            ({"on": "9/3/2023"}, "trước ngày 10/3/2023"),
            ({"on": "1/1/2199"}, "chưa tới"),
            ({"on": "x"}, "Ngày bàn giao"),
            ({"unit": "1"}, "Đơn vị nhận"),
            ({"unit": "x"}, "Đơn vị nhận"),
            ({"handovers": []}, "ít nhất một hồ sơ"),
            ({"handovers": ["x", "9" * 30]}, "Hồ sơ"),
        ],
    )
    def test_bad_input_gets_its_sentence_and_moves_nothing(self, place, browser, said, words):
        answer = decide(place, browser, [place.complaint], **said)
        assert answer.status_code == 400
        assert words in answer.content.decode()
        assert set(Record.objects.values_list("unit_id", flat=True)) == {place.an.pk}

    def test_all_or_none(self, place, browser, monkeypatch):
        from danvan.records import handing_over
        from danvan.ui.errors import Refusal

        real, turns = handing_over.require, []

        def second_fails(*args):
            turns.append(args)
            if len(turns) == 2:
                raise Refusal("Thử không được.")
            return real(*args)

        monkeypatch.setattr(handing_over, "require", second_fails)
        page = decide(place, browser, [place.complaint, place.denunciation])
        assert "Thử không được." in page.content.decode()
        assert not Handover.objects.filter(unit__isnull=False).exists()

    def test_the_records_page_keeps_the_old_number(self, place, browser):
        old = place.complaint.number
        decide(place, browser, [place.complaint])
        page = browser.get(place.complaint.get_absolute_url()).content.decode()
        assert f"số cũ trước khi bàn giao: {old}" in page
        assert "Bàn giao cho đơn vị tiếp nhận ngày 14/3/2023" in page

    def test_the_worklist_is_the_heirs(self, place, browser):
        worklist = reverse("records:worklist")
        waiting = browser.get(worklist).content.decode()
        assert place.complaint.get_absolute_url() in waiting
        assert "Chờ bàn giao" in waiting
        assert "Thụ lý" not in waiting
        decide(place, browser, [place.complaint, place.denunciation])
        taken = browser.get(worklist).content.decode()
        assert place.complaint.get_absolute_url() in taken
        assert "Chờ bàn giao" not in taken


class TestWhoSees:
    @pytest.mark.parametrize("make", [compiler, None])
    def test_who_handles_no_record_gets_no_list(self, place, make):
        account = make(place.made) if make else make_account("he_thong", place.top, covers_below=True)
        client = desk_of(account)
        for name in ("records:handover", "records:handover_print"):
            assert client.get(address(place, name)).status_code == 403
        assert client.get(reverse("records:handovers")).status_code == 403

    def test_an_officer_of_another_unit_sees_nothing(self, place):
        client = desk_of(handler(make_unit("Xã Khác")))
        assert "Xã An" not in client.get(reverse("records:handovers")).content.decode()
        for name in ("records:handover", "records:handover_print"):
            assert client.get(address(place, name)).status_code == 404
        assert decide(place, client, [place.complaint]).status_code == 404

    def test_a_made_up_address(self, place, browser):
        assert browser.get(reverse("records:handover", args=[10**12, 1])).status_code == 404

    def test_sealed_records_are_neither_listed_nor_counted_without_the_right(self, place, monkeypatch):
        from danvan.org import roles

        role = roles.ROLES["xu_ly"]
        lesser = roles.Role(role.key, role.label, role.sentence, role.permissions - {"records.sealed"})
        monkeypatch.setitem(roles.ROLES, "xu_ly", lesser)
        client = desk_of(place.heir)
        (group,) = client.get(reverse("records:handovers")).context["groups"]
        assert group.waiting == 1
        page = client.get(address(place))
        assert [line.number for line in page.context["lines"]] == [place.complaint.number]
        assert decide(place, client, [place.denunciation]).status_code == 400


class TestTheListToSign:
    def test_it_names_records_by_number_and_has_two_signatures(self, place, browser):
        decide(place, browser, [place.complaint])
        page = browser.get(address(place, "records:handover_print")).content.decode()
        for words in (
            "Biên bản bàn giao hồ sơ",
            "Bên giao: Xã An",
            "Bên nhận: Xã An Bình (1)",
            "Chưa có nơi nhận (1)",
            "Đại diện bên giao",
            "Đại diện bên nhận",
            "12/NQ-MH",
        ):
            assert words in page

    def test_no_identity_and_of_sealed_ones_number_day_and_class_alone(self, place, browser):
        for name in ("records:handover", "records:handover_print"):
            page = browser.get(address(place, name)).content.decode()
            assert NAME not in page
            assert "Nội dung riêng thử" not in page
            assert place.denunciation.public_id not in page
        page = browser.get(address(place))
        (sealed,) = [line for line in page.context["lines"] if line.is_sealed]
        assert (sealed.state, sealed.due_on, sealed.category) == ("", None, "Tố cáo")
        (other,) = [line for line in page.context["lines"] if not line.is_sealed]
        assert other.due_on == date(2023, 3, 13)
        assert other.state

    def test_queries_do_not_grow_with_the_records(self, django_assert_max_num_queries):
        place = Merged()
        for _ in range(15):
            classified(place.officer)
        place.confirm()
        client = desk_of(place.heir)
        for name, most in (("records:handover", 24), ("records:handover_print", 20)):
            with django_assert_max_num_queries(most):
                client.get(address(place, name))


def test_the_rail_leads_there(place, browser):
    assert reverse("records:handovers") in browser.get(reverse("records:worklist")).content.decode()
    assert date(2023, 3, 14) == TODAY
