"""Open311 GeoReport v2: the form of each answer in both formats, what is public, filters, and a client of others."""

from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from georeport import GeoReport

from danvan.api.open311 import shapes
from danvan.api.tests import open311_world as world
from danvan.api.tests.open311_world import ask, data, shown, tree
from danvan.domains.petitions.feedback import handling as feedback
from danvan.domains.petitions.models import Feedback
from danvan.portal.tests.filing_world import make_office
from danvan.records.tests.factories import handler

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def open_installation(settings):
    settings.DEMONSTRATION_DAY = world.TODAY
    settings.OPEN311_WITHOUT_KEY = True
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def office(db):
    return make_office()


def ids(**asked):
    return [row["service_request_id"] for row in data(ask("requests.json", **asked))]


def put_on(item, day, **more):
    Feedback.objects.filter(pk=item.pk).update(shown_on=day, **more)
    return str(item.pk)


class TestForm:
    """The specification's own rules for each answer."""

    def test_discovery(self, client):
        found = data(client.get("/api/open311/discovery.json"))
        assert list(found) == ["changeset", "contact", "key_service", "endpoints"]
        (endpoint,) = found["endpoints"]
        world.check_fields(endpoint, world.ENDPOINT)
        assert endpoint["formats"] == ["text/xml", "application/json"]
        assert endpoint["specification"] == "http://wiki.open311.org/GeoReport_v2"
        assert endpoint["url"].endswith("/api/open311/v2")

    def test_discovery_in_xml(self, client):
        root = tree(client.get("/api/open311/discovery.xml"))
        assert [child.tag for child in root] == ["changeset", "contact", "key_service", "endpoints"]
        world.check_element(root.find("endpoints/endpoint"), world.ENDPOINT)
        assert [one.text for one in root.iter("format")] == ["text/xml", "application/json"]

    def test_what_discovery_names_answers(self, client):
        url = data(client.get("/api/open311/discovery.json"))["endpoints"][0]["url"]
        path = "/" + url.split("/", 3)[3]
        assert data(client.get(f"{path}/services.json"))

    def test_services(self):
        (service,) = data(ask("services.json"))
        world.check_fields(service, world.SERVICE)
        assert service["metadata"] is True
        assert service["type"] in ("realtime", "batch", "blackbox")

    def test_services_in_xml(self):
        root = tree(ask("services.xml"))
        assert (root.tag, [child.tag for child in root]) == ("services", ["service"])
        world.check_element(root[0], world.SERVICE)
        assert root[0].findtext("metadata") == "true"

    def test_definition(self, office):
        found = data(ask("services/phan_anh.json"))
        assert list(found) == ["service_code", "attributes"]
        for number, attribute in enumerate(found["attributes"], 1):
            world.check_fields(attribute, world.ATTRIBUTE)
            assert attribute["datatype"] in world.DATATYPES
            assert attribute["order"] == number
            assert isinstance(attribute["required"], bool)
            assert all(list(value) == ["key", "name"] for value in attribute["values"])
        assert {"key": office.slug, "name": "Xã Số 1.1"} in found["attributes"][0]["values"]

    def test_definition_in_xml(self, office):
        root = tree(ask("services/phan_anh.xml"))
        assert root.tag == "service_definition"
        assert root.findtext("service_code") == "phan_anh"
        for attribute in root.find("attributes"):
            world.check_element(attribute, world.ATTRIBUTE)
        assert office.slug in [key.text for key in root.iterfind("attributes/attribute/values/value/key")]

    def test_requests(self, office):
        shown(point=("17.46881", "106.62231"))
        (found,) = data(ask("requests.json"))
        world.check_request(found)
        assert (found["lat"], found["long"]) == (17.46881, 106.62231)

    def test_requests_in_xml(self):
        item = shown()
        root = tree(ask("requests.xml"))
        assert (root.tag, [child.tag for child in root]) == ("service_requests", ["request"])
        world.check_element(root[0], world.REQUEST)
        assert root[0].findtext("service_request_id") == str(item.pk)
        assert world.W3C.fullmatch(root[0].findtext("requested_datetime"))

    def test_none_is_an_empty_list_in_both(self):
        assert data(ask("requests.json")) == []
        assert len(tree(ask("requests.xml"))) == 0

    def test_sending_and_token(self, office):
        (found,) = data(world.send(office))
        assert list(found) == ["service_request_id", "service_notice", "account_id"]
        token = data(ask(f"tokens/{found['service_request_id']}.json"))
        assert token == [dict.fromkeys(("service_request_id", "token"), found["service_request_id"])]

    def test_sending_and_token_in_xml(self, office):
        root = tree(world.send(office, "xml"))
        fields = {"service_request_id": False, "service_notice": False, "account_id": True}
        world.check_element(root[0], fields)
        token = tree(ask(f"tokens/{root[0][0].text}.xml"))
        world.check_element(token[0], {"service_request_id": False, "token": False})

    def test_ones_own(self, office):
        code, _letter = world.sent(office)
        (found,) = data(ask(f"requests/{code}.json"))
        world.check_request(found)
        world.check_element(tree(ask(f"requests/{code}.xml"))[0], world.REQUEST)

    def test_both_formats_say_the_same(self):
        shown(text="Cống <tắc> & “ngập”", place="Ngõ ]]> 5")
        (found,) = data(ask("requests.json"))
        element = tree(ask("requests.xml"))[0]
        for name in world.REQUEST:
            assert (element.findtext(name) or "") == ("" if found[name] is None else str(found[name]))

    def test_nothing_is_kept_on_the_way(self):
        assert "no-store" in ask("requests.json")["Cache-Control"]

    def test_signs_that_xml_forbids_are_left_out(self):
        told = shapes.Told("services", [{"service_name": "a\x0b\ufffe\x1fb"}])
        assert b"<service_name>ab</service_name>" in shapes.response(told, "xml").content


