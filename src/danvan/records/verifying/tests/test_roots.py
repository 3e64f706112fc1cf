"""Roots of the days: what they find that chains cannot, and from which day on a history parts from roots kept elsewhere."""

import json
import re
from datetime import date, timedelta

import pytest
from django.db import connection, transaction

from danvan.records import history, verifying
from danvan.records.models import DailyRun, HistoryRoot, HistoryRow
from danvan.records.tests.factories import handler, letter_of
from danvan.records.verifying import roots
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
FIRST = date(2023, 2, 1)
DAYS = [FIRST + timedelta(days=turn) for turn in range(5)]
CODE = "ab" * 32


@pytest.fixture
def days(db):
    """Five days with a root each, the third without a row; and a row after the last root."""
    officer = handler()
    for turn, day in enumerate(DAYS):
        if turn != 2:
            letter_of(officer, day)
        history.seal(day)
    letter_of(officer, DAYS[-1])
    return list(HistoryRoot.objects.order_by("id"))


def run(query, *values):
    with connection.cursor() as cursor:
        cursor.execute(query, values)


def found(first=None):
    return [one.text for one in roots.broken_roots(first)]


def named(day):
    return f"Mã ngày {day.day}/{day.month}/{day.year}"


def published(kept):
    return json.dumps({"ngay": [{"ngay": f"{root.day:%Y-%m-%d}", "ma": root.code} for root in kept]}).encode()


def rewritten(row, reason):
    """The owner changes a row and computes every hash after it anew, so that the chain holds."""
    run("UPDATE records_history SET reason = %s WHERE id = %s", reason, row.pk)
    rows = HistoryRow.objects.filter(chain=row.chain, pk__gte=row.pk).order_by("id")
    for one in rows.values_list("pk", flat=True):
        run(
            "UPDATE records_history h SET previous_hash = coalesce((SELECT hash FROM records_history p"
            " WHERE p.chain = h.chain AND p.id < h.id ORDER BY id DESC LIMIT 1), '') WHERE id = %s",
            one,
        )
        run(
            'UPDATE records_history SET hash = records_history_hash(previous_hash, chain, "table", operation, at, actor,'
            " reason, before, after, id, row_key) WHERE id = %s",
            one,
        )


