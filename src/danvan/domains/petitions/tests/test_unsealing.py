"""What comes out of an envelope, and what goes when a released letter turns out to be a tố cáo."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.urls import reverse
from tests.support.dump import holding

from danvan.domains.petitions.models import Letter, Matter
from danvan.domains.petitions.tying import joining
from danvan.records import envelopes, files, writing
from danvan.records.files.tests import samples
from danvan.records.models import HistoryRow, Link, PersonalDetails, Record
from danvan.records.tests.desk_world import desk_of
from danvan.records.tests.factories import handler, letter_of
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
DAY = date(2023, 3, 1)
WORD = "zqxphanloailaizqx"


@pytest.fixture
def officer(db):
    return handler()


@pytest.fixture
def complaint(officer):
    """A released letter with everything personal that a letter can have."""
    letter = letter_of(officer, DAY, channel="buu_chinh")
    sealed = {name: f"{WORD} {name}"[:40] for name in ("full_name", "content", "post_number", "place")}
    envelopes.seal(letter, sealed, [(f"{WORD}.pdf", samples.pdf(WORD))])
    letter = writing.move(letter, "phan_loai", by=officer, on=DAY, kind="khieu_nai", field="dat_dai")
    [file] = files.of(letter)
    files.reading.confirm(file, f"Văn bản {WORD}", by=officer)
    return letter


def reclassified(letter, officer):
    return writing.move(letter, "phan_loai_lai", by=officer, on=DAY)


def test_the_postal_number_comes_out_into_its_column(complaint):
    assert Letter.objects.get(pk=complaint.pk).post_number == f"{WORD} post_number"[:40]


def test_the_history_never_learns_the_free_texts(complaint):
    assert WORD not in "".join(str((row.before, row.after)) for row in HistoryRow.objects.all())


def test_nothing_personal_stays_when_it_turns_out_to_be_a_denunciation(
    complaint, officer, as_app, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        letter = reclassified(complaint, officer)
    assert (letter.kind, letter.state, letter.secrecy) == ("to_cao", "da_phan_loai", "niem_phong")
    assert Record.objects.get(pk=letter.pk).identity_released_on is None
    assert not PersonalDetails.objects.exists()
    assert not files.of(letter)
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
    assert not holding(WORD)


def test_the_limits_are_those_of_a_denunciation(complaint, officer):
    letter = reclassified(complaint, officer)
    clocks = dict(letter.duties.values_list("clock", "met_on"))
    assert clocks["thu_ly_khieu_nai"] == DAY
    assert clocks["xu_ly_ban_dau_to_cao"] is None


def test_a_filed_letter_is_opened_again(complaint, officer):
    writing.move(complaint, "luu", by=officer, on=DAY)
    assert reclassified(complaint, officer).closed_on is None


def test_not_over_a_matter_and_not_twice(complaint, officer):
    letter = reclassified(complaint, officer)
    with pytest.raises(Refusal, match="đã được phân loại là tố cáo"):
        reclassified(letter, officer)
    other = letter_of(officer, DAY)
    other = writing.move(other, "phan_loai", by=officer, on=DAY, kind="khieu_nai", field="dat_dai")
    other = writing.move(other, "thu_ly", by=officer, on=DAY)
    with pytest.raises(Refusal, match="Phân loại lại cả vụ việc là tố cáo"):
        reclassified(other, officer)
    assert "phan_loai_lai" not in {move.key for move in other.declared.moves_for(other, DAY)}


def test_a_letter_joined_to_a_named_one_is_told_what_to_do(complaint, officer):
    other = letter_of(officer, DAY)
    told = {"kind": "khieu_nai", "field": "dat_dai", "personal": {"full_name": "Người khác"}}
    other = writing.move(other, "phan_loai", by=officer, on=DAY, **told)
    for later, earlier in ((complaint, other), (other, complaint)):
        joining.join_letters(later, earlier, by=officer, reason="cung_noi_dung")
        with pytest.raises(Refusal, match=r"gỡ trước.*nhận một đơn mới, niêm phong"):
            reclassified(complaint, officer)
        assert PersonalDetails.objects.filter(record_id=complaint.pk).exists()
        link = Link.objects.select_related("record__unit", "source__unit").get(record_id=later.pk)
        joining.untie(link, by=officer, on=DAY, reason="gan_nham")
    assert reclassified(complaint, officer).kind == "to_cao"


def test_a_letter_joined_to_a_matter_is_told_what_to_do(complaint, officer):
    other = letter_of(officer, DAY)
    other = writing.move(other, "phan_loai", by=officer, on=DAY, kind="khieu_nai", field="dat_dai")
    writing.move(other, "thu_ly", by=officer, on=DAY)
    joining.join(complaint, Matter.objects.get(), by=officer, reason="nhieu_nguoi")
    with pytest.raises(Refusal, match="vụ việc phải kết thúc trước"):
        reclassified(complaint, officer)
    assert PersonalDetails.objects.filter(record_id=complaint.pk).exists()


@pytest.mark.parametrize(
    ("move", "values"),
    [
        ("chuyen", {"forwarded_to": f"{WORD} nơi"}),
        ("khong_thu_ly", {"refusal_ground": "khong_lien_quan"}),
        ("huong_dan", {}),
        ("luu", {}),
    ],
)
def test_how_it_was_handled_belongs_to_the_earlier_class(complaint, officer, move, values):
    writing.move(complaint, move, by=officer, on=DAY, **values)
    letter = reclassified(complaint, officer)
    emptied = ("handled_on", "handling", "refusal_ground", "closed_on")
    assert {getattr(letter, name) for name in emptied} == {None}
    assert (letter.forwarded_to, letter.state) == ("", "da_phan_loai")
    assert not holding(WORD)


def test_what_was_typed_of_its_way_is_in_no_table_afterwards(complaint, officer):
    letter = writing.move(complaint, "chuyen", by=officer, on=DAY, forwarded_to=f"ông {WORD}")
    letter = writing.move(letter, "nhan_phuc_dap", by=officer, on=DAY, reply_reference=f"số {WORD}")
    letter = writing.move(letter, "bao_lai", by=officer, on=DAY)
    assert letter.relayed_on == DAY
    letter = reclassified(letter, officer)
    assert (letter.replied_on, letter.relayed_on, letter.reply_reference) == (None, None, "")
    assert not holding(WORD)


def test_a_dispute_found_to_be_a_denunciation_is_none_any_more(officer):
    letter = letter_of(officer, DAY)
    told = {"kind": "kien_nghi_phan_anh", "field": "dat_dai", "is_dispute": True}
    letter = reclassified(writing.move(letter, "phan_loai", by=officer, on=DAY, **told), officer)
    assert not letter.is_dispute


@pytest.mark.parametrize("move", [None, "luu"])
def test_not_on_a_day_before_it_was_classified_or_handled(complaint, officer, move):
    letter = letter_of(officer, DAY)
    later = DAY + timedelta(days=1)
    letter = writing.move(letter, "phan_loai", by=officer, on=later, kind="khieu_nai", field="dat_dai")
    if move:
        letter = writing.move(letter, move, by=officer, on=later)
    with pytest.raises(Refusal, match="trước ngày"):
        reclassified(letter, officer)


def test_the_page_says_what_backups_hold(complaint, officer):
    page = desk_of(officer).get(reverse("records:move", args=[complaint.public_id, "phan_loai_lai"]))
    assert "bản sao lưu cơ sở dữ liệu" in page.content.decode()
