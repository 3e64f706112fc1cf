"""An officer at the counter of a commune, and the day on which a test plays."""

from danvan.domains.reception.tests.conftest import officer, play_on

__all__ = ["officer", "play_on"]
