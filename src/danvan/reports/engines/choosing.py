"""Which engine counts, by the words of a command."""

from pathlib import Path

from danvan.reports.scan import Scan, scan
from danvan.ui.errors import Refusal


def engine_of(name: str, folder: str | None, master: str = "local[2]") -> Scan:
    """`pg`, the database itself, or `duckdb` or `spark` over the snapshot of a folder. Refusal for one without the other."""
    if (name == "pg") == bool(folder):
        raise Refusal("Đếm trên bản chụp cần cả --engine duckdb (hoặc spark) và --snapshot THƯ_MỤC.")
    if not folder:
        return scan
    try:
        return _spark(Path(folder), master) if name == "spark" else _duck(Path(folder))
    except ImportError:
        how = "chạy scripts/install --spark (cần có Java)" if name == "spark" else "cài danvan[snapshot]"
        raise Refusal(f"Máy này chưa cài bộ đếm {name}; hãy {how}.") from None


def _duck(folder: Path) -> Scan:
    from danvan.reports.engines.duck import scan_of

    return scan_of(folder)


def _spark(folder: Path, master: str) -> Scan:
    from danvan.reports.engines import spark

    spark.snapshot.read(folder)  # a folder without one is told before a cluster is waited for
    try:
        engine = spark.session(master)
    except ImportError:
        raise
    except Exception as fault:  # what Java tells comes as errors of many kinds
        raise Refusal(
            f"Không nối được cụm Spark {master} ({type(fault).__name__}); hãy xem cụm có đang chạy."
        ) from None
    return spark.scan_of(folder, engine)
