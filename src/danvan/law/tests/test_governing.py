"""A special law that wins in its field, and how a rule stands on a day."""

import argparse
from dataclasses import replace
from datetime import date

import pytest

from danvan import law
from danvan.law import commands
from danvan.law.printing import due_table
from danvan.law.rules import RuleBook
from danvan.law.words import DOMAINS
from danvan.ui.errors import Refusal

D = date
BOOK = law.rulebook()
POSTED = D(2024, 9, 3)


class TestSpecialLaw:
    def test_a_named_rule_is_reckoned_instead(self):
        due = law.due("DC.X.POST.MIN", POSTED, domain="dat_dai")
        assert due.rule == "LD24.POST.PLAN"
        assert due.to_json() | {"ledger": 0} == law.due("LD24.POST.PLAN", POSTED).to_json() | {"ledger": 0}
        assert due.ledger[-1].text == (
            "Lĩnh vực đất đai theo luật chuyên ngành (Điều 91 khoản 1, Luật Thực hiện dân chủ ở cơ sở 2022 "
            "(10/2022/QH15)): áp dụng LD24.POST.PLAN thay cho DC.X.POST.MIN (Niêm yết liên tục ở cấp xã)."
        )
        assert due.verdict_possible

    def test_the_land_law_is_that_of_the_day(self):
        assert law.due("DC.X.POST.MIN", D(2024, 7, 31), domain="dat_dai").rule == "LD13.POST.PLAN"
        assert law.due("DC.X.POST.MIN", D(2024, 8, 1), domain="dat_dai").rule == "LD24.POST.PLAN"

    @pytest.mark.parametrize(
        ("rule", "domain", "said"),
        [
            ("DC.X.PUB.DEADLINE", "dau_tu_cong", "quy định ấy chưa có trong bộ quy tắc"),
            ("DC.X.POST.MIN", "tthc", "không phải một thời hạn"),
        ],
    )
    def test_a_law_that_gives_no_term_leaves_the_day_without_a_verdict(self, rule, domain, said):
        due = law.due(rule, POSTED, domain=domain)
        assert (due.rule, due.due_on) == (rule, law.due(rule, POSTED).due_on)
        assert law.judge(due, POSTED, POSTED) == "khong_xac_dinh"
        assert said in due.ledger[-1].text
        assert due.ledger[-1].text.endswith("chỉ để tham khảo và không dùng để kết luận.")
        assert "vì lĩnh vực này theo luật chuyên ngành" in due_table(due)

    def test_a_field_without_a_law_of_its_own_changes_nothing(self):
        assert law.due("DC.X.POST.MIN", POSTED, domain="xay_dung") == law.due("DC.X.POST.MIN", POSTED)

    @pytest.mark.parametrize("domain", DOMAINS)
    def test_every_such_ledger_recomputes(self, domain):
        for rule in ("DC.X.POST.MIN", "DC.X.PUB.DEADLINE", "DC.A.POST.MIN"):
            due = law.due(rule, POSTED, domain=domain)
            assert law.recompute(due.ledger_json()) == due.due_on
            assert law.Due.from_json(due.to_json(), BOOK) == due

    def test_an_unknown_field_is_refused_with_the_known_ones(self):
        with pytest.raises(Refusal, match=r"Lĩnh vực «bien_dao» không có .* dat_dai \(đất đai\)"):
            law.due("DC.X.POST.MIN", POSTED, domain="bien_dao")

    def test_the_book_tells_both_rules(self):
        field = BOOK.governing("DC.X.POST.MIN", POSTED, "dat_dai")
        assert (field.general.key, field.special.key, field.wording.key) == (
            "DC.X.POST.MIN",
            "LD24.POST.PLAN",
            "LD24.POST.PLAN",
        )
        none = BOOK.governing("DC.X.PUB.DEADLINE", POSTED, "dau_tu_cong")
        assert (none.special, none.is_special, none.wording.key) == (None, True, "DC.X.PUB.DEADLINE")

    def test_the_command_takes_the_field(self, capsys):
        parser = argparse.ArgumentParser()
        commands.add_arguments(parser)
        asked = ["due", "DC.X.POST.MIN", "--from", "3/9/2024", "--domain", "dat_dai"]
        assert commands.run(parser.parse_args(asked)) == 0
        assert "LD24.POST.PLAN · " in capsys.readouterr().out


class TestStanding:
    @pytest.mark.parametrize(
        ("key", "on", "state", "said"),
        [
            ("KN.S1", D(2023, 3, 13), "in_force", "có hiệu lực ngày 13/3/2023, lời văn có từ 1/7/2012"),
            ("KN.SUSP", D(2023, 3, 13), "not_yet", "chỉ có từ 1/7/2026; ngày 13/3/2023 chưa có quy định nào"),
            (
                "KN.ACC",
                D(2026, 7, 1),
                "ended",
                "hết hiệu lực sau 30/6/2026, trước ngày 1/7/2026. Từ 1/7/2026",
            ),
        ],
    )
    def test_each_state_has_its_sentence(self, key, on, state, said):
        standing = BOOK.standing(key, on)
        assert standing.state == state
        assert said in standing.sentence
        assert (standing.wording is not None) == (state == "in_force")

    def test_a_declared_gap_tells_its_reason(self):
        before, after = (replace(BOOK.wordings("KN.S1")[0], valid_to=D(2020, 1, 31)) for _ in "ab")
        after = replace(after, valid_from=D(2020, 3, 1), valid_to=None, gap_before="Nghị định cũ đã bãi bỏ.")
        book = RuleBook([before, after], {})
        standing = book.standing("KN.S1", D(2020, 2, 29))
        assert (standing.state, standing.wording) == ("gap", None)
        assert standing.sentence.endswith("không có lời văn nào có hiệu lực: Nghị định cũ đã bãi bỏ.")
        with pytest.raises(law.NoLongerLaw, match="đã bãi bỏ"):
            book.wording("KN.S1", D(2020, 2, 29))

    def test_no_rule_at_all_is_another_thing(self):
        with pytest.raises(law.NoSuchRule):
            BOOK.standing("KHONG.CO", D(2023, 3, 13))

    def test_a_refusal_speaks_the_sentence_of_the_standing(self):
        with pytest.raises(law.NotYetLaw) as caught:
            BOOK.wording("KN.SUSP", D(2023, 3, 13))
        assert str(caught.value) == BOOK.standing("KN.SUSP", D(2023, 3, 13)).sentence
