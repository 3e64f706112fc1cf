"""Citations by day: nothing of a text that was no law on the day, nothing unsaid of what amended it by then."""

from datetime import date

import pytest

from danvan import law

D = date
LAST, FIRST = D(2026, 6, 30), D(2026, 7, 1)


@pytest.mark.parametrize(
    ("said", "on", "read"),
    [
        ("", FIRST, ""),
        # Denunciations: the decree is amended from 1/7/2026 on.
        ("Nghị định 31/2019/NĐ-CP, Điều 3", LAST, "Nghị định 31/2019/NĐ-CP, Điều 3"),
        (
            "Nghị định 31/2019/NĐ-CP, Điều 3",
            FIRST,
            "Nghị định 31/2019/NĐ-CP (sửa đổi bởi 156/2026/NĐ-CP), Điều 3",
        ),
        ("Luật Tố cáo 2018, Điều 31", LAST, "Luật Tố cáo 2018, Điều 31"),
        ("Luật Tố cáo 2018, Điều 31", FIRST, "Luật Tố cáo 2018 (sửa đổi bởi 136/2025/QH15), Điều 31"),
        (
            "Luật Tố cáo 2018, Điều 31; Nghị định 31/2019/NĐ-CP, Điều 10",
            FIRST,
            "Luật Tố cáo 2018 (sửa đổi bởi 136/2025/QH15), Điều 31; "
            "Nghị định 31/2019/NĐ-CP (sửa đổi bởi 156/2026/NĐ-CP), Điều 10",
        ),
        # What the citation names itself is not said twice.
        (
            "Luật Tố cáo 2018, Điều 54; Luật 136/2025/QH15, Điều 3 khoản 7",
            FIRST,
            "Luật Tố cáo 2018, Điều 54; Luật 136/2025/QH15, Điều 3 khoản 7",
        ),
        ("Luật Tố cáo 2018, Điều 54; Luật 136/2025/QH15, Điều 3 khoản 7", LAST, "Luật Tố cáo 2018, Điều 54"),
        # Complaints: the new decree stands beside nothing before its day.
        (
            "Luật Khiếu nại 2011, Điều 30; Nghị định 155/2026/NĐ-CP, Điều 11",
            D(2023, 3, 14),
            "Luật Khiếu nại 2011, Điều 30",
        ),
        (
            "Luật Khiếu nại 2011, Điều 30; Nghị định 155/2026/NĐ-CP, Điều 11",
            FIRST,
            "Luật Khiếu nại 2011 (sửa đổi bởi 136/2025/QH15), Điều 30; Nghị định 155/2026/NĐ-CP, Điều 11",
        ),
        ("Nghị định 124/2020/NĐ-CP, Điều 31", D(2020, 12, 9), ""),
        ("Nghị định 124/2020/NĐ-CP, Điều 31", D(2020, 12, 10), "Nghị định 124/2020/NĐ-CP, Điều 31"),
        (
            "Nghị định 124/2020/NĐ-CP, Điều 31",
            FIRST,
            "Nghị định 124/2020/NĐ-CP (sửa đổi bởi 155/2026/NĐ-CP), Điều 31",
        ),
        # Reception: one decree takes the place of another.
        ("Nghị định 64/2014/NĐ-CP, Điều 4", LAST, "Nghị định 64/2014/NĐ-CP, Điều 4"),
        ("Nghị định 64/2014/NĐ-CP, Điều 4", FIRST, ""),
        (
            "Luật Tiếp công dân, Điều 9; Nghị định 154/2026/NĐ-CP, Điều 4",
            LAST,
            "Luật Tiếp công dân, Điều 9",
        ),
        (
            "Luật Tiếp công dân, Điều 9; Nghị định 154/2026/NĐ-CP, Điều 4",
            FIRST,
            "Luật Tiếp công dân, Điều 9; Nghị định 154/2026/NĐ-CP, Điều 4",
        ),
        # Land: the law of the day alone.
        (
            "Luật Đất đai 2024, Điều 235; Luật Đất đai 2013, Điều 202",
            D(2024, 7, 31),
            "Luật Đất đai 2013, Điều 202",
        ),
        (
            "Luật Đất đai 2024, Điều 235; Luật Đất đai 2013, Điều 202",
            D(2024, 8, 1),
            "Luật Đất đai 2024, Điều 235",
        ),
        ("Thông tư 05/2021/TT-TTCP, Điều 6", D(2021, 11, 14), ""),
        ("Thông tư 05/2021/TT-TTCP, Điều 6", D(2021, 11, 15), "Thông tư 05/2021/TT-TTCP, Điều 6"),
        # What the book does not know stays as it is written.
        ("Thông tư 99/2099/TT-XYZ, Điều 1", FIRST, "Thông tư 99/2099/TT-XYZ, Điều 1"),
        ("Quy chế của cơ quan, Điều 2", FIRST, "Quy chế của cơ quan, Điều 2"),
        ("Luật Tố cáo 20180, Điều 1", FIRST, "Luật Tố cáo 20180, Điều 1"),
    ],
)
def test_a_citation_reads_as_the_law_stood(said, on, read):
    assert law.cited_on(said, on) == read


def test_every_text_that_amends_is_in_the_book():
    documents = law.rulebook().documents
    assert {number for one in documents.values() for number in one.amended_by} <= set(documents)
