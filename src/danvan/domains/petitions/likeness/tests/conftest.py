"""Released letters with a text, taken into the index as the worker does it."""

from datetime import date
from typing import Any

import pytest

from danvan.domains.petitions.likeness.indexing import keep
from danvan.domains.petitions.likeness.tests import sample
from danvan.domains.petitions.tests.factories import classified
from danvan.records.tests.factories import handler

DAY = date(2023, 2, 1)


@pytest.fixture
def officer(db):
    """Opens, classifies and handles; `.at` is the unit."""
    return handler()


@pytest.fixture
def written():
    """Call with an officer and a sample: a classified letter that says it, in the index unless told otherwise."""

    def write(
        officer: Any, told: sample.Sample, kind: str = "khieu_nai", on: date = DAY, index: bool = True
    ) -> Any:
        personal = {"full_name": told.name, "address": told.address, "content": told.text}
        letter = classified(officer, on, kind, personal=personal)
        if index:
            keep(letter.pk)
        return letter

    return write


@pytest.fixture
def twins(officer, written):
    """A letter and its scanned photocopy at the same unit, and the pair that was proposed."""
    from danvan.domains.petitions.models import LikePair

    base = sample.letter(1)
    first = written(officer, base)
    second = written(officer, sample.disguised(base, "noi_nhan_khac_quet"), on=date(2023, 2, 9))
    return first, second, LikePair.objects.get()
