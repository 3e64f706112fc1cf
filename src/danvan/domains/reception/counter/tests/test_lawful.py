"""What the law of the day allows at the counter, on both sides of 1/7/2026."""

from datetime import date

import pytest

from danvan.domains.reception.counter import lawful
from danvan.domains.reception.models import AuthorityPaper, Content, Ground, IdentityPaper
from danvan.ui.errors import Refusal

OLD_LAW, NEW_LAW = date(2026, 6, 30), date(2026, 7, 1)
BEFORE_ANY = date(2012, 1, 1)


class TestGrounds:
    @pytest.mark.parametrize("ground", list(Ground)[:4])
    def test_the_first_four_hold_on_both_sides(self, ground):
        assert ground in lawful.grounds(OLD_LAW)
        assert ground in lawful.grounds(NEW_LAW)

    @pytest.mark.parametrize("ground", list(Ground)[4:])
    def test_the_ten_begin_with_the_new_law(self, ground):
        assert ground not in lawful.grounds(OLD_LAW)
        assert ground in lawful.grounds(NEW_LAW)

    def test_an_old_book_has_the_four(self):
        assert len(lawful.grounds(BEFORE_ANY)) == 4


class TestIdentity:
    @pytest.mark.parametrize(
        ("address", "number"), [("Tổ 1", ""), ("", "079085012345"), ("Tổ 1", "079085012345")]
    )
    def test_before_july_2026_one_of_the_two_is_enough(self, address, number):
        lawful.check_identity("Người Minh Họa", address, number, "", OLD_LAW)

    @pytest.mark.parametrize(
        ("name", "address", "number", "said"),
        [
            ("", "Tổ 1", "079085012345", "họ và tên"),
            ("Người Minh Họa", "", "", "địa chỉ hoặc số giấy tờ"),
        ],
    )
    def test_before_july_2026_what_is_missing_is_named(self, name, address, number, said):
        with pytest.raises(Refusal, match=said):
            lawful.check_identity(name, address, number, "", OLD_LAW)

    @pytest.mark.parametrize(
        ("name", "address", "number", "paper", "said"),
        [
            ("", "Tổ 1", "079085012345", IdentityPaper.CARD, "họ và tên"),
            ("Người Minh Họa", "", "079085012345", IdentityPaper.CARD, "địa chỉ"),
            ("Người Minh Họa", "Tổ 1", "", IdentityPaper.CARD, "số căn cước"),
            ("Người Minh Họa", "Tổ 1", "", "", "Không xuất trình"),
        ],
    )
    def test_from_july_2026_all_three_are_asked(self, name, address, number, paper, said):
        with pytest.raises(Refusal, match=said):
            lawful.check_identity(name, address, number, paper, NEW_LAW)

    def test_from_july_2026_who_shows_nothing_is_received(self):
        lawful.check_identity("Người Minh Họa", "Tổ 1", "", IdentityPaper.NONE, NEW_LAW)

    def test_papers_offered_are_those_of_the_day(self):
        before, after = lawful.identity_papers(OLD_LAW), lawful.identity_papers(NEW_LAW)
        assert IdentityPaper.CERTIFICATE not in before
        assert IdentityPaper.OTHER not in after
        assert IdentityPaper.NONE in before
        assert IdentityPaper.NONE in after


class TestRepresentatives:
    @pytest.mark.parametrize(("persons", "most"), [(1, 0), (4, 0), (5, 2), (10, 2), (11, 5), (200, 5)])
    def test_how_many_may_speak(self, persons, most):
        assert lawful.most_representatives(persons) == most

    @pytest.mark.parametrize("persons", [5, 10, 11, 60])
    def test_one_more_than_that_is_refused(self, persons):
        most = lawful.most_representatives(persons)
        lawful.check_representatives(persons, most, True, NEW_LAW)
        with pytest.raises(Refusal, match=f"nhiều nhất {most} người"):
            lawful.check_representatives(persons, most + 1, True, NEW_LAW)

    def test_without_the_paper_nobody_represents(self):
        with pytest.raises(Refusal, match="chữ ký của tất cả"):
            lawful.check_representatives(7, 1, False, OLD_LAW)

    def test_none_told_is_left_as_it_came(self):
        lawful.check_representatives(7, 0, False, OLD_LAW)


class TestAuthority:
    @pytest.mark.parametrize("paper", [AuthorityPaper.NOTARISED, AuthorityPaper.CERTIFIED])
    @pytest.mark.parametrize("on", [OLD_LAW, NEW_LAW])
    def test_a_certified_paper_always_does(self, paper, on):
        lawful.check_authority(Content.COMPLAINT, paper, on)

    def test_a_plain_paper_does_for_a_complaint_until_june_2026(self):
        lawful.check_authority(Content.COMPLAINT, AuthorityPaper.PLAIN, OLD_LAW)
        with pytest.raises(Refusal, match="155/2026"):
            lawful.check_authority(Content.COMPLAINT, AuthorityPaper.PLAIN, NEW_LAW)

    @pytest.mark.parametrize("content", [Content.PROPOSAL, Content.OTHER])
    def test_the_strict_form_is_asked_of_complaints_alone(self, content):
        lawful.check_authority(content, AuthorityPaper.PLAIN, NEW_LAW)

    @pytest.mark.parametrize("paper", ["", None])
    def test_some_paper_is_always_asked(self, paper):
        with pytest.raises(Refusal, match="chọn loại giấy ủy quyền"):
            lawful.check_authority(Content.PROPOSAL, paper, OLD_LAW)


class TestForwarding:
    @pytest.mark.parametrize("content", [Content.COMPLAINT, Content.DENUNCIATION])
    def test_complaints_and_denunciations_only_by_the_new_law(self, content):
        assert not lawful.may_forward(content, BEFORE_ANY)
        assert not lawful.may_forward(content, OLD_LAW)
        assert lawful.may_forward(content, NEW_LAW)

    @pytest.mark.parametrize("content", [Content.PROPOSAL, Content.OTHER])
    def test_the_rest_always(self, content):
        assert lawful.may_forward(content, OLD_LAW)
