"""Vụ việc: the life of a matter, its settlement and what follows the decision."""
