"""The ways in themselves. Each brings words in, then lets what came become a tố cáo, or (in the open) what may be kept."""

from datetime import time
from email.message import EmailMessage
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from danvan.api.tests import open311_world
from danvan.domains.petitions.books import staging
from danvan.domains.petitions.books.tests.ugly import book, row
from danvan.domains.petitions.hard import keeping
from danvan.domains.petitions.mailbox import options, polling
from danvan.domains.petitions.mailbox.tests.imap_server import Mailboxes, running
from danvan.domains.petitions.models import Matter
from danvan.domains.reception.counter.tests.counter_world import COUNTER, filled
from danvan.domains.reception.schedule.slots import Offer
from danvan.domains.reception.tests.schedule_world import hours_of
from danvan.portal.tests.filing_world import Visitor
from danvan.portal.tests.test_receiving import filled as booking_form
from danvan.records.desk.submissions import new_key
from danvan.records.models import Capacity
from danvan.records.tests.desk_world import opening
from tests.support.sowing import COMPLAINT, PROPOSAL, TODAY, Field, channel, newest_letter

ENDING = {"end_ground": "rut", "withdrawal_paper": "don_rut", "coercion": "khong"}
ENVELOPE = ("post_number", "forwarder_name", "forwarder_reference")
REFUSED = (400, 403, 404, 405, 413, 429)


@channel
def counter(field: Field) -> None:
    """A visit at the counter, noted, drafted, with others and who came on whose behalf."""
    told = field.person() | {"interpreter": field.token("phiên dịch"), "papers": field.token("giấy tờ")}
    told["identity_number"] = field.words.identity(field.at("số giấy tờ"))
    if field.is_secret:
        told |= {"others": field.token("người cùng đi"), "on_behalf_of": field.token("thay ai")}
    kind = "to_cao" if field.is_secret else PROPOSAL
    told.pop("phone")
    for act in ("nhap", "ghi"):
        sent = filled(field.officer, content_kind=kind, viec=act, key=new_key(), **told)
        assert field.desk.post(COUNTER, sent).status_code in (200, 302, 400)


@channel
def booking(field: Field) -> None:
    """A place booked for reception."""
    hours = field.unit.reception_hours.first() or hours_of(field.unit, places=50)
    at = f"/tiep-cong-dan/{field.unit.slug}/dat-cho/{Offer(hours, TODAY.replace(day=21)).key}/"
    told = {
        "ho_ten": field.words.name(field.at("họ tên")),
        "dien_thoai": field.words.phone(field.at("điện thoại")),
    }
    told |= {"noi_dung": "co" if field.is_secret else "khong", "thu": f"{field.token('thư')}@vi-du.example"}
    answer = Client().post(at, booking_form(gio=f"{time(8):%H:%M}", **told))
    assert answer.status_code == 200, answer.content.decode()[:2000]


@channel
def paper(field: Field) -> None:
    """A letter on paper in its envelope, with scans; then into the case of its holders."""
    letter = field.letter()
    told = field.person() | {name: field.token(name) for name in ENVELOPE}
    told.pop("phone")
    field.send("records:envelope_seal", letter, told | {"tep": field.pdf("bản quét")})
    field.send("records:envelope_seal", letter, {"tep": field.scan("ảnh chụp đơn")})
    field.classify(letter)
    if field.is_secret:
        world = field.world
        holders = [f"{field.officer.pk}:{Capacity.INTAKE}", f"{world.settler.pk}:{Capacity.SETTLER}"]
        field.send("seal:take", letter, {"holder": holders, "khong_lien_quan": "1", "chuc_vu": "khac"})


