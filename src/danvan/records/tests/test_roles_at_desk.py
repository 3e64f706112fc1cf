"""Each role at each page of the desk, by hand: who may come in, who is told no, for whom the page is not there at all."""

import re
from datetime import date

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from danvan.org.models import RoleGrant
from danvan.org.roles import ROLES
from danvan.org.tests.factories import make_account, make_unit, put_under
from danvan.records.models import Record
from danvan.records.tests.desk_world import DAY, NAME, NAMED, classified, desk_of, moving, opening, role_at
from danvan.records.tests.factories import handler, letter_of

pytestmark = pytest.mark.django_db
EVERYBODY = frozenset({*ROLES, ""})
READERS = frozenset({"tiep_dan", "xu_ly", "giai_quyet", "lanh_dao", "van_thu", "thanh_tra"})
INSIDERS = READERS - {"van_thu", "thanh_tra"}  # of a sealed one: number, day and class
OPENERS = frozenset({"tiep_dan", "xu_ly", "van_thu"})
CLASSIFIERS = frozenset({"tiep_dan", "xu_ly"})
HANDLERS = frozenset({"xu_ly", "giai_quyet", "lanh_dao"})
DECIDERS = frozenset({"giai_quyet", "lanh_dao"})
UPDATERS = INSIDERS
WATCHERS = frozenset(
    {"tiep_dan", "xu_ly", "giai_quyet", "lanh_dao", "tong_hop", "thanh_tra", "giam_sat", "kiem_toan"}
)
KEEPERS = frozenset({"quan_tri", "he_thong"})
PAGES = {
    "": EVERYBODY,
    "lich-nghi/": EVERYBODY,
    "thu/": EVERYBODY,
    "thu/cach-nhan/": EVERYBODY,
    "don/": READERS,
    "vu-viec/": READERS,
    "don/tai-ve.csv": READERS,
    "don/tai-ve.xlsx": READERS,
    "tiep-cong-dan/": READERS,
    "tiep-cong-dan/ket-luan/": READERS,
    "tiep-cong-dan/dat-cho/": READERS,
    "tiep-cong-dan/so/": READERS,
    "tiep-cong-dan/so/tai-ve/": READERS,
    "don-trung/": READERS,
    "csdl-quoc-gia/": READERS,
    "doi-luat/": READERS,
    "don/tiep-nhan/": OPENERS,
    "tiep-cong-dan/lap-lich/": OPENERS,
    "tiep-cong-dan/dot-xuat/": OPENERS,
    "tiep-cong-dan/gio-thuong-xuyen/": OPENERS,
    "quay/": OPENERS,
    "thu-den/": OPENERS,
    "so-cu/": CLASSIFIERS,
    "cho-xem-truoc/": CLASSIFIERS,
    "csdl-quoc-gia/nhap/": UPDATERS,
    "csdl-quoc-gia/tai-ve/": UPDATERS,
    "csdl-quoc-gia/doi-chieu/": UPDATERS,
    "ban-giao/": HANDLERS,
    "phan-anh/so-ngay/": DECIDERS,
    "van-thu/": frozenset({"van_thu"}),
    "van-thu/so-den/": frozenset({"van_thu"}),
    "van-thu/cap-so/": KEEPERS,
    "thu/cach-nhac/": KEEPERS,
    "thu/don-vi/": KEEPERS | {"kiem_toan"},
    "lich-su/": frozenset({"thanh_tra", "kiem_toan"}),
    "nghia-vu/": WATCHERS,
    "nghia-vu/tai-ve.csv": WATCHERS,
    "/quan-tri/": KEEPERS,
    "/quan-tri/nguoi/them/": KEEPERS,
    "/quan-tri/don-vi/": KEEPERS,
    "/quan-tri/don-vi/ghi/": KEEPERS,
    "/quan-tri/don-vi/nhap-danh-muc/": KEEPERS,
    "/quan-tri/don-vi/danh-muc.csv": KEEPERS,
    "/quan-tri/vai-tro/": EVERYBODY,
    "/quan-tri/ma-truy-cap/": EVERYBODY,
    "/bao-cao/": EVERYBODY,
}
ONLY_SENT = ("quay/so/", "don-trung/khi-nhap/", "csdl-quoc-gia/doi-chieu/ghi/", "lich-nghi/sua/", "thu/lich/")


