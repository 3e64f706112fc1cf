"""Messages drawn at random: what a person wrote comes back, and whatever else comes is text or no message."""

import unicodedata
from email.message import EmailMessage
from email.policy import SMTP

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.domains.petitions.mailbox.message import (
    LONGEST,
    NotAMessage,
    fingerprint,
    fit,
    is_automatic,
    parse,
    plain_of,
)

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=40)
LINES = st.lists(WORDS, min_size=1, max_size=6).map("\n".join)


def sent(content="Nội dung", charset="utf-8", cte="base64", **headers):
    made = EmailMessage(policy=SMTP)
    told = {"From": "Người Thử <a@vi-du.invalid>", "Subject": "Đơn", "Message-ID": "<1@x.invalid>"} | headers
    for name, value in told.items():
        made[name.replace("_", "-")] = value
    made.set_content(content, charset=charset, cte=cte)
    return made


def read(raw):
    """What was read, or None for what is no message; anything else is a fault of ours."""
    try:
        return parse(raw)
    except NotAMessage:
        return None


class TestWritten:
    @given(LINES, st.sampled_from(["base64", "quoted-printable", "8bit"]))
    def test_every_text_comes_back_in_one_form(self, content, cte):
        found = parse(bytes(sent(content, cte=cte)))
        assert found.values["content"] == unicodedata.normalize("NFC", content).strip()

    @given(WORDS)
    def test_every_subject_comes_back(self, subject):
        told = parse(bytes(sent(Subject=subject))).values["subject"]
        assert "".join(told.split()) == "".join(unicodedata.normalize("NFC", subject).split())

    @pytest.mark.parametrize("charset", ["utf-8", "cp1258"])
    def test_by_its_charset(self, charset):
        assert parse(bytes(sent("Đơn", charset=charset))).values["content"] == "Đơn"

    @given(st.lists(st.sampled_from(["base64", "quoted-printable"]), min_size=2, max_size=2), LINES)
    def test_one_letter_coded_in_two_ways_has_two_marks_only_where_its_bytes_differ(self, codings, content):
        one, other = (bytes(sent(content, cte=cte)) for cte in codings)
        assert (fingerprint(one, b"k") == fingerprint(other, b"k")) == (
            one.split(b"\r\n\r\n", 1)[1] == other.split(b"\r\n\r\n", 1)[1]
        )

    @given(LINES)
    def test_a_copy_with_other_headers_on_its_way_is_the_same_letter(self, content):
        plain = bytes(sent(content))
        forwarded = b"Received: from a by b; Mon, 1 Jan 2023\r\nX-Spam: no\r\n" + plain
        assert fingerprint(forwarded, b"k") == fingerprint(plain, b"k")
        assert fingerprint(plain, b"k") != fingerprint(plain, b"l")
        assert fingerprint(bytes(sent(content, **{"Message-ID": "<2@x.invalid>"})), b"k") != fingerprint(
            plain, b"k"
        )


class TestAnything:
    @given(st.binary(max_size=400))
    def test_bytes_are_a_letter_or_none(self, raw):
        found = read(raw)
        assert found is None or set(found.values) == {"full_name", "email", "subject", "content"}

    @given(
        st.binary(max_size=200),
        st.sampled_from(["utf-8", "utf-7", "idna", "rot13", "zip", "unicode_escape", ""]),
    )
    def test_a_body_under_any_charset_is_text_that_the_database_keeps(self, body, charset):
        head = f'From: a@x.invalid\r\nContent-Type: text/plain; charset="{charset}"\r\n\r\n'.encode()
        found = read(head + body)
        assert found is not None
        content = found.values["content"]
        assert "\0" not in content
        content.encode("utf-8")

    @given(st.text(max_size=200))
    def test_what_is_kept_is_in_one_form_and_shows_on_a_page(self, text):
        kept = fit(text)
        assert unicodedata.is_normalized("NFC", kept)
        assert not [sign for sign in kept if sign < " " and sign not in "\n\t"]
        assert fit(kept) == kept

    @given(st.text(max_size=300))
    def test_of_any_markup_only_words_are_left(self, markup):
        plain_of(markup)

    @pytest.mark.parametrize("depth", [10, 2_000])
    def test_tags_without_end(self, depth):
        assert plain_of("<div>" * depth + "Lời" + "</div>" * (depth // 2)) == "Lời"

    @pytest.mark.parametrize(
        ("markup", "words"),
        [
            ("<p>a<br>b", "a\nb"),
            ("<script>zqx</script>a", "a"),
            ("<script><script>zqx</script>a</script>b", ""),
            ("<style>zqx", ""),
            ("&lt;b&gt; &amp; &#7871;", "<b> & ế"),
            ("<img src=x onerror=alert(1)>a", "a"),
            ("a<!-- zqx -->b", "ab"),
            ("<![CDATA[a]]>", ""),
        ],
    )
    def test_examples(self, markup, words):
        found = plain_of(markup)
        assert "zqx" not in found
        assert found.startswith(words) if words else True


class TestLimits:
    def test_a_text_without_end_is_cut(self):
        assert len(parse(bytes(sent("đ " * LONGEST))).values["content"]) <= LONGEST

    @pytest.mark.parametrize("name", ["a.exe", "a.pdf.exe", "đơn.docm", "a.svg", "x" * 500 + ".html"])
    def test_what_is_not_taken_is_told_by_a_name_fit_to_show(self, name):
        made = sent()
        made.add_attachment(b"MZ\x90\0", maintype="application", subtype="octet-stream", filename=name)
        found = parse(bytes(made))
        assert not found.files
        assert name[:40] in found.values["content"]
        assert len(found.values["content"]) < 600


class TestMachines:
    @pytest.mark.parametrize(
        ("name", "value", "automatic"),
        [
            ("Auto-Submitted", "auto-replied", True),
            ("Auto-Submitted", "auto-generated; x=y", True),
            ("Auto-Submitted", "AUTO-NOTIFIED", True),
            ("Auto-Submitted", "no", False),
            ("Auto-Submitted", " No ", False),
            ("Precedence", "bulk", True),
            ("Precedence", "LIST", True),
            ("Precedence", "first-class", False),
            ("Return-Path", "<>", True),
            ("Return-Path", "<a@x.invalid>", False),
            ("X-Autoreply", "yes", True),
            ("X-Mailer", "auto-replied", False),
        ],
    )
    def test_by_their_headers(self, name, value, automatic):
        made = sent()
        made[name] = value
        assert is_automatic(made) == automatic
        assert parse(bytes(made)).is_automatic == automatic

    @given(WORDS)
    def test_no_subject_alone_makes_a_person_a_machine(self, subject):
        assert not parse(bytes(sent(Subject=f"Automatic reply: {subject}"))).is_automatic
