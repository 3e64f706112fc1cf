"""Rule by rule: where each rule on letters and matters acts, or why it is only shown. A rule left out fails here.

Five ways: a limit that runs by itself (a clock), a question asked in code, a computed key, a list offered word for word as
many as the law has, and what is only shown on the page of the rule, with the reason.
"""

import inspect
from datetime import date

import pytest

from danvan.domains.petitions.denunciations import checks as denunciation_checks
from danvan.domains.petitions.flow import LETTER, MATTER, REGULATIONS
from danvan.domains.petitions.letters import checks as letter_checks
from danvan.domains.petitions.letters import declared as letters
from danvan.domains.petitions.matters import beside_checks, publishing
from danvan.domains.petitions.matters import checks as matter_checks
from danvan.domains.petitions.models import (
    Complexity,
    DenunciationEnd,
    DenunciationWait,
    EndGround,
    FeedbackClass,
    FeedbackOutcome,
    FeedbackPublication,
    FeedbackWay,
    InitialCheck,
    Letter,
    Matter,
    Publication,
    RefusalGround,
    SuspensionGround,
)
from danvan.law import rulebook

BOOK = rulebook()
CLOCKS = {
    rule: clock.key for kind in (LETTER, MATTER, REGULATIONS) for clock in kind.clocks for rule in clock.rules
}
ASKED = {
    "KN.COMPLEX": matter_checks,
    "KN.DISC": matter_checks,
    "KN.DLG.NOTICE": matter_checks,
    "KN.LIM": letter_checks,
    "KN.LIM.KL1": letter_checks,
    "KN.LIM.KL2": letter_checks,
    "KN.NEXT": matter_checks,
    "KN.PUB.MEET": publishing,
    "KN.SUSP": matter_checks,
    "KN.WD": beside_checks,
    "TC.DISC": denunciation_checks,
    "TC.EXPERT": denunciation_checks,
    "TC.EXT.C": denunciation_checks,
    "TC.EXT.X": denunciation_checks,
    "TC.SUSP": denunciation_checks,
    "TC.TEAM": denunciation_checks,
    "TC.WD": beside_checks,
    "XLD.GUIDE": letter_checks,
}


def of(kind, **fields):
    return Matter(kind=kind, **fields)


