"""Units as a CSV file: one row for every stretch of days in which nothing about a unit changed.

`columns` names the columns, `writing` makes the file, `reading` takes one apart, `checking` finds what is wrong row by
row, `bringing` compares it with the database and writes it, whole or not at all.
"""
