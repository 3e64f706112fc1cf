"""The register at the desk: lists, the form in, plan, contacts and the way out; doors shut to whom they are not for."""

import io

import pytest
from django.test import Client
from openpyxl import load_workbook

from danvan.domains.petitions.hard import keeping, register
from danvan.domains.petitions.hard.tests.world import (
    AHEAD,
    BEGAN,
    ENTERED,
    SAID,
    TODAY,
    WHOLE,
    denounced,
    entered,
)
from danvan.domains.petitions.models import HardContact, HardMatter, Kind
from danvan.domains.petitions.tests.factories import accepted, matter_of, received
from danvan.org.models import Post
from danvan.org.tests.factories import make_account, make_head
from danvan.records.tests.desk_world import desk_of, role_at
from danvan.records.tests.factories import handler

pytestmark = pytest.mark.django_db
LIST = "/ban-lam-viec/vu-viec-phuc-tap/"
PROPOSALS, PRINT, FILE = f"{LIST}goi-y/", f"{LIST}in/", f"{LIST}tai-ve.xlsx"
SENT = {
    "viec": "vao",
    "on": "1/3/2023",
    "is_complicated": "on",
    "complicated_why": "Nhiều cơ quan",
    "leader_post": "Phó Chủ tịch UBND",
    "plan": "Rà soát rồi đối thoại",
    "next_step": "Đối thoại với các hộ",
    "next_on": "15/6/2023",
}


def page_of(matter):
    return f"{LIST}{matter.public_id}/"


def text(answer):
    return answer.content.decode()


class TestList:
    def test_shows_what_the_account_reads(self, officer):
        spell = entered(officer)
        theirs = entered(handler())
        said = text(desk_of(officer).get(LIST))
        assert page_of(spell.record) in said
        assert page_of(theirs.record) not in said
        assert f"{SAID} ba" in said
        assert "120 ngày" in said

    def test_says_how_to_begin_while_empty(self, officer):
        assert "không tự đưa vào" in text(desk_of(officer).get(LIST))
        assert "Hãy bỏ lọc" in text(desk_of(officer).get(LIST, {"ground": "keo_dai"}))

    def test_a_planned_day_gone_by_has_a_word(self, officer, settings):
        entered(officer)
        assert "quá ngày dự kiến" not in text(desk_of(officer).get(LIST)).lower().replace(
            ">quá ngày dự kiến</option>", ""
        )
        settings.DEMONSTRATION_DAY = AHEAD.replace(day=16)
        assert 'label--ochre">quá ngày dự kiến' in text(desk_of(officer).get(LIST))

    def test_of_a_denunciation_no_word(self, officer):
        spell = denounced(officer)
        said = text(desk_of(officer).get(LIST))
        assert spell.record.number in said
        assert "niêm phong" in said
        assert "tố cáo" not in said.split("<tbody")[1].split("</tbody")[0]

    @pytest.mark.parametrize("asked", [{"ground": "x"}, {"unit": "999"}, {"past": "2"}, {"left": "x"}])
    def test_a_filter_that_is_none_is_said(self, officer, asked):
        other = handler()
        above = make_account("xu_ly", officer.at)
        above.person.grants.create(unit=other.at, role="xu_ly", valid=above.person.grants.get().valid)
        answer = desk_of(above).get(LIST, asked)
        assert answer.status_code == 400
        assert "Chưa lọc được" in text(answer)

    @pytest.mark.parametrize("key", ["x", "2023-02-01", "2023-02-30.1", "1.1"])
    def test_a_place_that_is_none_is_refused(self, officer, key):
        assert desk_of(officer).get(LIST, {"sau": key}).status_code == 400

    def test_the_rail_leads_there(self, officer):
        assert f'href="{LIST}"' in text(desk_of(officer).get("/ban-lam-viec/"))


