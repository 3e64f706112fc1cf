"""No personal field enters the history: every column of text that the database records is cleared here by hand.

What stands in the history stands there for good, also after a purge. A new column of text in a recorded table fails until
somebody has said that it holds no word about a person, or has left it out of the history.
"""

import pytest
from django.apps import apps
from django.db import models

from danvan.domains.reception.models import BookingPerson, VisitPerson
from danvan.records import triggers
from danvan.records.declare import record_types
from danvan.records.models import PersonalDetails, Record
from danvan.records.triggers import DERIVED

LAW, NUMBERS, BYTES = (
    "of the rule book",
    "numbers and signs of papers",
    "hashes, public keys, names of files on disk",
)
OFFICE, LISTED, FIGURES = (
    "posts, places and words of the office itself",
    "one of a list",
    "of a report: totals",
)
CLEARED: dict[str, dict[str, str]] = {
    "records_calendarday": {"name": LAW, "source": LAW},
    "records_calendaryear": {"source": LAW},
    "records_duty": {
        **dict.fromkeys(("clock", "label", "rule", "citation", "period", "ledger", "terms"), LAW),
        "excuse": OFFICE,
    },
    "records_legalhold": {"document": NUMBERS, "end_document": NUMBERS},
    "records_tombstone": {
        "decision": NUMBERS,
        "rule": LAW,
        "citation": LAW,
        "digest": BYTES,
        "contents": "how many of which kind",
        "contents_hash": BYTES,
    },
    "records_file": {
        **dict.fromkeys(
            ("sha256", "stored", "thumb", "original", "original_key_id", "original_sha256"), BYTES
        ),
        "media_type": LISTED,
        "threat": "the scanner's word",
    },
    "reports_reportingorder": {"form": LISTED, "kinds": LISTED, "paper_no": NUMBERS},
    "reports_unittable": {
        **dict.fromkeys(("form", "period"), LISTED),
        **dict.fromkeys(("source_hash", "public_key"), BYTES),
    },
    "reports_unitcell": {"code": LISTED},
    "reports_cellnote": {"code": LISTED},
    "reports_reportkey": {"public_key": BYTES, "document": NUMBERS},
    "reports_reportexcuse": {"form": LISTED, "period": LISTED},
    "reports_loadedform": {
        **dict.fromkeys(("key", "family"), LISTED),
        **dict.fromkeys(
            ("title", "subject", "cite", "note", "sheet", "shape", "bindings", "equations"), "of a blank form"
        ),
        "verified_with": NUMBERS,
        "sha256": BYTES,
    },
    "records_handover": {"reason": OFFICE},
    "records_nationalupdate": {"code": NUMBERS},
    "records_paper": {
        "key": LISTED,
        "title": LISTED,
        "form_number": NUMBERS,
        "symbol": NUMBERS,
        "number": NUMBERS,
        "sha256": BYTES,
    },
    "records_ownnumbers": {"suffix": NUMBERS},
    "records_record": {
        "public_id": "drawn at random",
        "type": LISTED,
        "state": LISTED,
        "title": "made of class and field by the program, or the office's own title of a session or duty",
    },
    "records_sealmode": {"document": NUMBERS, "number": NUMBERS, "post": OFFICE},
    "records_sealkey": {"public": BYTES},
    "records_sealring": {"public": BYTES},
    "records_sealmark": {"table": LISTED, "key_id": BYTES, "mac": BYTES, "tag": BYTES},
    "records_sealitem": {"digest": BYTES},
    "records_sealreply": {"digest": BYTES},
    "records_sealsender": {"public": BYTES},
    "records_sealroster": {"number": NUMBERS},
    "records_sealopening": {"post": OFFICE, "document": NUMBERS, "kinds": LISTED, "tail": BYTES},
    "records_sealwaiver": {"number": NUMBERS},
    "records_sealrelease": {"number": NUMBERS},
    "records_sealrecovery": {"public": BYTES},
    "records_sealrecoveryact": {"document": NUMBERS},
    "reception_regularhours": {"place": OFFICE, "who": OFFICE},
    "reception_headsession": {
        **dict.fromkeys(
            ("place", "presided_by", "delegated_by", "participants", "agenda", "moved_because"), OFFICE
        )
    },
    "reception_onlinesession": {"recording_kept_at": OFFICE},
    "reception_ticket": {"key": "drawn at random"},
    "petitions_openingbalance": {"typed": FIGURES, "note": FIGURES},
    "petitions_apartentry": {"number": NUMBERS},
    "petitions_apartkey": {"public_key": BYTES, "document": NUMBERS},
    "personal_data_datarequest": {"paper_no": NUMBERS},
    "petitions_letter": {"incoming_number": NUMBERS},
    "petitions_regulationfeedback": {"regulation": "the name of a regulation", "forwarded_to": OFFICE},
    "undertakings_undertaking": {
        "period": LAW,
        "paper_no": NUMBERS,
        "subject": NUMBERS,
        "page": "an address of the office's own page",
        "withdrawn_why": OFFICE,
    },
    "reports_typedreport": {"period": LAW, "title": FIGURES, "source_note": FIGURES, "source_hash": BYTES},
    "reports_typedfigure": dict.fromkeys(("code", "label", "unit", "raw", "qualifier", "note"), FIGURES),
    "reports_report": {
        **dict.fromkeys(("form", "period", "package", "root_hash", "signature", "public_key"), FIGURES),
        "reason": "the form says not to name persons",
    },
    "reports_reportblock": {"section": LISTED},
    "reports_flowstep": {"seen": BYTES},
    "reports_signedcopy": {"sha256": BYTES, "signatures": "officers and offices that signed a public report"},
}
WORDS = (models.TextField, models.JSONField, models.BinaryField)


