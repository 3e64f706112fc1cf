"""Lịch tiếp công dân on the portal: who receives, where, when; taking a place and giving it back."""
