"""The pages shown when something is wrong, the frame of every page and the page of components."""

import re
from itertools import pairwise

import pytest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

from danvan.ui import views


@pytest.fixture(autouse=True)
def addresses(settings):
    settings.ROOT_URLCONF = "danvan.ui.tests.addresses"
    settings.SECURE_SSL_REDIRECT = False
    settings.CSRF_FAILURE_VIEW = "danvan.ui.views.csrf_failure"


@pytest.fixture
def visitor():
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/sai/", 400, "Yêu cầu không hợp lệ"),
        ("/khong-quyen/", 403, "Không được phép xem trang này"),
        ("/khong-co/", 404, "Không có trang này"),
        ("/khong-noi-nao/", 404, "Không có trang này"),
        ("/hong/", 500, "Máy chủ gặp lỗi"),
        ("/nhieu/", 429, "Hãy thử lại sau 30 giây."),
        ("/nghi/", 503, "Đang nạp dữ liệu."),
    ],
)
def test_each_trouble_has_its_page(visitor, address, status, said):
    response = visitor.get(address)

    assert response.status_code == status
    page = response.content.decode()
    assert said in page
    assert '<html lang="vi"' in page
    assert page.count("<h1>") == 1
    assert 'href="/"' in page


@pytest.mark.parametrize(
    ("address", "kept_back"),
    [
        ("/khong-quyen/", "/srv/secret"),
        ("/khong-co/", "matching query"),
        ("/hong/", "hunter2"),
        ("/sai/", "10.0.0.7"),
    ],
)
def test_no_inner_detail_reaches_the_reader(visitor, address, kept_back):
    assert kept_back not in visitor.get(address).content.decode()


def test_the_sentence_of_a_refusal_does(visitor):
    response = visitor.get("/tu-choi/")

    assert response.status_code == 403
    assert "Hồ sơ này do đơn vị khác giữ." in response.content.decode()


def test_waiting_times_are_told_to_programs_too(visitor):
    assert visitor.get("/nhieu/")["Retry-After"] == "30"
    assert "Retry-After" in visitor.get("/nghi/")
    assert "Retry-After" not in views.too_many(RequestFactory().get("/"))


def test_a_form_whose_token_does_not_fit():
    response = Client(enforce_csrf_checks=True).post("/ghi/", {"x": "1"})

    assert response.status_code == 403
    assert "Trang đã mở quá lâu" in response.content.decode()
    assert "chưa có gì được ghi" in response.content.decode()


def test_the_page_of_a_server_error_needs_no_request_and_no_context_processor(settings):
    settings.TEMPLATES = [
        template | {"OPTIONS": {"context_processors": ["danvan.ui.tests.test_pages.broken_processor"]}}
        for template in settings.TEMPLATES
    ]

    assert "Máy chủ gặp lỗi" in views.server_error(RequestFactory().get("/")).content.decode()


def broken_processor(request):
    raise RuntimeError("the database is gone")


def test_the_page_of_components_shows_everything(visitor):
    page = visitor.get("/ui/").content.decode()

    for part in (
        "figure__value",
        "flag--late",
        "lifeline",
        "ledger",
        "receipt__code",
        "data-table",
        "empty__title",
    ):
        assert part in page
    assert "không có trong lịch" in page
    assert "Số liệu minh họa." in page


def test_the_page_of_components_is_not_there_in_production(visitor, settings):
    settings.IS_PRODUCTION = True
    answer = visitor.get("/ui/")
    assert answer.status_code == 404
    assert "figure__value" not in answer.content.decode()


def test_the_page_of_components_has_unique_ids_and_ordered_headings(visitor):
    page = visitor.get("/ui/").content.decode()

    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    levels = [int(level) for level in re.findall(r"<h([1-6])", page)]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("base", ["ui/base.html", "ui/portal_base.html", "ui/desk_base.html"])
def test_every_frame_has_its_landmarks(base):
    page = render_to_string(base, {})

    assert page.lstrip().startswith("<!doctype html>")
    assert '<html lang="vi"' in page
    assert page.count("<main ") == 1
    assert 'href="#main"' in page
    assert 'id="main"' in page
    assert "<footer" in page
    assert "<header" in page


@pytest.mark.parametrize(
    ("illustrative", "said"),
    [
        (True, "dựng để trình diễn"),
        ("Mười hồ sơ đầu là số liệu dựng.", "Mười hồ sơ đầu là số liệu dựng."),
    ],
)
def test_demonstration_data_is_named_so(illustrative, said):
    page = render_to_string("ui/portal_base.html", {"illustrative": illustrative})

    assert "Số liệu minh họa." in page
    assert said in page


@pytest.mark.parametrize("illustrative", [False, None, ""])
def test_real_data_carries_no_such_banner(illustrative):
    assert "minh họa" not in render_to_string("ui/portal_base.html", {"illustrative": illustrative})


def test_a_printed_page_carries_its_address():
    request = RequestFactory().get("/bao-cao/2023/1/")

    page = render_to_string("ui/portal_base.html", {}, request)

    assert "http://testserver/bao-cao/2023/1/" in page.split("print-foot")[1]


def test_messages_are_announced():
    page = render_to_string("ui/messages.html", {"messages": ["Đã ghi đơn 12."]})

    assert 'role="status"' in page
    assert "Đã ghi đơn 12." in page
