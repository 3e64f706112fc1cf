"""Benchmarks: `make bench`, or `make bench BENCH="name name"`. Never timed tests: nothing here passes or fails."""
