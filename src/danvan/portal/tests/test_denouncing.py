"""The pages about tố cáo: told before anything is typed, kept nowhere, left at once."""

import logging
from datetime import date

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.urls import reverse

from danvan.domains.reception.models import RegularHours
from danvan.org.models import Kind, Unit
from danvan.org.tests.factories import make_account, make_unit
from danvan.records.models import Mode, SealMode
from danvan.records.seal import modes
from danvan.records.seal.routing import DEPUTY, HEAD, OFFICIAL, WHOLE, WORDS

pytestmark = pytest.mark.django_db
HERE, LEAVE = "/gui-don/to-cao/", "/gui-don/to-cao/thoat/"
ALL = {"tim": "xa so 1.1"}


@pytest.fixture
def world():
    """A province at which somebody works, a district and a commune of it as they stood in 2023."""
    province = make_unit("Tỉnh Thử", Kind.PROVINCE)
    district = make_unit("Huyện Thử", Kind.DISTRICT, province)
    commune = make_unit("Xã Số 1.1", Kind.COMMUNE, district)
    make_account("xu_ly", province, covers_below=True)
    return {"tinh": province, "huyen": district, "xa": commune}


@pytest.fixture
def visitor():
    return Client(enforce_csrf_checks=True)


def ask(visitor, world, post=HEAD, at="xa", **more):
    return visitor.post(HERE, ALL | {"noi": world[at].slug, "la": post} | more)


def text(answer):
    return answer.content.decode()


def rows():
    """How many rows stand in every table of the database that the program writes."""
    found = {}
    with connection.cursor() as cursor:
        for model in apps.get_models():
            cursor.execute(f'SELECT count(*) FROM "{model._meta.db_table}"')
            found[model._meta.label] = cursor.fetchone()[0]
        cursor.execute("SELECT count(*) FROM config_cache")
        found["cache"] = cursor.fetchone()[0]
    return found


class TestTheWay:
    def test_the_first_page_asks_where_and_nothing_else(self, visitor, world):
        page = text(visitor.get(HERE))
        assert "Người bị tố cáo làm việc ở đâu?" in page
        assert page.count('type="search"') == 1
        for asked in (
            "<textarea",
            'type="text"',
            'type="file"',
            'type="tel"',
            'type="email"',
            "csrfmiddlewaretoken",
        ):
            assert asked not in page

    def test_words_bring_the_offices_of_the_day(self, visitor, world):
        page = text(visitor.post(HERE, ALL))
        assert f'value="{world["xa"].slug}"' in page
        for post, words in WORDS.items():
            assert f'value="{post}"' in page
            assert words[1:] in page

    def test_words_that_find_nothing_say_so(self, visitor, world):
        assert "Không có cơ quan nào khớp" in text(visitor.post(HERE, {"tim": "khong co noi nay"}))

    @pytest.mark.parametrize(
        ("post", "to"),
        [
            (HEAD, "Chủ tịch Ủy ban nhân dân Huyện Thử"),
            (DEPUTY, "Chủ tịch Ủy ban nhân dân Huyện Thử"),
            (WHOLE, "Chủ tịch Ủy ban nhân dân Huyện Thử"),
            (OFFICIAL, "Chủ tịch Ủy ban nhân dân Xã Số 1.1"),
        ],
    )
    def test_it_names_who_settles_by_post(self, visitor, world, post, to):
        page = text(ask(visitor, world, post))
        assert f"<h1>Gửi đến {to}</h1>" in page

    @pytest.mark.parametrize("post", [HEAD, DEPUTY, WHOLE])
    def test_who_cannot_open_it_is_told_before_any_other_question(self, visitor, world, post):
        page = text(ask(visitor, world, post))
        assert "Bộ phận tiếp công dân, văn thư, xử lý đơn của Xã Số 1.1" in page
        assert "Cấp phó và người đứng đầu của Xã Số 1.1" in page
        assert page.index("Ai không mở được") < page.index("Đưa đến đâu")
        assert "<input" not in page, "nothing is asked any more"

    def test_the_law_and_the_doubt_are_said(self, visitor, world):
        assert "Điều 13 khoản 2" in text(ask(visitor, world, HEAD))
        assert "cấp trên trực tiếp" in text(ask(visitor, world, WHOLE))

    def test_above_everything_in_the_list_it_says_whom_to_ask(self, visitor, world):
        page = text(ask(visitor, world, HEAD, "tinh", tim="tinh thu"))
        assert "không có trong danh mục" in page
        assert "Giờ tiếp" not in page

    def test_the_hours_are_those_of_who_receives(self, visitor, world):
        for unit, place in ((world["xa"], "Phòng Xã"), (world["huyen"], "Phòng Huyện")):
            RegularHours.objects.create(
                unit=unit,
                weekday=2,
                starts_at="07:30",
                ends_at="11:30",
                place=place,
                valid=(date(2020, 1, 1), None),
            )
        page = text(ask(visitor, world, HEAD))
        assert "07:30–11:30, Phòng Huyện" in page
        assert "Phòng Xã" not in page

    @pytest.mark.parametrize("mode", [*Mode])
    def test_how_the_receiving_unit_keeps_it_is_told_in_words(self, visitor, world, mode):
        SealMode.objects.create(
            unit=world["huyen"],
            mode=mode,
            starts_on=date(2023, 1, 1),
            document="Văn bản",
            number="1",
            document_on=date(2023, 1, 1),
            post="Chủ tịch",
            decided_by=make_account("lanh_dao", world["huyen"]),
        )
        page = text(ask(visitor, world, HEAD))
        assert modes.tell(mode) in page
        assert [other for other in Mode if modes.tell(other) in page] == [mode]


