"""The pages: from the upload to a report on the form, and every refusal said where the officer stands."""

import io
import re
from datetime import date

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from danvan.org.tests.factories import make_account
from danvan.reports.form_files import form
from danvan.reports.loading import staging
from danvan.reports.loading.models import LoadedForm
from danvan.reports.loading.tests.test_staging import ABOUT, BINDINGS, HEADS, NEW
from danvan.reports.loading.tests.workbooks import blank_form, leaf, saved
from danvan.reports.tests.factories import letters, make_place

pytestmark = pytest.mark.django_db
SENT = {
    "edits": "0",
    "title": "Biểu số 09/DV",
    "subject": "Kết quả công tác dân vận",
    "cite": "Công văn 12/CV-DV",
    "valid_from": "1/1/2023",
    "family": "09-dv",
    "equations": "1 = 2 + 3 + 4",
    "cot-1": "code:don.tiep_nhan",
    "cot-2": "khac",
    "khac-2": "don.khieu_nai",
    "cot-3": "khac",
    "khac-3": "don.to_cao",
    "cot-4": "khac",
    "khac-4": "don.kien_nghi_phan_anh",
    "cot-5": "why:noi_khac",
}


@pytest.fixture
def place(settings):
    settings.DEMONSTRATION_DAY = date(2023, 3, 14)
    return make_place(districts=1, communes=1)


@pytest.fixture
def desk(client, place):
    client.force_login(place.head)
    return client


def upload(client, data=NEW):
    file = SimpleUploadedFile("bieu.xlsx", data)
    return client.post(reverse("reports:loaded_forms"), {"book": file})


def said(page):
    return re.sub(r"\s+", " ", page.content.decode())


def of(row):
    return reverse("reports:loaded_form", args=[row.pk])


@pytest.fixture
def draft(desk):
    assert upload(desk).status_code == 302
    return LoadedForm.objects.get()


def test_an_uploaded_form_is_shown_as_it_was_read_with_nothing_chosen(desk, draft):
    page = said(desk.get(of(draft)))
    assert '<th scope="colgroup" rowspan="1" colspan="3">Trong đó</th>' in page
    assert '<th scope="col" rowspan="2" colspan="1">Số hộ được vận động</th>' in page
    assert page.count("selected") == page.count('value="2023-Q1" selected') + page.count("selected>Tỉnh"), (
        page
    )
    assert "Còn 5 cột" in page
    assert "1 = 2 + 3 + 4" in page


def test_proposals_stand_in_the_fields_only_when_asked_for_and_are_kept_only_when_saved(desk, draft):
    page = said(desk.post(of(draft), {"act": "goi_y", "title": draft.title}))
    assert page.count("đề xuất, hãy xem lại") >= 3
    assert re.search(r'<option value="code:[a-z0-9_.]+" selected>', page)
    draft.refresh_from_db()
    assert draft.bindings == {}


def test_saved_used_and_chosen_for_a_report(desk, draft, place):
    letters(place.communes[0], "khieu_nai", 2)
    assert desk.post(of(draft), SENT | {"act": "luu"}).status_code == 302
    draft.refresh_from_db()
    assert draft.bindings == {str(no): bound for no, bound in BINDINGS.items()}
    page = said(desk.get(of(draft)))
    assert "Mọi cột đã có cách lấy số." in page
    assert "selected>Nhập tay: số do cơ quan khác cung cấp" in page
    assert desk.post(of(draft), SENT | {"act": "dung", "edits": "1"}).status_code == 302
    assert "Biểu mẫu chưa đối chiếu" in said(desk.get(of(draft)))
    begin = said(desk.get(reverse("reports:begin")))
    assert f'value="{draft.key}"' in begin
    chosen = {"unit": place.province.pk, "period": "2023-Q1", "form": draft.key}
    report = desk.post(reverse("reports:begin"), chosen)
    assert report.status_code == 302
    assert form(draft.key).unverified in said(desk.get(report.url))


