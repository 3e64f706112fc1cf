"""Messages as programs and people write them: wrong charsets, HTML alone, broken headers, replies of machines."""

from email.message import EmailMessage

import pytest

from danvan.domains.petitions.mailbox import message
from danvan.domains.petitions.mailbox.message import NotAMessage, fingerprint, parse
from danvan.records.files.tests import samples


def letter(text="Kính gửi Ủy ban", **headers):
    made = EmailMessage()
    told = {"From": "Nguyễn Văn A <a@vi-du.invalid>", "Subject": "Đơn kiến nghị", "Message-ID": "<1@x>"}
    for name, value in (told | {key.replace("_", "-"): value for key, value in headers.items()}).items():
        made[name] = value
    made.set_content(text)
    return made


def raw(head: str, body: bytes) -> bytes:
    return f"From: a@vi-du.invalid\r\nSubject: x\r\n{head}\r\n\r\n".encode() + body


def test_a_plain_letter():
    parsed = parse(letter().as_bytes())
    assert parsed.values == {
        "full_name": "Nguyễn Văn A",
        "email": "a@vi-du.invalid",
        "subject": "Đơn kiến nghị",
        "content": "Kính gửi Ủy ban",
    }
    assert not parsed.is_automatic


@pytest.mark.parametrize(
    ("charset", "data"),
    [
        ("utf-8", "Đơn của bà".encode()),
        ("iso-8859-1", "Đơn của bà".encode()),
        ("us-ascii", "Đơn của bà".encode()),
        ("khong-co", "Đơn của bà".encode()),
        ("utf-16", "Đơn của bà".encode("utf-16")),
        ("windows-1258", "Đơn".encode("cp1258")),
        ("utf-8", "Đơn cu\u0309a ba\u0300".encode()),
    ],
)
def test_charsets_right_and_wrong(charset, data):
    said = parse(raw(f"Content-Type: text/plain; charset={charset}", data)).values["content"]
    assert said in ("Đơn của bà", "Đơn")


def test_bytes_that_fit_no_charset_are_no_fault():
    assert parse(raw("Content-Type: text/plain; charset=utf-8", b"\xff\xfe\x81 x")).values["content"]


def test_html_alone_becomes_words_and_nothing_is_run():
    markup = (
        "<html><head><title>T</title><style>p{}</style></head><body><p>Tôi&nbsp;kiến nghị</p>"
        "<script>alert(1)</script><div>Đường <b>hỏng</b></div><img src='http://x.invalid/a.png'></body>"
    )
    said = parse(raw("Content-Type: text/html; charset=utf-8", markup.encode())).values["content"]
    assert said.split("\n")[0] == "Tôi kiến nghị"
    assert "Đường hỏng" in said
    assert "alert" not in said
    assert "http" not in said


def test_of_two_wordings_the_plain_one_is_kept():
    made = letter("chữ thường")
    made.add_alternative("<p>chữ đậm</p>", subtype="html")
    assert parse(made.as_bytes()).values["content"] == "chữ thường"


def test_files_are_taken_by_their_content():
    made = letter()
    made.add_attachment(samples.pdf(), maintype="application", subtype="octet-stream", filename="đơn.bin")
    made.add_attachment(samples.photo(), maintype="image", subtype="jpeg", filename="ảnh.jpg")
    made.add_attachment(b"MZ\x90", maintype="application", subtype="pdf", filename="virus.pdf")
    made.add_attachment(b"", maintype="application", subtype="pdf", filename="rong.pdf")
    made.add_attachment(samples.bomb(), maintype="application", subtype="zip", filename="bom.docx")
    parsed = parse(made.as_bytes())
    assert [name for name, _data in parsed.files] == ["đơn.pdf", "ảnh.jpg"]
    assert parsed.files[1][1] == samples.photo()  # under seal as it came; what is shown of it is written anew
    assert parsed.values["content"].count("không nhận") == 3


def test_winmail_is_said_to_be_unreadable():
    made = letter()
    made.add_attachment(
        b"\x78\x9f\x3e\x22", maintype="application", subtype="ms-tnef", filename="winmail.dat"
    )
    assert "winmail.dat của Outlook" in parse(made.as_bytes()).values["content"]


def test_no_more_files_and_parts_than_the_limit(monkeypatch):
    monkeypatch.setattr(message, "MOST_FILES", 1)
    made = letter()
    for number in range(3):
        made.add_attachment(samples.pdf(), maintype="application", subtype="pdf", filename=f"{number}.pdf")
    parsed = parse(made.as_bytes())
    assert len(parsed.files) == 1
    monkeypatch.setattr(message, "MOST_PARTS", 1)
    assert "quá nhiều phần" in parse(made.as_bytes()).values["content"]


def test_a_letter_forwarded_inside_another_is_read_too():
    outer = letter("Chuyển đơn")
    outer.add_attachment(letter("Đơn gốc của tôi"))
    assert "Đơn gốc của tôi" in parse(outer.as_bytes()).values["content"]


@pytest.mark.parametrize(
    "head",
    [
        "Subject: =?utf-8?B?@@@@?=",
        "Subject: =?khong-co?Q?=C4=90=C6=A1n?=",
        "Content-Type: multipart/mixed",
        "Content-Type: multipart/mixed; boundary=",
        "Content-Type: text/plain; charset*=''%FF",
        "Content-Transfer-Encoding: base64",
        'Content-Disposition: attachment; filename="=?utf-8?B?!!?="',
        "Content-Type: ;;;",
        "X: \udcff\udcfe".encode("utf-8", "surrogateescape").decode("latin-1"),
    ],
)
def test_broken_headers_lose_no_letter(head):
    assert parse(raw(head, b"Noi dung \xff")).values["email"] == "a@vi-du.invalid"


@pytest.mark.parametrize("data", [b"", b"\0\0\0", b"\n\n\n", b"khong phai thu", b"%PDF-1.7"])
def test_what_is_no_message(data):
    with pytest.raises(NotAMessage):
        parse(data)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Auto_Submitted", "auto-replied"),
        ("Auto_Submitted", "auto-generated; owner-email=x"),
        ("Precedence", "bulk"),
        ("Return_Path", "<>"),
        ("X_Autoreply", "yes"),
    ],
)
def test_a_program_that_writes_by_itself(name, value):
    assert parse(letter(**{name: value}).as_bytes()).is_automatic


def test_a_report_of_delivery():
    body = b"--b\r\nContent-Type: text/plain\r\n\r\nloi\r\n--b--"
    assert parse(raw("Content-Type: multipart/report; boundary=b", body)).is_automatic


@pytest.mark.parametrize(
    "headers", [{"Auto_Submitted": "no"}, {"In_Reply_To": "<0@x>", "Subject": "Re: Đơn"}]
)
def test_a_person_who_answers(headers):
    made = EmailMessage()
    for name, value in ({"From": "a@vi-du.invalid"} | headers).items():
        made[name.replace("_", "-")] = value
    made.set_content("Tôi bổ sung")
    assert not parse(made.as_bytes()).is_automatic


def test_a_second_copy_has_the_same_mark_and_another_letter_has_not():
    one = letter().as_bytes()
    again = b"Received: by another way\r\n" + one.replace(b"\n", b"\r\n")
    assert fingerprint(one, b"k") == fingerprint(again, b"k")
    assert fingerprint(one, b"k") != fingerprint(one, b"l")
    assert fingerprint(one, b"k") != fingerprint(letter("khác").as_bytes(), b"k")
