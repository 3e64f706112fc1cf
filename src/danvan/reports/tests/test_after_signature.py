"""What no equation of one period finds, and a report that was signed before does: each change is told by the next one."""

from datetime import date

import pytest

from danvan.domains.petitions.models import Letter, Matter
from danvan.domains.reception.models import HeadSession, Visit
from danvan.org.tests.factories import make_unit
from danvan.reports.tests.factories import FIRST, LAST, matter, session, visits
from danvan.reports.tests.test_between import DAY, HALF, QUARTER, failed, place, signed, some_letters

__all__ = ["place"]
pytestmark = pytest.mark.django_db
# Moved from one quarter of a half-year to the other a record leaves its sum as it was; moved out of it, it is found.
OUTSIDE = date(2023, 6, 15)
AFTER_A_SIGNATURE = {
    "a letter handled on a day of another period": (
        *("01-xld", Letter, {"handled_on": LAST + DAY}, "02-xld", QUARTER, "xf_xld02_du_dieu_kien"),
    ),
    "a letter of another class": (
        *("01-xld", Letter, {"kind": "kien_nghi_phan_anh"}, "04-xld", QUARTER, "xf_xld04_du_dieu_kien"),
    ),
    "a letter found not fit to be handled": (
        *("01-xld", Letter, {"is_eligible": False}, "02-xld", QUARTER, "xf_xld02_du_dieu_kien"),
    ),
    "a matter more or less": (
        *("02-xld", Letter, {"counts_as_matter": False}, "01-kqgq", QUARTER, "xf_kqgq01_vu_viec"),
    ),
    "a letter of another competence": (
        *("01-xld", Letter, {"is_competent": False}, "01-kqgq", QUARTER, "xf_kqgq01_don"),
    ),
    "a letter handled in a later quarter": (
        *("01-xld", Letter, {"handled_on": OUTSIDE}, "01-xld", HALF, "cong_ky_xld01.da_xu_ly"),
    ),
    "a matter settled in a later quarter": (
        *("01-kqgq", Matter, {"settled_on": OUTSIDE}, "01-kqgq", HALF, "cong_ky_kqgq01.quyet_dinh"),
    ),
    "an amount changed": (
        *("01-kqgq", Matter, {"recover_money": 7}, "01-kqgq", HALF, "cong_ky_kqgq01.recover_money"),
    ),
    "a result turned round": (
        *("01-kqgq", Matter, {"result": "dung"}, "01-kqgq", HALF, "cong_ky_kqgq01.lan_dau.dung"),
    ),
    "a visit of another quarter": (
        *("01-tcd", Visit, {"received_on": OUTSIDE}, "01-tcd", HALF, "cong_ky_tcd.luot"),
    ),
    "another turn of the visit": (
        *(
            "01-tcd",
            Visit,
            {"is_repeated": True},
            "01-tcd",
            HALF,
            "cong_ky_tcd01.thuong_xuyen.vu_viec.nhieu_lan",
        ),
    ),
    "a session of another quarter": (
        *("01-tcd", HeadSession, {"held_on": OUTSIDE}, "01-tcd", HALF, "cong_ky_tcd.ky.truc_tiep"),
    ),
    "a delegated session": (
        *("01-tcd", HeadSession, {"attendance": "uy_quyen"}, "01-tcd", HALF, "cong_ky_tcd.ky.uy_quyen"),
    ),
}


@pytest.mark.parametrize("what", AFTER_A_SIGNATURE)
def test_a_change_after_a_signature_is_found_by_the_next_report(place, what):
    form, source, columns, other, period, key = AFTER_A_SIGNATURE[what]
    some_letters(place)
    matter(place.communes[0], FIRST, FIRST + DAY)
    visits(place.communes[0], [2])
    session(place.communes[0])
    signed(place, form)
    if period == HALF:
        signed(place, form, "2023-Q2")
    assert failed(place, other, period) == {}
    touched = source.objects.filter(kind="khieu_nai") if source in (Letter, Matter) else source.objects.all()
    assert touched.update(**columns)
    assert key in failed(place, other, period)


def test_a_unit_that_takes_a_letter_away_is_found_by_the_next_form(place):
    """Swapped for a unit of another province: no sum of one form can miss it."""
    some_letters(place)
    signed(place, "01-xld")
    other = make_unit("Xã Nơi Khác")
    Letter.objects.filter(kind="khieu_nai").update(unit=other)
    assert "xf_xld02_du_dieu_kien" in failed(place, "02-xld")
