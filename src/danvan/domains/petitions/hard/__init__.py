"""The register of complex, crowded and long-running matters: kept by hand, counted only to suggest.

No statute lays it down; what it suggests by stands in the rule book as M, so nothing here is ever called late.
"""
