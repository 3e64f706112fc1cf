"""Bàn làm việc: what officers work with. Views are thin; the functions beside them do the work and know no request."""
