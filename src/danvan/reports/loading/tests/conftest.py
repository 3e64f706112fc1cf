"""Workbooks are read in this process, which starts half a second sooner; `test_book` tries the process apart."""

import pytest

from danvan.records.files import apart
from danvan.reports.loading import cells


@pytest.fixture(autouse=True)
def read_in_this_process(request, monkeypatch):
    """Only of these tests' own reading; everything else is still run apart."""
    if request.module.__name__.endswith("test_book"):
        return
    before = apart.run

    def run(what, data, *words, **more):
        return (
            cells.taken_apart(data)
            if what.endswith("cells:taken_apart")
            else before(what, data, *words, **more)
        )

    monkeypatch.setattr(apart, "run", run)
