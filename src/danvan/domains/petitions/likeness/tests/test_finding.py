"""Candidates from the index, what is shown of them, and what a decision may not do."""

from datetime import date

import pytest
from django.urls import reverse

from danvan.domains.petitions.likeness import desk, finding, joining, showing
from danvan.domains.petitions.likeness.finding import alike, candidates
from danvan.domains.petitions.likeness.indexing import keep, measures, write
from danvan.domains.petitions.likeness.prints import print_of
from danvan.domains.petitions.likeness.tests import sample
from danvan.domains.petitions.models import Letter, LetterIndex, LetterText, LikePair
from danvan.domains.petitions.tests.factories import classified, matter_of
from danvan.records import texts
from danvan.records.models import Link, PersonalDetails, Record
from danvan.records.tests.desk_world import desk_of, reach_of, role_at
from danvan.records.tests.factories import handler
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
DAY = date(2023, 2, 1)


def print_like(told):
    return print_of(told.text, told.name, told.address)


class TestFinding:
    def test_the_likest_comes_first(self, officer, written):
        base = sample.letter(7)
        far = written(officer, sample.disguised(base, "viet_lai_go_sai"))
        near = written(officer, base)
        found = alike(print_like(base), DAY)
        assert [match.record_id for match in found] == [near.pk, far.pk]
        assert found[0].likeness.alike == pytest.approx(1.0)

    def test_the_letter_itself_is_left_out(self, officer, written):
        base = sample.letter(7)
        letter = written(officer, base)
        assert alike(print_like(base), DAY, besides=letter.pk) == []

    def test_days_apart_are_told(self, officer, written):
        base = sample.letter(7)
        written(officer, base, on=date(2023, 1, 2))
        assert alike(print_like(base), DAY)[0].likeness.days_apart == 30

    def test_two_questions_however_many_are_there(self, officer, written, django_assert_num_queries):
        base = sample.letter(7)
        for how in ("chep_lai", "khong_dau", "go_sai"):
            written(officer, sample.disguised(base, how))
        with django_assert_num_queries(2):
            assert len(alike(print_like(base), DAY)) == 3

    def test_no_key_no_question(self, django_assert_num_queries):
        with django_assert_num_queries(0):
            assert candidates([]) == []
            assert alike(print_of(""), DAY) == []

    def test_more_shared_keys_stand_before_fewer(self, officer, written):
        base = sample.letter(7)
        same = written(officer, base)
        written(officer, sample.neighbour(base, 70))
        assert candidates(print_like(base).keys)[0] == same.pk

    def test_only_so_many_are_compared(self, officer, written, monkeypatch):
        monkeypatch.setattr(finding, "MOST_COMPARED", 1)
        base = sample.letter(7)
        written(officer, base)
        written(officer, sample.disguised(base, "khong_dau"))
        assert len(alike(print_like(base), DAY)) == 1

    def test_thousands_of_one_printed_form_do_not_hide_the_letter(self, officer, written):
        base = sample.letter(7)
        crowd = [sample.neighbour(base, 100 + turn, seed=turn) for turn in range(60)]
        letter = written(officer, base)
        for told in crowd:
            other = classified(officer, DAY, personal={"content": told.text})
            write(other.pk, print_like(told))
        found = alike(print_like(sample.disguised(base, "noi_nhan_khac_quet")), DAY)
        assert [match.record_id for match in found] == [letter.pk]


