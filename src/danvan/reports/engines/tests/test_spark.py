"""The same cells on a real standalone cluster: one master and two workers, each a process of its own."""

import os
import re
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from danvan.reports.compute import compute
from danvan.reports.engines import snapshot
from danvan.reports.engines.tests.test_engines import cells
from danvan.reports.tests.test_parity import filled_place

pyspark = pytest.importorskip("pyspark", reason="pyspark is not installed: scripts/install --spark")
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs a Java"),
]
HOME = Path(pyspark.__file__).parent
CLASS = "org.apache.spark.deploy"


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    """spark://… of a master with two workers, each of one processor and 1 GB."""
    folder, running = tmp_path_factory.mktemp("spark"), []
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
        yield address
    finally:
        for process in running:
            process.terminate()
        for process in running:
            process.wait(30)


def started(folder, name, kind, *arguments):
    environment = os.environ | {
        "SPARK_HOME": str(HOME),
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_DAEMON_MEMORY": "256m",
    }
    command = [HOME / "bin" / "spark-class", kind, "--webui-port", "0", *arguments]
    with (folder / name).open("wb") as log:
        return subprocess.Popen(command, stdout=log, stderr=log, env=environment)


def told(log, words):
    """What a line of the log says, waited for."""
    for _ in range(600):
        if found := re.search(words, log.read_text(errors="replace")):
            return found[1]
        time.sleep(0.1)
    raise AssertionError(f"never said {words}: {log.read_text(errors='replace')[-2000:]}")


@pytest.fixture(scope="module")
def engine(cluster):
    from danvan.reports.engines import spark

    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    session = spark.session(cluster)
    yield session
    session.stop()


@pytest.mark.parametrize("period", ["2023-Q1", "2023"])
def test_a_cluster_counts_what_postgresql_counts(period, engine, tmp_path):
    from danvan.reports.engines.spark import scan_of

    place = filled_place(7)
    snapshot.take(tmp_path)
    there = compute(place.province, period)
    assert cells(compute(place.province, period, engine=scan_of(tmp_path, engine))) == cells(there)
    assert there.cell("don.tiep_nhan").value > 0
