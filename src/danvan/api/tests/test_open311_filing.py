"""What is sent through Open311: sealed until classified, followed by its own id, never given out unapproved."""

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from danvan.api.open311 import filing
from danvan.api.tests import open311_world as world
from danvan.api.tests.open311_world import BASE, SECRETS, ask, data, send, sent
from danvan.domains.petitions.feedback import filing as feedback_filing
from danvan.domains.petitions.feedback import handling as feedback
from danvan.domains.petitions.models import Letter
from danvan.org.models import ApiToken, Unit
from danvan.portal.tests.filing_world import make_office
from danvan.records import envelopes
from danvan.records.models import Envelope, Held, HistoryRow, PersonalDetails, Record
from danvan.records.tests.desk_world import desk_of

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


def everything_given_out(code):
    """All that any question can bring out, as text."""
    paths = ["requests", f"requests/{code}", f"tokens/{code}", "services", "services/phan_anh"]
    asked = [ask(f"{path}.{form}") for path in paths for form in ("json", "xml")]
    asked.append(ask("requests.json", service_request_id=code))
    return " ".join(answer.content.decode() for answer in asked)


def make_place_of(office):
    """Offices of the same province that receive too."""
    slugs = [slug for slug, name in feedback_filing.receivers(world.TODAY) if name.startswith("Xã")]
    return list(Unit.objects.filter(slug__in=slugs))


def own(code):
    (found,) = data(ask(f"requests/{code}.json"))
    return found


class TestTaking:
    def test_a_letter_with_nothing_in_the_clear(self, office):
        _code, letter = sent(office)
        assert (letter.unit, letter.channel, letter.kind) == (office, "cong_truc_tuyen", None)
        assert letter.state == "tiep_nhan"
        assert letter.secrecy == Record.Secrecy.SEALED
        assert not PersonalDetails.objects.exists()
        rows = str(list(Record.objects.values())) + str(list(Letter.objects.values()))
        rows += str(list(HistoryRow.objects.values())) + str(list(Envelope.objects.values()))
        for words in SECRETS.values():
            assert words not in rows

    def test_everything_lies_in_the_envelope(self, office):
        _code, letter = sent(office)
        told = world.sealed_text(letter, office).values
        assert told["full_name"] == "Nguyễn Thị Lộ Tên"
        assert told["phone"] == SECRETS["phone"]
        for name in ("description", "address_string", "media_url", "email"):
            assert SECRETS[name] in told["content"]
        assert "Tọa độ: 17.46881, 106.62231" in told["content"]

    def test_a_classified_one_has_its_sender(self, office):
        _code, letter = sent(office)
        world.classify(letter, office)
        kept = PersonalDetails.objects.get(record_id=letter.pk)
        assert (kept.full_name, kept.phone) == ("Nguyễn Thị Lộ Tên", SECRETS["phone"])
        assert SECRETS["description"] in kept.content

    def test_without_a_name(self, office):
        nameless = dict.fromkeys(("first_name", "last_name", "phone", "email", "media_url"))
        _code, letter = sent(office, **nameless)
        assert "full_name" not in world.sealed_text(letter, office).values

    @pytest.mark.parametrize("given", [{"address_string": None}, {"lat": None, "long": None}])
    def test_a_point_or_an_address(self, office, given):
        assert send(office, **given).status_code == 200

    def test_what_it_does_not_know_is_left(self, office):
        told = {"device_id": "may-kin", "account_id": "12", "attribute[khac]": "lạ"}
        _code, letter = sent(office, **told)
        assert "may-kin" not in str(world.sealed_text(letter, office))

    def test_no_remote_address_is_opened(self, office, monkeypatch):
        def refuse(*_args, **_kwargs):
            raise AssertionError("no connection")

        monkeypatch.setattr("socket.create_connection", refuse)
        monkeypatch.setattr("urllib.request.urlopen", refuse)
        assert send(office, media_url="http://169.254.169.254/latest").status_code == 200

    def test_the_notice_has_the_code_of_the_tracking_page(self, office):
        (found,) = data(send(office))
        letter = Letter.objects.get()
        assert letter.public_id in found["service_notice"]
        assert letter.public_id not in found["service_request_id"]
        assert letter.public_id not in everything_given_out(found["service_request_id"])

    def test_a_matching_jurisdiction(self, office):
        assert send(office, jurisdiction_id=office.slug).status_code == 200


