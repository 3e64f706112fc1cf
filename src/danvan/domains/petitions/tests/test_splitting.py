"""A mixed letter becomes several; what of it is a tố cáo hangs on nothing, and no named record keeps a word of it."""

from datetime import date

import pytest
from django.db import connection
from tests.support.dump import holding

from danvan.domains.petitions.feedback import handling as feedback
from danvan.domains.petitions.likeness.indexing import keep
from danvan.domains.petitions.models import (
    Feedback,
    FeedbackPhoto,
    Kind,
    Letter,
    LetterIndex,
    LetterText,
    LikePair,
)
from danvan.domains.petitions.tests.factories import NAMED, classified, received
from danvan.domains.petitions.tests.test_feedback import picture
from danvan.domains.petitions.tying import joining
from danvan.domains.petitions.tying.splitting import SEVERAL, Part, Rest, split
from danvan.org.tests.factories import make_account
from danvan.records import envelopes, files, writing
from danvan.records.files.tests import samples
from danvan.records.models import EnvelopeAct, File, HistoryRow, Link, Message, PersonalDetails, Record
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
IN, LATER = date(2023, 2, 1), date(2023, 2, 8)
WORD = "zqxloitocaozqx"
DENOUNCED, PROPOSED = Part("to_cao", "tham_nhung"), Part("kien_nghi_phan_anh", "khac")
REST = Rest("Xin xem lại quyết định bồi thường", "Ủy ban nhân dân", "Thôn Một")


@pytest.fixture
def mixed(officer):
    """A named complaint in which a denunciation stands, in every place where words can stand."""
    told = {**NAMED, "content": f"Xin bồi thường. {WORD} nhận tiền. " * 4}
    letter = classified(officer, IN, personal=told)
    Letter.objects.filter(pk=letter.pk).update(against=f"ông {WORD}", place=f"nhà {WORD}")
    file = files.attach(letter, f"{WORD}.pdf", samples.pdf(WORD), by=officer)
    files.reading.confirm(file, f"Văn bản {WORD}", by=officer)
    Message.objects.create(record_id=letter.pk, key="k", text=f"Thưa, {WORD}")
    keep(letter.pk)
    return letter


class TestEachContent:
    def test_is_a_letter_of_its_own_class(self, officer):
        letter = classified(officer, IN, personal=NAMED, signatories=3, is_repeated=True)
        denounced, proposed = split(letter, [DENOUNCED, PROPOSED], by=officer, on=LATER, rest=REST)
        assert (denounced.kind, denounced.field) == ("to_cao", "tham_nhung")
        assert (proposed.kind, proposed.field) == ("kien_nghi_phan_anh", "khac")
        for one in (denounced, proposed):
            assert (one.received_on, one.classified_on) == (IN, LATER)
            assert (one.signatories, one.is_repeated, one.channel) == (3, True, letter.channel)
        assert (denounced.secrecy, denounced.identity_released_on) == ("niem_phong", None)
        assert PersonalDetails.objects.get().record_id == letter.pk
        assert Letter.objects.filter(counts_as_matter=True).count() == 3

    def test_hangs_on_the_first_where_neither_is_a_denunciation(self, officer):
        letter = classified(officer, IN, personal=NAMED)
        (proposed,) = split(letter, [PROPOSED], by=officer, on=LATER)
        assert Link.objects.get().source_id == letter.pk
        assert Link.objects.get().record_id == proposed.pk
        assert PersonalDetails.objects.get().content == NAMED["content"], "nothing of the first went"

    def test_a_denunciation_hangs_on_nothing_and_no_line_says_why(self, officer):
        letter = classified(officer, IN, personal=NAMED)
        (denounced,) = split(letter, [DENOUNCED], by=officer, on=LATER, rest=REST)
        assert not Link.objects.exists()
        rows = HistoryRow.objects.filter(chain__in=[f"record:{one.pk}" for one in (letter, denounced)])
        assert SEVERAL not in {row.reason for row in rows}
        told = "".join(str((row.before, row.after)) for row in rows)
        assert letter.public_id not in "".join(
            str(row.after) for row in rows if row.chain == f"record:{denounced.pk}"
        )
        assert "to_cao" not in "".join(str(row.after) for row in rows if row.chain == f"record:{letter.pk}")
        assert told

    def test_what_is_split_from_a_sealed_letter_hangs_on_nothing_that_names(self, officer):
        letter = classified(officer, IN, Kind.DENUNCIATION)
        (complaint,) = split(letter, [Part("khieu_nai", "dat_dai")], by=officer, on=LATER)
        assert not Link.objects.exists()
        assert complaint.secrecy == "noi_bo"

    def test_its_limits_run_from_the_day_the_first_came(self, officer):
        (denounced,) = split(classified(officer, IN), [DENOUNCED], by=officer, on=LATER, rest=REST)
        begun = dict(denounced.duties.values_list("clock", "begins_on"))
        assert begun["xu_ly_ban_dau_to_cao"] == IN

    def test_of_a_letter_signed_later_it_is_signed_the_same_day(self, officer):
        letter = received(officer, IN, channel="thu_dien_tu")
        letter = writing.move(letter, "phan_loai", by=officer, on=IN, kind="khieu_nai", field="dat_dai")
        letter = writing.move(letter, "nhan_ky_sau", by=officer, on=LATER)
        (complaint,) = split(letter, [Part("khieu_nai", "khac")], by=officer, on=LATER)
        assert (complaint.signed_on, complaint.preregistered_on) == (LATER, letter.preregistered_on)
        assert complaint.state == "da_phan_loai"


