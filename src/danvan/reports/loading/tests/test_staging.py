"""From a blank workbook to a form in use: every step asked for in order, by who may, and never silently."""

from datetime import date

import openpyxl
import pytest
from django.db import Error, transaction

from danvan.org.models import Kind
from danvan.org.tests.factories import make_account, make_unit
from danvan.reports import signing
from danvan.reports.form_files import families, files, form, forms, version_on
from danvan.reports.live import read
from danvan.reports.loading import staging, trying
from danvan.reports.loading.models import LoadedForm
from danvan.reports.loading.tests.workbooks import blank_form, leaf, over, saved
from danvan.reports.tests.factories import letters, make_place, typed_report
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
HEADS = [
    leaf("Tổng số đơn tiếp nhận", 1),
    over("Trong đó", leaf("Đơn khiếu nại", 2), leaf("Đơn tố cáo", 3), leaf("Đơn kiến nghị, phản ánh", 4)),
    leaf("Số hộ được vận động", 5),
]
NEW = blank_form(HEADS, title="Biểu số 09/DV", subject="KẾT QUẢ CÔNG TÁC DÂN VẬN", numbers={1: "1=2+3+4"})
BINDINGS = {
    1: {"code": "don.tiep_nhan"},
    2: {"code": "don.khieu_nai"},
    3: {"code": "don.to_cao"},
    4: {"code": "don.kien_nghi_phan_anh"},
    5: {"why": staging.WHYS["noi_khac"]},
}
ABOUT = {
    "title": "Biểu số 09/DV",
    "subject": "Kết quả công tác dân vận",
    "cite": "Công văn 12/CV-DV",
    "note": "",
    "valid_from": date(2023, 1, 1),
    "valid_to": None,
}


@pytest.fixture
def place(settings):
    settings.DEMONSTRATION_DAY = date(2023, 3, 14)
    return make_place(districts=1, communes=2)


@pytest.fixture
def second(place):
    return make_account("tong_hop", place.province, covers_below=True)


@pytest.fixture
def draft(place):
    return staging.begin(NEW, by=place.head)


def bound(draft, by, **changed):
    return staging.bind(
        draft, BINDINGS | changed.pop("bindings", {}), draft.equations, ABOUT | changed, by=by
    )


@pytest.fixture
def used(draft, place):
    return staging.use(bound(draft, place.head), by=place.head)


def test_a_draft_has_what_the_workbook_says_and_binds_nothing_by_itself(draft):
    assert (draft.title, draft.subject) == ("Biểu số 09/DV", "Kết quả công tác dân vận")
    assert (draft.family, draft.version, draft.key) == ("09-dv", 1, "09-dv-nap-1")
    assert draft.equations == "1 = 2 + 3 + 4"
    assert draft.bindings == {}
    assert draft.key not in forms(), "a draft is no form yet"


def test_used_it_computes_checks_signs_and_says_that_nobody_verified_it(used, place):
    letters(place.communes[0], "khieu_nai", 3)
    letters(place.communes[1], "to_cao", 2)
    typed_report(place.province, {"BIEU.09-dv.5": 40})
    report = signing.prepare(place.province, "2023-Q1", "09-dv-nap-1", by=place.head)
    live = read(place.province, "2023-Q1", report.form)
    values = {line.row.column: line.cell.value for line in live.lines}
    assert values == {1: 5, 2: 3, 3: 2, 4: 0, 5: None}
    assert [line.typed_shown for line in live.lines][4] == "40"
    assert [check.key for check in live.blocking] == ["mau_bieu"]
    with pytest.raises(Refusal, match="chưa đối chiếu"):
        signing.sign(report, by=place.head)
    signed = signing.sign(report, by=place.head, reason="Mẫu tạm theo công văn.")
    assert "Công văn 12/CV-DV" in signed.package["form"]["unverified"]
    assert signing.verify(signing.envelope(signed)).ok


def test_a_second_person_verifies_and_nobody_else(used, place, second):
    with pytest.raises(Refusal, match="Người nạp biểu không tự đối chiếu"):
        staging.verify(used, "Phụ lục kèm Công văn 12", by=place.head)
    with pytest.raises(Refusal, match="Hãy ghi văn bản"):
        staging.verify(used, "  ", by=second)
    staging.verify(used, "Phụ lục kèm Công văn 12/CV-DV", by=second)
    assert form(used.key).is_verified
    assert not read(place.province, "2023-Q1", used.key).blocking
    with pytest.raises(Refusal, match="đã được đối chiếu"):
        staging.verify(used, "Phụ lục kèm Công văn 12/CV-DV", by=second)


