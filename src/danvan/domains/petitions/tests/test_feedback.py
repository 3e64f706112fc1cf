"""Phản ánh in public: what may be shown, proved and opened again, by whom and until when."""

import io
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from danvan.domains.petitions.feedback import handling as feedback
from danvan.domains.petitions.models import Feedback, FeedbackPhoto, Letter, Matter, NotDone
from danvan.domains.petitions.tests.factories import accepted, classified, received
from danvan.org.roles import ROLES
from danvan.org.tests.factories import make_account
from danvan.records import writing
from danvan.records.tests.factories import handler, head
from danvan.records.today import today
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
IN = date(2023, 2, 1)
HANDLE, DECIDE = {"xu_ly", "giai_quyet", "lanh_dao"}, {"giai_quyet", "lanh_dao"}
BEFORE, AFTER = FeedbackPhoto.Moment.BEFORE, FeedbackPhoto.Moment.AFTER


def picture(colour="green", size=(60, 40)):
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG")
    return out.getvalue()


def proposal(officer):
    return classified(officer, IN, "kien_nghi_phan_anh", field="khac")


def shown(officer, letter=None, **more):
    told = {"text": "Cống tắc, nước ngập", "place": "Đường Lê Lợi"} | more
    return feedback.show(letter or proposal(officer), by=officer, **told)


class TestWho:
    @pytest.mark.parametrize("role", [*ROLES, ""])
    def test_shows_hides_answers_and_finishes(self, officer, role):
        item = shown(officer)
        account = make_account(role, officer.at) if role else make_account()
        acts = (
            lambda: feedback.show(Letter.objects.get(pk=item.record_id), by=account, text="a", place="b"),
            lambda: feedback.answer(item, "Đã cử người.", by=account),
            lambda: feedback.finish(item, by=account, paper="12/UBND"),
            lambda: feedback.hide(item, by=account),
        )
        for act in acts:
            if role in HANDLE:
                act()
                continue
            with pytest.raises(Refusal, match="không có quyền"):
                act()
        item.refresh_from_db()
        assert bool(item.answer) == bool(item.done_on) == bool(item.hidden_on) == (role in HANDLE)

    @pytest.mark.parametrize("role", [*ROLES, ""])
    def test_sets_the_days(self, officer, role):
        account = make_account(role, officer.at) if role else make_account()
        if role in DECIDE:
            assert feedback.set_days(officer.at, 30, IN, by=account).days == 30
            return
        with pytest.raises(Refusal, match="không có quyền"):
            feedback.set_days(officer.at, 30, IN, by=account)

    def test_not_at_another_unit(self, officer):
        item, other = shown(officer), handler()
        for act in (
            lambda: feedback.hide(item, by=other),
            lambda: feedback.answer(item, "x", by=other),
            lambda: feedback.set_days(officer.at, 30, IN, by=head()),
        ):
            with pytest.raises(Refusal, match="không có quyền"):
                act()


class TestShowing:
    @pytest.mark.parametrize("kind", ["khieu_nai", "to_cao", None])
    def test_only_a_classified_proposal(self, officer, kind):
        letter = classified(officer, IN, kind) if kind else received(officer, IN)
        with pytest.raises(Refusal, match="Chỉ đăng công khai phản ánh"):
            shown(officer, letter)
        assert not Feedback.objects.exists()

    @pytest.mark.parametrize("empty", ["", "   ", "\n\t", "\x00\x01", "\u200b\x07"[1:]])
    @pytest.mark.parametrize("name", ["text", "place"])
    def test_words_and_place_are_said(self, officer, name, empty):
        with pytest.raises(Refusal, match="hãy ghi bằng lời của cơ quan"):
            shown(officer, **{name: empty})

    def test_words_come_in_one_form_without_signs_that_no_keyboard_has(self, officer):
        item = shown(officer, text="Co\u0302\u0301ng\x07 tắc", place="Đ\u01b0\u01a1\u0300ng  Lê Lợi")
        item.refresh_from_db()
        assert (item.text, item.place_key) == ("Cống tắc", "duong le loi")

    def test_longer_than_its_place_it_is_cut_and_not_refused(self, officer):
        item = shown(officer, text="ế" * 900, place="ế" * 500)
        item.refresh_from_db()
        assert (len(item.text), len(item.place), len(item.place_key)) == (600, 200, 200)

    def test_shown_again_it_is_the_same_one_in_other_words(self, officer):
        first = shown(officer)
        letter = Letter.objects.get(pk=first.record_id)
        feedback.hide(first, by=officer)
        again = shown(officer, letter, text="Lời khác", point=("17.46880", "106.62230"))
        assert (again.pk, again.text, again.hidden_on) == (first.pk, "Lời khác", None)
        again.refresh_from_db()
        assert [str(again.latitude), str(again.longitude)] == ["17.46880", "106.62230"]
        assert list(feedback.shown()) == [again]

    def test_hidden_it_is_counted_nowhere(self, officer):
        first, second, third = (shown(officer) for _turn in range(3))
        assert [feedback.came_back(one) for one in (first, second, third)] == [0, 1, 2]
        feedback.hide(second, by=officer)
        assert feedback.came_back(third) == 1
        assert feedback.came_back(shown(handler())) == 0, "of another unit"