class TestWordsOfTheFirst:
    def test_none_of_the_denunciation_is_left(
        self, officer, mixed, as_app, django_capture_on_commit_callbacks
    ):
        assert holding(WORD)
        with django_capture_on_commit_callbacks(execute=True):
            split(mixed, [DENOUNCED], by=officer, on=LATER, rest=REST)
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")
        assert not holding(WORD)

    def test_the_person_and_what_the_officer_left_stand_there(self, officer, mixed):
        split(mixed, [DENOUNCED], by=officer, on=LATER, rest=REST)
        kept = PersonalDetails.objects.get()
        assert (kept.full_name, kept.content) == (NAMED["full_name"], REST.content)
        letter = Letter.objects.get(pk=mixed.pk)
        assert (letter.against, letter.place) == (REST.against, REST.place)
        assert letter.identity_released_on == IN

    def test_the_old_words_leave_the_index_at_once_and_the_new_ones_enter(self, officer, mixed):
        split(mixed, [DENOUNCED], by=officer, on=LATER, rest=REST)
        assert not LetterIndex.objects.exists()
        assert not LikePair.objects.exists()
        assert keep(mixed.pk)
        assert "boi thuong" in LetterText.objects.get().body

    def test_nothing_noted_of_it_tells_that_the_sender_denounced(self, officer, mixed):
        split(mixed, [DENOUNCED], by=officer, on=LATER, rest=REST)
        assert not EnvelopeAct.objects.filter(record_id=mixed.pk).exclude(act="cat").exists()
        assert File.objects.get().removal == File.Removal.IRRELEVANT

    def test_the_visit_it_came_from_keeps_the_person_without_the_words(self, officer):
        visit = writing.open_record(
            "luot_tiep",
            by=officer,
            unit=officer.at,
            on=IN,
            channel="thuong_xuyen",
            content_kind="khieu_nai",
            personal={"full_name": "Người đến", "content": WORD},
        )
        letter = writing.open_record("don", by=officer, unit=officer.at, on=IN, arises_from=visit)
        told = {"kind": "khieu_nai", "field": "dat_dai", "personal": {**NAMED, "content": WORD}}
        letter = writing.move(letter, "phan_loai", by=officer, on=IN, **told)
        split(letter, [DENOUNCED], by=officer, on=LATER, rest=REST)
        assert not holding(WORD)
        kept = PersonalDetails.objects.get(pk=visit.pk)
        assert (kept.full_name, kept.content) == ("Người đến", "")
        assert Record.objects.get(pk=visit.pk).secrecy == "noi_bo"

    def test_without_a_denunciation_nothing_goes(self, officer, mixed):
        split(mixed, [PROPOSED], by=officer, on=LATER)
        assert WORD in PersonalDetails.objects.get().content
        assert File.objects.get().removed_at is None

    def test_what_the_officer_writes_is_cut_to_its_columns(self, officer, mixed):
        split(mixed, [DENOUNCED], by=officer, on=LATER, rest=Rest("x", "a" * 900, "b" * 900))
        letter = Letter.objects.get(pk=mixed.pk)
        assert (len(letter.against), len(letter.place)) == (200, 200)

    def test_what_of_it_stood_on_the_portal_goes_with_its_photographs(self, officer, as_app):
        letter = classified(officer, IN, Kind.PROPOSAL, personal=NAMED)
        feedback.show(letter, by=officer, text=f"Lời {WORD}", place=f"Nhà {WORD}", photos=[picture()])
        split(letter, [DENOUNCED], by=officer, on=LATER, rest=REST)
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")
        assert not Feedback.objects.exists()
        assert not FeedbackPhoto.objects.exists()
        assert not holding(WORD)

    def test_what_stands_on_the_portal_stays_where_no_denunciation_was_in_it(self, officer):
        letter = classified(officer, IN, Kind.PROPOSAL, personal=NAMED)
        feedback.show(letter, by=officer, text="Cống tắc", place="Đường Một", photos=[picture()])
        split(letter, [Part("khieu_nai", "dat_dai")], by=officer, on=LATER)
        assert feedback.shown().get().photos.count() == 1


