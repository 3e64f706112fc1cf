"""From a letter to a proposed pair and a person's decision; what a tố cáo leaves: nothing."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from danvan.domains.petitions.likeness import joining
from danvan.domains.petitions.likeness.finding import alike
from danvan.domains.petitions.likeness.indexing import keep, missing
from danvan.domains.petitions.likeness.jobs import index_missing
from danvan.domains.petitions.likeness.prints import print_of
from danvan.domains.petitions.likeness.tests import sample
from danvan.domains.petitions.models import Kind, Letter, LetterIndex, LetterText, LikePair
from danvan.domains.petitions.tests.factories import classified, received
from danvan.records.models import HistoryRow, Link, PersonalDetails, Record
from danvan.records.tests.desk_world import desk_of, role_at
from danvan.records.tests.factories import handler
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
DAY = date(2023, 2, 1)
STATE = LikePair.State


class TestIndex:
    def test_a_photocopy_is_proposed_with_reasons(self, twins):
        first, second, pair = twins
        assert (pair.earlier_id, pair.later_id, pair.state) == (first.pk, second.pk, STATE.PROPOSED)
        assert pair.words_shared > 600
        assert pair.person > 700
        assert pair.days_apart == 8

    def test_a_letter_about_something_else_is_not(self, officer, written):
        base = sample.letter(1)
        written(officer, base)
        written(officer, sample.neighbour(base, 9))
        assert LetterIndex.objects.count() == 2
        assert not LikePair.objects.exists()

    def test_indexing_twice_changes_nothing(self, twins):
        first, second, pair = twins
        keep(first.pk)
        keep(second.pk)
        assert LikePair.objects.get().pk == pair.pk

    def test_a_corrected_text_takes_its_pair_back(self, twins):
        _first, second, _pair = twins
        PersonalDetails.objects.filter(pk=second.pk).update(content=sample.letter(40).text)
        keep(second.pk)
        assert not LikePair.objects.exists()

    def test_an_emptied_text_leaves_the_index(self, twins):
        _first, second, _pair = twins
        PersonalDetails.objects.filter(pk=second.pk).update(content="")
        assert not keep(second.pk)
        assert not LetterText.objects.filter(pk=second.pk).exists()
        assert not LikePair.objects.exists()

    def test_the_daily_job_takes_in_what_was_left_out(self, officer, written):
        letter = written(officer, sample.letter(3), index=False)
        assert missing() == [letter.pk]
        assert index_missing(DAY, DAY) == 1
        assert missing() == []

    def test_pairs_hold_no_word_and_are_not_in_the_history(self, twins):
        assert not HistoryRow.objects.filter(
            table__in=["petitions_likepair", "petitions_lettertext"]
        ).exists()
        assert not HistoryRow.objects.filter(table="petitions_letterindex").exists()


class TestSealed:
    @pytest.mark.parametrize("kind", [Kind.DENUNCIATION, None])
    def test_no_sealed_letter_enters(self, officer, kind):
        letter = classified(officer, DAY, kind) if kind else received(officer, DAY)
        assert not keep(letter.pk)
        assert not LetterIndex.objects.exists()

    @pytest.mark.parametrize("kind", [Kind.DENUNCIATION, None])
    def test_nor_by_hand(self, officer, kind, as_app):
        letter = classified(officer, DAY, kind) if kind else received(officer, DAY)
        with pytest.raises(IntegrityError), transaction.atomic():
            LetterIndex.objects.create(letter_id=letter.pk, words=[1], bands=[1])

    def test_a_letter_turned_into_a_denunciation_has_left_everything(self, twins, as_app):
        _first, second, _pair = twins
        word = LetterText.objects.get(pk=second.pk).body.split()[5]
        with transaction.atomic():
            PersonalDetails.objects.filter(pk=second.pk).delete()
            Record.objects.filter(pk=second.pk).update(identity_released_on=None, secrecy="niem_phong")
            Letter.objects.filter(pk=second.pk).update(kind=Kind.DENUNCIATION)
        assert not LetterIndex.objects.filter(pk=second.pk).exists()
        assert not LetterText.objects.filter(pk=second.pk).exists()
        assert not LikePair.objects.exists()
        assert word
        told = print_of(sample.letter(1).text, sample.letter(1).name)
        assert second.pk not in [match.record_id for match in alike(told, DAY)]

    def test_the_page_compares_no_text_of_a_denunciation(self, officer):
        answer = desk_of(officer).post(reverse("petitions:like_typing"), {"kind": "to_cao", "content": "x"})
        assert answer.status_code == 400
        assert "tố cáo không bao giờ" in answer.content.decode()


class TestDecisions:
    def test_joining_ties_and_counts_once(self, twins, officer):
        first, second, pair = twins
        joining.join(pair, by=officer, on=DAY, reason="gui_them")
        link = Link.objects.get()
        assert (link.record_id, link.source_id, link.kind) == (second.pk, first.pk, Link.Kind.JOINS)
        assert not Letter.objects.get(pk=second.pk).counts_as_matter
        assert Letter.objects.get(pk=first.pk).counts_as_matter
        row = HistoryRow.objects.filter(table="records_link").get()
        assert (row.actor, row.reason) == (officer.pk, "Đơn gửi lại hoặc gửi bổ sung")

    def test_undone_by_the_program_with_its_own_rights(self, twins, officer, as_app):
        _first, second, pair = twins
        joining.join(pair, by=officer, on=DAY)
        joining.undo(pair, by=officer, on=DAY)
        assert not Link.objects.exists()
        assert Letter.objects.get(pk=second.pk).counts_as_matter
        assert LikePair.objects.get().state == STATE.PROPOSED

    def test_both_acts_stand_in_the_history(self, twins, officer):
        _first, _second, pair = twins
        joining.join(pair, by=officer, on=DAY)
        joining.undo(pair, by=officer, on=DAY)
        ties = HistoryRow.objects.filter(table="records_link").order_by("id")
        assert [row.operation for row in ties] == ["INSERT", "DELETE"]

    def test_the_program_deletes_no_other_tie(self, twins, officer, as_app):
        _first, _second, pair = twins
        joining.refuse(pair, by=officer, on=DAY)
        joining.undo(pair, by=officer, on=DAY)
        assert not Link.objects.exists()

    def test_refused_is_not_proposed_again(self, twins, officer):
        _first, second, pair = twins
        joining.refuse(pair, by=officer, on=DAY)
        keep(second.pk)
        kept = LikePair.objects.get()
        assert (kept.state, kept.reason, kept.decided_by) == (STATE.REFUSED, "", officer)

    def test_a_pair_is_decided_once(self, twins, officer):
        pair = twins[2]
        joining.refuse(pair, by=officer, on=DAY)
        with pytest.raises(Refusal, match="vừa được người khác quyết định"):
            joining.join(pair, by=officer, on=DAY)

    def test_who_only_reads_decides_nothing(self, twins, officer):
        reader = role_at("thanh_tra", officer)
        with pytest.raises(Refusal, match="không có quyền"):
            joining.join(twins[2], by=reader, on=DAY)


class TestForeign:
    @pytest.fixture
    def apart(self, officer, written, db):
        """The photocopy lies at another unit."""
        other = handler()
        base = sample.letter(1)
        written(other, base)
        own = written(officer, sample.disguised(base, "quet"))
        return own, LikePair.objects.get(), base, other

    def test_page_shows_number_unit_and_date_only(self, officer, apart):
        own, pair, base, _other = apart
        page = desk_of(officer).get(reverse("petitions:like_pair", args=[pair.pk])).content.decode()
        foreign = Record.objects.get(pk=pair.earlier_id)
        assert foreign.number in page
        assert "Xin phối hợp" in page
        assert base.text[100:140] not in page
        assert foreign.public_id not in page
        assert foreign.title not in page.replace(own.title, "", 1) or foreign.title == own.title

    def test_it_is_not_joined_but_asked_about(self, officer, apart):
        _own, pair, _base, other = apart
        with pytest.raises(Refusal, match="thuộc đơn vị khác"):
            joining.join(pair, by=officer, on=DAY)
        client = desk_of(officer)
        assert client.post(reverse("petitions:like_ask", args=[pair.pk])).status_code == 302
        assert LikePair.objects.get().asked_by == officer
        assert "đã xin phối hợp" in desk_of(other).get(reverse("petitions:like_pairs")).content.decode()

    def test_a_third_unit_sees_nothing(self, apart):
        third = desk_of(handler())
        assert third.get(reverse("petitions:like_pair", args=[apart[1].pk])).status_code == 404
        assert "Không có cặp đơn nào" in third.get(reverse("petitions:like_pairs")).content.decode()


class TestPages:
    def test_worklist_and_decision(self, twins, officer):
        _first, second, pair = twins
        client = desk_of(officer)
        page = client.get(reverse("petitions:like_pairs")).content.decode()
        assert second.number in page
        both = client.get(reverse("petitions:like_pair", args=[pair.pk])).content.decode()
        assert "Từ và số cùng có" in both
        assert "Nhập đơn sau vào đơn trước" in both
        answer = client.post(
            reverse("petitions:like_decide", args=[pair.pk, "nhap"]), {"ly_do": "cung_noi_dung"}
        )
        assert answer.status_code == 302
        assert "Gỡ quyết định này" in client.get(answer["Location"]).content.decode()
        assert (
            client.post(
                reverse("petitions:like_decide", args=[pair.pk, "go"]), {"ly_do": "gan_nham"}
            ).status_code
            == 302
        )
        assert client.post(reverse("petitions:like_decide", args=[pair.pk, "bac"])).status_code == 302
        refused = client.get(reverse("petitions:like_pairs"), {"trang_thai": "da_bac"}).content.decode()
        assert second.number in refused

    def test_an_unknown_act_is_no_page_and_a_late_one_a_sentence(self, twins, officer):
        pair, client = twins[2], desk_of(officer)
        assert client.post(reverse("petitions:like_decide", args=[pair.pk, "xoa"])).status_code == 404
        joining.refuse(pair, by=officer, on=DAY)
        answer = client.post(reverse("petitions:like_decide", args=[pair.pk, "nhap"]))
        assert answer.status_code == 400
        assert "vừa được người khác quyết định" in answer.content.decode()

    def test_the_letter_s_page_tells_of_it(self, twins, officer):
        page = desk_of(officer).get(twins[1].get_absolute_url()).content.decode()
        assert "Đơn có thể trùng" in page
        assert "Đặt cạnh nhau" in page

    def test_the_list_takes_few_questions(self, twins, officer, django_assert_max_num_queries):
        client = desk_of(officer)
        client.get(reverse("petitions:like_pairs"))
        with django_assert_max_num_queries(14):
            client.get(reverse("petitions:like_pairs"))

    def test_while_typing(self, twins, officer):
        base = sample.letter(1)
        sent = {"kind": "khieu_nai", "content": base.text, "full_name": base.name, "address": base.address}
        page = desk_of(officer).post(reverse("petitions:like_typing"), sent).content.decode()
        assert twins[0].number in page
        assert base.text[100:140] not in page
        empty = desk_of(officer).post(reverse("petitions:like_typing"), {"kind": "khieu_nai", "content": " "})
        assert "Chưa thấy đơn nào giống" in empty.content.decode()

    def test_while_typing_is_for_who_classifies_and_not_without_end(self, twins, officer):
        sent = {"kind": "khieu_nai", "content": "x"}
        reader = desk_of(role_at("thanh_tra", officer))
        assert reader.post(reverse("petitions:like_typing"), sent).status_code == 403
        client = desk_of(officer)
        answers = [client.post(reverse("petitions:like_typing"), sent).status_code for _turn in range(31)]
        assert answers[0] == 200
        assert answers[-1] == 400
