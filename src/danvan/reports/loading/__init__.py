"""A form that nobody has seen before, loaded from its blank workbook on screen: read, bound, tried, used, verified."""
