"""What is counted from letters and matters: the headline figures, then the forms column by column."""

from danvan.domains.petitions.indicators import (
    across,
    carrying_out,
    complaints,
    conclusions,
    denunciations,
    execution,
    handling,
    proposals,
    settlement,
    through_reception,
)
from danvan.domains.petitions.indicators.headline import BY_KIND

__all__ = [
    "BY_KIND",
    "across",
    "carrying_out",
    "complaints",
    "conclusions",
    "denunciations",
    "execution",
    "handling",
    "proposals",
    "settlement",
    "through_reception",
]
