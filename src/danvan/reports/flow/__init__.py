"""How a report goes from draft to signature and from unit to unit, and what units without records here send."""
