"""An office that receives phản ánh, a program that sends them, and the specification's rules said once more by hand."""

import io
import re
from datetime import date, datetime
from xml.etree import ElementTree

from django.test import Client
from PIL import Image

from danvan.domains.petitions.feedback import handling as feedback
from danvan.domains.petitions.models import Letter
from danvan.org.models import RoleGrant
from danvan.org.people import tokens
from danvan.org.tests.factories import make_account
from danvan.records import envelopes, writing
from danvan.records.models import PersonalDetails
from danvan.records.tests.factories import handler, letter_of

BASE = "/api/open311/v2/"
ON = date(2023, 3, 1)
TODAY = date(2023, 3, 14)
SECRETS = {
    "description": "Đèn đường tắt, lời riêng không lộ",
    "address_string": "Ngõ Kín số 7",
    "first_name": "Lộ Tên",
    "last_name": "Nguyễn Thị",
    "phone": "0912 345 678",
    "email": "kin@vidu.example",
    "media_url": "https://anh.example/kin.jpg",
}
WHOLE = SECRETS | {"service_code": "phan_anh", "lat": "17.46881", "long": "106.62231"}
W3C = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+07:00")
# Field → may it be empty; the fields of GeoReport v2, in its order.
SERVICE = {
    "service_code": False,
    "service_name": False,
    "description": True,
    "metadata": False,
    "type": False,
    "keywords": True,
    "group": True,
}
ATTRIBUTE = {
    "variable": False,
    "code": False,
    "datatype": False,
    "required": False,
    "datatype_description": True,
    "order": False,
    "description": False,
    "values": True,
}
REQUEST = {
    "service_request_id": False,
    "status": False,
    "status_notes": True,
    "service_name": False,
    "service_code": False,
    "description": True,
    "agency_responsible": True,
    "service_notice": True,
    "requested_datetime": False,
    "updated_datetime": False,
    "expected_datetime": True,
    "address": True,
    "address_id": True,
    "zipcode": True,
    "lat": True,
    "long": True,
    "media_url": True,
}
ENDPOINT = {"specification": False, "url": False, "changeset": False, "type": False, "formats": False}
DATATYPES = {"string", "number", "datetime", "text", "singlevaluelist", "multivaluelist"}


def ask(path, **asked):
    """A stranger's question."""
    return Client().get(BASE + path, asked)


def send(office, form="json", **changed):
    """A stranger's sending to an office; a value of None leaves the field out."""
    told = WHOLE | {"attribute[don_vi]": office.slug} | changed
    return Client().post(
        f"{BASE}requests.{form}", {name: text for name, text in told.items() if text is not None}
    )


def sent(office, **changed):
    """(id that follows it, its letter)."""
    answer = send(office, **changed)
    assert answer.status_code == 200, answer.content.decode()
    found = answer.json()[0]["service_request_id"]
    return found, Letter.objects.latest("pk")


def key_of(office):
    """The secret of a program that may read at an office, as the page of tokens makes it."""
    account = make_account("xu_ly", office)
    return tokens.make_token(
        by=account,
        name="Ứng dụng thử",
        scopes=["records.read"],
        unit=office,
        expires_on=date(2023, 12, 31),
        why="thử",
    )[1]


def officer_at(office):
    """An account of the office that classifies and shows."""
    account = make_account("xu_ly", office)
    assert RoleGrant.objects.filter(person=account.person).exists()
    return account


def classify(letter, office, kind="kien_nghi_phan_anh"):
    """The letter with its class, by an officer; and the officer."""
    account = officer_at(office)
    account.at = office
    return writing.move(letter, "phan_loai", by=account, on=TODAY, kind=kind, field="khac"), account


def shown(officer=None, place="Đường Lê Lợi", text="Cống tắc", **more):
    """A phản ánh that stands in public; its sender's words are kept apart."""
    officer = officer or handler()
    moved = writing.move(
        letter_of(officer, ON), "phan_loai", by=officer, on=ON, kind="kien_nghi_phan_anh", field="khac"
    )
    PersonalDetails.objects.create(
        record_id=moved.pk, full_name="Nguyễn Thị Lộ Tên", content=SECRETS["description"]
    )
    return feedback.show(moved, by=officer, text=text, place=place, **more)


def sealed_text(letter, office):
    """What lies in the letter's envelopes."""
    return envelopes.read(letter, by=officer_at(office), reason="phan_loai")


def jpeg():
    """A photograph."""
    written = io.BytesIO()
    Image.new("RGB", (40, 30), "green").save(written, "JPEG")
    return written.getvalue()


def tree(answer, status=200):
    """The root of an answer in XML, after its headers."""
    assert answer.status_code == status, answer.content.decode()
    assert answer["Content-Type"] == "text/xml; charset=utf-8"
    return ElementTree.fromstring(answer.content.decode())


def data(answer, status=200):
    """The data of an answer in JSON, after its headers."""
    assert answer.status_code == status, answer.content.decode()
    assert answer["Content-Type"] == "application/json; charset=utf-8"
    return answer.json()


def check_fields(found, fields):
    """A member in JSON: every field in order, and none empty that has to be told."""
    assert list(found) == list(fields)
    assert not [name for name, may in fields.items() if not may and found[name] in ("", None)]


def check_element(element, fields):
    """The same of a member in XML."""
    assert [child.tag for child in element] == list(fields)
    for child in element:
        assert fields[child.tag] or len(child) or child.text, child.tag


def check_request(found):
    """Types of a request in JSON."""
    check_fields(found, REQUEST)
    assert isinstance(found["service_request_id"], str)
    assert found["status"] in ("open", "closed")
    for name in ("requested_datetime", "updated_datetime", "expected_datetime"):
        assert found[name] is None or (W3C.fullmatch(found[name]) and datetime.fromisoformat(found[name]))
    for name in ("lat", "long"):
        assert found[name] is None or isinstance(found[name], float)


def check_errors(answer, status):
    """An array of code and Vietnamese sentence; the sentence."""
    if answer["Content-Type"].startswith("text/xml"):
        root = tree(answer, status)
        assert root.tag == "errors"
        assert [child.tag for child in root] == ["error"]
        check_element(root[0], {"code": False, "description": False})
        code, sentence = root[0][0].text, root[0][1].text
    else:
        (error,) = data(answer, status)
        check_fields(error, {"code": False, "description": False})
        code, sentence = str(error["code"]), error["description"]
    assert code == str(status)
    assert sentence.endswith(".")
    assert re.search("[^\x00-\x7f]", sentence), sentence
    return sentence