def test_who_bound_columns_or_equations_of_anothers_draft_does_not_verify_them(draft, place, second):
    third = make_account("tong_hop", place.province, covers_below=True)
    row = staging.bind(draft, BINDINGS, "", ABOUT, by=second)
    row = staging.bind(row, BINDINGS, "1 = 2 + 3 + 4", ABOUT, by=third)
    row = staging.bind(row, BINDINGS, "1 = 2 + 3 + 4", ABOUT, by=place.head)
    assert row.bound_by == [second.pk, third.pk], "who saves what stands there already has bound nothing"
    used = staging.use(row, by=place.head)
    for worker in (second, third):
        with pytest.raises(Refusal, match="đã ghép cột hoặc ghi đẳng thức của biểu này"):
            staging.verify(used, "Phụ lục kèm Công văn 12", by=worker)
        with pytest.raises(Error), transaction.atomic():
            LoadedForm.objects.filter(pk=used.pk).update(
                verified_by=worker, verified_on=date(2023, 3, 1), verified_with="chính mình ghép"
            )
    fourth = make_account("tong_hop", place.province, covers_below=True)
    assert staging.verify(used, "Phụ lục kèm Công văn 12", by=fourth).verified_by == fourth


def test_a_new_version_of_unverified_work_is_not_verified_by_who_did_that_work(used, place, second):
    new = staging.use(bound(staging.renew(used, by=second), second, valid_from=date(2024, 1, 1)), by=second)
    with pytest.raises(Refusal, match="đã ghép cột"):
        staging.verify(new, "Phụ lục kèm Công văn 12", by=place.head)


def test_who_bound_what_a_second_person_verified_may_verify_the_next_version(used, place, second):
    staging.verify(used, "Phụ lục kèm Công văn 12", by=second)
    new = staging.use(bound(staging.renew(used, by=second), second, valid_from=date(2024, 1, 1)), by=second)
    assert staging.verify(new, "Phụ lục kèm Công văn 12", by=place.head).verified_by == place.head


def test_what_another_saved_since_is_not_written_over(draft, place, second):
    early = LoadedForm.objects.get(pk=draft.pk)
    kept = bound(draft, place.head)
    other = BINDINGS | {5: {"why": staging.WHYS["chua_co"]}}
    for act in (
        lambda: staging.bind(early, other, "", ABOUT, by=second),
        lambda: staging.use(early, by=second),
        lambda: staging.choose(early, draft.sheet, by=second),
        lambda: staging.drop(early, by=second),
    ):
        with pytest.raises(staging.Late, match="lưu từ một trang khác"):
            act()
    draft.refresh_from_db()
    assert (draft.bindings, draft.equations, draft.edits) == (kept.bindings, kept.equations, kept.edits)
    again = staging.bind(draft, other, kept.equations, ABOUT, by=second)
    assert again.bindings["5"] == {"why": staging.WHYS["chua_co"]}


def test_the_same_words_saved_twice_are_no_conflict(draft, place):
    early = LoadedForm.objects.get(pk=draft.pk)
    kept = bound(draft, place.head)
    assert bound(early, place.head).edits == kept.edits


def test_a_new_version_takes_the_place_from_its_day_and_the_old_one_stays(used, place, second):
    new = staging.renew(used, by=second)
    assert staging.renew(used, by=second).pk == new.pk, "two officers do not make two"
    assert (new.version, new.bindings, bytes(new.blank)) == (2, used.bindings, bytes(used.blank))
    staging.use(bound(new, second, valid_from=date(2024, 1, 1)), by=second)
    assert version_on("09-dv-nap-1", date(2023, 12, 14)).key == "09-dv-nap-1"
    assert version_on("09-dv-nap-1", date(2024, 3, 14)).key == "09-dv-nap-2"
    assert [item.key for item in families() if item.family == "09-dv"] == ["09-dv-nap-2"]


def test_an_ended_form_is_known_but_begins_no_report(used, place):
    staging.end(used, by=place.head)
    assert form(used.key).title == "Biểu số 09/DV"
    with pytest.raises(Refusal, match="không có mẫu áp dụng"):
        signing.prepare(place.province, "2023-Q1", used.key, by=place.head)
    with pytest.raises(Refusal, match="Chỉ thôi dùng được"):
        staging.end(used, by=place.head)


