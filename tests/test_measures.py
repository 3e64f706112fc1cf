"""The measures of the house: short functions, short files, more tests than code, no leftovers."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
FUNCTION_USUAL, FUNCTION_MOST = 25, 60
FILE_USUAL, FILE_MOST = 200, 400
SHARE = 0.9
LEAST_TESTS = 1.2
UNFINISHED = re.compile(r"\b(TODO|FIXME|HACK|raise NotImplementedError)\b")


@cache
def sources() -> list[Path]:
    """Our Python code: no tests, no migrations, which are read as data."""
    return [file for file in (ROOT / "src").rglob("*.py") if not _apart(file)] + sorted(
        ROOT.glob("scripts/*.py")
    )


@cache
def checks() -> list[Path]:
    """Tests in Python, and the cases of law that a legal officer reviews and one test runs row by row."""
    beside = [file for file in (ROOT / "src").rglob("*.py") if "tests" in file.parts]
    cases = (ROOT / "src/danvan/law/cases").glob("*.toml")
    return [*beside, *cases, *(ROOT / "tests").rglob("*.py"), ROOT / "conftest.py"]


def _apart(file: Path) -> bool:
    return bool({"migrations", "tests", "__pycache__"} & set(file.parts))


def lines(file: Path) -> int:
    return sum(1 for line in file.read_text(encoding="utf-8").splitlines() if line.strip())


@cache
def functions() -> list[tuple[int, str]]:
    """(lines, place) of every function."""
    found = []
    for file in sources():
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                found.append((length, f"{file.relative_to(ROOT)}:{node.lineno} {node.name}"))
    return found


def within(usual: int, sizes: list[int]) -> float:
    return sum(size <= usual for size in sizes) / len(sizes)


def test_functions_are_short():
    assert len(functions()) > 100, "something is being measured"
    assert [place for length, place in functions() if length > FUNCTION_MOST] == []
    assert within(FUNCTION_USUAL, [length for length, _place in functions()]) >= SHARE


def test_files_are_short():
    sizes = {file: lines(file) for file in sources()}
    assert [str(file.relative_to(ROOT)) for file, size in sizes.items() if size > FILE_MOST] == []
    assert within(FILE_USUAL, list(sizes.values())) >= SHARE


def test_there_are_more_tests_than_code():
    assert sum(map(lines, checks())) >= LEAST_TESTS * sum(map(lines, sources()))


def test_nothing_is_left_unfinished():
    left = [
        f"{file.relative_to(ROOT)}:{number}"
        for file in sources()
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if UNFINISHED.search(line)
    ]
    assert left == []


@pytest.mark.parametrize(
    "word", ["utils", "helper", "helpers", "manager", "data", "process", "misc", "common"]
)
def test_no_module_has_a_name_that_says_nothing(word):
    assert [str(file.relative_to(ROOT)) for file in sources() if file.stem == word] == []