def _message(field: Field) -> bytes:
    made = EmailMessage()
    made["From"] = f'"{field.words.name(field.at("người gửi"))}" <{field.token("địa chỉ")}@vi-du.invalid>'
    made["Subject"] = field.phrase("tiêu đề")
    made["Message-ID"] = f"<{field.token('mã thư')}@vi-du.invalid>"
    for name in ("Reply-To", "X-Own", "Return-Path", "Organization", "Received"):
        made[name] = f"{field.token(f'dòng {name}') if field.is_secret else 'x'}@vi-du.invalid"
    made.set_content(f"{field.phrase('nội dung')} Gọi {field.words.phone(field.at('điện thoại'))}.")
    for file, kind in ((field.pdf("tệp"), "pdf"), (field.scan("ảnh"), "octet-stream")):
        made.add_attachment(file.read(), maintype="application", subtype=kind, filename=file.name)
    return made.as_bytes()


@channel
def saved_mail(field: Field) -> None:
    """A message saved by a mail program, brought in by an officer."""
    file = SimpleUploadedFile(f"{field.token('tên .eml')}.eml", _message(field))
    sent = {"unit": str(field.unit.pk), "on": "1/3/2023", "tep": file}
    assert field.desk.post("/ban-lam-viec/thu-den/", sent).status_code in (200, 302)
    field.classify(newest_letter())


@channel
def mailbox(field: Field) -> None:
    """A message in the mailbox of an office."""
    with running(Mailboxes(_message(field))) as port:
        address = f"imap://{field.name}:mat-khau@127.0.0.1:{port}/?unit={field.unit.slug}"
        polling.poll(options.mailboxes({"DANVAN_MAILBOXES": address})[0])
    field.classify(newest_letter())


@channel
def portal_form(field: Field) -> None:
    """The public form for complaints, filled in, corrected and sent; and one that nobody sends."""
    told = field.person()
    changed = {
        "noi_dung": {"content": told["content"]},
        "bi_khieu_nai": {"body": field.phrase("nơi bị khiếu nại"), "decision": field.token("quyết định")},
        "yeu_cau": {"request": field.phrase("yêu cầu")},
    }
    visitor = Visitor().fill("khieu_nai", field.unit, **changed)
    visitor.answer("nguoi-gui", **{name: told[name] for name in ("full_name", "address", "phone")})
    assert visitor.send(email=f"{field.token('thư báo')}@vi-du.example").status_code in (200, 302)
    field.classify(field.move(newest_letter(), "nhan_ban_ky", on="14/3/2023"))


@channel
def message(field: Field) -> None:
    """What the sender adds afterwards with the receipt code, and rates."""
    letter = field.letter()
    if not field.is_secret:
        letter = field.classify(letter)
    told = {"code": letter.public_id, "key": str(uuid4()), "text": field.phrase("gửi thêm")}
    assert Client().post("/tra-cuu/gui-them/", told | {"file": field.pdf("tệp thêm")}).status_code == 200
    Client().post("/tra-cuu/danh-gia/", told | {"words": field.token("đánh giá") if field.is_secret else "x"})
    if field.is_secret:
        letter = field.classify(letter)
        again = told | {"key": str(uuid4()), "text": field.phrase("sau khi phân loại")}
        assert Client().post("/tra-cuu/gui-them/", again).status_code == 200


@channel
def open311(field: Field) -> None:
    """A request of another program."""
    told = field.person()
    sent = {"description": told["content"], "address_string": told["address"], "phone": told["phone"]}
    sent |= {
        "first_name": told["full_name"],
        "last_name": field.token("họ"),
        "email": f"{field.token('thư')}@x.vn",
    }
    answer = open311_world.send(field.unit, **sent)
    assert answer.status_code == 200, answer.content.decode()
    field.classify(newest_letter(), PROPOSAL)


@channel
def deputies(field: Field) -> None:
    """A letter that deputies sent on."""
    told = {"channel": "chuyen_den", "forwarder": "hdnd", "forwarder_sent_on": "28/2/2023"}
    words = {name: field.token(name) for name in ("forwarder_name", "forwarder_reference", "title", "note")}
    field.desk.post(reverse("records:open", args=["don"]), opening(field.officer, **told | words))
    letter = (
        newest_letter()
        if field.is_secret and not words
        else field.letter(channel="chuyen_den", forwarder="hdnd")
    )
    field.send("records:envelope_seal", letter, {name: field.token(name) for name in ENVELOPE[1:]})
    field.classify(letter)