class TestDoors:
    @pytest.mark.parametrize("address", [LIST, PROPOSALS, PRINT, FILE])
    @pytest.mark.parametrize(
        "role", ["tong_hop", "giam_sat", "chuyen_don", "bien_tap", "quan_tri", "kiem_toan"]
    )
    def test_shut_to_who_reads_no_record(self, officer, address, role):
        entered(officer)
        assert desk_of(role_at(role, officer)).get(address).status_code == 403

    @pytest.mark.parametrize("address", [LIST, PROPOSALS, PRINT, FILE])
    def test_shut_to_visitors_and_to_other_methods(self, officer, address):
        assert Client().get(address).status_code == 302
        assert desk_of(officer).post(address).status_code == 405

    def test_a_matter_that_is_not_seen_is_not_there(self, officer):
        spell = denounced(officer)
        for account in (handler(), role_at("thanh_tra", officer), role_at("tong_hop", officer)):
            assert desk_of(account).get(page_of(spell.record)).status_code == 404

    def test_nor_is_a_letter_or_a_code_of_nobodys(self, officer):
        client = desk_of(officer)
        assert client.get(page_of(received(officer, BEGAN))).status_code == 404
        assert client.get(f"{LIST}{'0' * 16}/").status_code == 404
        assert client.get(f"{LIST}{'٣' * 16}/").status_code == 404

    def test_who_reads_and_does_not_handle_sees_no_form(self, officer):
        spell, outside = entered(officer), matter_of(officer, BEGAN)
        reader = desk_of(role_at("tiep_dan", officer))
        assert "<button" not in text(reader.get(page_of(spell.record))).split("<main")[1]
        assert "không ở trong sổ theo dõi" in text(reader.get(page_of(outside)))
        answer = reader.post(page_of(outside), SENT)
        assert answer.status_code == 400
        assert "không có quyền" in text(answer)
        assert not HardMatter.objects.filter(record=outside).exists()


class TestEntering:
    def test_a_matter_goes_in_and_its_page_tells(self, officer):
        matter = accepted(officer, BEGAN)
        client = desk_of(officer)
        answer = client.post(page_of(matter), SENT, follow=True)
        assert answer.redirect_chain == [(page_of(matter), 302)]
        said = text(answer)
        for words in ("Đã đưa vụ việc vào sổ", "Nhiều cơ quan", "Phó Chủ tịch UBND", "Đối thoại với các hộ"):
            assert words in said
        spell = HardMatter.objects.get()
        assert (spell.entered_on, spell.next_on) == (ENTERED, AHEAD)

    def test_the_head_of_the_unit_can_be_chosen_and_nobody_elsewhere(self, officer):
        matter = accepted(officer, BEGAN)
        head, stranger = make_head(officer.at).person, make_head(handler().at).person
        client = desk_of(officer)
        shown = text(client.get(page_of(matter)))
        assert str(head) in shown
        assert str(stranger) not in shown
        refused = client.post(page_of(matter), SENT | {"leader": str(stranger.pk)})
        assert refused.status_code == 400
        client.post(page_of(matter), SENT | {"leader": str(head.pk), "leader_post": ""})
        assert HardMatter.objects.get().leader == head

    def test_a_leader_who_left_the_post_stays_until_another_is_chosen(self, officer):
        holding = make_head(officer.at)
        spell = entered(officer, leader=holding.person)
        Post.objects.filter(pk=holding.post_id).update(unit=handler().at)
        client = desk_of(officer)
        answer = client.post(page_of(spell.record), SENT | {"viec": "sua", "leader": str(holding.person_id)})
        assert answer.status_code == 302
        assert HardMatter.objects.get().leader == holding.person

    @pytest.mark.parametrize(
        ("sent", "sentence"),
        [
            ({"on": ""}, "Ngày vào sổ"),
            ({"on": "31/2/2023"}, "31/2/2023"),
            ({"on": "31/1/2023"}, "trước ngày 1/2/2023"),
            ({"is_complicated": "", "complicated_why": ""}, "ít nhất một căn cứ"),
            ({"leader_post": ""}, "lãnh đạo phụ trách"),
            ({"plan": ""}, "Kế hoạch giải quyết"),
            ({"next_step": ""}, "Bước tiếp theo"),
            ({"next_on": "1/1/2023"}, "đã qua"),
            ({"plan": "x" * 1001}, "1000"),
            ({"next_step": "x" * 301}, "300"),
        ],
    )
    def test_what_is_missing_is_said_and_what_was_typed_stays(self, officer, sent, sentence):
        matter = accepted(officer, BEGAN)
        answer = desk_of(officer).post(page_of(matter), SENT | sent)
        assert answer.status_code == 400
        assert sentence in text(answer)
        assert "Phó Chủ tịch UBND" in text(answer) or "leader_post" in sent
        assert not HardMatter.objects.exists()

    def test_suggested_grounds_are_ticked_and_nonsense_is_not(self, officer):
        matter = accepted(officer, BEGAN)
        said = text(desk_of(officer).get(page_of(matter), {"can-cu": ["keo_dai", "<script>"]}))
        assert 'name="is_long" class="govuk-checkboxes__input" id="id_is_long" checked' in said or (
            "checked" in said.split('name="is_long"')[1].split(">")[0]
        )
        assert "checked" not in said.split('name="is_crowded"')[1].split(">")[0]
        assert "<script>" not in said
        assert not HardMatter.objects.exists()

    def test_of_a_denunciation_the_form_has_no_place_for_words(self, officer):
        matter = matter_of(officer, BEGAN, kind=Kind.DENUNCIATION)
        client = desk_of(officer)
        said = text(client.get(page_of(matter)))
        for name in ("complicated_why", "leader", "leader_post", "plan", "next_step"):
            assert f'name="{name}"' not in said
        client.post(page_of(matter), SENT)
        spell = HardMatter.objects.get()
        assert (spell.plan, spell.leader_post, spell.next_on) == ("", "", AHEAD)
        assert "Rà soát" not in text(client.get(page_of(matter)))


