"""Ways in which nothing is taken: drafts, questions, keys of forms, wrong forms, bad files, faults, headers, passphrases.

Whatever is planted here is secret: no class is ever known, or nothing is kept. That the search looks where it would have
gone is proved by `test_planted.py`'s own words, left in each of those places on purpose.
"""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from danvan.domains.reception.counter import recording
from danvan.domains.reception.counter.tests.counter_world import COUNTER, filled
from danvan.portal.tests.filing_world import Visitor
from danvan.records import envelopes
from danvan.records.desk.submissions import new_key
from danvan.records.files.tests import samples
from danvan.records.models import Capacity
from danvan.records.seal import cases
from danvan.records.seal.tests.seal_world import PHRASE, denunciation, officer, shown_again
from danvan.records.tests.desk_world import desk_of, moving, opening
from tests.support.sowing import Field, channel

REFUSED: list[str] = []


def refused(walk):
    """Register a way in which nothing is taken."""
    REFUSED.append(walk.__name__)
    return channel(walk)


@refused
def drafts(field: Field) -> None:
    """Forms of every type put aside half filled."""
    told = field.person() | {
        name: field.token(name) for name in ("title", "note", "against", "place", "unit", "on")
    }
    for kind in ("don", "luot-tiep", "ky-tiep"):
        sent = opening(field.officer, luu_nhap="1", with_personal="1", ghi_nguoi="1") | told
        assert field.desk.post(reverse("records:open", args=[kind]), sent).status_code < 500


@refused
def unsent_form(field: Field) -> None:
    """The public form, begun and left; nobody has sent it."""
    told = field.person()
    visitor = Visitor().begin()
    visitor.answer("loai", kind="kien_nghi")
    visitor.answer("noi-nhan", tim="Xã Số 1.1", unit=field.unit.slug)
    visitor.answer("noi-dung", content=told["content"])
    visitor.answer("tep", tep=field.pdf("tệp chưa gửi"))
    visitor.post("/gui-don/cau/nguoi-gui/", {name: told[name] for name in ("full_name", "address", "phone")})
    visitor.post("/gui-don/lam-tiep/", {"ma": field.token("mã làm tiếp")})


@refused
def questions(field: Field) -> None:
    """Words that are only asked with."""
    letter = field.letter()
    names = ("words", "sau", "truoc", "unit", "state", "kind", "field", "next", "tim", "code", "x")
    for path in (
        "/ban-lam-viec/",
        "/ban-lam-viec/don/",
        "/ban-lam-viec/don/tai-ve.csv",
        "/gui-don/to-cao/",
        "/tra-cuu/",
    ):
        asked = {name: field.token(f"{path} {name}") for name in names[:4]} | {"x": field.phrase(path)}
        for browser in (field.desk, Client()):
            assert browser.get(path, asked).status_code < 500
            assert browser.post(path, asked).status_code < 500
            assert browser.get(f"{path}{field.token(f'{path} đường dẫn')}/").status_code < 500
    assert (
        field.desk.get(letter.get_absolute_url(), {"don": field.phrase("hỏi ở trang hồ sơ")}).status_code
        < 500
    )
    typed = {"content": field.phrase("đang gõ"), "full_name": field.words.name(field.at("đang gõ"))}
    assert field.desk.post(reverse("petitions:like_typing"), typed).status_code < 500


@refused
def keys_of_forms(field: Field) -> None:
    """What says that a form was sent twice, filled with words."""
    letter = field.letter()
    for name in ("key", "version", "ticket_key", "csrfmiddlewaretoken", "khoa"):
        sent = opening(field.officer) | {name: field.token(f"mở {name}")}
        assert field.desk.post(reverse("records:open", args=["don"]), sent).status_code < 500
        sent = moving(letter, kind="to_cao", field="khac") | {name: field.token(f"phân loại {name}")}
        assert field.send("records:move", letter, sent, "phan_loai", status=None).status_code < 500
        assert (
            field.desk.post(COUNTER, filled(field.officer) | {name: field.token(f"quầy {name}")}).status_code
            < 500
        )


@refused
def wrong_forms(field: Field) -> None:
    """Forms with one field that does not hold, and all others filled."""
    letter, told = field.letter(), field.person()
    told["phone"] += field.words.phone(field.at("số quá dài")) * 9
    answers = [
        field.send(
            "records:move", letter, moving(letter, kind=field.token("loại"), **told), "phan_loai", status=None
        ),
        field.desk.post(
            reverse("records:open", args=["don"]), opening(field.officer, on=field.token("ngày"), **told)
        ),
        field.desk.post(
            COUNTER, filled(field.officer, persons=field.token("số người"), content_kind="to_cao", **told)
        ),
        field.send("records:envelope", letter, {"reason": field.token("lý do")}, status=None),
        field.send(
            "records:envelope_seal",
            letter,
            {"full_name": field.words.name(field.at("dài")) * 300},
            status=None,
        ),
        field.send("records:say", letter, {"text": field.phrase("tin của đơn chưa phân loại")}, status=None),
        Client().post("/tra-cuu/", {"code": field.token("mã tra cứu")}),
        Client().post("/phan-anh/1/", {"altcha": field.token("câu đố")}),
        Client().post("/tiep-cong-dan/cho-da-dat/", {"code": field.token("mã đặt chỗ")}),
    ]
    assert max(answer.status_code for answer in answers) < 500