class TestRefusing:
    @pytest.mark.parametrize(
        ("changed", "status", "words"),
        [
            ({"service_code": None}, 400, "Thiếu service_code"),
            ({"service_code": "khac"}, 404, "Không có service_code"),
            ({"description": None}, 400, "Thiếu description"),
            ({"description": " \n "}, 400, "Thiếu description"),
            ({"description": "x" * 4001}, 400, "description dài quá 4000"),
            ({"first_name": "x" * 81}, 400, "first_name dài quá 80"),
            ({"media_url": "x" * 1001}, 400, "media_url dài quá"),
            ({"address_string": None, "lat": None, "long": None}, 400, "Thiếu nơi xảy ra"),
            ({"lat": None}, 400, "lat phải từ -90"),
            ({"lat": "91"}, 400, "lat phải từ -90"),
            ({"long": "-180.1"}, 400, "long từ -180"),
            ({"lat": "nan"}, 400, "lat phải từ -90"),
            ({"lat": "1e1"}, 400, "lat phải từ -90"),
            ({"lat": "٣"}, 400, "lat phải từ -90"),
            ({"lat": "1" * 10_000}, 400, "lat phải từ -90"),
            ({"attribute[don_vi]": None}, 400, "Thiếu attribute[don_vi]"),
            ({"attribute[don_vi]": "khong-co"}, 400, "không phải cơ quan nhận"),
            ({"jurisdiction_id": "khong-co"}, 404, "Không có jurisdiction_id"),
            ({"description": "a\0b"}, 400, "ký tự không đọc được"),
            ({"device_id": "a\0b"}, 400, "ký tự không đọc được"),
            ({"api_key": "danvan_" + "0" * 40}, 403, "api_key không đúng"),
            ({"api_key": "x" * 5000}, 403, "api_key không đúng"),
        ],
    )
    @pytest.mark.parametrize("form", ["json", "xml"])
    def test_with_the_reason_and_without_a_letter(self, office, form, changed, status, words):
        assert words in world.check_errors(send(office, form, **changed), status)
        assert not Letter.objects.exists()

    def test_an_office_of_another_jurisdiction(self, office):
        other = next(unit for unit in make_place_of(office) if unit.pk != office.pk)
        answer = send(office, jurisdiction_id=other.slug)
        assert "không phải cơ quan nhận" in world.check_errors(answer, 400)

    def test_files(self, office):
        photo = SimpleUploadedFile("anh.jpg", world.jpeg(), "image/jpeg")
        assert "Không nhận tệp" in world.check_errors(send(office, media=photo), 400)
        assert not Letter.objects.exists()

    def test_what_reads_like_a_denunciation(self, office):
        words = {"description": "Cán bộ xã nhận hối lộ"}
        assert "giống tố cáo" in world.check_errors(send(office, **words), 400)
        assert not Letter.objects.exists()
        assert send(office, **words, **{"attribute[khong_phai_to_cao]": "co"}).status_code == 200

    def test_no_fault_repeats_what_was_sent(self, office):
        answer = send(office, **{"lat": "200", "attribute[don_vi]": office.slug})
        for words in SECRETS.values():
            assert words not in answer.content.decode()