def test_a_new_circular_takes_the_place_of_the_copy_that_waited_for_it(place):
    data = blank_form(
        files()["01-xld-2024"].columns,
        title="Biểu số 01/XLD",
        paper="Thông tư 06/2025/TT-TTCP ngày 29/9/2025",
    )
    draft = staging.begin(data, by=place.head)
    assert draft.family == "01-xld"
    rows = {row.column: {"code": row.code} for row in files()["01-xld-2024"].rows}
    about = {**ABOUT, "title": draft.title, "subject": "Kết quả xử lý đơn", "cite": draft.cite}
    early = staging.bind(draft, rows, "", about | {"valid_from": date(2025, 9, 29)}, by=place.head)
    with pytest.raises(Refusal, match="đến hết ngày 29/9/2025 đã có bản đã đối chiếu"):
        staging.use(early, by=place.head)
    staging.use(
        staging.bind(early, rows, "", about | {"valid_from": date(2025, 9, 30)}, by=place.head), by=place.head
    )
    assert version_on("01-xld", date(2026, 3, 14)).key == "01-xld-nap-1"
    assert version_on("01-xld", date(2025, 3, 14)).key == "01-xld-2024"


def test_of_several_sheets_one_is_chosen_first(place):
    book = openpyxl.load_workbook(__import__("io").BytesIO(NEW))
    copy = book.copy_worksheet(book.active)
    copy.title = "Bieu 2"
    draft = staging.begin(saved(book), by=place.head)
    assert (draft.sheet, draft.shape) == ("", {"sheets": ["Bieu", "Bieu 2"]})
    with pytest.raises(Refusal, match="Chưa chọn trang tính"):
        staging.use(draft, by=place.head)
    with pytest.raises(Refusal, match="Không có trang tính này"):
        staging.choose(draft, "Bieu 3", by=place.head)
    chosen = staging.choose(draft, "Bieu 2", by=place.head)
    assert (chosen.sheet, chosen.family, len(chosen.shape["columns"])) == ("Bieu 2", "09-dv", 5)


# -- refusals ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("bindings", "said"),
    [
        ({1: {"code": "khong.co"}}, r"Cột \(1\): không có chỉ tiêu"),
        ({9: {"code": "don.tiep_nhan"}}, r"không có cột \(9\)"),
        ({2: {"why": "ngắn"}}, "từ 10 đến 300 ký tự"),
        ({2: {"why": " " * 20}}, "từ 10 đến 300 ký tự"),
        ({2: {"why": "x" * 301}}, "từ 10 đến 300 ký tự"),
        ({4: {"code": "vu_viec.thu_ly"}}, "cộng vụ việc với đơn|cộng đơn với vụ việc"),
    ],
)
def test_a_binding_that_cannot_be_is_refused(draft, place, bindings, said):
    with pytest.raises(Refusal, match=said):
        bound(draft, place.head, bindings=bindings)
    draft.refresh_from_db()
    assert draft.bindings == {}


@pytest.mark.parametrize("missing", ["title", "subject", "cite", "valid_from"])
def test_a_form_without_name_paper_or_day_is_not_used(draft, place, missing):
    row = bound(draft, place.head, **{missing: None})
    with pytest.raises(Refusal, match="Hãy ghi đủ"):
        staging.use(row, by=place.head)


def test_open_columns_keep_a_form_from_use_and_are_named(draft, place):
    row = bound(draft, place.head, bindings={3: {}, 5: {}})
    with pytest.raises(Refusal, match=r"Còn 2 cột .*cột 3, 5"):
        staging.use(row, by=place.head)


def test_days_out_of_order_and_a_bad_name_are_refused(draft, place):
    row = staging.bind(draft, BINDINGS, "", ABOUT, by=place.head)
    with pytest.raises(Refusal, match="Mã biểu chỉ gồm"):
        staging.bind(row, BINDINGS, "", ABOUT, by=place.head, family="Biểu Lạ")
    with pytest.raises(Error), transaction.atomic():
        bound(row, place.head, valid_to=date(2022, 1, 1))


