"""Officers, compilers and visitors who ask for what is not theirs: records, drafts, packages, rows behind figures."""

import re

import pytest
from django.urls import reverse

from danvan.domains.petitions.models import Letter
from danvan.org.tests.factories import make_account, make_unit
from danvan.portal.tests import world
from danvan.records.models import PersonalDetails, Record, Submission
from danvan.records.tests.desk_world import DAY, NAME, classified, moving, opening
from danvan.records.tests.factories import handler, head, letter_of
from danvan.reports.models import Report
from tests.support.hostile import FORGED, ROLES, browser, everywhere

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nobody_has_asked_too_often")]


class TestInsiders:
    """Officers who ask for what is not theirs."""

    def test_of_another_unit_nothing_is_seen_or_done(self, officer, record):
        sealed = letter_of(officer, DAY)
        for role in ROLES:
            other = make_account(role, make_unit())
            client = browser(other)
            for target in (record, sealed):
                paths = [target.get_absolute_url(), f"{target.get_absolute_url()}cong-khai/"]
                paths += [
                    reverse("records:move", args=[target.public_id, key])
                    for key in ("phan_loai", "chuyen", "thu_ly")
                ]
                for path in paths:
                    assert client.get(path).status_code in (403, 404, 405), (role, path)
                    assert client.post(path, moving(target, kind="khieu_nai", field="khac")).status_code in (
                        403,
                        404,
                        405,
                    )
            for path in ("/ban-lam-viec/", "/ban-lam-viec/don/", "/ban-lam-viec/don/tai-ve.csv"):
                text = b"".join(client.get(path)).decode()
                assert record.public_id not in text
                assert sealed.public_id not in text
            assert Record.objects.get(pk=record.pk).version == record.version
            assert Record.objects.get(pk=sealed.pk).version == sealed.version

    @pytest.mark.parametrize("role", ["tong_hop", "giam_sat", "quan_tri", ""])
    def test_who_only_counts_opens_no_record(self, officer, record, role):
        client = browser(make_account(role, officer.at))
        for path in (record.get_absolute_url(), "/ban-lam-viec/don/", "/ban-lam-viec/don/tai-ve.csv"):
            assert client.get(path).status_code in (403, 404)

    def test_the_same_answer_for_a_strangers_record_and_for_none(self, officer, record):
        client = browser(handler(make_unit()))
        there = client.get(record.get_absolute_url()).content.decode()
        nowhere = client.get(reverse("records:page", args=["1" * 16])).content.decode()
        assert there.replace(record.public_id, "") == nowhere.replace("1" * 16, "")

    def test_a_record_is_not_opened_for_another_unit(self, officer):
        other = make_unit()
        answer = browser(officer).post("/ban-lam-viec/don/tiep-nhan/", opening(officer, unit=str(other.pk)))
        assert answer.status_code == 400
        assert not Letter.objects.exists()

    @pytest.mark.parametrize("forged", FORGED)
    def test_columns_that_no_form_asks_for_cannot_be_sent(self, officer, forged):
        answer = browser(officer).post("/ban-lam-viec/don/tiep-nhan/", opening(officer) | forged)
        letter = Letter.objects.get()
        assert answer.status_code == 302
        assert (letter.state, letter.secrecy, letter.kind) == ("tiep_nhan", "niem_phong", None)
        assert (letter.published_on, letter.identity_released_on, letter.created_by) == (None, None, officer)
        assert (letter.register_no, letter.is_illustrative) == (1, True)
        assert letter.public_id != "7" * 16

    def test_a_sent_form_sent_again_writes_once_and_shows_nobody_elses(self, officer, record):
        sent = opening(officer)
        client = browser(officer)
        first = client.post("/ban-lam-viec/don/tiep-nhan/", sent)
        assert client.post("/ban-lam-viec/don/tiep-nhan/", sent)["Location"] == first["Location"]
        thief = browser(handler(make_unit()))
        stolen = {"key": sent["key"], "on": "1/3/2023"}
        answer = thief.post(reverse("records:move", args=[record.public_id, "chuyen"]), stolen)
        assert answer.status_code == 404
        other = handler(make_unit())
        answer = browser(other).post("/ban-lam-viec/don/tiep-nhan/", opening(other, key=sent["key"]))
        assert answer.status_code == 400
        assert first["Location"].strip("/").rsplit("/", 1)[-1] not in answer.content.decode()
        assert Submission.objects.count() == 1

    def test_a_denunciation_is_not_published_by_anybody(self, officer):
        letter = classified(officer, "to_cao")
        chief = head(officer.at)
        assert browser(chief).post(f"{letter.get_absolute_url()}cong-khai/").status_code in (400, 403)
        assert not Record.objects.filter(published_on__isnull=False).exists()

    def test_personal_details_are_shown_to_readers_of_the_unit_alone(self, officer, record):
        assert PersonalDetails.objects.filter(record_id=record.pk).exists()
        assert NAME in browser(officer).get(record.get_absolute_url()).content.decode()
        for account in (None, handler(make_unit()), make_account("tong_hop", officer.at)):
            text = browser(account).get(record.get_absolute_url()).content.decode()
            text += browser(account).post("/tra-cuu/", {"code": record.public_id}).content.decode()
            assert NAME not in text


