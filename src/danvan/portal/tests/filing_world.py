"""A visitor of the form, and what he answers."""

import re

from django.test import Client

from danvan.org.tests.factories import make_account
from danvan.portal.tests.test_robots import answer_of, proof_of
from danvan.reports.tests.factories import make_place

NAME, ADDRESS, TEXT = "Nguyễn Thị Lộ Tên", "Thôn Kín, xã Số 1.1", "Nội dung không được lộ"
ANSWERS = {
    "phan_anh": [
        ("noi-xay-ra", {"place": "Trước nhà văn hóa thôn 3", "point": "17,4688 106,6223"}),
        ("noi-dung", {"content": TEXT}),
        ("anh", {}),
    ],
    "kien_nghi": [("noi-dung", {"content": TEXT}), ("tep", {})],
    "khieu_nai": [
        ("bi-khieu-nai", {"body": "Ủy ban nhân dân xã", "decision": "Quyết định 12/QĐ-UBND ngày 1/2/2023"}),
        ("noi-dung", {"content": TEXT}),
        ("yeu-cau", {"request": "Hủy quyết định"}),
        ("tep", {}),
    ],
}
PERSON = {"full_name": NAME, "address": ADDRESS, "phone": "0912 345 678"}


def make_office():
    """A commune in which somebody works, so that it receives."""
    place = make_place()
    make_account("xu_ly", place.province, covers_below=True)
    return place.communes[0]


class Visitor(Client):
    """A browser without an account."""

    def begin(self):
        """Past the first page."""
        assert self.post("/gui-don/").status_code == 302
        return self

    def answer(self, key, status=302, **answers):
        """Send one page; its answer."""
        found = self.post(f"/gui-don/cau/{key}/", answers)
        assert found.status_code == status, found.content.decode()[:3000]
        return found

    def fill(self, kind, unit, **changed):
        """Every page of a kind."""
        self.begin().answer("loai", kind=kind)
        self.answer("noi-nhan", tim=unit.slug and "Xã Số 1.1", unit=unit.slug)
        for key, answers in ANSWERS[kind]:
            self.answer(key, **(answers | changed.get(key.replace("-", "_"), {})))
        self.answer("nguoi-go", filer="toi")
        self.answer("nguoi-gui", **PERSON)
        return self

    def check_page(self):
        """The page of all answers, and the task on it."""
        return self.get("/gui-don/kiem-tra/")

    def send(self, **more):
        """Send it as a browser with script does."""
        asked = self.check_page().context["robots"]
        return self.post("/gui-don/kiem-tra/", {"altcha": proof_of(asked)} | more)

    def send_without_script(self, **more):
        """Send it as a browser without script does."""
        asked = self.check_page().context["robots"]
        return self.post(
            "/gui-don/kiem-tra/", {"cau_hoi": asked.ticket, "cau_tra_loi": answer_of(asked)} | more
        )


def code_in(page):
    """The receipt code on a page."""
    return "".join(re.findall(r'receipt__group">(\d{4})<', page))
