"""The ledger proves the due day: it recomputes, survives JSON, and a touched step is found."""

import json
from datetime import date, timedelta

import pytest

from danvan import law
from danvan.law import Due, Step, recompute
from danvan.ui.errors import Refusal

BEGINS = date(2023, 1, 13)


@pytest.fixture
def stored():
    """A stored ledger with every kind of moving step but the backward ones."""
    due = law.due(
        "TC.S", date(2023, 1, 4), suspensions=[(date(2023, 1, 18), date(2023, 1, 27))], extensions=[27]
    )
    kinds = {step.kind for step in due.ledger}
    assert kinds == {"begins", "count", "suspended", "extended", "rolled", "result", "cite"}
    return json.loads(json.dumps(due.ledger_json()))


def test_a_stored_ledger_gives_its_day(stored):
    assert recompute(stored) == date(2023, 3, 13)


def test_the_shape_of_a_row(stored):
    assert stored[1] == {
        "step": "count",
        "from": "2023-01-05",
        "to": "2023-01-17",
        "days": 13,
        "text": "Tính 13 ngày, từ 5/1/2023 đến 17/1/2023.",
    }


def test_every_text_is_a_sentence(stored):
    assert all(row["text"].endswith(".") and row["text"][0].isupper() for row in stored)


def moved(value):
    """One day later, or one more."""
    if isinstance(value, int):
        return value + 1
    return (date.fromisoformat(value) + timedelta(days=1)).isoformat()


# The end of the first step, the beginning of the result and the citation take no part in the walk.
IDLE = {("begins", "to"), ("result", "from"), ("cite", "from"), ("cite", "to"), ("cite", "days")}


def test_any_single_number_changed_is_found(stored):
    tried = 0
    for index, row in enumerate(stored):
        for name in ("from", "to", "days"):
            if (row["step"], name) in IDLE:
                continue
            touched = [dict(other) for other in stored]
            touched[index][name] = moved(row[name])
            with pytest.raises(Refusal):
                recompute(touched)
            tried += 1
    assert tried == 3 * 5 + 2 + 2


def test_any_step_removed_is_found(stored):
    for index, row in enumerate(stored):
        if row["step"] != "cite":
            with pytest.raises(Refusal):
                recompute(stored[:index] + stored[index + 1 :])


def test_steps_out_of_order_are_found(stored):
    stored[1], stored[2] = stored[2], stored[1]
    with pytest.raises(Refusal, match="không nối liền"):
        recompute(stored)


def test_an_empty_ledger_is_refused():
    with pytest.raises(Refusal, match="không có bước bắt đầu"):
        recompute([])


@pytest.mark.parametrize(
    "row",
    [
        {},
        {"step": "count"},
        {"step": "nhay", "from": "2023-01-01", "to": "2023-01-01", "days": 1, "text": ""},
        {"step": "count", "from": "1/1/2023", "to": "2023-01-01", "days": 1, "text": ""},
        {"step": "count", "from": "2023-01-01", "to": "2023-01-01", "days": "một", "text": ""},
        {"step": "count", "from": None, "to": "2023-01-01", "days": 1, "text": ""},
    ],
)
def test_a_row_that_is_no_step_is_refused(row):
    with pytest.raises(Refusal, match="hãy tính lại hạn"):
        Step.from_json(row)


@pytest.mark.parametrize("rule", ["KN.S1", "KN.ACC", "TCD.REPLY", "TCD.POST", "XLD.KEEP", "XLD.LIMIT"])
def test_a_due_survives_json(rule):
    due = law.due(rule, BEGINS)
    row = json.loads(json.dumps(due.to_json()))
    assert Due.from_json(row, law.rulebook()) == due


def test_json_holds_what_the_command_promises():
    row = law.due("KN.S1", BEGINS, case="phuc_tap").to_json()
    promised = {"rule", "label", "from", "case", "due", "latest", "provisional", "verdict"}
    promised |= {"wording_from", "cite", "status", "ledger"}
    assert promised <= set(row)
    assert row["cite"] == {"document": "02/2011/QH13", "article": "Điều 28", "title": "Luật Khiếu nại 2011"}
    assert row["wording_from"] == "2012-07-01"


def test_a_changed_due_day_is_found():
    row = law.due("KN.S1", BEGINS).to_json()
    row["due"] = "2023-02-14"
    with pytest.raises(Refusal, match="khác với diễn giải"):
        Due.from_json(row, law.rulebook())


def test_a_due_without_its_fields_is_refused():
    with pytest.raises(Refusal, match="thiếu hoặc sai trường"):
        Due.from_json({"rule": "KN.S1"}, law.rulebook())


class TestStep:
    def test_a_sentence_is_made_when_it_is_first_read_and_once(self):
        asked = []
        step = Step("count", BEGINS, BEGINS, 1, lambda part: asked.append(part) or f"{part.days} ngày.")
        assert asked == []
        assert (step.text, step.text) == ("1 ngày.", "1 ngày.")
        assert asked == [step]

    def test_told_and_written_steps_are_equal_by_what_they_say(self):
        told = Step("count", BEGINS, BEGINS, 1, lambda part: "x.")
        assert told == Step("count", BEGINS, BEGINS, 1, "x.")
        assert told != Step("count", BEGINS, BEGINS, 1, "y.")
        assert hash(told) == hash(Step("count", BEGINS, BEGINS, 1, "x."))
        assert told != "x."
        assert "x." in repr(told)
