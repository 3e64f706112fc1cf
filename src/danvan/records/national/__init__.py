"""The national database of complaints and denunciations beside the registers: what it has, what it still wants.

Files only: the officer types or loads a list there by hand and brings back its codes. No live link has been tried.
"""
