"""The run: exactly what was shown goes, everything of it, and the line of the register stays."""

from typing import Any

import pytest

from danvan.records.retention import erasing, planning
from danvan.records.retention.tests import world
from danvan.records.retention.tests.world import FILED, OVER, TODAY, full
from danvan.records.tests.factories import handler

pytestmark = pytest.mark.django_db
DECISION: dict[str, Any] = {"decision": "12/QĐ-UBND", "decision_on": TODAY}


@pytest.fixture(autouse=True)
def day_of_work(settings):
    settings.DEMONSTRATION_DAY = TODAY


@pytest.fixture
def officer():
    return handler()


@pytest.fixture
def chief(officer):
    return world.chief_of(officer)


def run(chief, digest=None, **changes):
    listed = planning.plan({chief.at.pk}, TODAY)
    values = DECISION | {"digest": digest or listed.digest} | changes
    return erasing.erase(chief.at, by=chief, on=TODAY, **values)


def test_a_letter_kept_on_file_for_a_year_goes(officer, chief):
    letter = full(officer)
    (stone,) = run(chief)
    assert (stone.record_id, stone.rule, stone.event_on, stone.due_on) == (letter.pk, "XLD.KEEP", FILED, OVER)
    assert world.person_of(letter) is None
    assert stone.contents == dict.fromkeys(
        ("loi_ghi", "tep", "thong_tin_ca_nhan", "tin_nhan", "van_ban_doc"), 1
    )
