"""Signing every approved report of a period, with one scan of each source for all of them."""
