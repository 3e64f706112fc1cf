"""The way of a paper: days in order, postal numbers of released records, the day of receipt for whom a domain asks."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from danvan.records import envelopes, papers
from danvan.records.models import Delivery, HistoryRow, PaperText, PersonalDetails, Record
from danvan.records.papers import delivering
from danvan.records.papers.tests.paper_world import DAY, NEXT, clerk_of, issued, refused
from danvan.records.tests.desk_world import classified
from danvan.records.tests.factories import handler
from danvan.ui.errors import Refusal

GOT = date(2023, 3, 8)


@pytest.fixture
def officer(db):
    return handler()


@pytest.fixture
def clerk(officer):
    return clerk_of(officer)


@pytest.fixture
def paper(officer, clerk):
    return issued(officer, clerk)


def send(paper, by, **more):
    told = {"way": "buu_dien", "sent_on": NEXT, "post_number": "RB123456789VN"} | more
    return papers.deliver(paper, by=by, **told)


def test_the_day_of_receipt_is_added_later_and_the_history_keeps_both(paper, clerk):
    send(paper, clerk)
    assert papers.received_on(paper.record_id, [paper.key]) is None
    send(paper, clerk, received_on=GOT)
    assert papers.received_on(paper.record_id, [paper.key]) == GOT
    rows = HistoryRow.objects.filter(table="records_delivery", chain=f"record:{paper.record_id}")
    assert [row.after["received_on"] for row in rows.order_by("id")] == [None, "2023-03-08"]


def test_only_papers_of_the_keys_asked_count(paper, clerk):
    send(paper, clerk, received_on=GOT)
    assert papers.received_on(paper.record_id, ["giai_quyet_lan_1"]) is None
    assert papers.received_on(paper.record_id, []) is None


def test_a_cancelled_paper_begins_nothing(paper, clerk):
    send(paper, clerk, received_on=GOT)
    papers.cancel(paper, by=clerk, on=NEXT, reason="sai_noi_dung")
    assert papers.received_on(paper.record_id, [paper.key]) is None


def test_of_two_the_later_counts(officer, clerk):
    letter = classified(officer)
    for number, got in (("12/TB-UBND", GOT), ("13/TB-UBND", NEXT)):
        one = papers.issue(
            refused(officer, letter), by=clerk, dated_on=NEXT, signer="Người Ký", number=number
        )
        send(one, clerk, received_on=got)
    assert papers.received_on(letter.pk, ["khong_thu_ly"]) == GOT


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"sent_on": DAY}, "trước ngày văn bản"),
        ({"received_on": DAY}, "trước ngày gửi"),
        ({"way": "chim_cau"}, "chọn cách gửi"),
        ({"post_number": "ngõ 7"}, "Số bưu gửi"),
        ({"post_number": "ABCDEFGH"}, "Số bưu gửi"),
        ({"post_number": "12345"}, "Số bưu gửi"),
        ({"sent_on": date(2999, 1, 1)}, "chưa tới"),
        ({"received_on": date(2999, 1, 1)}, "chưa tới"),
    ],
)
def test_what_cannot_be_is_refused_and_leaves_nothing(paper, clerk, more, why):
    with pytest.raises(Refusal, match=why):
        send(paper, clerk, **more)
    assert not Delivery.objects.exists()


def test_a_paper_that_waits_for_its_number_went_nowhere(officer, clerk):
    with pytest.raises(Refusal, match="đã ban hành"):
        send(refused(officer), clerk)


@pytest.fixture
def sealed(officer, clerk):
    """An issued paper of a tố cáo."""
    letter = classified(officer, "to_cao")
    paper = papers.prepare(letter, "chuyen_don", by=officer, on=DAY, noi_nhan=str(officer.at))
    known = clerk.person.full_name
    return papers.issue(paper, by=clerk, dated_on=NEXT, signer=known, number="3/PC-UBND")


class TestPostalNumbers:
    """They lead to an address: of released records only, never in the history, gone with everything personal."""

    @pytest.mark.parametrize(
        "number",
        [
            *("NGUYENVANAN1970", "0912345678", "RB12345678VN", "RB1234567890VN", "R1123456789VN"),
            *(
                "RB123456789V1",
                "RB123456789",
                "123456789VN",
                "ĐB123456789VN",
                "RB١٢٣٤٥٦٧٨٩VN",
                "RB123456789VN1",
            ),
        ],
    )
    def test_a_name_or_a_telephone_is_none_at_either_door(self, paper, clerk, number):
        with pytest.raises(Refusal, match="gồm 2 chữ cái, 9 chữ số, 2 chữ cái"):
            send(paper, clerk, post_number=number)
        send(paper, clerk)
        with pytest.raises(IntegrityError, match="delivery_post_number_names_nobody"), transaction.atomic():
            Delivery.objects.update(post_number=number)

    @given(st.text(alphabet="ABNV0159", max_size=16))
    def test_what_passes_has_nine_figures_between_two_pairs_of_letters(self, said):
        released = Record(identity_released_on=DAY, secrecy=Record.Secrecy.INTERNAL)
        try:
            kept = delivering._post_number(said, released)
        except Refusal:
            return
        assert not kept or (kept[2:11].isdigit() and (kept[:2] + kept[11:]).isalpha() and len(kept) == 13)

    def test_typed_with_spaces_and_small_it_is_put_right(self, paper, clerk):
        assert send(paper, clerk, post_number=" rb 123 456 789 vn").post_number == "RB123456789VN"

    def test_a_sealed_record_has_days_alone(self, sealed, clerk):
        with pytest.raises(Refusal, match="không ghi số bưu gửi"):
            send(sealed, clerk)
        assert not Delivery.objects.exists()
        assert send(sealed, clerk, post_number="", received_on=GOT).received_on == GOT

    def test_the_database_refuses_it_there_whoever_writes(self, sealed, clerk, as_app):
        send(sealed, clerk, post_number="")
        with pytest.raises(IntegrityError, match="không ghi số bưu gửi"), transaction.atomic():
            Delivery.objects.update(post_number="RB123456789VN")

    def test_the_history_never_learns_it(self, paper, clerk):
        send(paper, clerk)
        send(paper, clerk, post_number="CP987654321VN")
        rows = HistoryRow.objects.filter(table="records_delivery")
        assert rows.exists()
        assert not [row for row in rows if "post_number" in {**(row.before or {}), **(row.after or {})}]

    @pytest.mark.parametrize("take", [envelopes.purge, lambda record: envelopes.take_words(record, by=None)])
    def test_it_goes_with_everything_personal(self, paper, clerk, take, as_app):
        send(paper, clerk, received_on=GOT)
        take(paper.record)
        kept = Delivery.objects.get()
        assert (kept.post_number, kept.sent_on, kept.received_on) == ("", NEXT, GOT)

    def test_a_record_is_not_closed_while_one_stands(self, paper, clerk):
        send(paper, clerk)
        PaperText.objects.filter(paper=paper).delete()
        PersonalDetails.objects.filter(record_id=paper.record_id).delete()
        closing = Record.objects.filter(pk=paper.record_id)
        with pytest.raises(IntegrityError, match="còn văn bản có thông tin cá nhân"), transaction.atomic():
            closing.update(identity_released_on=None)
        Delivery.objects.update(post_number="")
        assert closing.update(identity_released_on=None) == 1


def test_a_stranger_may_not(paper):
    with pytest.raises(Refusal, match="không có quyền"):
        send(paper, clerk_of(handler()))


@pytest.mark.parametrize("change", [{"received_on": DAY}, {"post_number": "Bà A 12"}])
def test_the_database_itself_refuses_days_out_of_order_and_words(paper, clerk, change):
    send(paper, clerk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Delivery.objects.update(**change)


@given(st.integers(0, 400), st.integers(0, 400))
def test_days_in_order_pass_and_others_never(sent, received):
    dated = date(2020, 1, 1)
    days = (dated + timedelta(sent - 200), dated + timedelta(received - 200))
    try:
        delivering._days_in_order(dated, *days)
    except Refusal:
        assert not dated <= days[0] <= days[1]
    else:
        assert dated <= days[0] <= days[1]
