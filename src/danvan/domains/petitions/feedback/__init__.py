"""Phản ánh in public."""