class TestWhoMaySend:
    def test_nobody_without_a_key_unless_the_installation_says_so(self, office, settings):
        settings.OPEN311_WITHOUT_KEY = False
        assert "Thiếu api_key" in world.check_errors(send(office), 403)
        assert not Letter.objects.exists()

    def test_without_a_key_an_officer_looks_first(self, office):
        _code, letter = sent(office)
        assert Held.objects.filter(record_id=letter.pk).exists()

    def test_with_a_key_it_is_as_any_other(self, office, settings):
        settings.OPEN311_WITHOUT_KEY = False
        _code, letter = sent(office, api_key=world.key_of(office))
        assert not Held.objects.filter(record_id=letter.pk).exists()

    def test_a_revoked_key_opens_nothing(self, office):
        key = world.key_of(office)
        ApiToken.objects.update(expires_on=world.ON)
        assert "đã hết hạn" in world.check_errors(send(office, api_key=key), 403)

    def test_a_session_is_no_key(self, office, settings):
        settings.OPEN311_WITHOUT_KEY = False
        account = world.officer_at(office)
        told = world.WHOLE | {"attribute[don_vi]": office.slug}
        world.check_errors(desk_of(account).post(BASE + "requests.json", told), 403)

    def test_a_few_an_hour_without_a_key(self, office):
        assert [send(office).status_code for _turn in range(6)] == [200] * 5 + [429]
        assert Letter.objects.count() == 5
        assert send(office, api_key=world.key_of(office)).status_code == 200

    def test_what_was_refused_takes_no_turn(self, office):
        for _turn in range(7):
            assert send(office, description=None).status_code == 400
        assert send(office).status_code == 200

    def test_a_key_has_its_measure(self, office, monkeypatch):
        monkeypatch.setattr(filing, "WITH_KEY", 2)
        key = world.key_of(office)
        assert [send(office, api_key=key).status_code for _turn in range(3)] == [200, 200, 429]

    def test_keys_cannot_be_tried_without_end(self, office):
        wrong = [send(office, api_key=f"danvan_{number:040x}").status_code for number in range(21)]
        assert wrong == [403] * 20 + [429]

    def test_questions_have_a_measure(self):
        for _turn in range(120):
            ask("services.json")
        answer = ask("services.xml")
        assert "quá nhiều lần" in world.check_errors(answer, 429)
        assert answer["Retry-After"] == "60"


class TestFollowing:
    def test_from_intake_to_the_end(self, office):
        code, letter = sent(office)
        first = own(code)
        assert (first["status"], first["requested_datetime"]) == ("open", "2023-03-14T00:00:00+07:00")
        assert first["expected_datetime"] == "2023-03-28T23:59:59+07:00"
        assert first["status_notes"].startswith("Đang xử lý.")
        moved, officer = world.classify(letter, office)
        assert own(code) == first
        item = feedback.show(moved, by=officer, text="Đèn tắt ở thôn", place="Thôn 3")
        assert (own(code)["description"], own(code)["address"]) == ("Đèn tắt ở thôn", "Thôn 3")
        feedback.finish(item, by=officer, paper="12/UBND")
        assert (own(code)["status"], own(code)["expected_datetime"]) == ("closed", None)
        assert own(code)["service_request_id"] == code

    def test_never_a_word_that_was_not_approved(self, office):
        code, letter = sent(office)
        for step in ("sent", "classified", "shown", "hidden"):
            if step == "classified":
                letter, officer = world.classify(letter, office)
            elif step == "shown":
                item = feedback.show(letter, by=officer, text="Đèn tắt ở thôn", place="Thôn 3")
            elif step == "hidden":
                feedback.hide(item, by=officer)
            given = everything_given_out(code)
            for words in SECRETS.values():
                assert words not in given, step
        assert "Đèn tắt ở thôn" not in everything_given_out(code)

    @pytest.mark.parametrize("kind", ["khieu_nai", "to_cao", "kien_nghi_phan_anh"])
    def test_the_class_is_not_told(self, office, kind):
        code, letter = sent(office)
        before = own(code)
        world.classify(letter, office, kind)
        assert own(code) == before

    def test_one_that_turned_out_to_be_a_denunciation_shows_nothing(self, office):
        code, letter = sent(office)
        moved, officer = world.classify(letter, office)
        item = feedback.show(moved, by=officer, text="Đèn tắt ở thôn", place="Thôn 3")
        envelopes.purge(item.record, by=officer)
        Record.objects.filter(pk=letter.pk).update(secrecy=Record.Secrecy.SEALED)
        assert own(code)["description"] == ""
        assert "Đèn tắt" not in everything_given_out(code)

    def test_ids_of_others_cannot_be_made(self, office):
        code, _letter = sent(office)
        sent(office)
        number, _dash, seal = code.partition("-")
        other = f"q{int(number[1:]) + 1}-{seal}"
        for said in (
            other,
            number,
            f"{number}-",
            f"{number}-{seal[:-1]}",
            f"q0{number[1:]}-{seal}",
            code.upper(),
        ):
            world.check_errors(ask(f"requests/{said}.json"), 404)
            world.check_errors(ask(f"tokens/{said}.xml"), 404)

    def test_another_installation_has_other_ids(self, office, settings):
        code, letter = sent(office)
        settings.SECRET_KEY = "khac" * 20
        assert feedback_filing.follow_id(letter) != code
        assert feedback_filing.followed(code) is None

    def test_it_opens_no_tracking_page(self, office):
        code, _letter = sent(office)
        assert Client().post("/tra-cuu/", {"code": code}).status_code == 400

    def test_few_questions_to_the_database(self, office):
        code, letter = sent(office)
        moved, officer = world.classify(letter, office)
        feedback.show(moved, by=officer, text="Đèn tắt", place="Thôn 3", photos=[world.jpeg()])
        with CaptureQueriesContext(connection) as captured:
            own(code)
        assert len([one for one in captured if "cache" not in one["sql"].lower()]) <= 11


