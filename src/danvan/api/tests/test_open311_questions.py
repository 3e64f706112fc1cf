"""What a question of Open311 may say: moments, ids, states; everything else is a fault in words, never a crash."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.api.open311 import asking
from danvan.api.open311.asking import MOST_IDS, SPAN, STATUSES, public_key, wanted
from danvan.api.open311.shapes import HERE, Fault
from danvan.records.today import today

MOMENTS = st.datetimes(datetime(1950, 1, 1), datetime(2150, 1, 1))
FORMS = ("%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%S.%f")
ZONES = st.sampled_from(["", "Z", "+07:00", "-11:30", "+00:00"])


def answer(**asked):
    """What is wanted, or the number of the fault; anything else is a fault of ours."""
    try:
        return wanted(asked)
    except Fault as fault:
        return fault.status if hasattr(fault, "status") else fault.args[0]


class TestIds:
    @pytest.mark.parametrize(
        ("said", "key"),
        [
            ("1", 1),
            ("0", 0),
            ("007", 7),
            ("9" * 18, int("9" * 18)),
            ("9" * 19, None),
            ("-1", None),
            ("+1", None),
            ("1.0", None),
            ("1e3", None),
            ("٣", None),
            ("²", None),
            ("", None),
            (" 1", None),
            ("1_000", None),
            ("0x1", None),
        ],
    )
    def test_a_key_is_digits_and_nothing_else(self, said, key):
        assert public_key(said) == key

    @given(st.text(max_size=30))
    def test_any_text_is_a_number_that_the_database_takes_or_none(self, said):
        found = public_key(said)
        assert found is None or 0 <= found < 2**63

    @given(st.lists(st.integers(0, 10**6), min_size=1, max_size=MOST_IDS))
    def test_all_that_are_named_are_asked_for_whatever_else_is_said(self, ids):
        found = wanted({"service_request_id": ", ".join(map(str, ids)), "status": "open", "start_date": "x"})
        assert found.ids == tuple(filter(None, ids))
        assert found.statuses == frozenset(STATUSES)

    def test_a_hundred_and_no_more(self):
        assert len(answer(service_request_id=",".join(["1"] * MOST_IDS)).ids) == MOST_IDS
        with pytest.raises(Fault):
            wanted({"service_request_id": ",".join(["1"] * (MOST_IDS + 1))})


class TestStates:
    @pytest.mark.parametrize(
        ("said", "states"),
        [
            ("", {"open", "closed"}),
            ("open", {"open"}),
            ("closed", {"closed"}),
            ("open,closed", {"open", "closed"}),
            (" open , ", {"open"}),
            (",,,", {"open", "closed"}),
        ],
    )
    def test_as_they_are_written(self, said, states):
        assert wanted({"status": said}).statuses == states

    @pytest.mark.parametrize("said", ["OPEN", "opened", "open;closed", "open closed", "0", "đang mở"])
    def test_others_are_a_fault(self, said):
        with pytest.raises(Fault):
            wanted({"status": said})

    @pytest.mark.parametrize("said", ["la", "phan_anh,la", "PHAN_ANH", "1"])
    def test_a_service_that_is_not_offered(self, said):
        with pytest.raises(Fault):
            wanted({"service_code": said})
        assert wanted({"service_code": "phan_anh, phan_anh"}).statuses


class TestMoments:
    @given(MOMENTS, st.sampled_from(FORMS), ZONES)
    def test_every_way_of_writing_one_is_read(self, moment, form, zone):
        zone = zone if "T" in form else ""
        said = moment.strftime(form) + zone
        found = wanted({"start_date": said})
        assert timedelta(0) <= found.last - found.first <= SPAN
        read = datetime.fromisoformat(said)
        here = read.astimezone(HERE) if read.tzinfo else read.replace(tzinfo=HERE)
        assert found.first >= here.date()
        assert (found.first - here.date()).days == (here.time() != datetime.min.time())

    @given(MOMENTS, MOMENTS)
    def test_between_two_it_is_ninety_days_or_a_fault(self, since, until):
        asked = {"start_date": f"{since:%Y-%m-%dT%H:%M:%S}", "end_date": f"{until:%Y-%m-%dT%H:%M:%S}"}
        fits = since.replace(microsecond=0) <= until.replace(microsecond=0)
        fits &= until.replace(microsecond=0) - since.replace(microsecond=0) <= SPAN
        if fits:
            found = wanted(asked)
            assert since.date() <= found.first
            assert found.last == until.date()
        else:
            with pytest.raises(Fault):
                wanted(asked)

    @given(st.text(max_size=40))
    def test_any_other_text_is_a_fault(self, said):
        if not asking._SHAPE.fullmatch(said.strip().replace(" ", "+")) and said.strip():
            with pytest.raises(Fault):
                wanted({"start_date": said})

    @pytest.mark.parametrize(
        "said",
        [
            "2023-02-30",
            "2023-13-01",
            "0001-01-01",
            "1899-12-31",
            "9001-01-01",
            "9999-12-31T23:59:59-11:00",
            "2023-3-1",
            "20230301",
            "2023-03-01T25:00",
            "2023-03-01T10:60",
            "2023-03-01T10:00+7",
            "1/3/2023",
            "٢٠٢٣-٠٣-٠١",
            "2023-03-01T10:00:00.1234567",
            "now",
        ],
    )
    @pytest.mark.parametrize("name", ["start_date", "end_date"])
    def test_what_cannot_be_read(self, name, said):
        with pytest.raises(Fault):
            wanted({name: said})

    def test_when_nothing_is_said_the_last_ninety_days_with_today(self):
        found = wanted({})
        assert found.last >= today()
        assert found.first == found.last - SPAN

    @pytest.mark.parametrize("edge", ["1900-01-01", "9000-12-31"])
    def test_at_the_edge_of_the_calendar(self, edge):
        for name in ("start_date", "end_date"):
            try:
                found = wanted({name: edge})
            except Fault:
                continue
            assert found.first.year >= 1899
            assert found.last <= date(9001, 12, 31)

    def test_a_plus_that_was_not_escaped(self):
        assert wanted({"start_date": "2023-03-01T00:00:00 07:00"}) == wanted(
            {"start_date": "2023-03-01T00:00:00+07:00"}
        )