def test_what_was_typed_is_not_lost_by_a_refusal(desk, draft):
    page = desk.post(of(draft), SENT | {"act": "luu", "khac-2": "khong.co", "note": "Ghi chú đã gõ"})
    assert page.status_code == 400
    assert "Cột (2): không có chỉ tiêu “khong.co”" in said(page)
    assert "Ghi chú đã gõ" in said(page)
    assert 'value="khong.co"' in said(page)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"act": "bay"}, "Hãy bấm một trong các nút"),
        ({"act": "luu", "equations": "1 = 2 ++ 3"}, "Không đọc được đẳng thức “1 = 2 ++ 3”"),
        ({"act": "luu", "equations": "1 = 2 + 99"}, "mà biểu không có cột ấy"),
        ({"act": "luu", "valid_from": "32/1/2023"}, "Dùng cho kỳ kết thúc từ ngày:"),
        ({"act": "luu", "title": ""}, "Số hiệu:"),
        ({"act": "luu", "family": "Ố Ồ"}, "Mã biểu chỉ gồm"),
        ({"act": "luu", "cot-5": "khac", "khac-5": "vì vậy đó"}, "hãy ghi lý do nhập tay"),
        ({"act": "luu", "cot-5": "why:la"}, "hãy ghi lý do nhập tay"),
        ({"act": "dung", "cot-5": ""}, "Còn 1 cột chưa chọn"),
        ({"act": "dung", "cite": ""}, "Hãy ghi đủ"),
        ({"act": "thu"}, "Hãy chọn đơn vị và kỳ"),
        ({"act": "thu", "unit": "999999", "period": "2023-Q1"}, "Hãy chọn đơn vị và kỳ"),
        ({"act": "doi_chieu"}, "Chỉ đối chiếu được biểu mẫu đang dùng"),
        ({"act": "thoi"}, "Chỉ thôi dùng được"),
        ({"act": "ban_moi"}, "còn là bản nháp"),
    ],
)
def test_a_refusal_is_one_sentence_on_the_page(desk, draft, changed, words):
    page = desk.post(of(draft), SENT | changed)
    assert page.status_code == 400
    assert words in said(page)


def test_of_two_pages_the_later_one_is_told_and_loses_nothing(desk, draft):
    mine = SENT | {"act": "luu", "khac-2": "don.to_cao", "note": "Ghi chú của tôi"}
    assert 'name="edits" value="0"' in said(desk.get(of(draft)))
    assert desk.post(of(draft), SENT | {"act": "luu", "cite": "Công văn 99"}).status_code == 302
    for act in ("luu", "dung", "bo"):
        page = desk.post(of(draft), mine | {"act": act})
        assert page.status_code == 400
        assert "đã được lưu từ một trang khác" in said(page)
    text = said(page)
    for kept_or_typed in ("Ghi chú của tôi", 'value="1"', "(don.khieu_nai)", "bản vừa lưu: Công văn 99"):
        assert kept_or_typed in text
    draft.refresh_from_db()
    assert (draft.cite, draft.bindings["2"], draft.is_draft) == (
        "Công văn 99",
        {"code": "don.khieu_nai"},
        True,
    )
    assert desk.post(of(draft), mine | {"edits": "1"}).status_code == 302
    draft.refresh_from_db()
    assert draft.note == "Ghi chú của tôi"


def test_a_refusal_of_another_kind_does_not_hide_that_a_page_is_late(desk, draft):
    desk.post(of(draft), SENT | {"act": "luu"})
    for changed in ({"act": "luu", "cot-5": "why:la"}, {"act": "goi_y"}):
        assert 'name="edits" value="0"' in said(desk.post(of(draft), SENT | changed))


@pytest.mark.parametrize("edits", [None, "", "-1", "x", "²", "9" * 30])
def test_a_page_that_does_not_say_what_it_knew_writes_nothing(desk, draft, edits):
    page = desk.post(
        of(draft), {k: v for k, v in (SENT | {"act": "luu", "edits": edits}).items() if v is not None}
    )
    assert page.status_code == 400
    draft.refresh_from_db()
    assert draft.bindings == {}


def test_who_bound_is_not_offered_to_verify(desk, draft, place, client):
    second = make_account("tong_hop", place.province, covers_below=True)
    client.force_login(second)
    assert client.post(of(draft), SENT | {"act": "dung"}).status_code == 302
    assert "Xác nhận đã đối chiếu" not in said(client.get(of(draft)))
    page = client.post(of(draft), {"act": "doi_chieu", "against": "Phụ lục kèm công văn"})
    assert page.status_code == 400
    assert "không tự đối chiếu" in said(page)


def test_a_try_shows_each_row_and_the_cause_of_a_failure(desk, draft):
    desk.post(of(draft), SENT | {"act": "luu"})

    def change(sheet):
        for column, value in enumerate([1, "Xã Một", 258, 38, 94, 164, 5], 1):
            sheet.cell(10, column, value)

    data = blank_form(HEADS, title="Biểu số 09/DV", numbers={1: "1=2+3+4"}, change=change)
    page = said(desk.post(of(draft), {"act": "thu", "example": SimpleUploadedFile("a.xlsx", data)}))
    assert "Xã Một: Tổng 258 bỏ sót 38" in page
    page = said(
        desk.post(
            of(draft),
            {"act": "thu", "unit": _home(desk), "period": "2023-Q1"},
        )
    )
    assert "Số đếm từ hồ sơ" in page