class TestInside:
    def test_a_contact_is_a_line_more(self, officer):
        spell = entered(officer)
        client = desk_of(officer)
        sent = {"viec": "lienhe", "on": "20/5/2023", "kind": "doi_thoai", "note": "Các hộ đồng ý"}
        said = text(client.post(page_of(spell.record), sent, follow=True))
        assert "Các hộ đồng ý" in said
        assert HardContact.objects.get().by == officer
        assert "20/5/2023 Đối thoại: Các hộ đồng ý" in text(client.get(LIST))

    @pytest.mark.parametrize(
        "wrong", [{"on": ""}, {"on": "2/6/2023"}, {"kind": "x"}, {"kind": ""}, {"note": "x" * 501}]
    )
    def test_a_wrong_one_is_shown_again(self, officer, wrong):
        spell = entered(officer)
        sent = {"viec": "lienhe", "on": "20/5/2023", "kind": "tiep", "note": "Lời đã gõ"} | wrong
        answer = desk_of(officer).post(page_of(spell.record), sent)
        assert answer.status_code == 400
        assert "Chưa ghi được" in text(answer)
        assert not HardContact.objects.exists()

    def test_plan_and_step_are_written_anew(self, officer):
        spell = entered(officer)
        sent = SENT | {"viec": "sua", "is_crowded": "on", "crowded_why": "40 hộ"}
        said = text(desk_of(officer).post(page_of(spell.record), sent, follow=True))
        assert "40 hộ" in said
        assert f"{SAID} hai" not in said

    def test_out_with_a_reason_and_in_again(self, officer):
        spell = entered(officer)
        client = desk_of(officer)
        sent = {"viec": "ra", "on": "1/6/2023", "left_for": "het_can_cu", "left_why": "Các hộ đã rút"}
        said = text(client.post(page_of(spell.record), sent, follow=True))
        assert "Những lần trước" in said
        assert "Không còn căn cứ theo dõi" in said
        assert page_of(spell.record) not in text(client.get(LIST))
        assert page_of(spell.record) in text(client.get(LIST, {"left": "1"}))
        again = client.post(page_of(spell.record), SENT | {"on": "1/6/2023"})
        assert again.status_code == 302
        assert HardMatter.objects.count() == 2

    @pytest.mark.parametrize("act", ["vao", "xyz", "__class__"])
    def test_an_act_that_no_longer_fits_is_refused(self, officer, act):
        spell = entered(officer)
        answer = desk_of(officer).post(page_of(spell.record), SENT | {"viec": act})
        assert answer.status_code == 400
        assert "tải lại trang" in text(answer)
        assert HardMatter.objects.count() == 1

    def test_of_a_denunciation_a_note_that_is_sent_all_the_same_is_not_kept(self, officer):
        spell = denounced(officer)
        client = desk_of(officer)
        client.post(page_of(spell.record), {"viec": "lienhe", "on": "1/6/2023", "kind": "tiep", "note": SAID})
        assert HardContact.objects.get().note == ""
        client.post(
            page_of(spell.record),
            {"viec": "ra", "on": "1/6/2023", "left_for": "noi_khac", "left_why": SAID},
        )
        assert HardMatter.objects.get().left_why == ""
        assert SAID not in text(client.get(page_of(spell.record)))

    def test_words_are_shown_as_words(self, officer):
        spell = entered(officer, plan="<script>alert(1)</script>")
        client = desk_of(officer)
        for address in (page_of(spell.record), LIST, PRINT):
            assert "<script>alert" not in text(client.get(address))


