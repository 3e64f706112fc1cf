"""Typed strings as scanners and hands produce them. Every person is invented."""

from datetime import date
from unicodedata import normalize

import pytest

from danvan.domains.reception.counter.card import Card, parse
from danvan.domains.reception.counter.marks import looks_broken
from danvan.ui.errors import Refusal

NUMBER, OLD, NAME = "079085012345", "023456789", "Nguyễn Văn Minh Họa"
PLACE = "Tổ 1, Phường Minh Họa, Thành phố Minh Họa"
CARD = f"{NUMBER}|{OLD}|{NAME}|15031985|Nam|{PLACE}|01022021"
WHOLE = Card(NUMBER, OLD, NAME, date(1985, 3, 15), 1985, "nam", PLACE, date(2021, 2, 1))


class TestTheCardOf2021:
    def test_every_field_is_told(self):
        assert parse(CARD) == WHOLE
        assert parse(CARD).is_scanned

    @pytest.mark.parametrize("end", ["\r", "\n", "\r\n", "|", "||", " \n", "|\r\n", "\t"])
    def test_what_a_scanner_sends_at_the_end_does_no_harm(self, end):
        assert parse(CARD + end) == WHOLE

    @pytest.mark.parametrize("separator", ["||", "¦", "│", "\t", " | ", "|  |", "ǀ"])
    def test_other_and_doubled_separators(self, separator):
        assert parse(CARD.replace("|", separator)) == WHOLE

    def test_nobody_has_an_old_number_any_more(self):
        card = parse(CARD.replace(OLD, ""))
        assert (card.number, card.old_number, card.full_name) == (NUMBER, "", NAME)
        assert card.address == PLACE

    @pytest.mark.parametrize("lost", range(1, 7))
    def test_a_field_that_is_missing_is_empty_and_the_rest_stays(self, lost):
        fields = CARD.split("|")
        kept = fields[:lost] + fields[lost + 1 :]
        if lost == 3:
            # Without a birth the issue date is the first date: whoever reads sees a day that the number denies.
            assert parse("|".join(kept)).warnings
            return
        card = parse("|".join(kept))
        assert card.number == NUMBER
        assert card.born_on == date(1985, 3, 15)

    def test_separators_that_are_all_lost(self):
        assert parse(CARD.replace("|", "")) == WHOLE

    def test_separators_that_are_lost_without_an_old_number(self):
        card = parse(CARD.replace(OLD, "").replace("|", ""))
        assert (card.number, card.full_name, card.address) == (NUMBER, NAME, PLACE)

    @pytest.mark.parametrize(("word", "sex"), [("Nam", "nam"), ("NAM", "nam"), ("Nữ", "nu"), ("nu", "nu")])
    def test_the_sex_however_it_is_written(self, word, sex):
        assert parse(CARD.replace("|Nam|", f"|{word}|")).sex == sex

    def test_marks_in_their_decomposed_form_are_composed(self):
        assert parse(normalize("NFD", CARD)) == WHOLE

    def test_a_year_alone_is_kept_as_a_year(self):
        card = parse(CARD.replace("15031985", "00001985"))
        assert (card.born_on, card.born_year) == (None, 1985)
        assert "chỉ có năm" in card.warnings[0]

    def test_a_day_that_does_not_exist_is_said(self):
        card = parse(CARD.replace("15031985", "31021985"))
        assert card.born_on is None
        assert card.warnings

    def test_a_name_of_one_word_and_a_long_one(self):
        assert parse(CARD.replace(NAME, "Minh")).full_name == "Minh"
        long = " ".join(["Nguyễn"] * 20)
        assert parse(CARD.replace(NAME, long)).full_name == long

    def test_a_card_without_a_name_says_so(self):
        card = parse(f"{NUMBER}|{OLD}||15031985|Nam|{PLACE}|01022021")
        assert card.full_name == ""
        assert "không có họ tên" in card.warnings[0]


class TestTheCardOf2024:
    RELATIVES = ("Nguyễn Văn Cha", "Trần Thị Mẹ", "Lê Thị Vợ")

    @pytest.mark.parametrize("count", [1, 2, 3])
    def test_relatives_are_dropped(self, count):
        card = parse("|".join((CARD, *self.RELATIVES[:count])))
        assert card == WHOLE
        assert not any(name in str(card) for name in self.RELATIVES)

    def test_relatives_with_numbers_of_their_own(self):
        card = parse(f"{CARD}|079055000001|{self.RELATIVES[0]}|079155000002|{self.RELATIVES[1]}")
        assert card == WHOLE

    def test_relatives_behind_empty_fields(self):
        assert parse(f"{CARD}||||{self.RELATIVES[0]}|{self.RELATIVES[1]}|") == WHOLE

    def test_relatives_behind_a_lost_issue_date(self):
        card = parse(f"{CARD.rsplit('|', 1)[0]}||{self.RELATIVES[0]}|{self.RELATIVES[1]}")
        assert (card.address, card.issued_on) == (PLACE, None)
        assert not any(name in str(card) for name in self.RELATIVES)


