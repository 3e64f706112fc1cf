"""Format, lint, types, import contracts, missing migrations: all are run, then the failed ones are named.

Exits 1 when any failed.
"""

import subprocess
import sys
import time
from pathlib import Path

BIN = Path(sys.executable).parent
CHECKS = {
    "định dạng (ruff format)": [BIN / "ruff", "format", "--check", "--quiet", "."],
    "quy tắc viết (ruff check)": [BIN / "ruff", "check", "--quiet", "."],
    "tầng và phụ thuộc (import-linter)": [BIN / "lint-imports", "--no-cache"],
    "kiểu (mypy)": [BIN / "mypy"],
    "thiếu migration": [BIN / "danvan", "makemigrations", "--check", "--dry-run"],
}
MENDS = {
    "định dạng (ruff format)": ".venv/bin/ruff format .",
    "quy tắc viết (ruff check)": ".venv/bin/ruff check --fix .",
    "thiếu migration": ".venv/bin/danvan makemigrations",
}


def main() -> int:
    failed = []
    for name, command in CHECKS.items():
        print(f"  · {name} …", end=" ", flush=True)
        begin = time.monotonic()
        answer = subprocess.run(command, capture_output=True, text=True, check=False)
        took = f"{time.monotonic() - begin:.1f} giây".replace(".", ",")
        print("đạt" if answer.returncode == 0 else "KHÔNG ĐẠT", f"({took})", flush=True)
        if answer.returncode:
            failed.append(name)
            print(f"{answer.stdout}{answer.stderr}".rstrip(), flush=True)
    for name in failed:
        mend = f"; sửa bằng: {MENDS[name]}" if name in MENDS else ""
        print(f"make check: {name} không đạt{mend}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