class TestWhatIsMissing:
    @pytest.mark.parametrize(
        ("sent", "sentence"),
        [
            ({"la": HEAD}, "Chưa chọn nơi làm việc"),
            ({"la": ""}, "Chưa chọn nơi làm việc"),
            ({"noi": "khong-co", "la": HEAD}, "Nơi này không có trong danh sách"),
            ({"noi": "khong-co"}, "Nơi này không có trong danh sách"),
        ],
    )
    def test_is_asked_for(self, visitor, world, sent, sentence):
        answer = visitor.post(HERE, ALL | sent)
        assert answer.status_code == 400
        assert sentence in text(answer)

    @pytest.mark.parametrize("post", [None, "", "chu_tich", "NGUOI_DUNG_DAU"])
    def test_who_it_is_must_be_one_of_the_list(self, visitor, world, post):
        sent = ALL | {"noi": world["xa"].slug} | ({} if post is None else {"la": post})
        answer = visitor.post(HERE, sent)
        assert answer.status_code == 400
        assert "Chưa cho biết người đó là ai" in text(answer)

    @pytest.mark.parametrize(
        "words", ["", "   ", "\0", "a\0b", "%", "_", "'; DROP TABLE org_unit; --", "x" * 5000]
    )
    def test_odd_words_break_nothing(self, visitor, world, words):
        assert visitor.post(HERE, {"tim": words}).status_code == 200
        assert Unit.objects.exists()

    def test_a_place_that_was_not_found_by_the_words_is_not_answered(self, visitor, world):
        assert (
            visitor.post(HERE, {"tim": "huyen thu", "noi": world["xa"].slug, "la": HEAD}).status_code == 400
        )

    def test_a_question_in_the_address_is_not_read(self, visitor, world):
        page = text(visitor.get(HERE, ALL | {"noi": world["xa"].slug, "la": HEAD}))
        assert "Xã Số 1.1" not in page


