"""Pages of the desk for the schedule, sessions, bookings, conclusions and the printed log."""
