"""One benchmark: what is measured, what runs beside it, and the figures that come of it."""

import hashlib
import resource
import statistics
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

CACHE = Path.home() / ".cache" / "danvan-bench"
_SECONDS = 3.0
_LEAST_CALLS = 20
_MOST_CALLS = 20_000


@dataclass(frozen=True)
class Bench:
    """`work` is called again and again; `other`, when there is one, in turn with it, in the same process and minute.

    `prepare` runs once, unmeasured. `size` says in words how much one call handles, e.g. "1 000 000 rows"; `handled` is
    the same as a number where `per_s` should count the things and not the calls. `least` is how often it is called at
    least: fewer times only for what takes many seconds. `clients` call at the same time, each in a thread of its own;
    then `other` follows afterwards.
    """

    name: str
    size: str
    work: Callable[[], object]
    beside: str | None = None
    other: Callable[[], object] | None = None
    prepare: Callable[[], object] | None = None
    handled: int = 1
    least: int = _LEAST_CALLS
    clients: int = 1


def measure(bench: Bench, allowed: float = _SECONDS) -> dict:
    """Times in milliseconds, things per second, peak memory of this process in MB, and the ratio of the medians."""
    if bench.prepare:
        bench.prepare()
    bench.work()  # the first call imports and compiles
    if bench.clients == 1:
        times, beside = _in_turn(bench, allowed)
        seconds = sum(times) / 1000
    else:
        times, seconds = _together(bench, bench.work, allowed)
        beside = _together(bench, bench.other, allowed / 2)[0] if bench.other else []
    return {
        "name": bench.name,
        "size": bench.size,
        "median_ms": _rounded(statistics.median(times)),
        "p99_ms": _rounded(sorted(times)[int(len(times) * 0.99)]),
        "per_s": _rounded(len(times) * bench.handled / seconds),
        "peak_mb": _rounded(_peak_mb()),
        "beside": bench.beside,
        "ratio": _rounded(statistics.median(times) / statistics.median(beside)) if beside else None,
    }


def _in_turn(bench: Bench, allowed: float) -> tuple[list[float], list[float]]:
    times: list[float] = []
    beside: list[float] = []
    limit = time.perf_counter() + allowed
    while len(times) < bench.least or (time.perf_counter() < limit and len(times) < _MOST_CALLS):
        times.append(_once(bench.work))
        if bench.other:
            beside.append(_once(bench.other))
    return times, beside


def _together(bench: Bench, work: Callable[[], object], allowed: float) -> tuple[list[float], float]:
    """Milliseconds of every call and the seconds from the first of them to the last answer, once all clients have their
    lines and log-ins; the first fault of a client is raised.
    """
    times: list[float] = []
    faults: list[Exception] = []
    begun: list[float] = []
    ready = threading.Barrier(bench.clients, action=lambda: begun.append(time.perf_counter()))

    def client() -> None:
        try:
            work()  # opens its own line
            ready.wait()
            limit = time.perf_counter() + allowed
            while time.perf_counter() < limit:
                times.append(_once(work))
        except Exception as fault:
            faults.append(fault)
            ready.abort()

    threads = [threading.Thread(target=client) for _turn in range(bench.clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise faults[0]
    return times, time.perf_counter() - begun[0]


def _once(work: Callable[[], object]) -> float:
    begin = time.perf_counter_ns()
    work()
    return (time.perf_counter_ns() - begin) / 1e6


def _rounded(amount: float) -> float:
    """Four figures: more would claim an exactness no machine has."""
    return float(f"{amount:.4g}")


def _peak_mb() -> float:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


def kept(generator: Path, schema: str, make: Callable[[Path], object]) -> Path:
    """A folder of generated data, made once for this text of `generator` and this `schema`, outside the clone.

    `make(folder)` fills a draft that is renamed when whole, so that an interrupted run leaves nothing half-made.
    """
    texts = (generator.read_bytes(), schema.encode())
    folder = CACHE / "-".join(hashlib.sha256(text).hexdigest()[:10] for text in texts)
    if not folder.is_dir():
        draft = folder.with_name(f"{folder.name}.{time.time_ns()}")
        draft.mkdir(parents=True)
        make(draft)
        draft.rename(folder)
    return folder