class TestIndexing:
    def test_measures_are_thousandths(self, officer, written):
        base = sample.letter(7)
        written(officer, base)
        row = measures(alike(print_of(base.text), DAY)[0].likeness)
        assert row["words_shared"] == 1000
        assert row["person"] is None
        assert row["numbers"] == 1000

    def test_the_worker_is_told_of_changes(self):
        assert keep in texts._listeners

    def test_an_unknown_record_and_a_visit_leave_no_trace(self, officer):
        assert not keep(-1)
        assert not LetterIndex.objects.exists()

    def test_the_row_of_a_letter_is_written_anew(self, officer, written):
        letter = written(officer, sample.letter(1))
        before = LetterIndex.objects.get(pk=letter.pk).bands
        PersonalDetails.objects.filter(pk=letter.pk).update(content=sample.letter(2).text)
        keep(letter.pk)
        assert LetterIndex.objects.get(pk=letter.pk).bands != before
        assert LetterText.objects.count() == 1

    def test_the_text_is_kept_folded(self, officer, written):
        letter = written(officer, sample.letter(1))
        kept = LetterText.objects.get(pk=letter.pk)
        assert kept.body.isascii()
        assert kept.name.islower()

    def test_a_pair_that_was_asked_about_stays_when_a_text_changes(self, twins, officer):
        pair = twins[2]
        LikePair.objects.filter(pk=pair.pk).update(asked_by=officer, asked_at="2023-03-01T00:00Z")
        PersonalDetails.objects.filter(pk=twins[1].pk).update(content=sample.letter(50).text)
        keep(twins[1].pk)
        assert LikePair.objects.filter(pk=pair.pk).exists()


class TestShowing:
    def test_reasons_are_words_and_shares(self, twins):
        told = " ".join(showing.reasons(twins[2]))
        assert "lời của đơn ngắn hơn" in told
        assert "số hiệu" in told
        assert "cách nhau 8 ngày" in told

    def test_reasons_where_little_is_known(self):
        pair = LikePair(alike=900, words_shared=950, person=1000, place=None, numbers=None, days_apart=0)
        assert showing.reasons(pair) == [
            "95% lời của đơn ngắn hơn có trong đơn kia",
            "cùng họ tên",
            "nhận cùng ngày",
        ]

    def test_common_words_prefer_numbers(self, twins, officer):
        shown = showing.side_by_side(reach_of(officer), twins[2])
        assert any(any(map(str.isdigit, word)) for word in shown.words)
        assert shown.may_decide
        assert not shown.may_ask

    def test_who_only_reads_sees_both_and_decides_nothing(self, twins, officer):
        shown = showing.side_by_side(reach_of(role_at("thanh_tra", officer)), twins[2])
        assert shown.earlier.text
        assert not shown.may_decide
        assert not shown.may_ask

    def test_a_foreign_end_holds_nothing_but_number_unit_and_day(self, officer, written):
        base = sample.letter(1)
        written(handler(), base)
        written(officer, sample.disguised(base, "quet"))
        shown = showing.side_by_side(reach_of(officer), LikePair.objects.get())
        foreign = shown.earlier if not shown.earlier.is_read else shown.later
        assert (foreign.address, foreign.title, foreign.name, foreign.place, foreign.text) == ("",) * 5
        assert shown.words == []
        assert shown.may_ask

    def test_matches_of_a_foreign_unit_while_typing(self, officer, written):
        base = sample.letter(1)
        letter = written(handler(), base)
        sent = {"kind": "khieu_nai", "content": base.text, "full_name": base.name}
        page = desk_of(officer).post(reverse("petitions:like_typing"), sent).content.decode()
        assert letter.number in page
        assert letter.public_id not in page
        assert "xin phối hợp" in page
        assert base.name not in page

    def test_a_letter_without_pairs_has_no_panel(self, officer, written):
        letter = written(officer, sample.letter(1))
        assert showing.panel(letter, reach_of(officer)) is None
        assert "Đơn có thể trùng" not in desk_of(officer).get(letter.get_absolute_url()).content.decode()

    def test_a_sealed_letter_has_no_panel(self, officer):
        letter = classified(officer, DAY, "to_cao")
        assert showing.panel(letter, reach_of(officer)) is None

    def test_the_panel_of_a_foreign_match(self, officer, written):
        base = sample.letter(1)
        other = written(handler(), base)
        own = written(officer, sample.disguised(base, "quet"))
        page = desk_of(officer).get(own.get_absolute_url()).content.decode()
        assert "(đơn vị khác)" in page
        assert other.public_id not in page

    def test_the_list_is_cut_and_says_so(self, twins, officer, monkeypatch):
        monkeypatch.setattr(showing, "SIZE", 0)
        rows, more = showing.listed(reach_of(officer), LikePair.State.PROPOSED)
        assert (rows, more) == ([], True)


