"""A clone of its own for tests that start and stop private servers."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from danvan.config import postgres


@pytest.fixture
def clone(tmp_path):
    """An empty folder that plays the clone; whatever was started or made for it is gone afterwards."""
    with cleared(tmp_path / "clone") as root:
        yield root


@pytest.fixture(scope="module")
def lasting_clone(tmp_path_factory):
    """The same for several tests in a row, since filling a database takes its time."""
    with cleared(tmp_path_factory.mktemp("lasting") / "clone") as root:
        yield root


@contextmanager
def cleared(root: Path) -> Iterator[Path]:
    root.mkdir(mode=0o700)
    yield root
    for purpose in ("run", "test"):
        spot = postgres.find(purpose, root)
        postgres.end(spot)
        shutil.rmtree(spot.home, ignore_errors=True)
        shutil.rmtree(spot.socket_dir, ignore_errors=True)
        if spot.user:
            shutil.rmtree(spot.home.parent, ignore_errors=True)