def recorded_models():
    declared = triggers.declared()
    return [
        (model, declared[model._meta.db_table])
        for model in apps.get_models()
        if model._meta.db_table in declared
    ]


def told(model, table):
    """The fields of a table whose values the history learns."""
    silent = {*table.without, *DERIVED}
    return [field for field in model._meta.local_concrete_fields if field.column not in silent]


def is_text(field):
    return isinstance(field, WORDS) or (isinstance(field, models.CharField) and not field.choices)


@pytest.mark.parametrize(("model", "table"), recorded_models(), ids=lambda one: getattr(one, "table", ""))
def test_each_column_of_text_that_is_recorded_was_cleared_by_hand(model, table):
    found = {field.column for field in told(model, table) if is_text(field)}
    assert found == set(CLEARED.get(table.table, {})), (
        "a column is new or gone: clear it here, or leave it out"
    )


def test_no_table_is_cleared_that_is_not_recorded():
    assert set(CLEARED) <= set(triggers.declared())


@pytest.mark.parametrize("kind", record_types(), ids=lambda kind: kind.key)
def test_nothing_that_a_type_declares_sealed_is_recorded(kind):
    """Sealed fields are never in the clear anywhere, so the history must not learn one."""
    declared = triggers.declared()
    chain = [kind.model, *kind.model._meta.parents]
    learned = {field.name for model in chain for field in told(model, declared[model._meta.db_table])}
    assert not learned & {name.split(".")[-1] for name in kind.sealed}


@pytest.mark.parametrize("model", [PersonalDetails, VisitPerson, BookingPerson])
def test_a_table_of_persons_is_not_recorded_and_no_recorded_one_bears_its_words(model):
    assert model._meta.db_table not in triggers.declared()
    words = {field.column for field in model._meta.local_concrete_fields if is_text(field)}
    shared = {
        (table.table, field.column)
        for recorded, table in recorded_models()
        for field in told(recorded, table)
        if field.column in words
    }
    assert not shared


@pytest.mark.django_db
def test_the_database_leaves_out_what_the_models_leave_out():
    installed = {name: table.without for name, table in triggers.installed().items()}
    assert installed == {name: table.without for name, table in triggers.declared().items()}


def test_what_is_searched_is_left_out_of_every_table():
    assert {
        field.column for field in Record._meta.local_concrete_fields if field.column.startswith("search_")
    } == set(DERIVED)
