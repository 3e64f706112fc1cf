"""Phản ánh: what neighbours reported and what became of it, in words that an officer approved."""