class TestPhotographs:
    def test_four_of_each_moment_and_no_more(self, officer):
        item = shown(officer, photos=[picture()] * 4)
        with pytest.raises(Refusal, match="nhiều nhất 4 ảnh"):
            feedback.add_photo(item, picture(), BEFORE)
        for _turn in range(4):
            feedback.add_photo(item, picture("red"), AFTER)
        with pytest.raises(Refusal, match="nhiều nhất 4 ảnh"):
            feedback.add_photo(item, picture(), AFTER)
        assert item.photos.count() == 8

    def test_a_sender_who_sent_four_does_not_keep_the_office_from_its_proof(self, officer):
        item = shown(officer, photos=[picture()] * 4)
        feedback.finish(item, by=officer, photo=picture("red"))
        item.refresh_from_db()
        assert item.done_on == today()

    def test_too_many_at_once_show_nothing(self, officer):
        with pytest.raises(Refusal, match="nhiều nhất 4 ảnh"):
            shown(officer, photos=[picture()] * 5)
        assert not Feedback.objects.exists()

    @pytest.mark.parametrize("data", [b"", b"GIF89a", b"%PDF-1.7", b"\xff\xd8\xff" + b"x" * 99])
    def test_what_is_none_ends_nothing(self, officer, data):
        item = shown(officer)
        with pytest.raises(Refusal, match="Không đọc được tệp này"):
            feedback.finish(item, by=officer, photo=data)
        item.refresh_from_db()
        assert (item.done_on, item.photos.count()) == (None, 0)

    def test_they_are_small(self, officer):
        [photo] = shown(officer, photos=[picture(size=(3000, 1500))]).photos.all()
        assert (photo.width, photo.height) == (1200, 600)


class TestEnding:
    @pytest.mark.parametrize("paper", ["", "  ", "\t"])
    def test_neither_photograph_nor_paper_is_no_proof(self, officer, paper):
        with pytest.raises(Refusal, match="Chưa có bằng chứng"):
            feedback.finish(shown(officer), by=officer, paper=paper)

    def test_a_matter_in_public_does_not_end_without_proof(self, officer):
        matter = accepted(officer, IN, "kien_nghi_phan_anh", field="khac")
        letter = Letter.objects.get(outcomes__record_id=matter.pk)
        item = shown(officer, letter)
        with pytest.raises(Refusal, match="Đã làm xong"):
            feedback.require_proof(letter)
        feedback.finish(item, by=officer, paper="12/UBND")
        feedback.require_proof(letter)

    def test_hidden_or_never_shown_it_needs_none(self, officer):
        letter = proposal(officer)
        feedback.require_proof(letter)
        feedback.hide(shown(officer, letter), by=officer)
        feedback.require_proof(letter)


