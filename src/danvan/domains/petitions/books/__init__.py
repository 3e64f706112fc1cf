"""Old registers brought in as they are: read, their columns named once, wrong rows mended on screen, all taken at once.

`reading` takes a file apart, `fonts` undoes the fonts of before Unicode, `heads` finds the rows of headings, `columns`
names what they can mean, `cells` understands one row, `staging` keeps rows sealed until they are taken, `taking` turns
them into letters and matters, `balance` sets them beside the opening balance that the head signed.
"""
