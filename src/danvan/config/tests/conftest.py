"""A clone of its own for tests that start and stop private servers."""

import shutil

import pytest

from danvan.config import postgres


@pytest.fixture
def clone(tmp_path):
    """An empty folder that plays the clone; whatever was started or made for it is gone afterwards."""
    root = tmp_path / "clone"
    root.mkdir(mode=0o700)
    yield root
    for purpose in ("run", "test"):
        spot = postgres.find(purpose, root)
        postgres.end(spot)
        shutil.rmtree(spot.home, ignore_errors=True)
        shutil.rmtree(spot.socket_dir, ignore_errors=True)
        if spot.user:
            shutil.rmtree(spot.home.parent, ignore_errors=True)