class TestProposals:
    def test_lead_into_the_form(self, officer):
        matter = accepted(officer, BEGAN, signatories=50)
        said = text(desk_of(officer).get(PROPOSALS))
        assert f"{page_of(matter)}?can-cu=dong_nguoi" in said
        assert "50 người đứng tên" in said

    def test_by_an_age_that_is_asked_for(self, officer):
        matter = accepted(officer, BEGAN)
        client = desk_of(officer)
        assert page_of(matter) not in text(client.get(PROPOSALS))
        assert page_of(matter) in text(client.get(PROPOSALS, {"days": "120"}))
        assert page_of(matter) not in text(client.get(PROPOSALS, {"days": "121"}))
        assert page_of(matter) not in text(client.get(PROPOSALS, {"days": ""}))

    @pytest.mark.parametrize("days", ["0", "-5", "x", "1e3", "99999999999999999999"])
    def test_an_age_that_is_none_is_said(self, officer, days):
        answer = desk_of(officer).get(PROPOSALS, {"days": days})
        assert answer.status_code == 400
        assert "Chưa lọc được" in text(answer)


class TestAnnex:
    def test_on_paper_holds_the_filtered_rows(self, officer):
        crowd, plain = entered(officer, is_crowded=True), entered(officer)
        said = text(desk_of(officer).get(PRINT, {"ground": "dong_nguoi"}))
        assert "log--a4" in said
        assert f">{crowd.record.number}</th>" in said
        assert f">{plain.record.number}</th>" not in said
        assert "1 vụ việc" in said

    def test_as_a_spreadsheet(self, officer):
        spell = entered(officer, plan="=1+1")
        answer = desk_of(officer).get(FILE)
        assert answer["Content-Disposition"] == 'attachment; filename="vu-viec-phuc-tap-2023-06-01.xlsx"'
        sheet = load_workbook(io.BytesIO(answer.content)).active
        assert sheet["A5"].value == spell.record.number
        assert sheet["H5"].value == "'=1+1"

    @pytest.mark.parametrize("address", [PRINT, FILE])
    def test_a_wrong_filter_or_too_many_rows_are_refused(self, officer, address, monkeypatch):
        client = desk_of(officer)
        assert client.get(address, {"ground": "x"}).status_code == 400
        for _turn in range(2):
            entered(officer)
        monkeypatch.setattr(register, "MOST_PRINTED", 1)
        answer = client.get(address)
        assert answer.status_code == 400
        assert "hơn 1 vụ việc" in text(answer)

    @pytest.mark.parametrize("address", [PRINT, FILE])
    def test_of_units_one_may_see(self, officer, address):
        entered(handler())
        answer = desk_of(officer).get(address)
        body = (
            str([[cell.value for cell in row] for row in load_workbook(io.BytesIO(answer.content)).active])
            if address == FILE
            else text(answer)
        )
        assert SAID not in body


class TestPanel:
    def page(self, account, matter):
        return text(desk_of(account).get(matter.get_absolute_url()))

    def test_on_the_matters_page(self, officer, settings):
        matter = accepted(officer, BEGAN)
        assert "không ở trong sổ" in self.page(officer, matter)
        keeping.enter(matter, by=officer, on=ENTERED, **WHOLE)
        assert "(đang theo dõi)" in self.page(officer, matter)
        settings.DEMONSTRATION_DAY = AHEAD.replace(day=16)
        assert "(đang theo dõi, quá ngày dự kiến)" in self.page(officer, matter)

    def test_who_may_not_enter_is_not_asked(self, officer):
        matter = accepted(officer, TODAY)
        assert "Sổ vụ việc phức tạp" not in self.page(role_at("tiep_dan", officer), matter)

    def test_not_on_a_letter(self, officer):
        assert "Sổ vụ việc phức tạp" not in self.page(officer, received(officer, BEGAN))