def address(page):
    return page if page.startswith("/") else f"/ban-lam-viec/{page}"


def told(client, path):
    """(status, text) of a page, read to its end."""
    answer = client.get(path)
    return answer.status_code, b"".join(answer).decode("utf-8", "replace")


@pytest.fixture
def officer(db):
    return handler()


@pytest.fixture
def as_role(officer):
    """A browser of somebody with that role at the officer's unit; of nobody's role for ""."""

    def make(role):
        return desk_of(role_at(role, officer) if role else make_account())

    return make


class TestPages:
    @pytest.mark.parametrize("page", PAGES)
    def test_who_may_come_in(self, as_role, page):
        found = {role: told(as_role(role), address(page))[0] for role in EVERYBODY}
        assert {role for role, status in found.items() if status in (200, 302)} == PAGES[page]
        assert {status for role, status in found.items() if role not in PAGES[page]} <= {403}

    @pytest.mark.parametrize("page", [page for page, who in PAGES.items() if who != EVERYBODY])
    def test_who_may_not_is_told_so_in_words_and_shown_nothing(self, officer, as_role, page):
        letter = classified(officer)
        refused = min(EVERYBODY - PAGES[page])
        _status, text = told(as_role(refused), address(page))
        assert re.search(
            "chưa được giao|không có quyền|không (?:phân loại|cấp|ra|xử lý|được)|hãy liên hệ|Chỉ ", text
        )
        assert letter.public_id not in text
        assert NAME not in text

    @pytest.mark.parametrize("page", PAGES)
    def test_without_a_log_in_there_is_the_door_alone(self, client, officer, page):
        letter = classified(officer)
        answer = client.get(address(page))
        assert answer.status_code == 302
        assert answer.url.startswith("/tai-khoan/")
        assert letter.public_id.encode() not in answer.content

    @pytest.mark.parametrize("page", ONLY_SENT)
    @pytest.mark.parametrize("role", ["xu_ly", "quan_tri", ""])
    def test_what_changes_something_is_not_asked_for(self, as_role, page, role):
        assert as_role(role).get(address(page)).status_code == 405

    @pytest.mark.parametrize("page", PAGES)
    def test_a_role_that_has_ended_opens_nothing_more(self, officer, page):
        role = min(PAGES[page] - {""})
        account = role_at(role, officer)
        client = desk_of(account)
        assert told(client, address(page))[0] in (200, 302)
        RoleGrant.objects.filter(person=account.person).update(
            valid=DateRange(date(2000, 1, 1), date(2023, 1, 1))
        )
        status, _text = told(client, address(page))
        assert (status in (200, 302)) == (PAGES[page] == EVERYBODY)

    def test_every_role_stands_in_the_table(self):
        named = set().union(*(who for who in PAGES.values() if who != EVERYBODY))
        assert set(ROLES) - named == {"bien_tap", "chuyen_don"}, "a role that opens nothing here"


