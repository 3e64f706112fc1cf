"""The page on which a report is tried: what failed, why, with which parts, and what changed within its period."""