class TestPublic:
    def test_only_what_an_officer_shows(self, office):
        world.sent(office)
        assert ids() == []
        item = shown()
        assert ids() == [str(item.pk)]
        feedback.hide(item, by=item.shown_by)
        assert ids() == []
        world.check_errors(ask(f"requests/{item.pk}.json"), 404)

    def test_one_by_its_number(self):
        item = shown()
        assert data(ask(f"requests/{item.pk}.json")) == data(ask("requests.json"))

    def test_the_receipt_code_is_nowhere(self):
        item = shown()
        code = item.record.public_id
        assert code not in ask("requests.json").content.decode()
        assert code not in ask(f"requests/{item.pk}.xml").content.decode()
        world.check_errors(ask(f"requests/{code}.json"), 404)
        world.check_errors(ask(f"tokens/{code}.json"), 404)

    def test_its_life_in_words(self):
        officer = handler()
        item = shown(officer)
        feedback.answer(item, "Tuần sau làm", by=officer)
        (found,) = data(ask("requests.json"))
        assert (found["status"], found["status_notes"]) == ("open", "Đã trả lời, đang làm. Tuần sau làm")
        feedback.finish(item, by=officer, paper="12/UBND")
        (found,) = data(ask("requests.json"))
        assert (found["status"], found["status_notes"]) == ("closed", "Đã làm xong. Tuần sau làm")
        Feedback.objects.update(done_on=None, reopened_on=world.TODAY)
        assert data(ask("requests.json"))[0]["status_notes"].startswith("Mở lại")

    def test_illustrative_says_so(self):
        item = shown()
        type(item.record).objects.filter(pk=item.record_id).update(is_illustrative=True)
        assert data(ask("requests.json"))[0]["status_notes"].startswith("Số liệu minh họa.")

    def test_its_photograph_opens(self, client):
        shown(photos=[world.jpeg()])
        url = data(ask("requests.json"))[0]["media_url"]
        assert client.get("/" + url.split("/", 3)[3])["Content-Type"] == "image/jpeg"

    def test_questions_to_the_database_do_not_grow(self):
        officer = handler()

        def asked():
            with CaptureQueriesContext(connection) as captured:
                assert data(ask("requests.json"))
            return len([one for one in captured if " FROM " in one["sql"] and "cache" not in one["sql"]])

        shown(officer)
        asked()
        first = asked()
        for number in range(6):
            shown(officer, place=f"Thôn {number}", photos=[world.jpeg()])
        assert asked() == first <= 6

    def test_a_thousand_at_most(self, monkeypatch):
        monkeypatch.setattr("danvan.api.open311.reading.MOST", 2)
        officer = handler()
        items = [shown(officer, place=f"Thôn {number}") for number in range(3)]
        assert ids() == [str(items[2].pk), str(items[1].pk)]