class TestRecords:
    @pytest.fixture
    def records(self, officer):
        return {
            "khieu_nai": classified(officer),
            "chua_phan_loai": letter_of(officer, DAY),
            "to_cao": classified(officer, "to_cao"),
        }

    @pytest.mark.parametrize("role", sorted(EVERYBODY))
    @pytest.mark.parametrize(
        ("kind", "who"), [("khieu_nai", READERS), ("chua_phan_loai", INSIDERS), ("to_cao", INSIDERS)]
    )
    def test_who_opens_which(self, as_role, records, role, kind, who):
        client, path = as_role(role), records[kind].get_absolute_url()
        for page in (path, f"{path}van-ban/"):
            status, text = told(client, page)
            assert status == (200 if role in who else 404), page
            if kind != "khieu_nai":
                assert not [word for word in NAMED.values() if word in text]

    @pytest.mark.parametrize("role", sorted(EVERYBODY))
    def test_a_list_shows_what_its_role_may_open_and_no_more(self, as_role, records, role):
        if role not in READERS:
            return
        _status, text = told(as_role(role), "/ban-lam-viec/don/")
        shown = {kind for kind, record in records.items() if record.get_absolute_url() in text}
        assert shown == (set(records) if role in INSIDERS else {"khieu_nai"})

    @pytest.mark.parametrize("role", sorted(EVERYBODY))
    @pytest.mark.parametrize(
        ("step", "who"), [("chuyen", HANDLERS), ("huong-dan", HANDLERS), ("thu-ly", HANDLERS)]
    )
    def test_who_may_take_a_step(self, as_role, records, role, step, who):
        path = f"{records['khieu_nai'].get_absolute_url()}{step}/"
        status, _text = told(as_role(role), path)
        assert status == (200 if role in who else 403 if role in READERS else 404)

    @pytest.mark.parametrize("role", sorted(EVERYBODY))
    def test_who_may_classify(self, as_role, records, role):
        path = f"{records['chua_phan_loai'].get_absolute_url()}phan-loai/"
        status, _text = told(as_role(role), path)
        assert status == (200 if role in CLASSIFIERS else 403 if role in INSIDERS else 404)

    @pytest.mark.parametrize("role", sorted(EVERYBODY - HANDLERS))
    def test_a_step_sent_by_who_may_not_changes_nothing(self, as_role, records, role):
        record = records["khieu_nai"]
        answer = as_role(role).post(
            f"{record.get_absolute_url()}chuyen/", moving(record, forwarded_to="Thanh tra tỉnh")
        )
        assert answer.status_code in (403, 404)
        kept = Record.objects.get(pk=record.pk)
        assert (kept.state, kept.version) == (record.state, record.version)

    @pytest.mark.parametrize("role", sorted(EVERYBODY - OPENERS))
    def test_a_letter_sent_in_by_who_may_not_is_not_opened(self, officer, as_role, role):
        answer = as_role(role).post("/ban-lam-viec/don/tiep-nhan/", opening(officer))
        assert answer.status_code in (403, 404)
        assert not Record.objects.exists()

    @pytest.mark.parametrize("role", sorted(EVERYBODY))
    @pytest.mark.parametrize("page", ["nhan-tin/", "tep/", "phong-bi/huy/", "cong-khai/"])
    def test_what_hangs_on_a_sealed_record_is_not_done_by_who_only_counts(self, as_role, records, role, page):
        if role in INSIDERS:
            return
        record = records["to_cao"]
        answer = as_role(role).post(f"{record.get_absolute_url()}{page}", {"text": "x", "on": "2/3/2023"})
        assert answer.status_code in (403, 404)
        assert Record.objects.get(pk=record.pk).version == record.version

    @pytest.mark.parametrize("role", sorted(ROLES))
    def test_of_another_unit_nothing_at_all(self, records, role):
        client = desk_of(make_account(role, make_unit()))
        for record in records.values():
            for page in ("", "van-ban/", "chuyen/", "phan-loai/"):
                assert told(client, f"{record.get_absolute_url()}{page}")[0] == 404
        status, text = told(client, "/ban-lam-viec/don/")
        assert status in (200, 403)
        assert not [record for record in records.values() if record.public_id in text]

    def test_a_role_over_the_units_below_reaches_them_and_one_without_does_not(self, officer, records):
        above = make_unit()
        put_under(officer.at, above)
        path = records["khieu_nai"].get_absolute_url()
        assert told(desk_of(make_account("xu_ly", above, covers_below=True)), path)[0] == 200
        assert told(desk_of(make_account("xu_ly", above)), path)[0] == 404
