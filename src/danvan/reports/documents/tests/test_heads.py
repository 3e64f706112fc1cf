"""Whose head a report bears and in whose name it is signed: NĐ 30/2020, Điều 13, as a table of cases."""

from datetime import date

import pytest

from danvan.org.models import Kind, Post, PostHolding
from danvan.org.tests.factories import make_unit
from danvan.reports.documents.authority import letterhead
from danvan.reports.documents.content import Content, paper_of
from danvan.reports.documents.sheet import heading
from danvan.reports.models import Layout
from danvan.reports.signing import prepare, sign
from danvan.reports.tests.factories import make_place

pytestmark = pytest.mark.django_db
DAY = date(2023, 3, 14)
TOGETHER = "TM. ỦY BAN NHÂN DÂN"
HEAD, DEPUTY, OTHER = "dung_dau", "cap_pho", "khac"


@pytest.fixture(autouse=True)
def last_day_of_the_quarter(settings):
    settings.DEMONSTRATION_DAY = DAY


@pytest.fixture
def place():
    return make_place(1, 1)


def hold(account, unit, title, rank=HEAD, since=date(2020, 1, 1)):
    post = Post.objects.create(unit=unit, title=title, is_head=rank == HEAD, is_deputy=rank == DEPUTY)
    if account:
        PostHolding.objects.create(post=post, person=account.person, valid=(since, None))
    return post


CASES = [
    # unit, posts as (title, rank, whether the signer's), the lines over the signature
    ("province", [], [TOGETHER]),
    ("province", [("Chủ tịch", HEAD, True)], [TOGETHER, "CHỦ TỊCH"]),
    ("province", [("Quyền Chủ tịch", HEAD, True)], [TOGETHER, "Q. CHỦ TỊCH"]),
    (
        "province",
        [("Chủ tịch", HEAD, False), ("Phó Chủ tịch", DEPUTY, True)],
        [TOGETHER, "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"],
    ),
    (
        "province",
        [("Quyền Chủ tịch", HEAD, False), ("Phó Chủ tịch", DEPUTY, True)],
        [TOGETHER, "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"],
    ),
    (
        "province",
        [("Chủ tịch", HEAD, False), ("Chánh Văn phòng", OTHER, True)],
        ["TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"],
    ),
    ("province", [("Chủ tịch", HEAD, False)], [TOGETHER]),
    ("department", [], ["THỦ TRƯỞNG ĐƠN VỊ"]),
    ("department", [("Giám đốc", HEAD, True)], ["GIÁM ĐỐC"]),
    (
        "department",
        [("Giám đốc", HEAD, False), ("Phó Giám đốc", DEPUTY, True)],
        ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"],
    ),
    (
        "department",
        [("Giám đốc", HEAD, False), ("Chánh Thanh tra", OTHER, True)],
        ["TL. GIÁM ĐỐC", "CHÁNH THANH TRA"],
    ),
]


@pytest.mark.parametrize(("which", "posts", "lines"), CASES)
def test_the_lines_over_a_signature_follow_the_signer_s_post(place, which, posts, lines):
    unit = getattr(place, which)
    for title, rank, is_signer in posts:
        hold(place.head if is_signer else None, unit, title, rank)
    assert letterhead(unit, DAY, Layout.ADMINISTRATIVE, place.head)["capacity"] == lines


def test_while_nobody_signed_the_head_s_lines_stand(place):
    hold(None, place.province, "Chủ tịch")
    assert letterhead(place.province, DAY, Layout.ADMINISTRATIVE)["capacity"] == [TOGETHER, "CHỦ TỊCH"]


def test_a_post_held_on_another_day_gives_no_title(place):
    hold(place.head, place.province, "Chủ tịch", since=date(2024, 1, 1))
    assert letterhead(place.province, DAY, Layout.ADMINISTRATIVE, place.head)["capacity"] == [TOGETHER]


def test_a_post_at_another_unit_gives_no_title_here(place):
    hold(place.head, place.department, "Giám đốc")
    assert letterhead(place.province, DAY, Layout.ADMINISTRATIVE, place.head)["capacity"] == [TOGETHER]


def test_a_party_organ_signs_in_the_party_s_words(place):
    organ = make_unit("Ban cán sự đảng Minh Họa", Kind.PARTY, place.province)
    whole = "T/M BAN CÁN SỰ ĐẢNG MINH HỌA"
    assert letterhead(organ, DAY, Layout.PARTY)["capacity"] == [whole]
    hold(None, organ, "Bí thư")
    hold(place.head, organ, "Phó Bí thư", DEPUTY)
    found = letterhead(organ, DAY, Layout.PARTY, place.head)
    assert (found["capacity"], found["above"]) == ([whole, "PHÓ BÍ THƯ"], "")


def test_an_agency_names_the_body_above_it_and_a_committee_none(place):
    agency = letterhead(place.department, DAY, Layout.ADMINISTRATIVE)
    assert agency["above"] == "Ủy ban nhân dân tỉnh Minh Họa"
    assert agency["place"] == "Minh Họa"
    committee = letterhead(place.communes[0], DAY, Layout.ADMINISTRATIVE)
    assert (committee["above"], committee["sign"]) == ("", "UBND")


def test_what_was_signed_keeps_its_lines_when_posts_change(place):
    post = hold(place.head, place.province, "Chủ tịch")
    report = sign(prepare(place.province, "2023-Q1", by=place.head), by=place.head)
    PostHolding.objects.filter(post=post).delete()
    found = heading(paper_of(report))
    assert (found["lines"], found["capacity"]) == ([TOGETHER, "CHỦ TỊCH"], "CHỦ TỊCH")


def test_a_package_from_before_heads_were_kept_is_printed_from_its_unit(place):
    report = sign(prepare(place.province, "2023-Q1", by=place.head), by=place.head)
    body = {key: value for key, value in report.package.items() if key != "head"}
    found = heading(Content(body, {}))
    assert (found["lines"], found["sign"], found["dated"]) == (
        [TOGETHER],
        "…",
        "Minh Họa, ngày 14 tháng 3 năm 2023",
    )