@refused
def bad_files(field: Field) -> None:
    """Files that are too large, empty, broken, of another kind, or a bomb; each with a name."""
    letter = field.letter()
    text = field.phrase("chữ trong tệp hỏng").encode()
    for ending, data in (
        ("exe", b"MZ" + text),
        ("pdf", b"%PDF-1.7 " + text),
        ("docx", b"PK\x03\x04" + text),
        ("jpg", b"\xff\xd8\xff" + text),
        ("txt", text),
        ("pdf", text * 200_000),
        ("zip", samples.bomb()),
        ("png", samples.pixel_bomb()),
    ):
        file = SimpleUploadedFile(f"{field.token(f'tên tệp .{ending} hỏng')}.{ending}", data)
        assert field.send("records:envelope_seal", letter, {"tep": file}, status=None).status_code < 500
        file.seek(0)
        told = {"code": letter.public_id, "key": new_key(), "file": file}
        assert Client().post("/tra-cuu/gui-them/", told).status_code < 500
        file.seek(0)
        assert (
            field.desk.post("/ban-lam-viec/thu-den/", {"unit": str(field.unit.pk), "tep": file}).status_code
            < 500
        )


@refused
def faults(field: Field) -> None:
    """An exception in the middle of a page, with words in its message, its cause and its frames."""

    def fails(*args, **named):
        try:
            raise ValueError(str(args), named)
        except ValueError as cause:
            raise RuntimeError(f"{args} {named}") from cause

    letter = field.letter()
    for module, name, act in (
        (
            envelopes.keys,
            "seal",
            lambda: field.send("records:envelope_seal", letter, field.person(), status=None),
        ),
        (
            envelopes,
            "read",
            lambda: field.send("records:envelope", letter, {"reason": "phan_loai"}, status=None),
        ),
        (recording, "write", lambda: field.desk.post(COUNTER, filled(field.officer, **field.person()))),
        (
            cases,
            "case_of",
            lambda: field.send("seal:add", letter, {"text": field.phrase("mục")}, status=None),
        ),
    ):
        kept = getattr(module, name)
        setattr(module, name, fails)
        try:
            assert act().status_code >= 400
        finally:
            setattr(module, name, kept)


@refused
def headers(field: Field) -> None:
    """What browsers and proxies send along, and names typed at the door."""
    names = (
        "user-agent",
        "referer",
        "accept-language",
        "x-forwarded-for",
        "x-request-id",
        "origin",
        "cookie",
        "dnt",
    )
    for name in names:
        for browser in (field.desk, Client()):
            told = {name: field.token(f"{name} {browser is None}")}
            assert browser.post("/ban-lam-viec/don/tiep-nhan/", {}, headers=told).status_code < 500
            assert browser.get("/gui-don/to-cao/", headers=told).status_code < 500
    for path in ("/tai-khoan/login/", "/tai-khoan/password/reset/"):
        told = {name: field.token(f"{path} {name}") for name in ("login", "password", "email", "next")}
        assert Client().post(path, told).status_code < 500


@refused
def under_seal(field: Field) -> None:
    """Everything that a holder types into a case, right and wrong."""
    world = field.world
    desk = desk_of(world.clerk)
    desk.raise_request_exception = False
    record = denunciation(world.clerk)
    holders = [
        (world.key(world.clerk).key, Capacity.INTAKE),
        (world.key(world.settler).key, Capacity.SETTLER),
    ]
    cases.open_case(record, holders, by=world.clerk)

    def post(name, sent, *more):
        return desk.post(reverse(f"seal:{name}", args=[record.public_id, *more]), sent)

    told = {"nguoi": "1"} | field.person()
    told.pop("content")
    assert post("add", told).status_code == 302
    for kind in ("noi_dung", "thu_trao_doi", "ghi_chu"):
        assert post("add", {"kind": kind, "text": field.phrase(kind)}).status_code == 302
    assert post("add", {"kind": "ghi_chu", "tep": field.pdf("tệp")}).status_code == 302
    assert post("add", {"kind": "ghi_chu", "tep": field.scan("ảnh")}).status_code == 302
    shown = post("open", {"reason": "giai_quyet", "phrase": PHRASE}).content
    assert len(field.words.found(shown)) >= 4, "the case tells something to who holds it"
    wrong = {
        name: field.token(name)
        for name in ("kind", "holder", "receiver", "why", "number", "signed_on", "until")
    }
    for name in ("add", "open", "give", "end", "waive", "release", "redact", "reseal"):
        sent = {
            "reason": field.token(f"{name} lý do"),
            "document": field.token(f"{name} số"),
            "phrase": PHRASE,
        }
        assert 400 <= post(name, wrong | sent).status_code < 500, name


@refused
def passphrases(field: Field) -> None:
    """Passphrases of the seal, chosen, mistyped and changed."""
    browser = shown_again(desk_of(officer("tiep_dan", field.unit)))
    first, second = (f"{field.token(where)} bảy ngọn núi đỏ" for where in ("cụm", "cụm mới"))
    at = {name: reverse(f"seal:{name}") for name in ("make", "change", "unlock")}
    told = [
        browser.post(at["make"], {"phrase": first, "again": field.token("gõ lệch")}),
        browser.post(at["make"], {"phrase": first, "again": first}),
        browser.post(at["unlock"], {"phrase": field.token("cụm sai")}),
        browser.post(at["unlock"], {"phrase": first}),
        browser.post(at["change"], {"old": first, "phrase": second, "again": second}),
    ]
    assert [answer.status_code for answer in told] == [400, 302, 400, 302, 302]
