"""The demonstration set: invented records for Quảng Bình, quarter I/2023, the same on every machine.

They hold exactly the parts of the press report of 16/3/2023 (97 visits; 38, 94 and 164 letters), so that the counted
total is 296 and the only difference a visitor sees is the real one: the report's own total of 258. Nothing invented
here accuses a unit of anything: every session is held and every limit is kept. All rows carry `is_illustrative`.
"""
