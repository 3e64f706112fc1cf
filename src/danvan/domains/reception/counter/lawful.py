"""What the law of the day allows at the counter. Pure questions: a day goes in, an answer or a Refusal comes out."""

from datetime import date

from danvan import law
from danvan.domains.reception.models import AuthorityPaper, Content, Ground, IdentityPaper
from danvan.ui.errors import Refusal

NEW_LAW = date(2026, 7, 1)
FIRST_FOUR = tuple(Ground)[:4]
AFTER_2026 = tuple(Ground)[4:]
SHOWN_BEFORE = (IdentityPaper.CARD, IdentityPaper.PASSPORT, IdentityPaper.OTHER, IdentityPaper.NONE)
NUMBERED = (
    IdentityPaper.CARD,
    IdentityPaper.CERTIFICATE,
    IdentityPaper.NUMBER,
    IdentityPaper.PASSPORT,
    IdentityPaper.NONE,
)
# Điều 29: từ 5 đến 10 người cử 1 hoặc 2; trên 10 người không quá 5.
SMALL_GROUP, FEW, MANY = 10, 2, 5


def in_force(rule: str, on: date) -> bool:
    """Whether a wording of the rule holds on a day."""
    return law.rulebook().standing(rule, on).wording is not None


def by_new_law(rule: str, on: date) -> bool:
    """Whether the wording of a day is one that came with the amendments of 1/7/2026."""
    wording = law.rulebook().standing(rule, on).wording
    return wording is not None and wording.valid_from >= NEW_LAW


def grounds(on: date) -> tuple[Ground, ...]:
    """Grounds on which somebody may be refused on that day: four (TCD.REF), ten more from 1/7/2026 (TCD.REF.2)."""
    return FIRST_FOUR + (AFTER_2026 if in_force("TCD.REF.2", on) else ())


def identity_papers(on: date) -> tuple[IdentityPaper, ...]:
    """Papers by which people show who they are: any before 1/7/2026 (TCD.ID), those named from then (TCD.ID.2)."""
    return NUMBERED if in_force("TCD.ID.2", on) else SHOWN_BEFORE


def check_identity(name: str, address: str, number: str, paper: str, on: date) -> None:
    """Refuse an entry without what is to be asked on that day; whoever shows no paper is received all the same."""
    if not name:
        raise Refusal("Hãy ghi họ và tên người đến (Luật Tiếp công dân, Điều 8).")
    if in_force("TCD.ID.2", on):
        if not address:
            raise Refusal("Hãy ghi địa chỉ của người đến (Luật Tiếp công dân, Điều 8, sửa đổi từ 1/7/2026).")
        if not number and paper != IdentityPaper.NONE:
            raise Refusal(
                "Hãy ghi số căn cước, giấy chứng nhận căn cước, số định danh hoặc hộ chiếu; nếu người đến không có, chọn "
                "“Không xuất trình” (Luật Tiếp công dân, Điều 8, sửa đổi từ 1/7/2026)."
            )
    elif not address and not number:
        raise Refusal("Hãy ghi địa chỉ hoặc số giấy tờ tùy thân của người đến (Luật Tiếp công dân, Điều 8).")


def most_representatives(persons: int) -> int:
    """How many may speak for a group of that many persons (TCD.GRP.MIN); nought where the rule is silent."""
    if persons < least_group():
        return 0
    return FEW if persons <= SMALL_GROUP else MANY


def least_group() -> int:
    """From how many persons the rule on representatives speaks."""
    return int(law.rulebook().wording("TCD.GRP.MIN", date(2014, 7, 1)).value or 0)


def check_representatives(persons: int, representatives: int, has_paper: bool, on: date) -> None:
    """A group told of without representatives stays as it came (old entries); told, they keep to their number."""
    most = most_representatives(persons)
    if not representatives:
        return
    if most and representatives > most:
        raise Refusal(
            f"Đoàn {persons} người được cử nhiều nhất {most} người đại diện (Luật Tiếp công dân, Điều 29); "
            "hãy sửa số người đại diện."
        )
    if not has_paper:
        raise Refusal(
            "Việc cử người đại diện phải có văn bản với chữ ký của tất cả mọi người (Luật Tiếp công dân, Điều 29); "
            "hãy hướng dẫn đoàn lập văn bản rồi đánh dấu."
        )


def check_authority(content: str, paper: str | None, on: date) -> None:
    """Who is authorised shows a paper; for a khiếu nại notarised or certified from 1/7/2026 (KN.AUTH)."""
    if not paper:
        raise Refusal("Người được ủy quyền phải có giấy ủy quyền; hãy chọn loại giấy ủy quyền.")
    if by_new_law("KN.AUTH", on) and content == Content.COMPLAINT and paper == AuthorityPaper.PLAIN:
        raise Refusal(
            "Từ 1/7/2026 giấy ủy quyền khiếu nại của cá nhân phải công chứng hoặc chứng thực (Nghị định "
            "155/2026/NĐ-CP, Điều 3); hãy hướng dẫn người đến hoàn thiện giấy."
        )


def may_forward(content: str, on: date) -> bool:
    """Whether what lies outside competence may be taken to be forwarded, not only guided (TCD.FWD)."""
    if content not in (Content.COMPLAINT, Content.DENUNCIATION):
        return True
    return by_new_law("TCD.FWD", on)