def test_who_makes_no_report_of_a_province_keeps_no_forms(draft, place, used):
    commune = make_account("tong_hop", place.communes[0], covers_below=True)
    inspector = make_account("thanh_tra", place.province, covers_below=True)
    elsewhere = make_account("tong_hop", make_unit("Sở Khác", Kind.DEPARTMENT))
    acts = [
        lambda by: staging.begin(NEW, by=by),
        lambda by: staging.choose(draft, "Bieu", by=by),
        lambda by: staging.bind(draft, BINDINGS, "", ABOUT, by=by),
        lambda by: staging.use(draft, by=by),
        lambda by: staging.verify(used, "Phụ lục kèm công văn", by=by),
        lambda by: staging.renew(used, by=by),
        lambda by: staging.end(used, by=by),
        lambda by: staging.drop(draft, by=by),
    ]
    for account in (commune, inspector, elsewhere):
        assert not staging.may_keep(account)
        for act in acts:
            with pytest.raises(Refusal, match="cấp tỉnh quản lý"):
                act(account)


def test_what_is_used_is_changed_by_nobody_not_even_in_the_database(used, place):
    for act in (
        lambda: bound(used, place.head),
        lambda: staging.use(used, by=place.head),
        lambda: staging.drop(used, by=place.head),
        lambda: staging.choose(used, "Bieu", by=place.head),
    ):
        with pytest.raises(Refusal, match="đã đưa vào dùng"):
            act()
    rows = LoadedForm.objects.filter(pk=used.pk)
    for change in (
        {"title": "Khác"},
        {"bindings": {}},
        {"blank": b"x"},
        {"state": "nhap"},
        {"equations": ""},
    ):
        with pytest.raises(Error), transaction.atomic():
            rows.update(**change)
    with pytest.raises(Error), transaction.atomic():
        rows.delete()
    with pytest.raises(Error), transaction.atomic():
        rows.update(verified_by=place.head, verified_on=date(2023, 3, 1), verified_with="chính mình nạp")


def test_a_draft_is_dropped_and_the_number_is_free_again(draft, place):
    staging.drop(draft, by=place.head)
    assert not LoadedForm.objects.exists()
    assert staging.begin(NEW, by=place.head).key == "09-dv-nap-1"


# -- trying -------------------------------------------------------------------------------------------------
def example(*rows):
    def change(sheet):
        for at, values in enumerate(rows, 10):
            for column, value in enumerate(values, 1):
                sheet.cell(at, column, value)

    return blank_form(HEADS, title="Biểu số 09/DV", numbers={1: "1=2+3+4"}, change=change)


def test_equations_are_tried_on_a_filled_example_row_by_row_with_their_cause(draft, place):
    row = bound(draft, place.head)
    trial = trying.on_example(
        row,
        example(
            [1, "Xã Một", 258, 38, 94, 164, 5], [2, "Xã Hai", 6, 1, 2, 3, "-"], [3, "Xã Ba", 9, 4, 5, "", 0]
        ),
    )
    (failed,) = trial.failed
    assert failed.unit == "Xã Một"
    assert failed.cause == "left_out"
    assert "38" in failed.text
    assert [check.unit for check in trial.checks] == ["Xã Một", "Xã Hai"], "a missing value is not 0"
    assert dict(trial.rows)["Xã Ba"] == {1: "9", 2: "4", 3: "5", 5: "0"}


def test_equations_are_tried_on_what_records_count(draft, place):
    letters(place.communes[0], "khieu_nai", 3)
    letters(place.communes[0], None, 1)
    trial = trying.on_figures(bound(draft, place.head), place.province, "2023-Q1")
    assert dict(trial.rows)["Tỉnh Minh Họa"][1] == "4"
    assert len(trial.failed) == 1, "the letter without a class is in no part"


def test_an_equation_with_a_typed_column_is_told_as_untried(draft, place):
    row = staging.bind(draft, BINDINGS, "5 <= 1", ABOUT, by=place.head)
    trial = trying.on_figures(row, place.province, "2023-Q1")
    assert (trial.checks, trial.untried) == ([], ["5 <= 1"])


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (example(), "chưa có dòng số liệu nào"),
        (example([1, "Xã Một", "1.2.3", 1, 1, 1, 1]), "Ô C10 ghi “1.2.3”"),
        (blank_form([leaf("Khác", 1), leaf("Hẳn", 2), leaf("Nhau", 3)]), "không cùng tiêu đề"),
    ],
)
def test_an_example_that_is_none_is_refused(draft, place, data, said):
    with pytest.raises(Refusal, match=said):
        trying.on_example(bound(draft, place.head), data)
