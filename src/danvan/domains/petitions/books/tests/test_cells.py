"""Cells of registers one by one: the many ways in which offices wrote a day, a kind, a number, a name."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.domains.petitions.books import cells, columns
from danvan.ui.vietnamese import fold

TODAY = date(2023, 3, 14)


def understood(year=2023, **other):
    cells_of = {"received_on": "3/2/2023", "kind": "KN"} | other
    return cells.understand(cells_of, year, TODAY)


class TestNumbersOfArrival:
    @pytest.mark.parametrize(("text", "number"), [("12", "12"), ("12 / 2023", "12/2023"), ("7/tđ", "7/TĐ")])
    def test_come_in_one_form(self, text, number):
        read = understood(incoming_number=text)
        assert (read.values["incoming_number"], read.faults) == (number, {})

    def test_none_is_no_fault(self):
        read = understood(incoming_number=" ")
        assert ("incoming_number" in read.values, read.faults) == (False, {})

    @pytest.mark.parametrize(
        "text", ["Nguyễn Văn An", "1/NGUYEN-VAN-AN", "0912345/678", "0912345678", "1" * 60]
    )
    def test_words_are_told_at_the_cell_and_not_repeated(self, text):
        read = understood(incoming_number=text)
        assert read.faults["incoming_number"].startswith("Số đến gồm chữ số")
        assert text not in str(read.faults)
        assert "incoming_number" not in read.values


class TestDays:
    @pytest.mark.parametrize(
        ("text", "on"),
        [
            ("3/2", date(2023, 2, 3)),
            ("03.02", date(2023, 2, 3)),
            ("3 - 2", date(2023, 2, 3)),
            ("3/2/23", date(2023, 2, 3)),
            ("3.2.2023", date(2023, 2, 3)),
            ("2023-02-03", date(2023, 2, 3)),
            ("ngày 3 tháng 2 năm 2023", date(2023, 2, 3)),
            ("14/3/2023", TODAY),
            ("1/1/1999", date(1999, 1, 1)),
        ],
    )
    def test_that_can_be_read(self, text, on):
        read = understood(received_on=text)
        assert (read.values["received_on"], read.faults) == (on, {})

    @pytest.mark.parametrize(
        "text",
        ["32/1", "31/2", "29/2", "0/1", "1/13", "3/2/1", "hôm qua", "?", "3", "3//2", "1/2/3/4", "1/2/0023"],
    )
    def test_that_cannot(self, text):
        read = understood(received_on=text)
        assert "Không đọc được ngày" in read.faults["received_on"]
        assert "received_on" not in read.values

    @pytest.mark.parametrize("text", ["15/3", "15/3/2023", "1/1/2199", "31/12"])
    def test_to_come_are_faults(self, text):
        assert "chưa tới" in understood(received_on=text).faults["received_on"]

    def test_the_29th_of_february_without_a_year_takes_the_books(self):
        assert understood(2020, received_on="29/2").values["received_on"] == date(2020, 2, 29)
        assert "received_on" in understood(2022, received_on="29/2").faults

    @given(st.dates(date(1990, 1, 1), TODAY), st.sampled_from("/.-"))
    def test_every_day_comes_back_however_it_is_parted(self, on, sign):
        text = sign.join(map(str, (on.day, on.month, on.year)))
        assert understood(received_on=text).values["received_on"] == on

    @given(st.text(max_size=30))
    def test_no_text_at_all_breaks_it_or_is_repeated(self, text):
        planted = f"zqx{text}zqx"
        read = understood(received_on=planted)
        assert set(read.faults) == {"received_on"}
        assert "zqx" not in read.faults["received_on"]

    @pytest.mark.parametrize(
        ("handled", "settled", "faults"),
        [
            ("3/2", "3/2", []),
            ("3/2", "2/2", ["settled_on"]),
            ("2/2", "3/2", ["handled_on"]),
            ("", "2/2", ["settled_on"]),
            ("1/3", "28/2", ["settled_on"]),
            ("hỏng", "2/2", ["handled_on", "settled_on"]),
        ],
    )
    def test_one_before_the_other(self, handled, settled, faults):
        read = understood(handled_on=handled, settled_on=settled, handling="thụ lý", result="đúng")
        assert sorted(read.faults) == faults


class TestKinds:
    @pytest.mark.parametrize(
        ("text", "kind"),
        [
            ("KN", "khieu_nai"),
            ("Khiếu nại", "khieu_nai"),
            ("KHIẾU NẠI.", "khieu_nai"),
            ("  đơn   khiếu nại ", "khieu_nai"),
            ("khieu_nai", "khieu_nai"),
            ("TC", "to_cao"),
            ("Đơn tố cáo", "to_cao"),
            ("PAKN", "kien_nghi_phan_anh"),
            ("Kiến nghị, phản ánh", None),
            ("Kiến nghị phản ánh", "kien_nghi_phan_anh"),
            ("KN, PA", "kien_nghi_phan_anh"),
            ("tranh chấp", None),
            ("KN+TC", None),
            ("?", None),
        ],
    )
    @pytest.mark.parametrize("form", ["NFC", "NFD"])
    def test_words_of_offices(self, text, kind, form):
        read = understood(kind=unicodedata.normalize(form, text))
        assert read.values.get("kind") == kind
        assert ("kind" in read.faults) == (kind is None)

    @pytest.mark.parametrize("sign", ["x", "X", "1", "✓", "có"])
    def test_a_cross_however_it_is_made(self, sign):
        read = cells.understand({"received_on": "3/2/2023", "kind:to_cao": sign}, 2023, TODAY)
        assert read.values["kind"] == "to_cao"

    @pytest.mark.parametrize("sign", ["", "0", "không", "-", "KHÔNG"])
    def test_what_is_no_cross(self, sign):
        read = cells.understand({"received_on": "3/2/2023", "kind:to_cao": sign}, 2023, TODAY)
        assert "kind" not in read.values

    def test_a_cross_stands_above_a_word(self):
        read = understood(**{"kind": "KN", "kind:to_cao": "x"})
        assert read.values["kind"] == "to_cao"

    @pytest.mark.parametrize("name", list(cells.CHOICES))
    def test_every_word_of_a_list_means_one_thing(self, name):
        words, _sentence = cells.CHOICES[name]
        said = [word for group in words.values() for word in group]
        assert len(said) == len(set(said)), "one word for two values"
        assert [word for word in said if fold(word) != word] == [], "words are compared folded"

    @pytest.mark.parametrize("name", list(cells.CHOICES))
    def test_every_value_may_be_chosen_by_itself(self, name):
        words, _sentence = cells.CHOICES[name]
        for value in words:
            assert understood(**{name: str(value)}).values[name] == str(value)

    @pytest.mark.parametrize("name", list(cells.CHOICES))
    def test_a_word_of_no_list_is_a_fault_at_its_column(self, name):
        read = understood(**{name: "zqx không có"})
        assert read.faults[name] == cells.CHOICES[name][1]


class TestSignatories:
    @pytest.mark.parametrize(
        ("text", "count"),
        [
            ("1", 1),
            ("5 người", 5),
            ("khoảng 12 hộ", 12),
            ("007", 7),
            ("9999", 9_999),
            ("1.250", 1_250),
            ("1 250 người", 1_250),
        ],
    )
    def test_a_number_somewhere_in_the_cell(self, text, count):
        assert understood(signatories=text).values["signatories"] == count

    @pytest.mark.parametrize("text", ["0", "nhiều", "12000", "10000", "12.500", "123456789012345", "٣", "-"])
    def test_what_is_none_is_never_cut_to_fit(self, text):
        read = understood(signatories=text)
        assert "từ 1 đến 9.999" in read.faults["signatories"]
        assert "signatories" not in read.values

    def test_none_told_is_left_to_the_register(self):
        assert "signatories" not in understood(signatories="").values


class TestRepeated:
    @pytest.mark.parametrize(
        "text",
        [
            "",
            "0",
            "1",
            "01",
            "Lần 1",
            "1 lần",
            "lần đầu",
            "Lần đầu tiên",
            "lần thứ nhất",
            "Lần thứ 1",
            "I",
            "không",
            "-",
            "chưa",
        ],
    )
    def test_the_first_time(self, text):
        assert understood(is_repeated=text).values["is_repeated"] is False

    @pytest.mark.parametrize("text", ["2", "Lần 2", "x", "lần thứ hai", "nhiều lần", "trùng", "11", "II"])
    def test_again(self, text):
        assert understood(is_repeated=text).values["is_repeated"] is True

    def test_without_the_column_nothing_is_said(self):
        assert "is_repeated" not in understood().values


class TestPersons:
    @pytest.mark.parametrize(
        ("both", "name", "address"),
        [
            ("Nguyễn Thị Thử, xã Minh Họa", "Nguyễn Thị Thử", "xã Minh Họa"),
            ("Ông Trần Thử\nthôn 2", "Ông Trần Thử\nthôn 2", ""),
            ("Ông Trần Thử, đ/c: tổ 3", "Ông Trần Thử", "tổ 3"),
            ("Ông Trần Thử, trú tại thôn 4", "Ông Trần Thử", "thôn 4"),
            ("Ông Trần Thử , Thôn 5 , xã Thử", "Ông Trần Thử", "Thôn 5 , xã Thử"),
            ("Ông Trần Thử – khóm 6", "Ông Trần Thử", "khóm 6"),
            ("Ông A, bà B, ông C", "Ông A, bà B, ông C", ""),
            ("Trần-Lê Thử", "Trần-Lê Thử", ""),
            (";", "", ""),
            ("; thôn 7", "", "thôn 7"),
            ("Ông Trần Thử;", "Ông Trần Thử", ""),
        ],
    )
    def test_a_cell_of_both_is_cut_where_the_name_ends(self, both, name, address):
        both = " ".join(both.split()) if "\n" not in name else both
        values = understood(name_address=" ".join(both.split())).values
        assert values.get("full_name", "") == " ".join(name.split())
        assert values.get("address", "") == address

    def test_columns_of_their_own_stand_above_the_cell_of_both(self):
        values = understood(name_address="Ông A; thôn 1", full_name="Ông B", address="thôn 2").values
        assert (values["full_name"], values["address"]) == ("Ông B", "thôn 2")

    @pytest.mark.parametrize("before", ["trú tại: ", "Địa chỉ ", "Đ/c: ", "TRÚ TẠI "])
    def test_words_before_an_address_are_left_out(self, before):
        assert understood(address=f"{before}thôn 3").values["address"] == "thôn 3"

    @given(st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=60))
    def test_nothing_of_a_cell_of_both_is_invented(self, both):
        both = " ".join(both.split())
        values = understood(name_address=both).values
        for part in (values.get("full_name", ""), values.get("address", "")):
            assert part in both

    @pytest.mark.parametrize(("key", "longest"), list(cells.LIMITS.items()))
    def test_what_is_longer_than_its_place(self, key, longest):
        other = {"handling": "chuyển đơn"} if key == "forwarded_to" else {}
        assert understood(**{key: "ế" * longest} | other).faults == {}
        faults = understood(**{key: "ế" * (longest + 1)} | other).faults
        assert f"dài quá {longest} ký tự" in faults[key]

    def test_a_name_in_an_overlong_cell_of_both_is_a_fault_at_the_name(self):
        assert list(understood(name_address="x" * 201).faults) == ["full_name"]


class TestWhole:
    def test_an_empty_row_lacks_a_day_and_a_kind(self):
        assert set(cells.understand({}, 2023, TODAY).faults) == {"received_on", "kind"}

    @pytest.mark.parametrize("handling", ["chuyển đơn", "đôn đốc"])
    def test_sent_on_it_needs_a_place(self, handling):
        assert "forwarded_to" in understood(handling=handling).faults
        assert understood(handling=handling, forwarded_to="Thanh tra tỉnh").faults == {}

    def test_a_denunciation_is_settled_without_a_result(self):
        assert understood(kind="TC", handling="thụ lý", settled_on="1/3").faults == {}

    @given(
        st.dictionaries(
            st.sampled_from([*columns.BY_KEY, "la", ""]), st.text(max_size=25), max_size=len(columns.BY_KEY)
        )
    )
    def test_whatever_stands_in_the_cells_each_fault_has_a_column_and_a_sentence(self, row):
        read = cells.understand(row, 2023, TODAY)
        assert set(read.faults) <= set(columns.BY_KEY)
        assert all(sentence.endswith(".") for sentence in read.faults.values())
        assert not set(read.values) - {*columns.BY_KEY, "is_repeated"}
