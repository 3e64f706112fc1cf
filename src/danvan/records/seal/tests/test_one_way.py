"""The seal has one way in and one way out: who may call what, what the program's role may write, what stays on record."""

import ast
from pathlib import Path

import pytest
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone

import danvan
from danvan.records.models import HistoryRow, SealItem, SealOpening
from danvan.records.seal import attempts, cases, items
from danvan.records.seal.tests.seal_world import WHY, make_world

SOURCE = Path(danvan.__file__).parent
ROOM = SOURCE / "records" / "seal"
OPENERS = {
    "boxes.py",
    "cases.py",
    "conversation.py",
    "items.py",
    "own_keys.py",
    "recovering.py",
    "releasing.py",
    "senders.py",
    "tickets.py",
    "unlocking.py",
}
OPENING = {"unseal", "unseal_item", "unlock", "unwrap", "rings_of"}


def sources():
    files = [file for file in SOURCE.rglob("*.py") if not {"tests", "migrations"} & set(file.parts)]
    return {file: ast.parse(file.read_text(encoding="utf-8")) for file in files}


def calls(tree, module):
    """Names called as `module.name(…)`."""
    return {
        node.func.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == module
    }


def imported(tree):
    """Everything imported, as dotted names."""
    froms = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    return {
        name for node in froms for one in node.names for name in (node.module, f"{node.module}.{one.name}")
    }


class TestOneWay:
    def test_no_room_but_this_one_imports_the_boxes(self):
        importing = {
            file for file, tree in sources().items() if "danvan.records.seal.boxes" in imported(tree)
        }
        assert importing
        assert {file.parent for file in importing} == {ROOM}

    def test_only_the_core_opens_a_box_pages_do_not(self):
        opening = {
            file.name
            for file, tree in sources().items()
            if file.parent == ROOM and (calls(tree, "boxes") | calls(tree, "cases")) & OPENING
        }
        assert opening <= OPENERS, "an item is read by items.read alone"
        assert "items.py" in opening

    def test_sealed_bytes_are_named_nowhere_else(self):
        naming = {
            file
            for file, tree in sources().items()
            if file.parent != ROOM
            for node in ast.walk(tree)
            if isinstance(node, ast.Attribute) and node.attr in ("seal_case", "vault")
        }
        assert not {file for file in naming if file.parent.name not in ("filing",)}

    def test_pages_show_what_items_read_gave_and_ask_the_table_without_its_bytes(self):
        for file, tree in sources().items():
            if file.parent == ROOM and file.name.endswith("_page.py"):
                assert not any(
                    isinstance(node, ast.Attribute) and node.attr == "sealed" for node in ast.walk(tree)
                ), file


@pytest.mark.django_db
class TestWhatTheProgramMayWrite:
    @pytest.fixture
    def record(self):
        self.world = make_world()
        record = self.world.case()
        items.read(record, WHY, unlocked=self.world.key(self.world.clerk))
        return record

    @pytest.mark.parametrize(
        "sentence",
        [
            "UPDATE records_sealopening SET outcome = 'mo_duoc'",
            "DELETE FROM records_sealopening",
            "DELETE FROM records_sealitem",
            "UPDATE records_sealitem SET kind = 'ghi_chu'",
            "UPDATE records_sealitem SET number = 9",
            "UPDATE records_sealitem SET case_id = 1",
            "DELETE FROM records_sealgrant",
            "UPDATE records_sealgrant SET key_id = NULL",
            "UPDATE records_sealgrant SET capacity = 'giai_quyet'",
            "UPDATE records_sealring SET public = ''",
            "DELETE FROM records_sealring",
            "DELETE FROM records_sealkey",
            "UPDATE records_sealkey SET public = ''",
            "UPDATE records_sealkey SET account_id = 1",
            "DELETE FROM records_sealcase",
            "UPDATE records_sealcase SET made_by_id = NULL",
            "UPDATE records_sealwaiver SET number = '1'",
            "DELETE FROM records_sealrelease",
            "UPDATE records_sealrelease SET until = '2099-01-01'",
            "UPDATE records_sealrecovery SET public = ''",
            "DELETE FROM records_sealshare",
            "UPDATE records_sealshare SET key_id = 1",
            "UPDATE records_sealrecoveryact SET reason = 'vang_mat'",
            "DELETE FROM records_sealrecoverytarget",
            "UPDATE records_sealoffer SET sealed = ''",
            "TRUNCATE records_sealunlocked",
        ],
    )
    def test_not_this(self, record, as_app, sentence):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            connection.cursor().execute(sentence)

    def test_the_history_knows_each_row_and_no_sealed_byte(self, record):
        rows = HistoryRow.objects.filter(table__startswith="records_seal")
        tables = set(rows.values_list("table", flat=True))
        assert {"records_sealitem", "records_sealgrant", "records_sealopening", "records_sealkey"} <= tables
        for row in rows:
            assert not {"sealed", "vault", "salt"} & {*(row.after or {}), *(row.before or {})}
        digests = set(SealItem.objects.values_list("digest", flat=True))
        assert digests <= {(row.after or {}).get("digest") for row in rows}

    def test_a_grant_that_ends_leaves_no_byte_in_the_row(self, record):
        with pytest.raises(Exception, match="seal_grant_ended_is_empty"), transaction.atomic():
            cases.living(cases.case_of(record)).update(ended_at=timezone.now())


@pytest.mark.django_db
def test_the_denouncer_learns_when_by_which_post_and_why_and_no_name():
    world = make_world()
    record = world.case()
    items.read(record, WHY, unlocked=world.key(world.settler))
    with pytest.raises(items.Refusal):
        items.read(record, WHY, unlocked=world.key(world.head))
    [(_at, post, why)] = attempts.told(record)
    assert (post, why) == ("Phó Chủ tịch", "giải quyết tố cáo")
    assert SealOpening.objects.filter(record_id=record.pk).exclude(act="lap").count() == 2