class TestBroken:
    def test_intact_ones_are_not_named(self, days):
        assert found() == []
        for day in DAYS:
            assert found(day) == []

    def test_a_chain_rewritten_with_right_hashes_is_found_by_its_day_alone(self, days):
        row = HistoryRow.objects.filter(pk__lte=days[1].upto, pk__gt=days[0].upto).first()
        rewritten(row, "khác")
        assert history.broken_rows() == []
        assert found() == [
            f"{named(DAYS[1])} không đúng: trong các dòng {days[1].since + 1}–{days[1].upto} có dòng bị sửa, thay"
            " hoặc đổi chỗ."
        ]

    def test_what_came_after_the_last_root_is_found_by_none(self, days):
        """The owner may still rewrite the hours since, if he sets the end of the chain too: the threat model says so."""
        rewritten(HistoryRow.objects.filter(pk__gt=days[-1].upto).order_by("id").first(), "khác")
        assert found() == []
        [only] = verifying.findings(verifying.everything())
        assert only.kind == "cuoi"
        run("UPDATE records_historytip t SET hash = h.hash FROM records_history h WHERE h.id = t.last")
        assert list(verifying.findings(verifying.everything())) == []

    @pytest.mark.parametrize("place", [0, 1, 3, 4])
    def test_the_removal_of_a_whole_chain_is_counted(self, days, place):
        root = days[place]
        rows = HistoryRow.objects.filter(pk__gt=root.since, pk__lte=root.upto)
        rows.delete()
        assert found() == [
            f"{named(root.day)} không đúng: các dòng {root.since + 1}–{root.upto} nay còn 0 dòng, lúc lập mã là"
            f" {root.rows}."
        ]

    def test_a_row_put_below_a_root_into_a_number_left_free_is_counted(self, days):
        run("SELECT nextval('records_history_id_seq')")  # as a transaction leaves it that was rolled back
        letter_of(handler(), DAYS[-1])
        root = history.seal(DAYS[-1] + timedelta(days=1))
        taken = set(HistoryRow.objects.values_list("pk", flat=True))
        free = max(set(range(root.since + 1, root.upto)) - taken)
        row = HistoryRow.objects.get(pk=root.upto)
        row.pk, row.chain, row.previous_hash = free, "x:1", ""
        row.save(force_insert=True)
        assert len(found()) == 1
        assert f"nay còn {root.rows + 1} dòng, lúc lập mã là {root.rows}" in found()[0]

    @pytest.mark.parametrize(
        ("change", "why"),
        [
            ("root = repeat('0', 64)", "có dòng bị sửa, thay hoặc đổi chỗ; mã đã bị sửa"),
            ("rows = rows + 1", "dòng, lúc lập mã là"),
            ("code = repeat('0', 64)", "mã đã bị sửa"),
            ("nonce = repeat('0', 64)", "mã đã bị sửa"),
            ("previous = repeat('0', 64)", "không nối với mã của ngày trước; mã đã bị sửa"),
            ("since = since - 1", "không nối với mã của ngày trước"),
            ("upto = upto - 1", "dòng, lúc lập mã là"),
            ("day = day - 400", "mã đã bị sửa"),
        ],
    )
    @pytest.mark.parametrize("place", [1, 4])
    def test_each_part_of_a_root_altered_is_found(self, days, place, change, why):
        run(f"UPDATE records_historyroot SET {change} WHERE id = %s", days[place].pk)
        told = found()
        assert told
        assert any(why in one for one in told), told

    @pytest.mark.parametrize("place", [0, 1, 2, 3])
    def test_a_root_removed_between_two_days_is_missed_by_the_next(self, days, place):
        HistoryRoot.objects.filter(pk=days[place].pk).delete()
        assert any("không nối với mã của ngày trước" in one for one in found())

    def test_the_last_root_removed_is_missed_by_the_day_done(self, days):
        DailyRun.objects.create(job="goc_lich_su", done_through=DAYS[-1])
        assert found() == []
        HistoryRoot.objects.filter(pk=days[-1].pk).delete()
        assert found() == [f"{named(DAYS[-1])} đã được lập nhưng không còn trong hệ thống."]

    def test_all_roots_removed_are_missed_too(self, days):
        DailyRun.objects.create(job="goc_lich_su", done_through=DAYS[-1])
        HistoryRoot.objects.all().delete()
        assert len(found()) == 1

    def test_since_a_day_looks_at_that_day_and_later_alone(self, days):
        rewritten(HistoryRow.objects.filter(pk__lte=days[0].upto).order_by("id").first(), "khác")
        assert len(found()) == 1
        assert found(DAYS[1]) == []
        assert len(found(DAYS[0])) == 1

    def test_a_hash_that_is_none_is_no_fault_of_the_program(self, days):
        run("UPDATE records_history SET hash = 'không phải mã băm' WHERE id = %s", days[0].upto)
        assert len(found()) == 1


class TestFile:
    def test_both_published_forms_are_read(self, days):
        text = "\n".join(f"  {root.day:%Y-%m-%d}  {root.code}  {root.rows} dòng" for root in days).encode()
        wanted = [(root.day, root.code) for root in days]
        for content in (
            published(days),
            b"\xef\xbb\xbf" + published(days),
            text,
            text.replace(b"\n", b"\r\n> "),
        ):
            assert [(one.day, one.code) for one in roots.kept_in(content)] == wanted

    @pytest.mark.parametrize(
        ("content", "said"),
        [
            (b"", "không có mã ngày nào"),
            (b"\x00\xff\xfe", "không có mã ngày nào"),
            (b"2023-02-01", "không có mã ngày nào"),
            (b"{", "JSON không phải"),
            (b"{}", "JSON không phải"),
            (b'{"ngay": 1}', "JSON không phải"),
            (b'{"ngay": [{}]}', "JSON không phải"),
            (b'{"ngay": []}', "không có mã ngày nào"),
            (b"{" * 100_000, "JSON không phải"),
            (f"2023-02-31  {CODE}".encode(), "không có trong lịch"),
            (f"2023-02-01 {CODE}\n2023-02-01 {'cd' * 32}".encode(), "hai mã khác nhau cho ngày 1/2/2023"),
            (b'{"ngay": [{"ngay": "hom qua", "ma": "x"}]}', "không có trong lịch"),
        ],
    )
    def test_a_file_that_holds_none_is_refused_with_a_sentence(self, content, said):
        with pytest.raises(Refusal, match=said):
            roots.kept_in(content)

    def test_one_too_large_is_refused_before_it_is_read(self, monkeypatch):
        monkeypatch.setattr(roots, "LIMIT_BYTES", 10)
        with pytest.raises(Refusal, match="20 MB"):
            roots.kept_in(b"x" * 11)