class TestHostile:
    @pytest.mark.parametrize("form", ["json", "xml"])
    @pytest.mark.parametrize(
        "value", ["\0", "x" * 5000, "<!ENTITY a SYSTEM 'file:///etc/passwd'>", "'; --", "…/../", "９"]
    )
    @pytest.mark.parametrize(
        "name", ["service_request_id", "start_date", "end_date", "status", "jurisdiction_id"]
    )
    def test_no_parameter_breaks_it(self, form, name, value):
        answer = ask(f"requests.{form}", **{name: value})
        if (answer.status_code, name) != (200, "service_request_id"):
            world.check_errors(answer, answer.status_code)
            assert answer.status_code in (400, 404)

    @pytest.mark.parametrize(
        "said",
        [
            "0001-01-01",
            "9999-12-31T23:59:59-23:59",
            "2023-02-30",
            "2023-13-01",
            "14/3/2023",
            "2023-01-01T25:00:00Z",
            "2023-01-01T00:00:00+99:99",
            "２０２３-01-01",
            "2023-W01-1",
            "20230101",
            "now",
        ],
    )
    @pytest.mark.parametrize("name", ["start_date", "end_date"])
    def test_bad_dates(self, name, said):
        assert "W3C" in world.check_errors(ask("requests.json", **{name: said}), 400)

    def test_too_many_ids(self):
        world.check_errors(ask("requests.json", service_request_id=",".join(["1"] * 101)), 400)

    @pytest.mark.parametrize("path", ["requests.csv", "services.JSON", "requests/1.html"])
    def test_other_formats(self, path):
        world.check_errors(ask(path), 404)

    @pytest.mark.parametrize("path", ["", "x", "requests", "requests.xml/", "khac.xml", "services/khac.xml"])
    def test_other_addresses(self, path):
        world.check_errors(ask(path), 404)

    @pytest.mark.parametrize(
        ("method", "path"),
        [("put", "requests.json"), ("delete", "requests/1.xml"), ("post", "services.json")],
    )
    def test_other_methods(self, method, path):
        answer = getattr(Client(), method)(BASE + path)
        world.check_errors(answer, 405)
        assert "GET" in answer["Allow"]

    @pytest.mark.parametrize(
        ("body", "kind"),
        [
            (b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>", "text/xml"),
            (b"{}", "application/json"),
            (b"\xff\xfe", "application/x-www-form-urlencoded"),
            (b"description=\xff", "application/x-www-form-urlencoded; charset=utf-16"),
            (b"x", "multipart/form-data; boundary=" + "a" * 300),
            (b"", "multipart/form-data"),
            (b"&".join(b"a=1" for _turn in range(1200)), "application/x-www-form-urlencoded"),
        ],
    )
    def test_bodies_that_are_no_form(self, body, kind):
        answer = Client().generic("POST", BASE + "requests.xml", body, content_type=kind)
        world.check_errors(answer, 400)
        assert b"root:" not in answer.content

    def test_a_body_too_large(self, settings):
        settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
        answer = Client().post(BASE + "requests.json", {"description": "x" * 2000})
        world.check_errors(answer, 413)

    def test_no_cookie_is_set(self, office):
        for answer in (ask("requests.json"), send(office)):
            assert not answer.cookies

    def test_a_form_of_another_site_does_nothing_in_anybodys_name(self, office):
        browser = Client(enforce_csrf_checks=True)
        browser.force_login(world.officer_at(office))
        told = world.WHOLE | {"attribute[don_vi]": office.slug}
        assert browser.post(BASE + "requests.json", told).status_code == 200
        assert Letter.objects.get().created_by is None
