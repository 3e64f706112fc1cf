"""Tables that people bring as files: workbooks old and new, CSV, in the fonts of before Unicode."""