class TestCompared:
    def told(self, kept):
        one = roots.compare(roots.kept_in(published(kept)))
        return one.agreed_to, one.parts_on

    def test_kept_codes_agree_to_the_last_of_them(self, days):
        assert self.told(days) == (DAYS[-1], None)
        assert self.told(days[:2]) == (DAYS[1], None)
        assert self.told(days[3:4]) == (DAYS[3], None)

    @pytest.mark.parametrize("place", [0, 1, 3, 4])
    def test_rows_rewritten_part_from_their_day_on(self, days, place):
        root = days[place]
        row = HistoryRow.objects.filter(pk__gt=root.since, pk__lte=root.upto).order_by("-id").first()
        rewritten(row, "khác")
        before = DAYS[place - 1] if place else None
        assert self.told(days) == (before, DAYS[place])

    @pytest.mark.parametrize("place", range(5))
    def test_roots_all_computed_anew_are_told_by_what_was_kept(self, days, place):
        """The owner rewrites a row and every root after it: inside the database nothing is wrong any more."""
        kept = published(days)
        root = days[place]
        row = HistoryRow.objects.filter(pk__gt=root.since).order_by("id").first()
        rewritten(row, "khác")
        HistoryRoot.objects.filter(pk__gte=root.pk).delete()
        for one in days[place:]:
            remade(one)
        assert found() == []
        compared = roots.compare(roots.kept_in(kept))
        changed = place if place != 2 else 3  # the third day has no rows: its code stays
        assert compared.parts_on == DAYS[changed]
        assert compared.agreed_to == (DAYS[changed - 1] if changed else None)
        assert compared.why == "mã trong hệ thống khác mã đã lưu"

    @pytest.mark.parametrize("place", range(5))
    def test_a_kept_day_that_the_database_lost_is_named(self, days, place):
        HistoryRoot.objects.filter(pk__gte=days[place].pk).delete()
        assert self.told(days) == (DAYS[place - 1] if place else None, DAYS[place])

    def test_a_day_before_the_first_root_is_named(self, days):
        kept = [*roots.kept_in(published(days)), roots.Kept(date(2020, 1, 1), CODE)]
        assert roots.compare(kept).parts_on == date(2020, 1, 1)

    def test_nothing_kept_agrees_with_an_empty_database(self, db):
        compared = roots.compare([roots.Kept(FIRST, CODE)])
        assert (compared.agreed_to, compared.parts_on) == (None, FIRST)


def remade(one):
    """A root made again over the rows that its day had, as the owner could."""
    last = HistoryRoot.objects.order_by("id").last()
    tree = history.Merkle()
    for leaf in (
        HistoryRow.objects.filter(pk__gt=one.since, pk__lte=one.upto)
        .order_by("id")
        .values_list("hash", flat=True)
    ):
        tree.add(leaf)
    again = HistoryRoot(
        day=one.day,
        since=one.since,
        upto=one.upto,
        rows=tree.count,
        root=tree.root(),
        nonce=one.nonce,
        previous=last.code if last else "",
    )
    again.code = history.code_of(again)
    again.save()
    return again


def test_a_row_moved_across_the_border_of_two_days_is_found_on_both(days):
    row = HistoryRow.objects.filter(pk__lte=days[0].upto).order_by("-id").first()
    with transaction.atomic():
        run("UPDATE records_history SET id = 0 WHERE id = %s", row.pk)
        assert re.search("không đúng", " ".join(found()))
        transaction.set_rollback(True)
    assert found() == []
