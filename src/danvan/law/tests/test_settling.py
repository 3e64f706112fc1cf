"""Who settles a tố cáo about whom, on each side of the days on which that changed (law-petitions 6b)."""

from datetime import date

import pytest

from danvan import law
from danvan.law.loading import load_book
from danvan.law.refusals import BrokenLaw
from danvan.law.words import DENOUNCED_AS, DENOUNCED_AT, SETTLERS

BEFORE, SINCE_2025, SINCE_2026 = date(2025, 6, 30), date(2025, 7, 1), date(2026, 7, 1)
DAYS = [
    date(2019, 1, 1),
    date(2023, 3, 14),
    BEFORE,
    SINCE_2025,
    date(2026, 6, 30),
    SINCE_2026,
    date(2030, 1, 1),
]
EVERYBODY = [f"{at}.{post}" for at in DENOUNCED_AT for post in DENOUNCED_AS]
TABLE = [
    ("xa.nguoi_dung_dau", date(2018, 12, 31), None),
    ("xa.nguoi_dung_dau", date(2019, 1, 1), "chu_tich_huyen"),
    ("xa.nguoi_dung_dau", BEFORE, "chu_tich_huyen"),
    ("xa.nguoi_dung_dau", SINCE_2025, "chu_tich_tinh"),
    ("xa.nguoi_dung_dau", SINCE_2026, "chu_tich_tinh"),
    ("xa.cap_pho", BEFORE, "chu_tich_huyen"),
    ("xa.cap_pho", SINCE_2025, "chu_tich_tinh"),
    ("xa.cap_pho", SINCE_2026, "chu_tich_tinh"),
    ("xa.can_bo", date(2019, 1, 1), "chu_tich_xa"),
    ("xa.can_bo", SINCE_2025, "chu_tich_xa"),
    ("xa.can_bo", SINCE_2026, "chu_tich_xa"),
    ("xa.co_quan", SINCE_2026, None),
    ("so.nguoi_dung_dau", date(2026, 6, 30), None),
    ("so.nguoi_dung_dau", SINCE_2026, "chu_tich_tinh"),
    ("so.cap_pho", SINCE_2026, None),
    ("so.can_bo", date(2019, 1, 1), "nguoi_dung_dau_so"),
    ("so.can_bo", SINCE_2026, "nguoi_dung_dau_so"),
    ("so.co_quan", SINCE_2026, None),
    *[(f"don_vi_so.{post}", date(2023, 3, 14), "nguoi_dung_dau_so") for post in DENOUNCED_AS],
    *[(f"don_vi_xa.{post}", date(2026, 6, 30), None) for post in DENOUNCED_AS],
    *[(f"don_vi_xa.{post}", SINCE_2026, "chu_tich_xa") for post in DENOUNCED_AS],
    ("tinh.nguoi_dung_dau", SINCE_2026, None),
    ("", SINCE_2026, None),
]


@pytest.mark.parametrize(("whom", "on", "settler"), TABLE)
def test_the_table_of_the_law(whom, on, settler):
    assert [found for found, _wording in law.settlers(whom, on)] == ([settler] if settler else [])


@pytest.mark.parametrize("whom", EVERYBODY)
@pytest.mark.parametrize("on", DAYS)
def test_no_day_has_two_settlers_for_one_person(whom, on):
    assert len({settler for settler, _wording in law.settlers(whom, on)}) <= 1


@pytest.mark.parametrize("whom", ["xa.nguoi_dung_dau", "xa.cap_pho", "so.nguoi_dung_dau"])
@pytest.mark.parametrize("on", DAYS)
def test_a_head_is_never_settled_at_the_own_office(whom, on):
    own = {"xa": "chu_tich_xa", "so": "nguoi_dung_dau_so"}[whom.partition(".")[0]]
    assert own not in [settler for settler, _wording in law.settlers(whom, on)]


@pytest.mark.parametrize(("whom", "on", "settler"), [row for row in TABLE if row[2]])
def test_each_answer_names_its_article(whom, on, settler):
    (_settler, wording), *_rest = law.settlers(whom, on)
    assert wording.is_in_force(on)
    assert "Điều" in wording.citation


def test_what_was_only_practice_is_known_from_memory_alone():
    (_settler, wording), *_rest = law.settlers("xa.nguoi_dung_dau", SINCE_2025)
    assert not wording.checked.allows_verdict
    (_settler, wording), *_rest = law.settlers("xa.nguoi_dung_dau", SINCE_2026)
    assert wording.checked.allows_verdict


def test_every_word_of_the_vocabulary_is_used():
    used = {settler for whom in EVERYBODY for on in DAYS for settler, _wording in law.settlers(whom, on)}
    assert used == set(SETTLERS)


class TestAFileThatIsWrong:
    @pytest.fixture
    def room(self, tmp_path):
        (tmp_path / "rules").mkdir()
        (tmp_path / "documents.toml").write_text(
            '["1/2018"]\ntitle = "Luật"\nrank = 1\nfrom = 2019-01-01\nstatus = "V"\n', encoding="utf-8"
        )
        return tmp_path

    def write(self, room, settles, kind="fact", says='text = "Ai."'):
        (room / "rules/a.toml").write_text(
            f'[["TC.A"]]\nlabel = "Ai"\nkind = "{kind}"\nfrom = 2019-01-01\n{says}\nsettles = {settles}\n'
            'cite = { document = "1/2018", article = "Điều 1" }\nchecked = { status = "V", on = 2026-11-23 }\n',
            encoding="utf-8",
        )

    def test_a_sound_one_is_read(self, room):
        self.write(room, '{ chu_tich_xa = ["xa.can_bo"] }')
        assert law.settlers("xa.can_bo", SINCE_2026, load_book(room))[0][0] == "chu_tich_xa"

    @pytest.mark.parametrize(
        ("settles", "said"),
        [
            ('{ thu_tuong = ["xa.can_bo"] }', "thu_tuong"),
            ('{ chu_tich_xa = "xa.can_bo" }', "danh sách"),
            ("{ chu_tich_xa = [] }", "danh sách"),
            ('{ chu_tich_xa = ["can_bo"] }', "«can_bo» không hợp lệ"),
            ('{ chu_tich_xa = ["xa"] }', "«xa» không hợp lệ"),
            ('{ chu_tich_xa = ["tinh.can_bo"] }', "«tinh.can_bo»"),
            ('{ chu_tich_xa = ["xa.thu_ky"] }', "«xa.thu_ky»"),
            ("{ chu_tich_xa = [7] }", "«7»"),
            ("{}", "để trống"),
            ('"chu_tich_xa"', "phải là bảng"),
        ],
    )
    def test_a_slip_is_refused_with_its_place(self, room, settles, said):
        self.write(room, settles)
        with pytest.raises(BrokenLaw, match=r"TC\.A") as refused:
            load_book(room)
        assert said in str(refused.value)

    def test_only_a_fact_says_who_settles(self, room):
        self.write(room, '{ chu_tich_xa = ["xa.can_bo"] }', kind="list", says='items = ["a"]')
        with pytest.raises(BrokenLaw, match="settles"):
            load_book(room)
