"""What is counted from visits and sessions: the headline figures, then biểu 01/TCD column by column."""

from danvan.domains.reception.indicators import headline, visits

__all__ = ["headline", "visits"]