class TestOpeningAgain:
    def done(self, officer, days_ago=0):
        item = shown(officer)
        feedback.finish(item, by=officer, paper="12/UBND")
        Feedback.objects.filter(pk=item.pk).update(done_on=today() - timedelta(days_ago))
        return Letter.objects.get(pk=item.record_id)

    @pytest.mark.parametrize(("late", "fits"), [(-1, True), (0, True), (1, False), (300, False)])
    def test_until_its_last_day(self, officer, late, fits):
        letter = self.done(officer)
        last = feedback.last_day_to_reopen(Feedback.objects.get())
        if fits:
            assert feedback.not_done(letter, "Vẫn ngập", on=last + timedelta(late)).reason == "Vẫn ngập"
            assert Feedback.objects.get().done_on is None
            return
        with pytest.raises(Refusal, match="Đã quá ngày"):
            feedback.not_done(letter, "Vẫn ngập", on=last + timedelta(late))
        assert Feedback.objects.get().done_on

    @pytest.mark.parametrize("reason", ["", " ", "\n", "\x07"])
    def test_not_without_a_reason(self, officer, reason):
        with pytest.raises(Refusal, match="Chưa ghi lý do"):
            feedback.not_done(self.done(officer), reason, on=today())
        assert not NotDone.objects.exists()

    def test_not_what_was_never_done_or_shown(self, officer):
        for letter in (proposal(officer), Letter.objects.get(pk=shown(officer).record_id)):
            with pytest.raises(Refusal, match="chưa ghi là đã làm xong"):
                feedback.not_done(letter, "x", on=today())

    def test_twice_pressed_it_is_opened_once(self, officer):
        letter = self.done(officer)
        feedback.not_done(letter, "Vẫn ngập", on=today())
        with pytest.raises(Refusal, match="chưa ghi là đã làm xong"):
            feedback.not_done(letter, "Vẫn ngập", on=today())
        assert NotDone.objects.count() == 1

    def test_done_again_it_may_be_opened_again(self, officer):
        letter = self.done(officer)
        feedback.not_done(letter, "Vẫn ngập", on=today())
        feedback.finish(Feedback.objects.get(), by=officer, paper="13/UBND")
        feedback.not_done(letter, "Lại ngập", on=today())
        assert [row.reason for row in NotDone.objects.order_by("pk")] == ["Vẫn ngập", "Lại ngập"]

    def test_its_settled_matter_is_taken_up_again(self, officer):
        matter = accepted(officer, IN, "kien_nghi_phan_anh", field="khac")
        letter = Letter.objects.get(outcomes__record_id=matter.pk)
        feedback.finish(shown(officer, letter), by=officer, paper="12/UBND")
        writing.move(matter, "giai_quyet", by=officer, on=IN, result="da_tra_loi")
        feedback.not_done(letter, "Vẫn ngập", on=today())
        assert Matter.objects.get(pk=matter.pk).closed_on is None


class TestDays:
    @pytest.mark.parametrize("days", [0, -1, 91, 10**9])
    def test_from_one_to_ninety(self, officer, days):
        with pytest.raises(Refusal, match="từ 1 đến 90"):
            feedback.set_days(officer.at, days, IN, by=head(officer.at))

    @pytest.mark.parametrize("days", [1, 90])
    def test_the_bounds_themselves(self, officer, days):
        feedback.set_days(officer.at, days, IN, by=head(officer.at))
        assert feedback.days_to_reopen(officer.at, IN) == days

    def test_one_number_for_a_day(self, officer):
        chief = head(officer.at)
        feedback.set_days(officer.at, 5, IN, by=chief)
        with pytest.raises(Refusal, match="đã có số ngày áp dụng"):
            feedback.set_days(officer.at, 6, IN, by=chief)

    @settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.dictionaries(st.integers(0, 40), st.integers(1, 90), max_size=4), st.integers(-5, 45))
    def test_the_latest_number_of_before_holds(self, officer, told, asked):
        unit, chief = officer.at, head(officer.at)
        feedback.ReopeningDays.objects.filter(unit=unit).delete()
        for after, days in told.items():
            feedback.set_days(unit, days, IN + timedelta(after), by=chief)
        before = [after for after in told if after <= asked]
        expected = told[max(before)] if before else feedback.DAYS_TO_REOPEN
        assert feedback.days_to_reopen(unit, IN + timedelta(asked)) == expected


class TestMet:
    def test_a_visitor_counts_once_at_each(self, officer):
        one, other = shown(officer), shown(officer)
        told = [feedback.echo(item, "a" * 32, today()) for item in (one, one, other)]
        assert told == [True, False, True]
        assert {item.pk: item.met_by for item in feedback.shown()} == {one.pk: 1, other.pk: 1}


def test_a_purge_leaves_nothing_in_public(officer):
    item = shown(officer, photos=[picture()])
    feedback.finish(item, by=officer, paper="1/UBND")
    letter = Letter.objects.get(pk=item.record_id)
    feedback.not_done(letter, "x", on=today())
    feedback.purge(letter)
    assert not Feedback.objects.exists()
    assert not FeedbackPhoto.objects.exists()
    assert not NotDone.objects.exists()
