"""What `make test` runs once everything is installed: system packages, checks, both databases, the browser.

All parts are run even when one fails. The closing line of the whole suite is the last line printed; exits 1
when any part
failed, 2 when a system package is missing and cannot be installed from here.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

BIN = Path(sys.executable).parent
DEBIAN_15 = Path("/usr/lib/postgresql/15/bin/postgres")
# Debian's package and how its presence is seen.
SYSTEM = {
    "chromium": lambda: any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))),
    "tesseract-ocr": lambda: shutil.which("tesseract") is not None,
    "tesseract-ocr-vie": lambda: "vie" in _answer(["tesseract", "--list-langs"]).split(),
    "default-jre-headless": lambda: shutil.which("java") is not None,
}


def main() -> int:
    if not have_system_packages():
        return 2
    failed = []
    if subprocess.run([sys.executable, "scripts/check.py"], check=False).returncode:
        failed.append("make check")
    if DEBIAN_15.exists():
        print("  · kiểm thử cơ sở dữ liệu trên PostgreSQL 15 của Debian", flush=True)
        status, _closing = pytest(["--database-only"], {"DANVAN_TEST_SERVER": "debian15"})
        failed += ["pytest trên PostgreSQL 15"] if status else []
    print("  · toàn bộ kiểm thử", flush=True)
    status, closing = pytest([], {})
    failed += ["pytest"] if status else []
    for name in failed:
        print(f"make test: {name} không đạt", flush=True)
    print(closing, flush=True)
    return 1 if failed else 0


def pytest(arguments: list[str], environment: dict[str, str]) -> tuple[int, str]:
    """Run it with its output shown as it comes; its status and its closing line, e.g. "812 passed in
    95.20s"."""
    # Each worker has a database of its own; the tests of one file stay together, for they share what they build.
    spread = ["-n", str(min(os.cpu_count() or 1, 4)), "--dist", "loadfile"]
    command = [BIN / "pytest", "-m", "not soak", *spread, *arguments]
    closing = ""
    environment = os.environ | environment
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout is not None
        for line in process.stdout:
            print(line, end="", flush=True)
            if line.strip():
                closing = line.strip()
    return process.returncode, closing


def have_system_packages() -> bool:
    """As root missing ones are installed; anybody else is told the command."""
    missing = [name for name, present in SYSTEM.items() if not present()]
    if not missing:
        return True
    command = f"apt-get update && apt-get install -y --no-install-recommends {' '.join(missing)}"
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"  · cài {', '.join(missing)} …", flush=True)
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(command, shell=True, env=environment, stdout=subprocess.DEVNULL, check=False)
        missing = [name for name, present in SYSTEM.items() if not present()]
    if missing:
        print(f"make test: thiếu {', '.join(missing)}; hãy chạy: sudo sh -c '{command}'", file=sys.stderr)
    return not missing


def _answer(command: list[str]) -> str:
    try:
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout
    except OSError:
        return ""


if __name__ == "__main__":
    sys.exit(main())
