"""Tra cứu: where a record stands, told to whoever holds its receipt code, and what he may do with it."""