@channel
def reclassified(field: Field) -> None:
    """A complaint, forwarded and answered, that turns out to be a tố cáo."""
    letter = field.named()
    field.move(letter, "chuyen", forwarded_to=field.token("nơi nhận"), on="14/3/2023")
    if field.is_secret:
        field.move(letter, "phan_loai_lai", on="14/3/2023")


@channel
def found_in_a_matter(field: Field) -> None:
    """A complaint with its matter, kept as complex, joined with another letter: found to be a tố cáo."""
    letter = field.named()
    field.move(letter, "thu_ly", on="2/3/2023")
    matter = Matter.objects.latest("pk")
    field.send("records:file_attach", matter, {"kind": "giay_to", "tep": field.pdf("tệp vụ việc")})
    told = {name: field.phrase(name) for name in ("complicated_why", "plan", "next_step")}
    spell = keeping.enter(
        matter,
        by=field.officer,
        on=TODAY,
        is_complicated=True,
        leader_post=field.token("chức vụ"),
        next_on=TODAY.replace(month=4),
        **told,
    )
    keeping.note_contact(spell, by=field.officer, on=TODAY, kind="tiep", note=field.phrase("lời ghi"))
    if field.is_secret:
        sent = {"key": new_key(), "on": "14/3/2023", "reason": "noi_dung", "agreed": "on"} | ENDING
        answer = field.desk.post(
            reverse("petitions:tie_denounced", args=[letter.public_id]) + "?buoc=rut_don", sent
        )
        assert answer.status_code == 302, answer.content.decode()[:3000]


@channel
def split(field: Field) -> None:
    """A mixed letter: every word of it goes; who sent it stays, for the matter that is no tố cáo."""
    letter = field.named()
    if field.is_secret:
        sent = {"key": new_key(), "to_cao": "on", "to_cao_field": "tham_nhung", "agreed": "on", "person": ""}
        sent |= {
            "content": "Xin bồi thường",
            "against": "",
            "place": "",
            "full_name": "Bà Lê",
            "address": "Thôn Một",
        }
        field.send("petitions:tie_split", letter, sent)
        field.stays("họ tên", "địa chỉ", "điện thoại", "forwarder_name", "forwarder_reference")


@channel
def handed_up(field: Field) -> None:
    """A letter about the own lead: up with its envelope, untouched; classified above."""
    letter = field.letter()
    told = field.person()
    told.pop("phone")
    field.send("records:envelope_seal", letter, told | {"tep": field.pdf("bản quét")})
    if field.is_secret:
        field.move(letter, "chuyen_len", on="14/3/2023")
        return
    field.classify(letter)


@channel
def protection(field: Field) -> None:
    """A tố cáo that is accepted, with its protection: words in every field of every step that is offered."""
    letter = field.classify(field.letter(), with_personal="" if field.is_secret else "1", **_typed(field))
    names = (
        "reason",
        "note",
        "title",
        "protection_way",
        "finding",
        "persons",
        "forwarded_to",
        "against",
        "place",
    )
    for step in ("thu_ly", "de_nghi_bao_ve", "huong_dan", "luu"):
        sent = {name: field.token(f"{step} {name}") for name in names} if field.is_secret else {}
        answer = field.send(
            "records:move", letter, {"on": "14/3/2023", "key": new_key()} | sent, step, status=None
        )
        assert answer.status_code in (302, *REFUSED), (step, answer.status_code)


def _typed(field: Field) -> dict[str, str]:
    return {} if field.is_secret else field.person()


