"""Prints one JSON object a line; each benchmark in a process of its own, so that its peak memory is its own.

`python -m bench [NAME…]`. Exits 2 for an unknown name, 1 when a benchmark itself failed.
"""

import importlib
import json
import os
import subprocess
import sys
from pathlib import Path

from bench.harness import Bench, measure


def discover() -> dict[str, Bench]:
    """Every Bench of every `bench/bench_*.py`, by name, in the order of files."""
    found: dict[str, Bench] = {}
    for file in sorted(Path(__file__).parent.glob("bench_*.py")):
        for bench in importlib.import_module(f"bench.{file.stem}").BENCHES:
            if bench.name in found:
                raise ValueError(f"hai phép đo cùng tên: {bench.name}")
            found[bench.name] = bench
    return found


def main(arguments: list[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "danvan.config.settings")
    benches = discover()
    if arguments[:1] == ["--one"]:
        print(json.dumps(measure(benches[arguments[1]]), ensure_ascii=False))
        return 0
    if unknown := sorted(set(arguments) - set(benches)):
        print(f"make bench: không có {', '.join(unknown)}; có: {', '.join(benches)}", file=sys.stderr)
        return 2
    return max([_alone(name) for name in benches if name in arguments or not arguments], default=0)


def _alone(name: str) -> int:
    answer = subprocess.run(
        [sys.executable, "-m", "bench", "--one", name], stdout=subprocess.PIPE, check=False
    )
    if answer.returncode:
        print(f"make bench: {name} không chạy được", file=sys.stderr)
        return 1
    sys.stdout.buffer.write(answer.stdout)
    sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
