"""What the kept lists say of agencies, Party bodies and organisations: of Quảng Bình, and of the new Quảng Trị after it."""

from collections import Counter
from datetime import date

import pytest

from danvan.org.lists import AGENCIES, AGENCY, rows
from danvan.org.tests.test_kept_lists import AFTER_REFORM, IN_2023, heirs_of, holding, nation, province_of

# Agencies of Quảng Bình


def test_agencies_of_quarter_one_of_2023():
    day = IN_2023
    living = [u for u in nation().units.values() if u.system == "noi_bo" and holding(u.names, day)]
    kinds = Counter(holding(unit.names, day).kind for unit in living)
    assert kinds == {
        "so": 18,
        "van_phong": 1,
        "ban_tcd": 1,
        "thanh_tra": 1,
        "dang": 2,
        "hdnd": 1,
        "doan_dbqh": 1,
        "mttq": 1,
        "doan_the": 5,
    }


def test_the_reception_board_stands_under_the_committees_office():
    board = nation().units["ban-tiep-cong-dan-tinh-quang-binh"]
    assert holding(board.parents, IN_2023).text == "ubnd-tinh-quang-binh-van-phong"


@pytest.mark.parametrize(
    ("slug", "was", "became"),
    [
        (
            "ban-can-su-dang-ubnd-tinh-quang-binh",
            "Ban cán sự Đảng Ủy ban nhân dân tỉnh",
            "Đảng ủy Ủy ban nhân dân tỉnh",
        ),
        ("ban-dan-van-tinh-uy-quang-binh", "Ban Dân vận Tỉnh ủy", "Ban Tuyên giáo và Dân vận Tỉnh ủy"),
        ("ban-dan-toc-quang-binh", "Ban Dân tộc", "Sở Dân tộc và Tôn giáo"),
    ],
)
def test_party_bodies_and_departments_keep_their_identity_under_a_new_name(slug, was, became):
    unit = nation().units[slug]
    assert holding(unit.names, IN_2023).text == was
    assert holding(unit.names, date(2025, 4, 1)).text == became
    assert unit.names[-1].note


def test_every_agency_that_ended_has_an_heir():
    ended = {
        unit.slug for unit in nation().units.values() if unit.system == "noi_bo" and unit.names[-1].until
    }
    assert len(ended) == 32
    assert ended == {heir.old for heir in nation().heirs if nation().units[heir.old].system == "noi_bo"}


def test_agencies_of_the_new_quang_tri():
    living = [u for u in nation().units.values() if u.system == "noi_bo" and holding(u.names, AFTER_REFORM)]
    kinds = Counter(holding(unit.names, AFTER_REFORM).kind for unit in living)
    assert kinds == {
        "so": 12,
        "van_phong": 1,
        "ban_tcd": 1,
        "thanh_tra": 1,
        "dang": 2,
        "hdnd": 1,
        "doan_dbqh": 1,
        "mttq": 1,
        "doan_the": 5,
    }
    assert province_of("hoi-nong-dan-tinh-quang-tri", AFTER_REFORM) == "quang-tri-2025"


def test_mass_organisations_stand_under_the_front_since_the_constitution_was_amended():
    union = nation().units["lien-doan-lao-dong-tinh-quang-tri"]
    assert holding(union.parents, AFTER_REFORM).text == "mttq-tinh-quang-tri"
    before = nation().units["lien-doan-lao-dong-tinh-quang-binh"]
    assert holding(before.parents, IN_2023).text == "quang-binh"


def test_no_electronic_identifier_is_shipped():
    """It is given by an official decision; none was read."""
    assert {unit.system for unit in nation().units.values()} == {"gso", "noi_bo"}


def test_merged_departments_have_their_heir():
    assert heirs_of("so-tai-nguyen-va-moi-truong-quang-binh") == {"so-nong-nghiep-va-moi-truong-quang-binh"}
    assert heirs_of("so-giao-thong-van-tai-quang-binh") == {"so-xay-dung-quang-binh"}


def test_days_of_agencies_that_were_not_checked_are_marked():
    """A change before 1/7/2025 stands on the press or on memory, so its row says so."""
    for row in rows(AGENCIES, AGENCY):
        if row["from"] != "2021-01-01" or row["to"] not in ("", "2025-06-30"):
            assert row["note"], row["slug"]