@channel
def about_data(field: Field) -> None:
    """What somebody asks about his personal data, over the portal and at the desk."""
    record = field.classify(field.letter(), with_personal="" if field.is_secret else "1", **_typed(field))
    told = {"code": record.public_id, "who": "toi", "right": "sua", "gui": "1", "khoa": field.token("khóa")}
    told |= {
        "words": field.phrase("yêu cầu"),
        "full_name": field.words.name(field.at("họ tên người yêu cầu")),
    }
    for page in range(3):
        assert Client().post("/du-lieu-ca-nhan/", told | {"sua": str(page)}).status_code < 500
    sent = {"right": field.token("quyền"), "capacity": field.token("tư cách"), "on": field.token("ngày")}
    assert field.send("personal_data:ask", record, sent, status=None).status_code < 500


@channel
def feedback(field: Field) -> None:
    """The words that an officer would publish, of a letter that may not be."""
    letter = field.classify(field.letter(), PROPOSAL)
    sent = {"dang": "", "latitude": "17,46", "longitude": "106,62"}
    sent |= {"text": field.phrase("lời đăng"), "place": field.words.address(field.at("nơi"))}
    answer = field.desk.post(f"/ban-lam-viec/phan-anh/{letter.public_id}/", sent)
    assert (answer.status_code == 302) != field.is_secret, answer.status_code


@channel
def old_register(field: Field) -> None:
    """A register of earlier years in a spreadsheet."""
    class_of = {"kn": "", "tc": "x", "knpa": ""} if field.is_secret else {"kn": "x", "tc": "", "knpa": ""}
    rows = [
        row(
            turn,
            nguoi=f"{field.words.name(field.at(f'dòng {turn} họ tên'))}, {field.words.address(field.at('nơi ở'))}",
            noi_dung=field.phrase(f"dòng {turn} nội dung"),
            huong="",
            ngay_xu_ly="",
            **class_of,
        )
        for turn in (2, 3)
    ]
    begun = staging.begin(book(rows), "xls", unit=field.unit, year=2023, by=field.officer)
    staging.name_columns(begun, begun.meanings, by=field.officer)
    mended = {"nguoi": field.token("sửa họ tên"), "noi_dung": field.phrase("sửa nội dung"), "ngay": "1/2"}
    assert field.desk.post(reverse("books:mend", args=[begun.pk, 1]), mended).status_code < 500
    assert field.desk.post(reverse("books:take", args=[begun.pk]), {"nhan": "1"}).status_code < 500
    begun.refresh_from_db()


@channel
def national(field: Field) -> None:
    """Codes and reasons of the national database, typed or pasted."""
    record = field.classify(field.letter(), with_personal="" if field.is_secret else "1", **_typed(field))
    if field.is_secret:
        code = reverse("national:code", args=[record.public_id])
        assert (
            field.desk.post(code, {"code": field.words.name(field.at("mã")), "on": "2/3/2023"}).status_code
            < 500
        )
        sent = {"code": "A1", "on": "2/3/2023", "reason": field.token("lý do")}
        assert field.desk.post(code, sent).status_code < 500


@channel
def own_registers(field: Field) -> None:
    """A khiếu nại proves what of a tố cáo would be seen: COMPLAINT in the open, the class alone differs."""
    letter = field.letter()
    sent = {
        "kind": "to_cao" if field.is_secret else COMPLAINT,
        "field": "dat_dai",
        "with_personal": "1",
    }
    sent |= field.person() | {
        "signatories": "1",
        "on": "14/3/2023",
        "key": new_key(),
        "version": str(letter.version),
    }
    sent |= {name: field.token(name) for name in ("against", "place")} if field.is_secret else {}
    sent |= {"ghi_nguoi": "1"} if field.is_secret else {}
    answer = field.send("records:move", letter, sent, "phan_loai", status=None)
    assert answer.status_code in (200, 302, 400)
    assert not field.is_secret or not field.words.found(answer.content), "nor is it shown again"
