"""Bodies beside an office: asked anew each time, whatever was answered before."""

from datetime import date

import pytest

from danvan.org import bodies
from danvan.org.models import Kind
from danvan.org.tests.factories import make_unit

pytestmark = pytest.mark.django_db
DAY = date(2023, 3, 14)
COUNCILS = {"names__kind__in": [Kind.COUNCIL]}


def test_a_body_set_up_since_the_last_question_is_offered(django_assert_num_queries):
    commune = make_unit("Xã Minh Họa", Kind.COMMUNE)
    first = make_unit("Hội đồng nhân dân xã Minh Họa", Kind.COUNCIL, commune)
    make_unit("Phòng Minh Họa", Kind.OFFICE, commune)
    with django_assert_num_queries(1):
        assert list(bodies.near([commune.pk], DAY, COUNCILS)) == [first]
    second = make_unit("Ban của hội đồng", Kind.COUNCIL, commune)
    assert set(bodies.near([commune.pk], DAY, COUNCILS)) == {first, second}
    assert bodies.near([commune.pk], DAY, {"names__kind__in": [Kind.PROVINCE]}).count() == 0
