"""The same cells on a real standalone cluster: one master and two workers, each a process of its own."""

import shutil

import pytest

from danvan.reports.compute import compute
from danvan.reports.engines import snapshot
from danvan.reports.engines.tests.cluster import cluster
from danvan.reports.engines.tests.test_engines import cells
from danvan.reports.tests.test_parity import filled_place

pytest.importorskip("pyspark", reason="pyspark is not installed: scripts/install --spark")
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs a Java"),
]


@pytest.fixture(scope="module")
def engine():
    from danvan.reports.engines import spark

    with cluster() as address:
        session = spark.session(address)
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
