"""The rule book in public: topics, days, words, one rule with everything that hangs on it, the texts."""

from datetime import date

import pytest
from django.urls import reverse

from danvan import law
from danvan.portal import rule_book
from danvan.records.declare import record_types

pytestmark = pytest.mark.django_db
DAY = date(2023, 3, 1)


def page(client, name, *args, **asked):
    answer = client.get(reverse(f"portal:{name}", args=args), asked)
    assert answer.status_code == 200
    return answer.content.decode()


class TestIndex:
    def test_every_topic_stands_there_with_its_count(self, client):
        text = page(client, "law", ngay="1/3/2023")
        for topic in law.topics():
            assert topic.title in text
        assert "Quy tắc có hiệu lực ngày 1/3/2023, theo chủ đề" in text

    def test_it_asks_the_database_nothing(self, client, django_assert_num_queries):
        with django_assert_num_queries(0):
            page(client, "law")

    def test_counts_follow_the_day(self):
        def in_force(on):
            return sum(row.in_force for _group, rows in rule_book.topics(on) for row in rows)

        assert 0 < in_force(DAY) != in_force(date(2026, 11, 1))

    @pytest.mark.parametrize(
        "words", ["KN.ACC", "thu ly khieu nai", "Thụ lý khiếu nại", "02/2011/QH13 thụ lý"]
    )
    def test_words_find_with_and_without_marks(self, client, words):
        assert "KN.ACC" in page(client, "law", tim=words, ngay="1/3/2023")

    def test_words_that_find_nothing_say_how_to_go_on(self, client):
        text = page(client, "law", tim="xyzzy")
        assert "Không có quy tắc nào khớp" in text
        assert "Xem theo chủ đề" in text

    def test_what_was_asked_is_shown_as_text(self, client):
        assert "<script>" not in page(client, "law", tim="<script>alert(1)</script>")

    @pytest.mark.parametrize("day", ["31/2/2023", "hôm qua", "0"])
    def test_a_day_that_cannot_be_read_gets_a_sentence(self, client, day):
        text = page(client, "law", ngay=day)
        assert "Chưa đổi được ngày" in text


class TestTopic:
    def test_it_lists_its_rules_as_of_the_day(self, client):
        text = page(client, "topic", "complaints", ngay="1/3/2023")
        assert "KN.S1" in text
        assert "Điều 28" in text

    def test_a_rule_not_yet_law_says_from_when(self, client):
        """KN.SUSP begins on 1/7/2026 with nothing before, which is another thing than no rule."""
        text = page(client, "topic", "complaints", ngay="1/3/2023")
        assert "chỉ có từ 1/7/2026" in text

    def test_an_unknown_topic_is_not_there(self, client):
        answer = client.get(reverse("portal:topic", args=["khong-co"]))
        assert answer.status_code == 404
        assert "Không có chủ đề này" in answer.content.decode()

    def test_no_topic_is_unreadable(self, client):
        for topic in law.topics():
            assert topic.title in page(client, "topic", topic.key, ngay="1/7/2026")


class TestRule:
    def test_it_shows_wordings_citation_duties_and_reckoned_cases(self, client):
        text = page(client, "rule", "KN.ACC", ngay="1/3/2023")
        assert "Có hiệu lực ngày 1/3/2023" in text
        assert "Điều 27" in text
        assert "Thụ lý hoặc từ chối thụ lý khiếu nại" in text
        assert "Ví dụ đã tính tay" in text

    def test_law_and_decree_stand_beside_each_other(self, client):
        text = page(client, "rule", "KN.ACC", ngay="1/3/2023")
        assert reverse("portal:rule", args=["KN.ACC.ND"]) in text
        assert "hệ thống giữ cả hai hạn" in text

    def test_an_ended_rule_leads_to_its_successor(self, client):
        text = page(client, "rule", "KN.ACC", ngay="1/8/2026")
        assert "hết hiệu lực sau 30/6/2026" in text
        assert reverse("portal:rule", args=["KN.ACC.2"]) in text

    def test_a_special_law_that_wins_is_named(self, client):
        key = next(
            key
            for key in law.rulebook().keys()  # noqa: SIM118
            if any(wording.overridden_by_domain for wording in law.rulebook().wordings(key))
        )
        assert "Điều 91 khoản 1" in page(client, "rule", key)

    def test_an_unknown_rule_names_the_nearest(self, client):
        answer = client.get(reverse("portal:rule", args=["KN.AC"]))
        assert answer.status_code == 404
        assert "KN.ACC" in answer.content.decode()

    def test_every_rule_has_a_page(self, client):
        for key in law.rulebook().keys():  # noqa: SIM118
            assert key in page(client, "rule", key)


class TestDuties:
    def test_every_clock_and_standing_duty_is_found_from_its_rule(self):
        for kind in record_types():
            for clock in kind.clocks:
                assert clock.rules, clock.key
                for key in clock.rules:
                    assert any(str(clock.label) in duty for duty in rule_book.duties_of(key))
            for duty in kind.standing:
                assert any(str(duty.label) in found for found in rule_book.duties_of(duty.rule))

    def test_a_rule_that_only_informs_has_none(self):
        assert rule_book.duties_of("TCD.ADHOC") == []


class TestTexts:
    def test_every_text_once_with_its_life(self, client):
        text = page(client, "texts", ngay="1/3/2023")
        for number in law.rulebook().documents:
            assert number in text
        assert "sửa đổi bởi 136/2025/QH15" in text

    def test_a_text_of_another_time_is_marked(self, client):
        assert "không có hiệu lực ngày 1/1/2012" in page(client, "texts", ngay="1/1/2012")