class TestReportsOfOthers:
    """Drafts, packages and the records behind figures."""

    def test_drafts_are_not_public_and_look_like_nothing(self):
        place = world.make_place()
        world.records(place)
        world.stated(place)
        client = browser()
        page = f"/so-lieu/{place.province.slug}/2023-Q1/"
        nothing = client.get(page).content
        report = world.signed(place)
        for more in ("", "don.tiep_nhan/", "tai-ve/json", "?ban=1", "?bieu=dvcq"):
            assert client.get(page + more).status_code == 404
        assert client.get(page).content == nothing
        assert report.state == Report.State.SIGNED

    def test_other_units_and_roles_without_figures_get_none(self, published):
        _, report = published
        for account in (
            make_account("lanh_dao", make_unit()),
            make_account("quan_tri", report.unit),
            make_account(),
        ):
            client = browser(account)
            for tail in ("", "o/don.tiep_nhan/", "bao-cao.json", "bao-cao.pdf", "bao-cao.xlsx"):
                assert client.get(f"/bao-cao/{report.pk}/{tail}").status_code == 403, tail
            for tail in ("ky/", "sua-doi/", "cong-khai/"):
                assert client.post(f"/bao-cao/{report.pk}/{tail}").status_code == 403, tail

    @pytest.mark.parametrize("role", ["tong_hop", "giam_sat"])
    def test_who_only_counts_gets_no_record_behind_a_figure(self, published, role):
        place, report = published
        client = browser(make_account(role, place.province, covers_below=True))
        codes = set(Record.objects.values_list("public_id", flat=True))
        for code in ("don.tiep_nhan", "don.to_cao", "don.khieu_nai", "tcd.luot"):
            text = client.get(f"/bao-cao/{report.pk}/o/{code}/").content.decode()
            assert not codes & set(re.findall(r"\d{16}", text))
        package = client.get(f"/bao-cao/{report.pk}/bao-cao.json").content.decode()
        assert not codes & set(re.findall(r"\d{16}", package))

    def test_nothing_public_names_a_record(self, published):
        _, report = published
        client = browser()
        codes = set(Record.objects.exclude(type="ky_tiep").values_list("public_id", flat=True))
        for path in everywhere(None, report):
            if path.startswith("/so-lieu/"):
                answer = client.get(path)
                assert not codes & set(re.findall(r"\d{16}", answer.content.decode("latin-1"))), path

    @pytest.mark.parametrize("kind", ["pdf", "xlsx", "json", "csv"])
    def test_a_downloads_name_is_plain(self, published, kind):
        _, report = published
        answer = browser().get(reverse("portal:download", args=[report.unit.slug, report.period, kind]))
        assert re.fullmatch(r'attachment; filename="[a-zA-Z0-9.-]+"', answer["Content-Disposition"])
        assert answer["X-Content-Type-Options"] == "nosniff"