COMPUTED = {
    "KN.EFF1": lambda: "KN.EFF1" if 'f"KN.EFF{matter.instance}"' in inspect.getsource(matter_checks) else "",
    "KN.EFF2": lambda: "KN.EFF2" if 'f"KN.EFF{matter.instance}"' in inspect.getsource(matter_checks) else "",
    "KN.PUB.POST": lambda: publishing.shown_longest(of("khieu_nai", publication="niem_yet")),
    "KN.PUB.WEB": lambda: publishing.shown_longest(of("khieu_nai", publication="phuong_tien")),
    "KN.PUB.MEDIA": lambda: publishing.rule(of("khieu_nai"), "MEDIA"),
    "TC.PUB.POST": lambda: publishing.shown_longest(of("to_cao", publication="niem_yet")),
    "TC.PUB.WEB": lambda: publishing.shown_longest(of("to_cao", publication="phuong_tien")),
    "TC.PUB.MEDIA": lambda: publishing.rule(of("to_cao"), "MEDIA"),
    # the decree's other words for the same act: the clock of the law carries both days
    "KN.ACC.ND": lambda: BOOK.wordings("KN.ACC")[0].conflicts_with,
    "KN.SEND2.ND": lambda: BOOK.wordings("KN.SEND2")[0].conflicts_with,
}
# rule: how many words are offered, and those that the program adds of its own, with the reason
LISTED = {
    "KN.NOACC": (RefusalGround, 0, ""),
    "KN.SUSP": (SuspensionGround, 0, ""),
    "KN.DISC": (EndGround, 1, "rút qua giải thích, thuyết phục: biểu 01/KQGQ đếm riêng (cột 6)"),
    "KN.COMPLEX": (Complexity, 0, ""),
    "TC.SUSP": (DenunciationWait, 0, ""),
    "TC.DISC": (DenunciationEnd, 0, ""),
    "TC.COMPLEX": (Complexity, 0, ""),
    "TC.PUB.FORM": (Publication, 1, "phương tiện thông tin: phát thanh, truyền hình và báo in đếm khác nhau"),
    "PA.CLASS": (FeedbackClass, 0, ""),
    "PA.OUT": (
        FeedbackOutcome,
        2,
        "giữ nguyên quy định, và xử lý hành vi của cán bộ: cũng là kết quả phải công khai",
    ),
    "PA.PUB": (FeedbackPublication, 0, ""),
}
SHOWN = {
    "KN.STAY": "bước tạm đình chỉ thi hành lấy hạn từ thời hạn giải quyết còn lại, không có số ngày riêng",
    "KN.DLG1": "bước báo cáo xác minh hỏi hai bên còn khác nhau không; còn thì phải đối thoại",
    "KN.DLG2": "lần hai phải đối thoại; ai chủ trì do người có thẩm quyền",
    "KN.DLG.REC": "số bản biên bản: in trên mẫu 14",
    "KN.AUTH": "xét ở quầy tiếp công dân",
    "KN.COMP.XA": "ai giải quyết: người phân loại xét",
    "KN.COMP.HUYEN": "ai giải quyết: người phân loại xét",
    "KN.COMP.SO": "ai giải quyết: người phân loại xét",
    "KN.COMP.TINH": "ai giải quyết: người phân loại xét",
    "TR.KN": "mỗi bước theo lời văn của ngày thực hiện bước ấy",
    "TR.TC": "mỗi bước theo lời văn của ngày thực hiện bước ấy",
    "TC.NOACC": "“báo ngay”: không có số ngày",
    "TC.IGNORE": "lý do không đủ điều kiện: không chuyển, không hướng dẫn nữa",
    "TC.ACC": "bốn điều kiện: thẩm quyền, đủ điều kiện, nặc danh được hỏi khi phân loại",
    "TC.ACT.BACK": "nghĩa vụ của cơ quan đã xử lý, ở hồ sơ của cơ quan ấy; ở đây ghi ngày nhận báo cáo",
    "TC.FAST": "xử lý ngay theo quản lý ngành: ngoài thủ tục tố cáo",
    "TC.ANON": "nặc danh: không thụ lý được",
    "TC.CRIME": "chuyển ngay: không có số ngày",
    "TC.COMP.XA": "ai giải quyết: người phân loại xét",
    "TC.COMP.XA.STAFF": "ai giải quyết: người phân loại xét",
    "TC.COMP.SO": "ai giải quyết: người phân loại xét",
    "TC.COMP.FIELD": "ai giải quyết: người phân loại xét",
    "XLD.TC.FWD": "cùng một điều với TC.FWD, đã là thời hạn",
    "XLD.TC.INIT": "cùng một điều với TC.INIT, đã là thời hạn",
    "XLD.KEEP": "thời gian lưu tối thiểu: lịch lưu hỏi (records/retention), chỉ hủy theo quyết định",
    "XLD.KEEP.OLD": "thời gian lưu tối thiểu: lịch lưu hỏi (records/retention), chỉ hủy theo quyết định",
    "XLD.HARD": "dấu hiệu vụ việc phức tạp: sổ vụ việc phức tạp hỏi (petitions/hard)",
    "XLD.LONG": "ngưỡng vụ việc kéo dài: sổ vụ việc phức tạp hỏi (petitions/hard)",
    "XLD.MANY": "ngưỡng đơn nhiều người đứng tên: dùng khi đếm các biểu XLD",
    "PA.SCOPE": "phạm vi: trang gửi phản ánh nói rõ",
    "PA.HOST": "nơi tiếp nhận: do đơn vị mở sổ",
    "PA.WAY": "danh sách cách gửi tách thư điện tử và cổng",
    "PA.REQ": "điều kiện của phản ánh: người phân loại xét",
    "PA.CRIT": "tiêu chí xem xét quy định: người xử lý xét",
}


