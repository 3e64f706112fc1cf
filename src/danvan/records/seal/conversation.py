"""What office and denouncer write to each other about a case that came over the network, sealed twice.

To the sender's public key, in a chain of its own (`SealReply`), so that the code shows both sides again; and as an item of
the case, so that its holders have it and nobody else. Nothing is in the clear but number, side and day; each place is a
box for exactly that place, padded to classes of length, with the digest of the one before inside.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import models, transaction
from django.db.models import F, Max, OuterRef, Subquery
from django.db.models.functions import Coalesce

from danvan.org.models import Account
from danvan.records import messages, papers
from danvan.records.envelopes import packed, unpacked
from danvan.records.history import say_who
from danvan.records.models import Paper, Part, Record, SealCase, SealGrant, SealItem, SealOpening, SealReply
from danvan.records.seal import attempts, boxes, cases, holding, items, senders, sending, witness
from danvan.records.seal.unlocking import Unlocked
from danvan.records.today import today
from danvan.ui.dates import day
from danvan.ui.errors import Refusal

MOST = 400  # of one case, both sides
CHAIN = "trao_doi"
Side = SealReply.Side
Files = Sequence[tuple[str, bytes]]
# Kinds, told inside the seal alone.
WORDS, QUESTION, PAPER, PROTECTION = "tin", "cau_hoi", "van_ban", "bao_ve"
KINDS = {
    WORDS: "tin nhắn",
    QUESTION: "câu hỏi để xác minh",
    PAPER: "văn bản gửi người tố cáo",
    PROTECTION: "đề nghị bảo vệ",
}
# Why a verifier asks (Luật Tố cáo 2018, Điều 31; Nghị định 31/2019/NĐ-CP, Điều 11).
ABOUT = {
    "lam_ro": "làm rõ nội dung tố cáo",
    "chung_cu": "tài liệu, chứng cứ",
    "thoi_gian": "thời gian, địa điểm, người có mặt",
    "lien_he": "cách và giờ liên hệ an toàn",
    "bao_ve": "việc bảo vệ người tố cáo",
}
NO_SENDER = "Hồ sơ này không do người tố cáo gửi qua mạng nên không viết lại qua mạng được; hãy gửi văn bản hoặc mời đến."
MISSING = (
    "Có tin bị thiếu, đổi chỗ hoặc sửa nên trang không hiện gì; hãy đến nơi tiếp công dân và báo việc này."
)


@dataclass(frozen=True, slots=True)
class Line:
    """One message in clear. `post` is the post of who wrote, never a name; files are told by name and size in bytes."""

    number: int
    on: date
    is_office: bool
    kind: str
    text: str = field(repr=False)
    about: str = ""
    post: str = ""
    files: tuple[tuple[str, int], ...] = field(default=(), repr=False)

    @property
    def label(self) -> str:
        """What it is, in words."""
        return KINDS.get(self.kind, "")


@transaction.atomic
def from_sender(
    record: Record, private: bytes, text: str, files: Files = (), *, kind: str = WORDS, scope: str = ""
) -> SealReply:
    """Keep what the sender writes: in the case for its holders, and for himself. Of files he keeps names and sizes.

    `scope` says in words what protection is asked for. Raises Refusal for nothing, too much, and where the unit seals
    nothing here any more.
    """
    cases.lock_case(record)
    said = messages.cleaned(text)
    if not said and not files:
        raise Refusal("Chưa có lời nhắn hay tệp; hãy ghi hoặc chọn tệp.")
    head = f"[Đề nghị bảo vệ{f': {scope}' if scope else ''}]\n" if kind == PROTECTION else ""
    sending.add(record, head + said, files)
    values = {"kind": kind, "about": scope, "text": said}
    values |= {f"tep-{at}": f"{len(data)} {name}" for at, (name, data) in enumerate(files, 1)}
    return _append(record, Side.SENDER, values)


def to_sender(record: Record, kind: str, text: str, *, unlocked: Unlocked, about: str = "") -> SealReply:
    """Write to the sender: WORDS by who holds all of the case, QUESTION also by who verifies, `about` one of ABOUT.

    Needs the account's open key, a grant to it and its role of today; a try without stands in the book. A verifier's
    question goes out without his ever learning to whom, and the answer comes to the holders. Raises Refusal.
    """
    part = Part.REDACTED if kind == QUESTION else Part.FULL
    account = _require(record, unlocked, part)
    said = messages.cleaned(text)
    if not said:
        raise Refusal("Chưa có lời; hãy ghi điều muốn viết.")
    if kind not in (WORDS, QUESTION) or (kind == QUESTION and about not in ABOUT):
        raise Refusal("Hãy chọn loại tin, và câu hỏi để xác minh thì chọn hỏi về việc gì.")
    why = ABOUT[about] if kind == QUESTION else ""
    return _write(record, account, {"kind": kind, "about": why, "text": said})


def give_paper(record: Record, paper: Paper, *, unlocked: Unlocked) -> SealReply:
    """Let the sender read an issued paper that is addressed to him. Refusal for another one, and for a second time."""
    account = _require(record, unlocked, Part.FULL)
    if paper.pk not in {one.pk for one in papers.for_sealed_sender(record)}:
        raise Refusal("Văn bản này không gửi người tố cáo của hồ sơ hoặc chưa ban hành; hãy tải lại trang.")
    if SealReply.objects.filter(case_id=record.pk, paper=paper).exists():
        raise Refusal("Văn bản này đã đưa cho người gửi đọc; hãy tải lại trang.")
    told = f"{paper.title}{f' số {paper.number}' if paper.number else ''} ngày {day(paper.dated_on)}"
    file = papers.file_name(paper, "pdf"), papers.pdf(paper)
    return _write(record, account, {"kind": PAPER, "text": told}, [file], paper=paper)


def read(record: Record, private: bytes) -> list[Line]:
    """Both sides for who has the sender's key, in order; what the office wrote counts as fetched from this day on.

    Raises Refusal, and shows nothing, where a message is missing, was changed, or stands in another's place.
    """
    rows = list(SealReply.objects.filter(case_id=record.pk).order_by("number"))
    lines = [line for line, _files in _opened(record, private, rows)]
    unseen = SealReply.objects.filter(case_id=record.pk, side=Side.OFFICE, fetched_on=None)
    unseen.filter(number__lte=len(rows)).update(fetched_on=today())
    return lines


def file_of(record: Record, private: bytes, number: int) -> tuple[str, bytes] | None:
    """(name, content) of the paper that went along with a message; None where none did."""
    rows = list(SealReply.objects.filter(case_id=record.pk, number__lte=number).order_by("number"))
    found = [files for line, files in _opened(record, private, rows) if line.number == number]
    return found[0][0] if found and found[0] else None


def rows(record: Record) -> list[SealReply]:
    """The messages of a case for its desk: number, side, day, who of the office wrote, which day it was fetched."""
    found = SealReply.objects.filter(case_id=record.pk).select_related("by__person", "paper").defer("sealed")
    return list(found.order_by("number"))


def waiting_papers(record: Record) -> list[Paper]:
    """Issued papers to the sender that he cannot read here yet."""
    given = set(
        SealReply.objects.filter(case_id=record.pk).exclude(paper=None).values_list("paper", flat=True)
    )
    return [one for one in papers.for_sealed_sender(record) if one.pk not in given]


def news(account: Account) -> dict[int, int]:
    """Key of a case → how many of its items came from outside since this account opened all of it; no case of others.

    Counted for a holder of all of the case with today's role, from the number of items that each opening saw.
    """
    held = SealGrant.objects.filter(
        key__account=account, key__ended_at=None, ended_at=None, ring__part=Part.FULL
    )
    read_to = SealOpening.objects.filter(
        record_id=OuterRef("case_id"), account=account, act=attempts.Act.READ, outcome=attempts.Outcome.DONE
    )
    last = read_to.order_by().values("record_id").annotate(last=Max("seen")).values("last")
    coming = SealItem.objects.filter(case__in=held.values("case"), part=Part.FULL, by=None)
    coming = coming.annotate(last=Coalesce(Subquery(last), 0)).filter(number__gt=F("last"))
    found = dict(coming.order_by().values("case").annotate(all=models.Count("pk")).values_list("case", "all"))
    chosen = SealCase.objects.select_related("record__unit").filter(pk__in=found)
    return {case.pk: found[case.pk] for case in chosen if cases.holds(case, account, Part.FULL)}


def _require(record: Record, unlocked: Unlocked, part: str) -> Account:
    holding.require_here(record)
    unlocked.check()
    cases.allowed(record, unlocked.account, part, attempts.Act.WRITE, reason=attempts.Reason.ANSWER)
    return unlocked.account


@transaction.atomic
def _write(
    record: Record, account: Account, values: Mapping[str, str], files: Files = (), paper: Paper | None = None
) -> SealReply:
    cases.lock_case(record)
    post = attempts.post_of(account, record)
    reply = _append(record, Side.OFFICE, {**values, "post": post}, files, by=account, paper=paper)
    about = KINDS[values["kind"]] + (f": {values['about']}" if values.get("about") else "")
    text = f"[Viết cho người gửi, {about}]\n{values['text']}"
    items.put(record, SealItem.Kind.LETTER, {"text": text}, by=account)
    attempts.note(record, account, attempts.Act.WRITE, attempts.Outcome.DONE, reason=attempts.Reason.ANSWER)
    return reply


def _append(
    record: Record,
    side: str,
    values: Mapping[str, str],
    files: Files = (),
    *,
    by: Account | None = None,
    paper: Paper | None = None,
) -> SealReply:
    """The next message of the chain, sealed to the sender's key. The caller holds the record's row."""
    sender = senders.sender_of(record)
    if sender is None:
        raise Refusal(NO_SENDER)
    witness.check(sender)
    before = SealReply.objects.filter(case_id=record.pk).order_by("-number").first()
    number = before.number + 1 if before else 1
    if number > MOST:
        raise Refusal(f"Hồ sơ đã có {MOST} tin; hãy trao đổi tiếp bằng văn bản hoặc gặp trực tiếp.")
    previous = before.digest if before else boxes.START
    place = _place(record, bytes(sender.public), side, number, previous)
    kept = {name: text for name, text in values.items() if text}
    sealed = boxes.seal_item(place, packed(kept, files))
    say_who(by)
    written = SealReply.objects.create(
        case_id=record.pk,
        number=number,
        side=side,
        sealed=sealed,
        digest=boxes.digest(sealed),
        by=by,
        paper=paper,
        on=today(),
    )
    witness.sign(written)
    return written


def _opened(record: Record, private: bytes, found: list[SealReply]) -> list[tuple[Line, Files]]:
    """The messages in clear. Refusal for one that is missing, changed, in another's place, or not the program's own."""
    try:
        witness.check(*found)
    except witness.Forged:
        raise Refusal(MISSING) from None
    told: list[tuple[Line, Files]] = []
    previous, public = boxes.START, boxes.public_of(private)
    for number, row in enumerate(found, 1):
        if row.number != number or boxes.digest(row.sealed) != row.digest:
            raise Refusal(MISSING)
        place = _place(record, public, row.side, number, previous)
        try:
            values, files = unpacked(boxes.unseal_item(row.sealed, private, place))
        except Refusal:
            raise Refusal(MISSING) from None
        told.append((_line(row, values, files), files))
        previous = row.digest
    return told


def _line(row: SealReply, values: dict[str, str], files: Files) -> Line:
    sent = [value.split(" ", 1) for name, value in sorted(values.items()) if name.startswith("tep-")]
    named = [(name, int(size)) for size, name in sent] or [(name, len(data)) for name, data in files]
    return Line(
        row.number,
        row.on,
        row.side == Side.OFFICE,
        values.get("kind", WORDS),
        values.get("text", ""),
        values.get("about", ""),
        values.get("post", ""),
        tuple(named),
    )


def _place(record: Record, public: bytes, side: str, number: int, previous: str) -> boxes.Place:
    return boxes.Place(record.pk, CHAIN, public.hex(), side, number, previous)
