"""The proof of work and the plain question in its place: each is good once, for two hours, and for who solved it."""

import base64
import json
import re

import altcha
import pytest
from django.template.loader import render_to_string

from danvan.portal import robots
from danvan.records import gates
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
NUMBER = {word: number for number, word in enumerate(robots.NUMBERS)}


def proof_of(asked, **changed):
    """What a browser sends after its work."""
    task = asked.task
    number = altcha.solve_challenge_v1(task["challenge"], task["salt"], "SHA-256", task["maxNumber"]).number
    sent = {"algorithm": "SHA-256", "number": number} | {
        key: task[key] for key in ("challenge", "salt", "signature")
    }
    return base64.b64encode(json.dumps(sent | changed).encode()).decode()


def answer_of(asked):
    """What a person answers."""
    first, second = re.fullmatch(r"(\w+) cộng (\w+) bằng mấy\?", asked.question).groups()
    return str(NUMBER[first.lower()] + NUMBER[second])


def judged(rf, address="192.0.2.1", **sent):
    return robots.judge(rf.post("/", sent, REMOTE_ADDR=address))


class TestProof:
    def test_work_lets_in_at_once(self, rf):
        assert judged(rf, altcha=proof_of(robots.ask())).is_held is False

    def test_it_is_good_once_however_it_is_written(self, rf):
        proof = proof_of(robots.ask())
        judged(rf, altcha=proof)
        again = base64.b64encode(json.dumps(json.loads(base64.b64decode(proof)), indent=2).encode()).decode()
        for used in (proof, again):
            with pytest.raises(Refusal, match="Chưa trả lời câu hỏi"):
                judged(rf, altcha=used)

    @pytest.mark.parametrize(
        "changed",
        [{"number": -1}, {"salt": "00?expires=99999999999&"}, {"signature": "00"}, {"algorithm": "MD5"}],
    )
    def test_a_changed_one_is_none(self, rf, changed):
        with pytest.raises(Refusal):
            judged(rf, altcha=proof_of(robots.ask(), **changed))

    @pytest.mark.parametrize("junk", ["x", "bnVsbA==", "W10=", "e30=", "é", "IjEi", "MQ=="])
    def test_junk_is_none(self, rf, junk):
        with pytest.raises(Refusal, match="Chưa trả lời câu hỏi"):
            judged(rf, altcha=junk)

    def test_it_runs_out(self, rf, monkeypatch):
        monkeypatch.setattr(robots, "GOOD_FOR_SECONDS", -1)
        with pytest.raises(Refusal):
            judged(rf, altcha=proof_of(robots.ask()))

    def test_a_spoilt_proof_still_leaves_the_question(self, rf):
        asked = robots.ask()
        trial = judged(rf, altcha="x", cau_hoi=asked.ticket, cau_tra_loi=answer_of(asked))
        assert trial.is_held


class TestQuestion:
    def test_a_right_answer_lets_in_and_is_held(self, rf):
        asked = robots.ask()
        assert judged(rf, cau_hoi=asked.ticket, cau_tra_loi=answer_of(asked)).is_held

    @pytest.mark.parametrize(("said", "number"), [(" Bảy ", 7), ("mười  hai", 12), ("0", 0), ("16", 16)])
    def test_words_and_digits_are_read(self, said, number):
        assert robots._said(said) == number

    @pytest.mark.parametrize("said", ["-1", "1.0", "²", "9999", "bảy mươi", "x" * 9000])
    def test_nothing_else_is(self, said):
        assert robots._said(said) is None

    def test_a_wrong_one_is_refused_and_the_ticket_gives_nothing_away(self, rf):
        asked = robots.ask()
        with pytest.raises(Refusal, match="chưa đúng"):
            judged(rf, cau_hoi=asked.ticket, cau_tra_loi="99")
        assert answer_of(asked) not in asked.ticket.split(".")

    def test_it_is_good_once(self, rf):
        asked = robots.ask()
        sent = {"cau_hoi": asked.ticket, "cau_tra_loi": answer_of(asked)}
        judged(rf, **sent)
        with pytest.raises(Refusal, match="câu hỏi mới"):
            judged(rf, **sent)

    def test_it_runs_out(self, rf, monkeypatch):
        monkeypatch.setattr(robots, "GOOD_FOR_SECONDS", -1)
        asked = robots.ask()
        with pytest.raises(Refusal, match="quá hai giờ"):
            judged(rf, cau_hoi=asked.ticket, cau_tra_loi=answer_of(asked))

    @pytest.mark.parametrize("ticket", ["", "x", "a.b.c", "a.99999999999.c", "." * 300])
    def test_a_made_up_ticket_is_refused(self, rf, ticket):
        with pytest.raises(Refusal):
            judged(rf, cau_hoi=ticket, cau_tra_loi="5")

    def test_one_address_has_five_an_hour_and_others_are_not_held_up(self, rf):
        for _turn in range(5):
            asked = robots.ask()
            judged(rf, cau_hoi=asked.ticket, cau_tra_loi=answer_of(asked))
        asked = robots.ask()
        sent = {"cau_hoi": asked.ticket, "cau_tra_loi": answer_of(asked)}
        with pytest.raises(Refusal, match="quá nhiều lần gửi"):
            judged(rf, **sent)
        assert judged(rf, address="192.0.2.2", **sent).is_held

    def test_guessing_is_slowed_down(self, rf):
        for _turn in range(20):
            with pytest.raises(Refusal, match="chưa đúng"):
                judged(rf, cau_hoi=robots.ask().ticket, cau_tra_loi="99")
        with pytest.raises(Refusal, match="quá nhiều lần gửi"):
            judged(rf, cau_hoi=robots.ask().ticket, cau_tra_loi="99")


class TestGate:
    GATE = gates.Gate("thu", 2, 600)

    def test_it_shuts_after_so_many_turns_of_one_address(self, rf):
        request = rf.get("/", REMOTE_ADDR="203.0.113.5")
        assert not self.GATE.is_shut(request)
        self.GATE.count(request)
        self.GATE.count(request)
        assert self.GATE.is_shut(request)
        assert not self.GATE.is_shut(rf.get("/", REMOTE_ADDR="203.0.113.6"))

    def test_no_address_is_kept(self, rf):
        assert "203.0.113.5" not in self.GATE.key(rf.get("/", REMOTE_ADDR="203.0.113.5"))

    def test_behind_a_proxy_the_address_it_saw_counts(self, rf, settings):
        settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
        request = rf.get("/", HTTP_X_FORWARDED_FOR="1.1.1.1, 203.0.113.9", REMOTE_ADDR="10.0.0.1")
        assert gates.address_of(request) == "203.0.113.9"


class TestPart:
    def test_without_script_the_question_stands_with_its_label(self):
        asked = robots.ask()
        part = render_to_string("portal/robots.html", {"robots": asked})
        assert f'for="cau_tra_loi">{asked.question}' in part
        assert 'data-most="50000"' in part
        assert "<script" not in part
        assert "style=" not in part
