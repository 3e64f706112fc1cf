"""A database saved before an upgrade opens after it: passphrases, recovery, files, envelopes, signatures and history.

Each folder of `tests/saved/` was written once by the release of its time (`tests/saved/make.py`). What is sealed cannot be
written again, so a form that a later release no longer read would be lost for good.
"""

import argparse
from hashlib import sha256
from pathlib import Path

import pytest
from django.db import connection

from danvan.org.models import Account
from danvan.records import envelopes, files, history, verifying
from danvan.records.envelopes import Reason
from danvan.records.files import originals
from danvan.records.models import (
    Capacity,
    FileAct,
    HistoryRoot,
    Part,
    PersonalDetails,
    Record,
    SealKey,
    SealOpening,
    SealShare,
)
from danvan.records.seal import adopting, boxes, cases, items, own_keys, recovering
from danvan.records.seal.recovering import Wish
from danvan.records.seal.tests.seal_world import WHY, keyed, officer, opened, words_of
from danvan.reports import verify_command
from danvan.reports.models import Report
from danvan.reports.signing import envelope
from danvan.reports.verification import verify
from danvan.ui.errors import Refusal
from tests.support.restoring import restored

SAVED = sorted(path.parent for path in (Path(__file__).parent / "saved").glob("*/told.json"))
SECOND_PHRASE = "gió đồng thổi qua bốn mùa"


@pytest.fixture(scope="module", params=SAVED, ids=lambda folder: folder.name)
def saved(request, django_db_setup, django_db_blocker):
    """One saved database after its upgrade, for all tests here; they only add."""
    with django_db_blocker.unblock(), restored(request.param) as told:
        older = adopting.waiting()
        if (
            older
        ):  # what is older than marks is used by nobody until the operator took it over: danvan seal-adopt
            told["refused"] = _refused(told)
            adopting.adopt(adopting.digest(older))
        yield told


def _refused(told):
    try:
        items.read(record_of(told), WHY, unlocked=key_of(told, "clerk"))
    except Refusal as refusal:
        return str(refusal)
    return ""


def account(saved, name):
    return Account.objects.get(username=saved["accounts"][name])


def key_of(saved, name):
    return opened(SealKey.objects.get(account=account(saved, name), ended_at=None), saved["phrases"][name])


def record_of(saved, name="case"):
    return Record.objects.select_related("unit").get(public_id=saved[name])


def asked_to_verify(*words):
    """`danvan verify …`, as the program's own command does it once it has its database."""
    parser = argparse.ArgumentParser()
    verify_command.add_arguments(parser)
    return verify_command.run(parser.parse_args(words))


def texts(found):
    return {text for one in found for text in one.values.values()}


def test_something_is_saved_and_small():
    assert SAVED
    for folder in SAVED:
        assert sum(file.stat().st_size for file in folder.iterdir()) < 300_000, folder.name


def test_it_was_older_and_every_migration_ran_over_it(saved):
    assert saved["waited"], "it was saved before the newest migration"
    assert connection.settings_dict["USER"] == "danvan_app", "what follows has the program's own rights"


def test_a_case_older_than_marks_was_shut_until_the_operator_took_it_over(saved):
    assert "dấu xác thực" in saved.get("refused", "dấu xác thực")
    assert adopting.waiting() == []


def test_the_history_is_sound_before_anything_is_done(saved, capsys):
    assert [one.text for one in verifying.findings(verifying.everything())] == []
    assert asked_to_verify() == 0
    assert "lịch sử nguyên vẹn" in capsys.readouterr().out
    assert HistoryRoot.objects.order_by("id").first().code == saved["first_code"]


@pytest.mark.parametrize("name", ["clerk", "settler"])
def test_a_holder_opens_the_case_with_the_passphrase_of_then(saved, name):
    found = items.read(record_of(saved), WHY, unlocked=key_of(saved, name))
    assert texts(found) >= set(saved["told"].values())
    [scan] = [data for one in found for _name, data in one.files]
    assert sha256(scan).hexdigest() == saved["scan"]


def test_a_key_keeps_the_cost_it_was_made_with(saved):
    key = SealKey.objects.get(account=account(saved, "clerk"))
    assert boxes.Cost(key.passes, key.memory) == boxes.MODERATE
    assert SealKey.objects.get(account=account(saved, "settler")).memory == boxes.LEAST.memory


def test_a_verifier_reads_the_redacted_copy_alone(saved):
    key = key_of(saved, "verifier")
    assert words_of(items.read(record_of(saved), WHY, unlocked=key, part=Part.REDACTED)) == saved["redacted"]
    with pytest.raises(Refusal):
        items.read(record_of(saved), WHY, unlocked=key)


