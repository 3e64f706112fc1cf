"""The room as others meet it: no Django, a small surface, a how-to that is true."""

import re
import subprocess
import sys
from datetime import date

from danvan import law
from danvan.law.files import HERE
from danvan.law.loading import load_book

HOW_TO = HERE.parents[2] / "docs" / "how-to-deadline.md"
BLOCKS = re.findall(r"```toml\n(.*?)```", HOW_TO.read_text(encoding="utf-8"), flags=re.S)


def test_the_law_needs_no_django():
    look = "import sys, danvan.law.commands; print([name for name in sys.modules if name.split('.')[0] == 'django'])"
    done = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_every_exported_name_is_there():
    assert [name for name in law.__all__ if not hasattr(law, name)] == []
    assert callable(law.calendar)  # and not the module of that name


def test_book_and_calendar_are_read_once():
    assert law.rulebook() is law.rulebook()
    assert law.calendar() is law.calendar()


def test_what_a_duty_row_keeps_fits_its_columns():
    for key in ("KN.S1", "XLD.LIMIT", "TC.INIT", "TC.FWD", "TCD.REPLY", "KN.ACC"):
        due = law.due(key, date(2023, 2, 1))
        assert len(due.rule) <= 32
        assert len(due.citation) <= 200
        assert due.latest_on >= due.due_on
        assert isinstance(due.ledger_json(), list)


def test_the_wording_of_the_how_to_loads(tmp_path):
    (tmp_path / "rules").mkdir()
    documents = (HERE / "documents.toml").read_text(encoding="utf-8")
    (tmp_path / "documents.toml").write_text(documents, encoding="utf-8")
    (tmp_path / "rules" / "example.toml").write_text(BLOCKS[0], encoding="utf-8")
    due = law.due("KN.EXAMPLE", date(2023, 2, 1), case="vung_xa", book=load_book(tmp_path))
    assert due.due_on == date(2023, 2, 22)


def test_the_row_of_the_how_to_is_one_of_ours():
    rows = (HERE / "cases" / "complaints.toml").read_text(encoding="utf-8")
    assert BLOCKS[1].strip() in rows


def test_the_kinds_of_the_how_to_are_all_kinds():
    text = HOW_TO.read_text(encoding="utf-8")
    kinds = {wording.kind for key in law.rulebook().keys() for wording in law.rulebook().wordings(key)}  # noqa: SIM118
    assert all(kind in text for kind in kinds)