class TestForwarder:
    SENT = {"forwarder": "mttq", "forwarder_sent_on": IN}

    def test_no_denunciation_tells_who_forwarded_the_named_letter(self, officer):
        letter = received(officer, IN, **self.SENT)
        letter = writing.move(letter, "phan_loai", by=officer, on=IN, kind="khieu_nai", field="dat_dai")
        denounced, proposed = split(letter, [DENOUNCED, PROPOSED], by=officer, on=LATER, rest=REST)
        assert (denounced.forwarder, denounced.forwarder_unit, denounced.forwarder_sent_on) == (None,) * 3
        assert (proposed.forwarder, proposed.forwarder_sent_on) == ("mttq", IN)

    def test_nor_does_a_complaint_out_of_a_denunciation(self, officer):
        letter = received(officer, IN, **self.SENT)
        letter = writing.move(letter, "phan_loai", by=officer, on=IN, kind="to_cao", field="tham_nhung")
        (complaint,) = split(letter, [Part("khieu_nai", "dat_dai")], by=officer, on=LATER)
        assert (complaint.forwarder, complaint.forwarder_sent_on) == (None, None)


class TestJoinedRecords:
    """“Đơn gửi lại” holds the same words under the same name."""

    def joined(self, officer, letter, how):
        other = classified(officer, IN, personal={**NAMED, "content": WORD})
        if how == "earlier":
            return joining.join_letters(letter, other, by=officer, reason="gui_them")
        if how == "later":
            return joining.join_letters(other, letter, by=officer, reason="gui_them")
        other = writing.move(other, "thu_ly", by=officer, on=IN)
        matter = Record.objects.get(type="vu_viec").own()
        return joining.join(letter, matter, by=officer, reason="gui_them")

    @pytest.mark.parametrize("how", ["earlier", "later", "matter"])
    def test_nothing_is_split_while_a_named_one_is_joined(self, officer, mixed, how):
        self.joined(officer, mixed, how)
        before = Letter.objects.count()
        with pytest.raises(Refusal, match="gỡ việc nhập") as told:
            split(mixed, [DENOUNCED], by=officer, on=LATER, rest=REST)
        assert "sửa thông tin người gửi" in str(told.value)
        assert Letter.objects.count() == before
        assert WORD in PersonalDetails.objects.get(pk=mixed.pk).content, "nothing went either"

    @pytest.mark.parametrize("how", ["earlier", "later", "matter"])
    def test_once_the_tie_is_taken_back_it_may_be_split(self, officer, mixed, how):
        link = self.joined(officer, mixed, how)
        joining.untie(link, by=officer, on=LATER, reason="khac_noi_dung")
        assert split(mixed, [DENOUNCED], by=officer, on=LATER, rest=REST)

    @pytest.mark.parametrize("how", ["earlier", "later", "matter"])
    def test_without_a_denunciation_a_joined_one_may_be_split(self, officer, mixed, how):
        self.joined(officer, mixed, how)
        assert split(mixed, [PROPOSED], by=officer, on=LATER)

    def test_a_letter_split_off_before_is_no_hindrance(self, officer, mixed):
        split(mixed, [PROPOSED], by=officer, on=LATER)
        assert split(mixed, [DENOUNCED], by=officer, on=LATER, rest=REST)

    def test_a_visit_joined_to_it_is_none_either(self, officer, mixed):
        visit = writing.open_record("luot_tiep", by=officer, unit=officer.at, on=IN, content_kind="khieu_nai")
        Link.objects.create(record_id=visit.pk, source_id=mixed.pk, kind=Link.Kind.JOINS)
        assert split(mixed, [DENOUNCED], by=officer, on=LATER, rest=REST)


