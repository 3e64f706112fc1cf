"""The typed report of the quarter: the figures of the press report of 16/3/2023, in our own words."""

from danvan.org.models import Account, Unit


def load(province: Unit, people: dict[str, Account]) -> None:
    """Nothing yet."""
