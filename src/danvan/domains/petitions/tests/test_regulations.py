"""The register of feedback on regulations, apart from letters."""

from datetime import date

import pytest

from danvan.domains.petitions.regulations import REGULATIONS
from danvan.domains.petitions.tests.factories import duty
from danvan.records import writing
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
IN, NEXT = date(2023, 2, 1), date(2023, 2, 3)


def opened(officer, category=None, on=IN):
    feedback = writing.open_record("pakn_quy_dinh", by=officer, unit=officer.at, on=on, way="dien_thoai")
    return go(feedback, "phan_loai", officer, category=category) if category else feedback


def go(feedback, key, officer, on=NEXT, **fields):
    return writing.move(feedback, key, by=officer, on=on, **fields)


def test_it_is_a_register_of_its_own(officer):
    feedback = opened(officer)
    assert (feedback.type, feedback.register_no, feedback.state) == ("pakn_quy_dinh", 1, "tiep_nhan")
    # 2, 3, 6, 7, 8/2
    assert (duty(feedback, "chuyen").rule, duty(feedback, "chuyen").due_on) == ("PA.FWD", date(2023, 2, 8))


def test_over_tet_2027_its_limit_is_provisional(officer, play_on):
    play_on(date(2027, 3, 1))
    assert duty(opened(officer, on=date(2027, 2, 3)), "chuyen").is_provisional


def test_another_authority_s_rule_is_forwarded_settled_and_published(officer):
    feedback = go(opened(officer, "quy_dinh_noi_khac"), "chuyen", officer, forwarded_to="Bộ Xây dựng")
    assert duty(feedback, "chuyen").met_on == NEXT
    feedback = go(feedback, "co_ket_qua", officer, outcome="de_nghi_sua")
    assert feedback.closed_on is None
    feedback = go(feedback, "cong_khai", officer, publication="cong")
    assert (feedback.state, feedback.closed_on, feedback.publicised_on) == ("cong_khai", NEXT, NEXT)


@pytest.mark.parametrize(
    ("category", "key", "fields"),
    [
        ("quy_dinh_tham_quyen", "chuyen", {"forwarded_to": "Bộ"}),
        ("khong_tiep_nhan", "co_ket_qua", {"outcome": "sua_doi"}),
        ("quy_dinh_tham_quyen", "khong_tiep_nhan", {}),
    ],
)
def test_each_class_has_its_steps(officer, category, key, fields):
    with pytest.raises(Refusal, match="Bước này chỉ có với loại"):
        go(opened(officer, category), key, officer, **fields)


def test_what_is_not_taken_in_ends(officer):
    assert go(opened(officer, "khong_tiep_nhan"), "khong_tiep_nhan", officer).closed_on == NEXT


def test_steps_follow_one_another(officer):
    with pytest.raises(Refusal, match="trước bước gần nhất 3/2/2023"):
        go(opened(officer, "quy_dinh_tham_quyen"), "co_ket_qua", officer, IN, outcome="sua_doi")


def test_a_title_tells_class_and_field_alone(officer):
    assert opened(officer).title == "Phản ánh về quy định hành chính, chưa phân loại, lĩnh vực khác"
    feedback = go(opened(officer), "phan_loai", officer, category="hanh_vi", regulation="Thủ tục thử")
    assert "Thủ tục thử" not in feedback.title
    assert REGULATIONS.secrecy(feedback) == "noi_bo"
