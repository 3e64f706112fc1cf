"""The record types of this domain. Each life stands in its own file as a table of states and one of moves."""

from danvan.domains.petitions.denunciations.protecting import PROTECTION
from danvan.domains.petitions.letters.declared import LETTER
from danvan.domains.petitions.matters.declared import MATTER
from danvan.domains.petitions.regulations import REGULATIONS
from danvan.records.declare import register

register(LETTER, MATTER, REGULATIONS, PROTECTION)

__all__ = ["LETTER", "MATTER", "PROTECTION", "REGULATIONS"]