class TestNothingIsKept:
    def visits(self, visitor, world):
        return [
            visitor.get(HERE),
            visitor.post(HERE, ALL),
            visitor.post(HERE, ALL | {"la": ""}),
            *[ask(visitor, world, post) for post in WORDS],
            visitor.get(LEAVE),
        ]

    def test_no_row_in_any_table_not_even_of_sessions_or_counters(self, visitor, world):
        before = rows()
        self.visits(visitor, world)
        assert rows() == before

    def test_no_cookie_is_set(self, visitor, world):
        for answer in self.visits(visitor, world):
            assert not answer.cookies
        assert not visitor.cookies

    def test_no_line_in_any_log(self, visitor, world, caplog):
        caplog.set_level(logging.DEBUG)
        self.visits(visitor, world)
        told = [
            line.getMessage() for line in caplog.records if not line.name.startswith("django.db.backends")
        ]
        assert not [line for line in told if world["xa"].slug in line or "xa so" in line or "Số 1.1" in line]

    def test_nothing_goes_on_to_the_next_page(self, visitor, world):
        for answer in self.visits(visitor, world):
            assert answer["Referrer-Policy"] == "no-referrer"
            assert "no-store" in answer["Cache-Control"]
            assert answer["X-Robots-Tag"] == "noindex"

    def test_the_answer_leads_nowhere_that_names_the_place(self, visitor, world):
        page = text(ask(visitor, world, HEAD))
        assert world["xa"].slug not in page
        assert world["huyen"].slug not in page

    def test_every_page_says_what_is_protected_and_what_is_not(self, visitor, world):
        for answer in self.visits(visitor, world)[:-1]:
            page = text(answer)
            assert "không đặt cookie" in page
            assert "lịch sử trình duyệt vẫn ghi" in page

    def test_the_name_in_the_browsers_history_says_nothing(self, visitor, world):
        for answer in self.visits(visitor, world)[:-1]:
            title = text(answer).partition("<title>")[2].partition("</title>")[0]
            assert "ố cáo" not in title


class TestLeaving:
    def test_a_link_on_every_page(self, visitor, world):
        for answer in (visitor.get(HERE), visitor.post(HERE, ALL), ask(visitor, world, HEAD)):
            assert f'href="{LEAVE}"' in text(answer)

    def test_it_leads_to_a_page_that_says_nothing_and_clears_the_browser(self, visitor):
        answer = visitor.get(LEAVE)
        assert (answer.status_code, answer.url) == (302, reverse("portal:home"))
        assert answer["Clear-Site-Data"] == '"cache", "cookies", "storage"'

    @pytest.mark.parametrize("path", ["/", HERE, "/gui-don/"])
    def test_no_other_page_clears_anything(self, visitor, world, path):
        assert "Clear-Site-Data" not in visitor.get(path)

    @pytest.mark.parametrize("site", ["same-origin", "none"])
    def test_this_sites_own_link_and_a_typed_address_clear(self, visitor, site):
        answer = visitor.get(LEAVE, headers={"sec-fetch-site": site, "sec-fetch-mode": "navigate"})
        assert answer["Clear-Site-Data"] == '"cache", "cookies", "storage"'

    @pytest.mark.parametrize(
        ("site", "mode"),
        [
            ("cross-site", "no-cors"),
            ("cross-site", "navigate"),
            ("same-site", "navigate"),
            ("same-origin", "no-cors"),
            ("same-origin", "cors"),
            ("none", "websocket"),
            ("", "no-cors"),
            ("cross-site", ""),
            ("anything", "navigate"),
        ],
    )
    def test_another_site_logs_nobody_out_by_it(self, visitor, site, mode):
        sent = {"sec-fetch-site": site, "sec-fetch-mode": mode}
        answer = visitor.get(LEAVE, headers={name: told for name, told in sent.items() if told})
        assert (answer.status_code, answer.url) == (302, reverse("portal:home"))
        assert "Clear-Site-Data" not in answer

    def test_only_by_a_link(self, visitor):
        assert visitor.post(LEAVE).status_code == 405