class TestByHand:
    @pytest.mark.parametrize(
        "typed", [NUMBER, f" {NUMBER} ", "0790 8501 2345", "079.085.012.345", "079-085012345"]
    )
    def test_a_number_alone(self, typed):
        card = parse(typed)
        assert card.number == NUMBER
        assert not card.is_scanned

    def test_an_old_number_and_a_passport(self):
        assert parse(OLD).number == OLD
        assert parse("b1234567").number == "B1234567"

    @pytest.mark.parametrize("typed", ["07908501234", "0790850123456", "123456"])
    def test_a_number_of_another_length_is_refused_with_the_lengths(self, typed):
        with pytest.raises(Refusal, match="12 chữ số"):
            parse(typed)

    @pytest.mark.parametrize(
        "typed", [f"{NAME} 1985", f"{NAME}, 1985", f"{NAME} - 1985", f"{NAME} 15/3/1985"]
    )
    def test_a_name_with_a_year(self, typed):
        card = parse(typed)
        assert (card.full_name, card.born_year, card.number) == (NAME, 1985, "")

    @pytest.mark.parametrize("typed", ["", "   ", "|||", NAME, "1985", f"{NAME} 1785", "x" * 900, "15031985"])
    def test_what_tells_nobody_is_refused(self, typed):
        with pytest.raises(Refusal):
            parse(typed)

    def test_a_refusal_never_repeats_what_was_typed(self):
        with pytest.raises(Refusal) as refused:
            parse("Người Bí Mật không có năm sinh")
        assert "Bí Mật" not in str(refused.value)

    def test_a_wrong_keyboard_is_named(self):
        with pytest.raises(Refusal, match="Vietnamese"):
            parse("đ`̉đ̣ăđâêộ̀|x")


class TestDamagedMarks:
    @pytest.mark.parametrize(
        "name",
        [
            *("Nguyeexn Vawn An", "Tr?n Th? Bình", "Nguy�n Văn An", "Nguye6n4 Van8 An", "Traanf Thij Binhf"),
            *("NguyÔn V¨n An", "DDoox Vawn An", "Lêj Văn An", "nGUYễN vĂN aN", "Nguyễn Vawn An"),
        ],
    )
    def test_is_said_and_nothing_is_put_in_its_place(self, name):
        card = parse(CARD.replace(NAME, name))
        assert card.full_name == normalize("NFC", name)
        assert any("so với thẻ" in sentence for sentence in card.warnings)

    @pytest.mark.parametrize(
        "name",
        [
            *(NAME, NAME.upper(), "Đỗ Thị Hoài Thương", "Trần Quốc Toàn", "Lê Uyên", "Đặng Hoàng Khuê"),
            *("Hồ Hoà", "Phan Nguyệt Quế", "Ngô Xuân Diệu", "Vũ Thuỳ", "Nông Thị Xuyến", "Y Bhăm Niê"),
        ],
    )
    def test_a_sound_name_is_not_complained_of(self, name):
        assert parse(CARD.replace(NAME, name)).warnings == ()

    def test_an_address_may_hold_numbers(self):
        assert not looks_broken("Số 12A, ngõ 5, Tổ dân phố 3", may_have_digits=True)
        assert looks_broken("Soos 12, Phuowngf Minh Họa", may_have_digits=True)
        assert looks_broken("Nguye6n")

    def test_a_mark_that_joined_no_letter(self):
        assert looks_broken("Nguye\u0323\u0323n")
        assert not looks_broken(normalize("NFD", NAME))


class TestNumberAgainstBirth:
    @pytest.mark.parametrize(
        ("number", "born", "sex"),
        [
            ("079185012345", "15031985", "Nữ"),
            ("079205012345", "15032005", "Nam"),
            ("079305012345", "15032005", "Nữ"),
        ],
    )
    def test_a_number_that_agrees(self, number, born, sex):
        assert parse(f"{number}||{NAME}|{born}|{sex}|{PLACE}|01022021").warnings == ()

    @pytest.mark.parametrize(
        ("number", "born", "sex"),
        [
            ("079086012345", "15031985", "Nam"),
            ("079185012345", "15031985", "Nam"),
            ("079085012345", "15032085", "Nam"),
        ],
    )
    def test_one_that_does_not_is_said(self, number, born, sex):
        (said,) = parse(f"{number}||{NAME}|{born}|{sex}|{PLACE}|01022021").warnings
        assert "không khớp" in said

    def test_an_old_card_with_nine_digits_is_not_judged(self):
        assert parse(f"{OLD}|{NAME}|15031985|Nam|{PLACE}|01022010").warnings == ()
