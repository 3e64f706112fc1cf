"""A real standalone Spark cluster on this machine: one master and two workers, each a process of its own."""

import os
import re
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

CLASS = "org.apache.spark.deploy"


@contextmanager
def cluster() -> Iterator[str]:
    """spark://… of a master with two workers, each of one processor and 1 GB; all end with the block."""
    running = []
    with tempfile.TemporaryDirectory(prefix="danvan-spark-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        try:
            running.append(
                started(folder, "master", f"{CLASS}.master.Master", "--host", "127.0.0.1", "--port", "0")
            )
            address = told(folder / "master", r"Starting Spark master at (spark://\S+)")
            for n in ("one", "two"):
                more = ("--cores", "1", "--memory", "1G", "--host", "127.0.0.1", "--work-dir", str(folder))
                running.append(started(folder, n, f"{CLASS}.worker.Worker", *more, address))
            for n in ("one", "two"):
                told(folder / n, r"(Successfully registered)")
            os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
            yield address
        finally:
            for process in running:
                process.terminate()
            for process in running:
                process.wait(30)


def started(folder: Path, name: str, kind: str, *arguments: str) -> subprocess.Popen:
    """A master or worker that writes what it says into a file of its name."""
    import pyspark

    home = Path(pyspark.__file__).parent
    environment = os.environ | {
        "SPARK_HOME": str(home),
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_DAEMON_MEMORY": "256m",
    }
    command = [home / "bin" / "spark-class", kind, "--webui-port", "0", *arguments]
    with (folder / name).open("wb") as log:
        return subprocess.Popen(command, stdout=log, stderr=log, env=environment)


def told(log: Path, words: str) -> str:
    """What a line of the log says, waited for."""
    for _ in range(600):
        if found := re.search(words, log.read_text(errors="replace")):
            return found[1]
        time.sleep(0.1)
    raise AssertionError(f"never said {words}: {log.read_text(errors='replace')[-2000:]}")
