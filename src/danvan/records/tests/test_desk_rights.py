"""The desk with the rights that the running program has: no table may be missing from its grants."""

import pytest
from django.urls import reverse

from danvan.domains.petitions.models import Letter, Matter
from danvan.records.models import PersonalDetails
from danvan.records.tests.desk_world import NAMED, desk_of, moving, opening
from danvan.records.tests.factories import handler

pytestmark = pytest.mark.django_db
OPEN_LETTER = "/ban-lam-viec/don/tiep-nhan/"


def move_on(client, record, key, **values):
    record.refresh_from_db()
    address = reverse("records:move", args=[record.public_id, key])
    return client.post(address, moving(record, **values))


def test_a_letter_goes_its_whole_way_as_the_applications_role(as_app):
    officer = handler()
    client = desk_of(officer)
    client.post(OPEN_LETTER, opening(officer, luu_nhap="1"))
    assert client.post(OPEN_LETTER, opening(officer)).status_code == 302
    letter = Letter.objects.get()
    sent = {"kind": "khieu_nai", "field": "dat_dai", "signatories": "1", "with_personal": "1"}
    sent |= {"is_competent": "on", "is_eligible": "on"}
    assert move_on(client, letter, "phan_loai", **sent, **NAMED).status_code == 302
    assert PersonalDetails.objects.count() == 1
    assert move_on(client, letter, "thu_ly").status_code == 302
    matter = Matter.objects.get()
    assert move_on(client, matter, "giai_quyet", result="dung").status_code == 302
    letter.refresh_from_db()
    assert (letter.state, letter.is_competent) == ("giai_quyet", True)
    for name, given in (("worklist", []), ("list", ["don"]), ("export", ["don"])):
        assert client.get(reverse(f"records:{name}", args=given)).status_code == 200
    assert client.get(letter.get_absolute_url()).status_code == 200
