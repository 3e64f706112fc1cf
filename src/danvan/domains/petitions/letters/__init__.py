"""Đơn: the life of a letter."""
