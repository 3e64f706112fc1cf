"""What stands around a form: cookies, hosts, bodies, tokens, redirections, and files made to break their reader."""

import json
import time
import zlib
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from danvan.portal.attachment import attached_package
from danvan.records.models import Record
from danvan.records.tests.desk_world import opening
from danvan.ui.errors import Refusal
from tests.support.hostile import (
    OUTSIDE,
    browser,
    stays,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nobody_has_asked_too_often")]


class TestRequests:
    """What stands around a form: cookies, hosts, bodies, encodings."""

    @pytest.mark.parametrize("name", ["sessionid", "csrftoken", "messages", "django_language"])
    @pytest.mark.parametrize(
        "value", ['"\\000aaaaaaaaaaaaa"', "x" * 8000, '"\\377\\376"', "' OR 1=1", "../../x"]
    )
    @pytest.mark.parametrize("path", ["/", "/ban-lam-viec/", "/tai-khoan/login/", "/tra-cuu/"])
    def test_a_forged_cookie_is_an_unknown_one(self, name, value, path):
        client = browser()
        for method in (client.get, client.post):
            assert method(path, headers={"cookie": f"{name}={value}"}).status_code < 500

    @pytest.mark.parametrize(
        "host", ["xau.example", "127.0.0.1.xau.example", "a b", "", "[::1", "localhost:99999", "@"]
    )
    @pytest.mark.parametrize("path", ["/", "/ban-lam-viec/", "/tai-khoan/login/?next=/x"])
    def test_a_strange_host_gets_nothing(self, host, path):
        answer = browser().get(path, headers={"host": host})
        assert answer.status_code < 500
        assert "xau.example" not in answer.get("Location", "") + answer.content.decode()

    def test_forwarded_headers_do_not_change_who_we_are(self, settings):
        forged = {
            "x-forwarded-host": "xau.example",
            "x-forwarded-proto": "https",
            "x-original-url": "/ban-lam-viec/",
        }
        answer = browser().get("/tai-khoan/login/", headers=forged | {"forwarded": "host=xau.example"})
        assert "xau.example" not in answer.content.decode()

    @pytest.mark.parametrize(
        ("body", "kind"),
        [
            (b"", "multipart/form-data"),
            (b"x", "multipart/form-data; boundary=" + "a" * 300),
            (b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n', "multipart/form-data; boundary=b"),
            (
                b'--b\r\nContent-Disposition: form-data; name="file"; filename="../../x"\r\n\r\nx\r\n--b--\r\n',
                "multipart/form-data; boundary=b",
            ),
            (
                b'--b\r\nContent-Disposition: form-data; name="file"\r\nContent-Transfer-Encoding: base64\r\n\r\n!\r\n--b--',
                "multipart/form-data; boundary=b",
            ),
            (b"code=%ff%fe%00", "application/x-www-form-urlencoded"),
            (b"code=1", "application/x-www-form-urlencoded; charset=khong-co"),
            (b"code=1", "application/x-www-form-urlencoded; charset=utf-16"),
            (b"&".join(b"a%d=1" % n for n in range(3000)), "application/x-www-form-urlencoded"),
            (b"code=" + b"1" * 3_000_000, "application/x-www-form-urlencoded"),
            (b"\xff\xfe{", "application/json"),
        ],
    )
    @pytest.mark.parametrize(
        "path", ["/tra-cuu/", "/kiem-tra-chu-ky/", "/tai-khoan/login/", "/ban-lam-viec/don/tiep-nhan/"]
    )
    def test_a_broken_body_is_refused(self, officer, body, kind, path):
        for client in (browser(), browser(officer), browser(csrf=True)):
            assert client.generic("POST", path, body, content_type=kind).status_code < 500

    @pytest.mark.parametrize("length", ["-1", "x", "99999999999999", ""])
    def test_a_false_length_is_refused(self, length):
        answer = browser().post("/kiem-tra-chu-ky/", {"a": "b"}, CONTENT_LENGTH=length)
        assert answer.status_code < 500

    @pytest.mark.parametrize(
        "path", ["/tra-cuu/", "/kiem-tra-chu-ky/", "/tai-khoan/login/", "/ban-lam-viec/don/tiep-nhan/"]
    )
    def test_no_form_is_taken_without_its_token(self, officer, path):
        client = browser(officer, csrf=True)
        assert client.post(path, opening(officer)).status_code == 403
        assert not Record.objects.exists()

    @pytest.mark.parametrize("there", ["//xau.example", "https://xau.example/", "/\\xau.example", "\\\\xau.example",
                                       "javascript:alert(1)", "https:xau.example", "///xau.example", "http:/xau.example",
                                       "/%09/xau.example", "\t//xau.example"])  # fmt: skip
    def test_log_in_leads_nowhere_else(self, officer, there):
        sent = {"login": officer.username, "password": "mat-khau-thu-nghiem", "next": there}
        for answer in (
            browser().post("/tai-khoan/login/", sent),
            browser().post(f"/tai-khoan/login/?next={quote(there)}", sent),
            browser(officer).get("/tai-khoan/login/", {"next": there}),
            browser(officer).post("/tai-khoan/logout/", {"next": there}),
            browser(officer).post(f"/tai-khoan/logout/?next={quote(there)}"),
        ):
            assert stays(answer)

    @pytest.mark.parametrize("path", OUTSIDE)
    def test_no_file_is_reached_by_its_path(self, path):
        assert browser().get(path).status_code in (301, 400, 404)


class TestSignatureCheck:
    """Files that are made to break the reader."""

    DEEP = b"[" * 200_000
    BODY = {
        "format": "danvan-report/1",
        "form": {},
        "period": {},
        "unit": {},
        "cells": [],
        "checks": [],
        "lines": [],
    }

    @pytest.mark.parametrize(
        "content",
        [
            b"\x00", b"{}", b"null", b"[]", b'"x"', b"1", b"9" * 6000, DEEP, b'{"package":' + DEEP, b"%PDF-",
            b"%PDF-1.7\n<</EmbeddedFile>>stream\n{}endstream",
            b"%PDF-1.7\n<</EmbeddedFile/FlateDecode>>stream\n\x78\x9c\x00endstream",
        ],
    )  # fmt: skip
    def test_a_strange_file_gets_a_sentence(self, content):
        answer = browser().post("/kiem-tra-chu-ky/", {"file": SimpleUploadedFile("a.json", content)})
        assert answer.status_code == 400
        assert "govuk-error" in answer.content.decode() or "hãy" in answer.content.decode()

    @pytest.mark.parametrize(
        "part", ["form", "period", "unit", "cells", "checks", "lines", "identities", "format"]
    )
    @pytest.mark.parametrize(
        "value", [None, 1, "x", [1], [None], [[]], {"a": 1}, [{"hash": 1, "cells": [1]}], "\ud800", 10**60]
    )
    def test_a_package_of_wrong_shapes_gets_one_too(self, part, value):
        body = {**self.BODY, "identities": [], part: value}
        sent = {"package": body, "root": "0" * 64, "signature": "0" * 128, "public_key": "0" * 64}
        file = SimpleUploadedFile("a.json", json.dumps(sent).encode())
        assert browser().post("/kiem-tra-chu-ky/", {"file": file}).status_code < 500

    @pytest.mark.parametrize("name", ["a\r\nX: y.json", "../../../a.json", "\x00", "a" * 5000, "‮nosj.exe"])
    def test_the_files_name_means_nothing(self, name):
        file = SimpleUploadedFile("a.json", b"{}")
        file._name = name
        assert browser().post("/kiem-tra-chu-ky/", {"file": file}).status_code == 400

    HALF = 250_000

    @pytest.mark.parametrize(
        "piece",
        [
            b"<</EmbeddedFile ",
            b"<<",
            b"<<" * 60 + b"/EmbeddedFile " * 15 + b">>" * 40,
            b"<</EmbeddedFile>>stream\n",
            b"<</EmbeddedFile/FlateDecode>>stream\n",
            b"<</EmbeddedFile/FlateDecode>>stream\n" + zlib.compress(b"x" * 19_999_999) + b"endstream\n",
        ],
        ids=range(6),
    )
    def test_no_paper_keeps_the_server_busy(self, piece):
        began = time.process_time()
        with pytest.raises(Refusal):
            attached_package(b"%PDF-" + piece * (self.HALF // len(piece)))
        assert time.process_time() - began < 2

    def test_our_own_paper_is_read(self, published):
        _, report = published
        paper = (
            browser().get(reverse("portal:download", args=[report.unit.slug, report.period, "pdf"])).content
        )
        answer = browser().post("/kiem-tra-chu-ky/", {"file": SimpleUploadedFile("a.pdf", paper)})
        assert answer.status_code == 200
        assert "Mã băm gốc khớp" in answer.content.decode()
