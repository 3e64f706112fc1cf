"""The declared figures on other engines than the database they live in: DuckDB and Spark over Parquet.

snapshot      what indicators ask of each source, as Parquet files and one manifest that is exchanged at once
expressions   a `Q`, re-printed as an SQLGlot expression
plan          one question per source: every indicator for all units in one scan
duck, spark   engines that answer it; `reports.scan.scan` is the one that asks PostgreSQL

An engine gives lines as `scan` does, so that tree, roll-up, shares and checks are the same whichever is asked.
"""
