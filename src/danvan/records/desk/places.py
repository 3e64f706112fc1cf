"""Names of units on a day, as the desk and the rooms above it ask for them."""

from danvan.org.places import choices, names

__all__ = ["choices", "names"]
