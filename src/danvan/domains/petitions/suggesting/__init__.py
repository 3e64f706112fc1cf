"""What settled letters suggest for a released one: its kind, field, competent unit, and settled matters like it.

Learnt from settled letters that were released, never from a tố cáo; shown with its share of certainty, never filled in.
"""
