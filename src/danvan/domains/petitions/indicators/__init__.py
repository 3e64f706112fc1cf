"""What is counted from letters and matters: the headline figures, then the forms column by column."""

from danvan.domains.petitions.indicators import (
    complaints,
    execution,
    handling,
    proposals,
    settlement,
    through_reception,
)
from danvan.domains.petitions.indicators.headline import BY_KIND

__all__ = ["BY_KIND", "complaints", "execution", "handling", "proposals", "settlement", "through_reception"]
