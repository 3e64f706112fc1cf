"""Whatever a scanner or a hand types: a person told as it stands there, or one sentence; never a guess, never a crash."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.domains.reception.counter import keys
from danvan.domains.reception.counter.card import LONGEST, Card, parse
from danvan.ui.errors import Refusal

LETTERS = "aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệghiìíỉĩịklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvxyỳýỷỹỵ"
SYLLABLES = st.text(LETTERS, min_size=1, max_size=6).map(str.capitalize)
NAMES = st.lists(SYLLABLES, min_size=2, max_size=5).map(" ".join)
PLACES = st.lists(st.one_of(SYLLABLES, st.integers(1, 99).map(str)), min_size=1, max_size=8).map(" ".join)
DAYS = st.dates(date(1900, 1, 1), date(2099, 12, 31))


def number_of(born: date, sex: str, rest: int = 12345) -> str:
    """An identity number that tells the century, the sex and the year."""
    return f"079{(born.year // 100 - 19) * 2 + (sex == 'nu')}{born.year % 100:02d}{rest:06d}"


def typed(number, old, name, born, sex, place, issued, separator="|"):
    word = {"nam": "Nam", "nu": "Nữ"}[sex]
    return separator.join([number, old, name, f"{born:%d%m%Y}", word, place, f"{issued:%d%m%Y}"])


def told(text):
    """The card, or the sentence; anything else is a fault of ours."""
    try:
        return parse(text)
    except Refusal as refusal:
        return str(refusal)


class TestScanned:
    @given(
        NAMES,
        DAYS,
        st.sampled_from(["nam", "nu"]),
        PLACES,
        DAYS,
        st.sampled_from(["|", "||", " | ", "\t", "¦"]),
    )
    def test_every_card_comes_back_as_it_was_written(self, name, born, sex, place, issued, separator):
        number = number_of(born, sex)
        card = parse(typed(number, "023456789", name, born, sex, place, issued, separator))
        assert (card.number, card.old_number, card.full_name) == (number, "023456789", name)
        assert (card.born_on, card.sex, card.issued_on) == (born, sex, issued)
        assert card.address == place
        assert "không khớp" not in " ".join(card.warnings)

    @given(NAMES, DAYS, st.sampled_from(["nam", "nu"]), PLACES, DAYS)
    def test_marks_apart_are_the_same_card(self, name, born, sex, place, issued):
        line = typed(number_of(born, sex), "", name, born, sex, place, issued)
        assert parse(unicodedata.normalize("NFD", line)) == parse(line)

    @given(NAMES, DAYS, st.sampled_from(["nam", "nu"]), DAYS)
    def test_a_number_that_denies_the_birth_or_the_sex_is_said(self, name, born, sex, issued):
        other = "nam" if sex == "nu" else "nu"
        card = parse(typed(number_of(born, other), "", name, born, sex, "Xã Thử", issued))
        assert any("không khớp" in said for said in card.warnings)

    @pytest.mark.parametrize("born", ["00001985", "31021985", "15131985", "00000000", "99999999"])
    def test_a_day_that_is_none_is_never_made_one(self, born):
        card = parse(f"079085012345||Nguyễn Văn Thử|{born}|Nam|Xã Thử|01022021")
        assert card.born_on is None
        assert card.born_year == (1985 if born.endswith("1985") else None)
        assert any("Ngày sinh" in said for said in card.warnings)

    @pytest.mark.parametrize("digits", ["٠٧٩٠٨٥٠١٢٣٤٥", "０７９０８５０１２３４５", "०७९०८५०१२३४५"])
    def test_digits_of_other_scripts_are_no_number(self, digits):
        for line in (digits, f"{digits}||Nguyễn Văn Thử|15031985|Nam|Xã Thử|01022021"):
            found = told(line)
            assert isinstance(found, str) or found.number != digits


class TestByHand:
    @given(NAMES, st.integers(1900, 2100))
    def test_a_name_and_a_year(self, name, year):
        card = parse(f"{name} {year}")
        assert (card.full_name, card.born_year, card.number) == (name, year, "")
        assert not card.is_scanned

    @pytest.mark.parametrize("year", [0, 1899, 2101, 9999])
    def test_a_year_in_which_nobody_is_born(self, year):
        assert isinstance(told(f"Trần Thị Thử {year:04d}"), str)

    @given(st.integers(0, 10**14).map(str))
    def test_digits_alone_are_a_number_of_a_known_length_or_a_sentence(self, digits):
        found = told(digits)
        if len(digits) in (9, 12):
            assert found == Card(number=digits)
        else:
            assert isinstance(found, str)

    @pytest.mark.parametrize(
        "typed", ["079 085 012 345", "079.085.012.345", "079-085-012-345", " 079085012345 "]
    )
    def test_a_number_with_spaces_points_and_dashes(self, typed):
        assert parse(typed).number == "079085012345"

    @pytest.mark.parametrize("typed", ["c1234567", "C 1234567", "B12345678"])
    def test_a_passport(self, typed):
        assert parse(typed).number == typed.replace(" ", "").upper()


class TestAnything:
    @given(st.text(max_size=200))
    def test_is_a_card_or_a_sentence(self, text):
        found = told(text)
        assert isinstance(found, Card) or found.endswith((".", ").", "9."))

    @given(st.text("0123456789|NamNữ áếđ\t/", max_size=120))
    def test_nothing_is_told_that_did_not_stand_there(self, text):
        found = told(text)
        if isinstance(found, Card):
            bare = "".join(sign for sign in unicodedata.normalize("NFC", text).upper() if sign.isalnum())
            for part in (found.number, found.old_number, found.full_name, found.address):
                assert "".join(sign for sign in part.upper() if sign.isalnum()) in bare

    @given(st.text(min_size=6, max_size=60))
    def test_a_refusal_repeats_nothing(self, text):
        found = told(f"zqx{text}zqx")
        assert isinstance(found, Card) or "zqx" not in found

    @pytest.mark.parametrize("size", [LONGEST, LONGEST + 1, 100_000])
    @pytest.mark.parametrize("sign", ["a", " ", "|", "1", "-", "ế", "\t"])
    def test_a_line_without_end_takes_no_time(self, sign, size):
        found = told("x" + sign * (size - 1))
        assert isinstance(found, str | Card)


class TestKeys:
    @given(NAMES, st.integers(1900, 2100))
    def test_a_name_is_found_again_with_and_without_marks_and_capitals(self, name, year):
        kept = keys.of_name(name, year)
        for same in (name.upper(), unicodedata.normalize("NFD", name), f"  {name} ".replace(" ", "  ")):
            assert kept in keys.every_name(same, year)
        assert kept not in keys.every_name(name, year + 1)
        assert kept not in keys.every_name(name + " Thử", year)

    @given(st.text("0123456789", min_size=9, max_size=12))
    def test_a_number_is_found_again_however_it_is_parted_and_not_by_its_look(self, number):
        kept = keys.of_number(number)
        assert kept == keys.of_number(f" {number[:3]} {number[3:6]}.{number[6:]}-")
        assert number not in kept
        assert kept not in keys.every_name(number, 1985), "a number is never taken for a name"

    @pytest.mark.parametrize("number", ["", " ", "-", "..."])
    def test_no_number_has_no_key(self, number):
        assert (keys.of_number(number), keys.every_number(number)) == ("", [])

    @pytest.mark.parametrize(("name", "year"), [("", 1985), ("A", None), ("", None), ("A", 0)])
    def test_nor_has_a_name_without_a_year(self, name, year):
        assert (keys.of_name(name, year), keys.every_name(name, year)) == ("", [])

    def test_after_a_change_of_the_secret_the_old_key_still_finds(self, settings):
        before = keys.of_number("079085012345")
        settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
        settings.SECRET_KEY = "another" * 8
        assert keys.of_number("079085012345") != before
        assert before in keys.every_number("079085012345")
        settings.SECRET_KEY_FALLBACKS = []
        assert before not in keys.every_number("079085012345")
