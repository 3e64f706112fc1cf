"""Checking a package needs nothing of the system that made it: no Django, no settings, no database."""

import os
import subprocess
import sys

PROGRAM = """
import json, sys
from danvan.reports.verification import read_envelope, verify
content = json.dumps({"package": {"format": "danvan-report/1", "form": {}, "period": {}, "unit": {}, "cells": [],
    "checks": [], "lines": [], "identities": []}, "root": "", "signature": "", "public_key": ""}).encode()
found = verify(read_envelope(content))
assert not found.ok
loaded = [name for name in sys.modules if name.split(".")[0] in ("django", "psycopg")]
assert not loaded, loaded
"""


def test_a_package_is_checked_without_django():
    environment = {key: value for key, value in os.environ.items() if not key.startswith("DJANGO")}
    answer = subprocess.run(
        [sys.executable, "-c", PROGRAM], env=environment, capture_output=True, text=True, check=False
    )
    assert answer.returncode == 0, answer.stderr