def test_who_no_longer_held_it_does_not_open_it(saved):
    before = SealOpening.objects.count()
    with pytest.raises(Refusal):
        items.read(record_of(saved), WHY, unlocked=key_of(saved, "removed"))
    assert SealOpening.objects.count() == before + 1, "and that stands in the book"


@pytest.mark.parametrize("name", ["clerk", "head"])
def test_a_wrong_passphrase_opens_no_key(saved, name):
    with pytest.raises(Refusal):
        own_keys.opened(account(saved, name), saved["phrases"][name] + ".")


@pytest.mark.parametrize("on_paper", [False, True], ids=["in the system", "on paper"])
@pytest.mark.parametrize(("first", "second"), [("head", "settler"), ("settler", "clerk"), ("clerk", "head")])
def test_two_of_three_recover_the_case(saved, first, second, on_paper):
    new = officer("xu_ly", record_of(saved).unit)
    mine, share = keyed(new), SealShare.objects.get(key__account=account(saved, first))
    paper = {name: saved["paper"][name] if on_paper else "" for name in (first, second)}
    act = recovering.begin(
        share,
        [Wish(record_of(saved), new, Capacity.INTAKE)],
        unlocked=key_of(saved, first),
        reason="mat_cum",
        document="20/QĐ-UBND",
        paper=paper[first],
    )
    assert recovering.finish(act, unlocked=key_of(saved, second), paper=paper[second]) == 1
    assert texts(items.read(record_of(saved), WHY, unlocked=mine)) >= set(saved["told"].values())


def test_what_is_added_now_lies_behind_what_lay_there(saved):
    record = record_of(saved)
    items.put(record, "ghi_chu", {"text": "sau khi nâng cấp"}, by=None)
    found = items.read(record, WHY, unlocked=key_of(saved, "clerk"))
    assert [one.item.number for one in found] == list(range(1, len(found) + 1))
    assert found[-1].values == {"text": "sau khi nâng cấp"}


def test_older_items_are_sealed_anew_and_a_passphrase_changes(saved):
    record, by = record_of(saved), key_of(saved, "settler")
    assert items.waits_for_reseal(cases.case_of(record)) > 0
    items.reseal(record, WHY, unlocked=by)
    assert items.waits_for_reseal(cases.case_of(record)) == 0
    own_keys.change(account(saved, "settler"), saved["phrases"]["settler"], SECOND_PHRASE, SECOND_PHRASE)
    key = opened(SealKey.objects.get(account=account(saved, "settler")), SECOND_PHRASE)
    own_keys.change(account(saved, "settler"), SECOND_PHRASE, *[saved["phrases"]["settler"]] * 2)
    assert texts(items.read(record, WHY, unlocked=key)) >= set(saved["told"].values())


def test_a_file_and_its_original_under_the_intake_key_open(saved):
    [file] = files.of(record_of(saved, "named"))
    assert files.open_(file)[:2] == b"\xff\xd8"
    original = originals.unsealed(file)
    assert sha256(original).hexdigest() == saved["photo"] == file.original_sha256
    assert not FileAct.objects.filter(file=file).exists()


def test_an_envelope_opens_for_who_classifies(saved):
    by = Account.objects.get(username=saved["officer"])
    contents = envelopes.read(record_of(saved, "waiting"), by=by, reason=Reason.INTAKE)
    assert contents.values == saved["envelope"]
    assert [sha256(data).hexdigest() for _name, data in contents.files] == [saved["envelope_file"]]


def test_a_named_letter_keeps_its_person(saved):
    row = PersonalDetails.objects.get(record__public_id=saved["named"])
    assert {name: getattr(row, name) for name in saved["person"]} == saved["person"]


def test_a_signed_report_holds_under_the_key_of_then(saved, capsys):
    report = Report.objects.get(pk=saved["report"])
    found = verify(envelope(report), [saved["report_key"]])
    assert found.ok, [one.text for one in found.findings if not one.ok]
    assert envelope(report)["root"] == saved["report_root"]
    assert asked_to_verify(str(report.pk), "--key", saved["report_key"]) == 0
    assert "báo cáo nguyên vẹn" in capsys.readouterr().out


def test_a_report_altered_by_the_owner_is_told(saved):
    package = envelope(Report.objects.get(pk=saved["report"]))
    package["package"]["cells"][0]["value"] += 1
    assert not verify(package, [saved["report_key"]]).ok


def test_the_history_goes_on_from_there_and_is_sound_after_all_of_it(saved):
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM records_history")
        (before,) = cursor.fetchone()
    items.put(record_of(saved), "ghi_chu", {"text": "thêm"}, by=None)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM records_history")
        assert cursor.fetchone()[0] > before
    assert history.broken_rows() == []
    assert asked_to_verify() == 0
