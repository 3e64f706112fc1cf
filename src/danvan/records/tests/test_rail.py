"""The desk's rail in parts, and the desk of whom no worklist is kept."""

import re

import pytest
from django.urls import reverse

from danvan.org.tests.factories import make_account, make_unit
from danvan.records.desk import rail

pytestmark = pytest.mark.django_db


def opened(client, role: str) -> str:
    client.force_login(make_account(role, make_unit("Tỉnh Minh Họa", kind="tinh")))
    return client.get(reverse("records:worklist")).content.decode()


def parts(html: str) -> dict[str, list[str]]:
    """heading → addresses below it, in the order shown; "" is the part above the first heading."""
    shown = html.split('id="rail"', 1)[1].split("</nav>", 1)[0]
    found = re.split(r'<p class="rail__group" id="[^"]+">([^<]+)</p>', shown)
    pairs = zip(["", *found[1::2]], found[::2], strict=True)
    return {heading: re.findall(r'href="([^"]+)"', text) for heading, text in pairs}


def test_an_officers_rail_stands_in_parts(client):
    found = parts(opened(client, "xu_ly"))

    assert list(found) == ["", "Hồ sơ", "Nghĩa vụ và lịch", "Người và đơn vị"]
    assert [line for line in found[""] if "quay" not in line] == ["/ban-lam-viec/", "/bao-cao/"]
    assert "/ban-lam-viec/don/" in found["Hồ sơ"]
    assert {reverse("records:handovers"), reverse("reception:schedule")} <= set(found["Hồ sơ"])
    assert reverse("records:calendar") in found["Nghĩa vụ và lịch"]
    assert found["Người và đơn vị"] == [reverse("org:delegations")]


def test_a_part_without_lines_has_no_heading(client):
    assert "Hồ sơ" not in parts(opened(client, "bien_tap"))


def test_every_heading_names_its_list(client):
    html = opened(client, "quan_tri")
    headings = re.findall(r'class="rail__group" id="([^"]+)"', html)

    assert headings
    for heading in headings:
        assert f'aria-labelledby="{heading}"' in html


def test_no_line_may_stand_in_an_unknown_part():
    with pytest.raises(ValueError, match="khong_co"):
        rail.add("Mục lạ", "records:worklist", "khong_co")


def test_an_administrator_is_led_to_what_the_role_does(client):
    html = opened(client, "quan_tri")
    body = html.split("<main", 1)[1]

    assert "chưa được giao vai trò" not in html
    assert f'href="{reverse("org:people")}"' in body
    assert f'href="{reverse("org:unit_acts")}"' in body


def test_an_editor_is_not_led_to_what_the_role_may_not(client):
    body = opened(client, "bien_tap").split("<main", 1)[1]

    assert "chưa được giao vai trò" not in body
    assert f'href="{reverse("org:people")}"' not in body


def test_a_refusal_leads_an_officer_back_to_the_desk(client):
    client.force_login(make_account("xu_ly", make_unit("Xã Minh Họa")))
    answer = client.get(reverse("records:letter_plans"))

    assert answer.status_code == 403
    assert 'href="/ban-lam-viec/"' in answer.content.decode()
