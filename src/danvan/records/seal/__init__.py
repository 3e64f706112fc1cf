"""The seal of a tố cáo: in which mode each unit keeps it, and what is sealed where a mode allows it."""
