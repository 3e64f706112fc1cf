"""The process in which the records' files are taken apart, without the Django that its own package would set up."""

import importlib.util
from functools import cache
from pathlib import Path
from types import ModuleType

from danvan import records

PRINT_DPI = 300  # dots an inch of a page drawn for Tesseract


def run(what: str, data: bytes, *words: str, seconds: int = 30) -> bytes:
    """See `danvan.records.files.apart.run`."""
    answer: bytes = _module().run(what, data, *words, seconds=seconds)
    return answer


@cache
def _module() -> ModuleType:
    path = Path(next(iter(records.__path__))) / "files" / "apart.py"
    spec = importlib.util.spec_from_file_location("danvan_files_apart", path)
    if spec is None or spec.loader is None:
        raise ImportError(str(path))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