class TestDecisions:
    def test_asking_needs_one_own_and_one_foreign_letter(self, twins, officer):
        with pytest.raises(Refusal, match="thuộc đơn vị khác"):
            joining.ask(twins[2], by=officer, on=DAY)
        with pytest.raises(Refusal, match="thuộc đơn vị khác"):
            joining.ask(twins[2], by=handler(), on=DAY)

    def test_asking_twice_keeps_the_first(self, officer, written):
        base = sample.letter(1)
        written(handler(), base)
        written(officer, sample.disguised(base, "quet"))
        pair = LikePair.objects.get()
        first = joining.ask(pair, by=officer, on=DAY).asked_at
        assert joining.ask(pair, by=officer, on=DAY).asked_at == first

    def test_a_letter_joined_twice_counts_only_after_both_are_undone(self, officer, written):
        base = sample.letter(1)
        for turn, how in enumerate(("chep_lai", "khong_dau", "go_sai")):
            written(officer, sample.disguised(base, how), on=date(2023, 2, 1 + turn))
        last = Letter.objects.order_by("-received_on").first()
        pairs = list(LikePair.objects.filter(later_id=last.pk))
        assert len(pairs) == 2
        for pair in pairs:
            joining.join(pair, by=officer, on=DAY)
        joining.undo(pairs[0], by=officer, on=DAY)
        assert not Letter.objects.get(pk=last.pk).counts_as_matter
        joining.undo(pairs[1], by=officer, on=DAY)
        assert Letter.objects.get(pk=last.pk).counts_as_matter

    def test_a_letter_tied_to_a_matter_goes_on_counting_as_none(self, twins, officer):
        pair = twins[2]
        matter = matter_of(officer, DAY)
        Link.objects.create(record_id=matter.pk, source_id=pair.later_id, kind=Link.Kind.JOINS)
        joining.join(pair, by=officer, on=DAY)
        joining.undo(pair, by=officer, on=DAY)
        assert not Letter.objects.get(pk=pair.later_id).counts_as_matter

    def test_two_letters_are_not_joined_into_each_other(self, twins, officer):
        first, second, pair = twins
        Link.objects.create(record_id=first.pk, source_id=second.pk, kind=Link.Kind.JOINS)
        with pytest.raises(Refusal, match="đã nhập vào đơn này"):
            joining.join(pair, by=officer, on=DAY)

    def test_undoing_what_was_never_decided(self, twins, officer):
        with pytest.raises(Refusal, match="tải lại trang"):
            joining.undo(twins[2], by=officer, on=DAY)

    def test_a_pair_that_is_gone(self, twins, officer):
        pair = twins[2]
        LikePair.objects.all().delete()
        with pytest.raises(Refusal, match="không còn giống nhau"):
            joining.join(pair, by=officer, on=DAY)

    def test_the_record_s_version_moves_on(self, twins, officer):
        before = Record.objects.get(pk=twins[1].pk).version
        joining.join(twins[2], by=officer, on=DAY)
        assert Record.objects.get(pk=twins[1].pk).version == before + 1

    @pytest.mark.parametrize("typed", ["", "x" * 900, "Nguyễn Văn Minh Họa tố cáo"])
    def test_a_typed_reason_is_no_reason_and_stays_nowhere(self, twins, officer, typed):
        with pytest.raises(Refusal, match="chọn một lý do trong danh sách"):
            joining.join(twins[2], by=officer, on=DAY, reason=typed)
        assert LikePair.objects.get().state == LikePair.State.PROPOSED
        joining.refuse(twins[2], by=officer, on=DAY, reason=typed)
        assert LikePair.objects.get().reason == ""

    def test_letters_of_two_classes_are_not_joined(self, officer, written):
        base = sample.letter(1)
        written(officer, base, kind="kien_nghi_phan_anh")
        written(officer, sample.disguised(base, "quet"), on=date(2023, 2, 9))
        with pytest.raises(Refusal, match="cùng loại"):
            joining.join(LikePair.objects.get(), by=officer, on=DAY)
        assert not Link.objects.exists()


def test_every_act_has_a_word_for_what_was_done():
    assert set(desk.ACTS) == {"nhap", "bac", "go"}
    assert all(str(done).endswith(".") for _act, done in desk.ACTS.values())
