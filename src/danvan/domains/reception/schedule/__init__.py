"""Lịch tiếp công dân: what the law asks of heads, a year's sessions at once, moving one, regular hours, places."""