class TestFilters:
    def test_by_ids_which_override_all_else(self):
        officer = handler()
        one, two, _three = [shown(officer, place=f"Thôn {number}") for number in range(3)]
        put_on(one, date(2020, 1, 1))
        said = f"{one.pk}, {two.pk},q9-x,0,99999999999999999999"
        assert ids(service_request_id=said, status="closed") == [str(two.pk), str(one.pk)]

    def test_ids_of_which_none_is_one(self):
        shown()
        assert ids(service_request_id="khong,co") == []

    def test_by_status(self):
        officer = handler()
        opened = shown(officer)
        closed = put_on(shown(officer, place="Thôn 2"), world.TODAY, done_on=world.TODAY)
        assert ids(status="open") == [str(opened.pk)]
        assert ids(status="closed") == [closed]
        assert ids(status="open,closed") == ids() == [closed, str(opened.pk)]

    def test_by_service(self):
        item = shown()
        assert ids(service_code="phan_anh") == [str(item.pk)]
        world.check_errors(ask("requests.json", service_code="phan_anh,khac"), 404)

    def test_the_last_ninety_days_when_nothing_is_said(self):
        item = shown()
        put_on(item, world.TODAY - timedelta(days=89))
        assert ids() == [str(item.pk)]
        put_on(item, world.TODAY - timedelta(days=95))
        assert ids() == []

    @pytest.mark.parametrize(
        ("asked", "is_in"),
        [
            ({"start_date": "2023-01-10T00:00:00+07:00"}, True),
            ({"start_date": "2023-01-10T00:00:01+07:00"}, False),
            ({"start_date": "2023-01-09T17:00:00Z"}, True),
            ({"start_date": "2023-01-09T17:00:00.5Z"}, False),
            ({"start_date": "2023-01-09T17:00:01Z"}, False),
            ({"start_date": "2023-01-10"}, True),
            ({"end_date": "2023-01-10T00:00:00 07:00"}, True),
            ({"end_date": "2023-01-09T23:59:59+07:00"}, False),
            ({"end_date": "2023-04-11T00:00:00+07:00"}, False),
            ({"start_date": "2022-10-01"}, False),
            ({"start_date": "2023-01-01", "end_date": "2023-02-01"}, True),
            ({"start_date": "2023-01-10T00:00", "end_date": "2023-01-10T00:00"}, True),
        ],
    )
    def test_between_moments(self, asked, is_in):
        item = shown()
        put_on(item, date(2023, 1, 10))
        assert ids(**asked) == ([str(item.pk)] if is_in else [])

    def test_ninety_days_and_no_more(self):
        assert ids(start_date="2023-01-01", end_date="2023-04-01") == []
        answer = ask("requests.json", start_date="2023-01-01", end_date="2023-04-01T00:00:01+07:00")
        assert "90 ngày" in world.check_errors(answer, 400)

    def test_the_order_of_moments(self):
        answer = ask("requests.xml", start_date="2023-02-01", end_date="2023-01-01")
        assert "start_date phải trước" in world.check_errors(answer, 400)

    def test_by_jurisdiction(self, office):
        officer = handler()
        item = shown(officer)
        for path in ("services.json", "services/phan_anh.json", "requests.json", f"requests/{item.pk}.json"):
            world.check_errors(ask(path, jurisdiction_id="khong-co"), 404)
        assert ids(jurisdiction_id=officer.at.slug) == [str(item.pk)]
        assert ids(jurisdiction_id=office.slug) == []
        (offices, _other) = data(ask("services/phan_anh.json", jurisdiction_id=office.slug))["attributes"]
        assert [value["key"] for value in offices["values"]] == [office.slug]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("form", ["json", "xml"])
def test_a_client_of_others_reads_everything(live_server, settings, form):
    """The client `georeport` of PyPI over real HTTP."""
    officer = handler()
    shown(officer)
    item = shown(officer, place="Thôn Đông")
    root = data_of_discovery(live_server)
    settings.SITE_ORIGIN = live_server.url
    reader = GeoReport(root, jurisdiction=officer.at.slug, output_format=form)
    services = reader.get_service_list()
    service = services[0] if form == "json" else services
    definition = reader.get_service_definition(service["service_code"])
    assert definition["service_code"] == "phan_anh"
    found = reader.get_service_requests(
        service_code="phan_anh", status="open", start_date="2023-01-01T00:00:00Z"
    )
    assert [one["address"] for one in found] == ["Thôn Đông", "Đường Lê Lợi"]
    assert reader.get_service_request(str(item.pk))["description"] == "Cống tắc"


def data_of_discovery(live_server):
    import requests

    url = requests.get(f"{live_server.url}/api/open311/discovery.json", timeout=20).json()["endpoints"][0][
        "url"
    ]
    return live_server.url + "/" + url.split("/", 3)[3]