def keys(*stems):
    return [key for key in BOOK.keys() if key.split(".")[0] in stems]  # noqa: SIM118


@pytest.mark.parametrize("rule", [*keys("KN", "TC", "XLD", "PA"), "TR.KN", "TR.TC"])
def test_every_rule_acts_somewhere_or_is_shown_for_a_reason(rule):
    acts = rule in CLOCKS or rule in ASKED or rule in COMPUTED or rule in LISTED
    assert acts != (rule in SHOWN), f"{rule}: {'acts, and is said only to be shown' if acts else 'left out'}"


@pytest.mark.parametrize("rule", ASKED)
def test_what_is_asked_stands_in_the_code_that_asks_it(rule):
    assert f'"{rule}"' in inspect.getsource(ASKED[rule])


@pytest.mark.parametrize("rule", COMPUTED)
def test_a_computed_key_comes_out_as_its_rule(rule):
    assert COMPUTED[rule]() == rule


@pytest.mark.parametrize("rule", LISTED)
def test_as_many_words_are_offered_as_the_law_has(rule):
    offered, more, why = LISTED[rule]
    items = BOOK.wordings(rule)[-1].items
    assert len(offered) == len(items) + more
    assert bool(more) == bool(why)


def test_no_reason_and_no_place_is_kept_for_a_rule_that_is_gone():
    assert {*ASKED, *COMPUTED, *LISTED, *SHOWN} <= set(BOOK.keys())


@pytest.mark.parametrize(("twin", "rule"), [("XLD.TC.FWD", "TC.FWD"), ("XLD.TC.INIT", "TC.INIT")])
def test_two_names_of_one_limit_say_the_same(twin, rule):
    for one, other in zip(BOOK.wordings(twin), BOOK.wordings(rule), strict=True):
        assert (one.value, one.unit, one.cases, one.valid_from) == (
            other.value,
            other.unit,
            other.cases,
            other.valid_from,
        )


def test_the_reasons_for_a_longer_check_are_the_cases_of_its_rule():
    assert set(InitialCheck.values) == set(BOOK.wordings("TC.INIT")[0].cases)


def test_no_limit_known_from_memory_alone_is_judged():
    """XLD.LIMIT and HG.LAND are: their duties never come out late."""
    memory = {rule for rule in CLOCKS if not all(one.checked.allows_verdict for one in BOOK.wordings(rule))}
    assert memory == {"XLD.LIMIT", "HG.LAND"}


@pytest.mark.parametrize("kind", [LETTER, MATTER], ids=lambda kind: kind.key)
def test_every_step_that_begins_or_ends_a_limit_names_its_article(kind):
    events = {event for clock in kind.clocks for event in clock.met_by}
    bare = {move.key for move in kind.moves if move.key in events and not move.cite}
    assert bare <= {"bo_sung", "rut_kien_nghi"}


@pytest.mark.parametrize("kind", [LETTER, MATTER], ids=lambda kind: kind.key)
def test_each_rule_of_a_clock_is_a_limit_and_starts_from_an_event(kind):
    for clock in kind.clocks:
        for rule in clock.rules:
            for wording in BOOK.wordings(rule):
                assert wording.kind == "duration", rule
                assert wording.starts, rule


def test_a_further_denunciation_has_one_rule_and_no_other_letter_has_it():
    found = {
        (kind, instance, standing): letters.further_rule(
            Letter(kind=kind, instance=instance, standing=standing, received_on=date(2023, 2, 1))
        )
        for kind in ("khieu_nai", "to_cao", "kien_nghi_phan_anh")
        for instance in (1, 2)
        for standing in ("lan_dau", "nhieu_lan", "ban_an", "dang_giai_quyet", "chua_giai_quyet")
    }
    assert {key for key, rule in found.items() if rule} == {
        ("to_cao", 2, standing) for standing in ("lan_dau", "nhieu_lan", "dang_giai_quyet", "chua_giai_quyet")
    }


def test_feedback_can_come_in_every_way_the_decree_names():
    assert len(FeedbackWay) >= len(BOOK.wordings("PA.WAY")[0].items)