def _home(desk):
    page = desk.get(of(LoadedForm.objects.get())).content.decode()
    return re.search(r'<option value="(\d+)" selected>Tỉnh Minh Họa', page)[1]


def test_a_bad_file_is_refused_beside_its_field(desk):
    page = upload(desk, b"khong phai excel")
    assert page.status_code == 400
    assert "không phải là sổ Excel" in said(page)
    assert not LoadedForm.objects.exists()


def test_of_several_sheets_the_page_asks_for_one(desk):
    book = openpyxl.load_workbook(io.BytesIO(NEW))
    book.copy_worksheet(book.active).title = "Bieu 2"
    upload(desk, saved(book))
    row = LoadedForm.objects.get()
    assert "biểu nằm ở trang nào" in said(desk.get(of(row)))
    assert desk.post(of(row), {"act": "chon_trang", "sheet": "Khong co"}).status_code == 400
    assert desk.post(of(row), {"act": "chon_trang", "sheet": "Bieu 2", "edits": "0"}).status_code == 302
    assert "Tiêu đề đọc được" in said(desk.get(of(row)))


def test_a_second_person_verifies_then_a_new_version_is_made_and_the_old_one_ends(desk, draft, place, client):
    desk.post(of(draft), SENT | {"act": "dung"})
    assert "Người nạp, người ghép cột không tự đối chiếu" in said(desk.get(of(draft)))
    client.force_login(make_account("tong_hop", place.province, covers_below=True))
    assert "Xác nhận đã đối chiếu" in said(client.get(of(draft)))
    assert client.post(of(draft), {"act": "doi_chieu", "against": "Phụ lục kèm công văn"}).status_code == 302
    assert "đối chiếu ngày 14/3/2023 với: Phụ lục kèm công văn" in said(client.get(of(draft)))
    made = client.post(of(draft), {"act": "ban_moi"})
    assert made.url != of(draft)
    assert client.post(made.url, {"act": "bo", "edits": "0"}).url == reverse("reports:loaded_forms")
    assert client.post(of(draft), {"act": "thoi"}).status_code == 302
    assert "Thôi dùng" in said(client.get(reverse("reports:loaded_forms")))


def test_the_blank_workbook_comes_back_byte_for_byte(desk, draft):
    page = desk.get(reverse("reports:blank_book", args=[draft.pk]))
    assert page.content == NEW
    assert page["Content-Disposition"] == 'attachment; filename="bieu-mau-09-dv-nap-1.xlsx"'


def test_the_list_names_the_copies_that_wait_for_a_new_form(desk):
    page = said(desk.get(reverse("reports:loaded_forms")))
    assert "Biểu đang dùng tạm" in page
    assert page.count("Thông tư 06/2025/TT-TTCP") >= 11


def test_who_keeps_no_forms_is_not_let_in_and_sees_no_link(client, place, draft):
    client.force_login(make_account("tong_hop", place.communes[0]))
    assert "Biểu mẫu báo cáo" not in said(client.get(reverse("reports:list")))
    for address in (
        reverse("reports:loaded_forms"),
        of(draft),
        reverse("reports:blank_book", args=[draft.pk]),
    ):
        page = client.get(address)
        assert page.status_code == 403
        assert "cấp tỉnh quản lý" in said(page)


def test_a_form_that_is_not_there_is_refused_in_words(desk):
    for name in ("loaded_form", "blank_book"):
        page = desk.get(reverse(f"reports:{name}", args=[999]))
        assert page.status_code == 403
        assert "Không có biểu mẫu này" in said(page)


def test_heads_of_a_stranger_are_text_never_markup(desk):
    heads = [leaf("<script>alert(1)</script>", 1), leaf("Số đơn", 2), leaf("Số vụ", 3)]
    upload(desk, blank_form(heads, title="Biểu số 77/LA"))
    page = said(desk.get(of(LoadedForm.objects.get())))
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_one_choice_for_each_form_when_a_report_is_begun(desk):
    page = said(desk.get(reverse("reports:begin")))
    values = re.findall(
        r'<option value="([a-z0-9-]+)"', page.partition('name="form"')[2].partition("</select>")[0]
    )
    assert len(values) == len(set(values))
    assert {"dvcq", "01-xld", "01-tcd", "01-ttr"} <= set(values)
    assert not [value for value in values if value.endswith(("-2024", "-2025"))]


def test_columns_that_share_a_figure_are_pointed_out(desk, draft, place):
    both = {1: {"code": "don.tiep_nhan"}, 2: {"code": "don.tiep_nhan"}}
    staging.bind(draft, both, "", ABOUT, by=place.head)
    assert "Một chỉ tiêu điền nhiều cột" in said(desk.get(of(draft)))
