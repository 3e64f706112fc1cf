# Danvan. `make` alone lists what there is.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help install run test check bench soak clean

help:  ## lists these commands
	@echo "make LỆNH"; awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  %-9s %s\n", $$1, $$2}' Makefile

install:  ## makes .venv, packages, styles, translations; everything but serving
	@scripts/install

run: install  ## serves http://127.0.0.1:$PORT (8000) with the demonstration set
	@exec .venv/bin/danvan run

test:  ## everything: checks, real PostgreSQL (embedded, and Debian's 15 where present), real Chromium
	@scripts/install --test
	@.venv/bin/python scripts/test.py

check:  ## format, lint, types, import contracts, missing migrations
	@scripts/install --test
	@.venv/bin/python scripts/check.py

bench:  ## benchmarks, one JSON object a line; BENCH="name name" runs those
	@scripts/install --test >&2
	@.venv/bin/python -m bench $(BENCH)

soak:  ## long runs that `make test` leaves out
	@scripts/install --test
	@.venv/bin/pytest -m soak

clean:  ## stops the private servers of this clone and removes what was built, data included
	@scripts/clean