class TestRefusals:
    @pytest.mark.parametrize(
        ("parts", "sentence"),
        [
            ([], "ít nhất một loại"),
            ([Part("x", "khac")], "ít nhất một loại"),
            ([Part("", "khac")], "ít nhất một loại"),
            ([PROPOSED, Part("kien_nghi_phan_anh", "dat_dai")], "Mỗi loại chỉ tách một đơn"),
            ([Part("khieu_nai", "")], "lĩnh vực"),
            ([PROPOSED, Part("khieu_nai", "x")], "lĩnh vực"),
        ],
    )
    def test_classes_that_are_none(self, officer, parts, sentence):
        letter = classified(officer, IN)
        with pytest.raises(Refusal, match=sentence):
            split(letter, parts, by=officer, on=IN)
        assert Letter.objects.count() == 1

    def test_a_named_letter_needs_what_is_left_of_it(self, officer, mixed):
        with pytest.raises(Refusal, match="phần nội dung còn lại"):
            split(mixed, [DENOUNCED], by=officer, on=LATER)
        assert Letter.objects.count() == 1
        assert WORD in PersonalDetails.objects.get().content

    @pytest.mark.parametrize("move", [None, "luu", "thu_ly", "huong_dan"])
    def test_only_what_is_classified_and_waits(self, officer, move):
        letter = received(officer, IN)
        if move:
            letter = writing.move(classified(officer, IN), move, by=officer, on=IN)
        with pytest.raises(Refusal, match="Chỉ tách đơn đã phân loại"):
            split(letter, [PROPOSED], by=officer, on=IN)

    def test_one_that_waits_for_papers_may_be_split(self, officer):
        letter = writing.move(classified(officer, IN), "yeu_cau_bo_sung", by=officer, on=IN)
        assert len(split(letter, [PROPOSED], by=officer, on=LATER)) == 1

    @pytest.mark.parametrize("role", ["tiep_dan", "thanh_tra", "van_thu"])
    def test_who_may_not_both_handle_and_classify_splits_nothing(self, officer, role):
        letter = classified(officer, IN)
        with pytest.raises(Refusal, match="không có quyền"):
            split(letter, [PROPOSED], by=make_account(role, officer.at), on=IN)
        assert Letter.objects.count() == 1


def test_words_are_taken_from_a_record_without_any(officer):
    letter = classified(officer, IN)
    envelopes.take_words(letter, by=officer)
    assert not PersonalDetails.objects.exists()


def test_what_is_mixed_in_an_envelope_never_stands_in_clear_when_it_is_classified_as_a_denunciation_first(
    officer,
):
    """The way that the guide names: the envelope stays closed, the complaint is a letter beside it with its own words."""
    letter = received(officer, IN)
    envelopes.seal(letter, {"full_name": f"Bà {WORD}", "content": f"Bồi thường. {WORD}"}, by=officer)
    letter = writing.move(letter, "phan_loai", by=officer, on=IN, kind="to_cao", field="tham_nhung")
    (complaint,) = split(letter, [Part("khieu_nai", "dat_dai")], by=officer, on=IN)
    told = {"full_name": "Bà Lê", "content": "Xin bồi thường"}
    writing.move(complaint, "sua_thong_tin", by=officer, on=IN, personal=told)
    assert not holding(WORD)
    assert envelopes.is_sealed(letter)
    assert not envelopes.is_sealed(complaint)
    assert not Link.objects.exists()
    assert PersonalDetails.objects.get().record_id == complaint.pk
