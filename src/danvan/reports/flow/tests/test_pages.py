"""The flow's pages, asked for as a browser does: what stands on them, what their buttons do, and for whom."""

import re
from datetime import date
from html import unescape
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from danvan.org.tests.factories import make_account
from danvan.reports.flow import moving, notes, orders, sheets, tables
from danvan.reports.flow.models import (
    CellNote,
    FlowStep,
    ReportExcuse,
    ReportingOrder,
    ReportKey,
    UnitCell,
    UnitTable,
)
from danvan.reports.flow.tests.conftest import QUARTER
from danvan.reports.flow.tests.test_orders import COLUMNS
from danvan.reports.loading import book
from danvan.reports.signing import prepare, sign
from danvan.reports.windows import period_of

pytestmark = pytest.mark.django_db
FORM = "01-xld"
CODE, OTHER = "xld01.tiep_nhan.mot_nguoi", "xld01.tiep_nhan.khac"


def words(response):
    """What a person reads of the page."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


@pytest.fixture
def order(keeping):
    return orders.enact(keeping.province, by=keeping.head, **COLUMNS)


@pytest.fixture
def district(keeping):
    """The compiler of the second district, which keeps no records here."""
    return make_account("tong_hop", keeping.districts[1], covers_below=True)


def at_table(place, n=1):
    return reverse("reports:table", args=[place.districts[n].pk, FORM, QUARTER])


class TestSteps:
    def post(self, client, account, report, act):
        client.force_login(account)
        return client.post(reverse("reports:step", args=[report.pk, act]), follow=True)

    def test_from_draft_to_signature_by_the_buttons_of_the_page(self, client, keeping, compiler):
        report = prepare(keeping.province, QUARTER, by=compiler)
        page = self.post(client, compiler, report, "trinh")
        assert "Đã ghi: Trình." in words(page)
        assert "Rút về sửa" in words(page)
        assert "Trả lại để sửa" not in words(page), "a compiler does not decide"
        page = self.post(client, keeping.head, report, "duyet")
        assert "Đã duyệt, chờ ký" in words(page)
        client.post(reverse("reports:sign", args=[report.pk]), {"reason": ""})
        report.refresh_from_db()
        assert report.state == "da_ky"
        assert list(report.steps.values_list("act", flat=True)) == ["trinh", "duyet"]

    def test_a_refusal_is_told_on_the_page_and_changes_nothing(self, client, keeping, compiler):
        report = prepare(keeping.province, QUARTER, by=compiler)
        page = self.post(client, keeping.head, report, "duyet")
        assert "không duyệt được" in words(page)
        assert not FlowStep.objects.exists()

    def test_the_head_returns_by_cell_and_the_compiler_reads_it_there(self, client, keeping, compiler):
        report = moving.submit(prepare(keeping.province, QUARTER, by=compiler), by=compiler)
        client.force_login(keeping.head)
        address = reverse("reports:give_back", args=[report.pk, "noi-bo"])
        assert "Lý do cho cả báo cáo" in words(client.get(address))
        empty = client.post(address, {"o:": "", "o:don.khieu_nai": " "})
        assert empty.status_code == 400
        assert "phải nêu lý do" in words(empty)
        client.post(address, {"o:": "", "o:don.khieu_nai": "Thiếu <b>một</b> đơn"})
        client.force_login(compiler)
        page = client.get(report.get_absolute_url())
        assert "Trả lại để sửa" in words(page)
        assert "Đã giải quyết" in words(page)
        assert "Ghi lại" not in words(page), "the reason of a return is not rewritten"
        assert "&lt;b&gt;một&lt;/b&gt;" in page.content.decode()
        assert "Đóng băng và ký" not in words(page)

    def test_what_was_typed_is_kept_when_the_return_is_refused(self, client, keeping, compiler):
        report = prepare(keeping.province, QUARTER, by=compiler)
        client.force_login(keeping.head)
        answer = client.post(
            reverse("reports:give_back", args=[report.pk, "noi-bo"]), {"o:don.khieu_nai": "Xem lại"}
        )
        assert answer.status_code == 400
        assert 'value="Xem lại"' in answer.content.decode()

    @pytest.mark.parametrize("name", ["step", "give_back", "add_note"])
    def test_who_sees_nothing_of_the_unit_takes_no_step(self, client, keeping, compiler, name):
        report = prepare(keeping.province, QUARTER, by=compiler)
        client.force_login(make_account("lanh_dao", keeping.communes[0]))
        arguments = {"step": ["trinh"], "give_back": ["noi-bo"], "add_note": []}[name]
        answer = client.post(
            reverse(f"reports:{name}", args=[report.pk, *arguments]), {"o:": "x", "ghi_chu": "x"}
        )
        assert answer.status_code == 403
        assert not FlowStep.objects.exists()
        assert not CellNote.objects.exists()


class TestNotes:
    def test_a_note_is_added_changed_and_settled_on_the_page(self, client, keeping, compiler):
        report = prepare(keeping.province, QUARTER, by=compiler)
        client.force_login(compiler)
        client.post(
            reverse("reports:add_note", args=[report.pk]), {"o": "don.khieu_nai", "ghi_chu": "Vì sao?"}
        )
        note = CellNote.objects.get()
        change = reverse("reports:change_note", args=[report.pk, note.pk])
        client.post(change, {"ghi_chu": "Vì sao tăng?", "phien_ban": "1"})
        assert "Vì sao tăng?" in words(client.get(report.get_absolute_url()))
        late = client.post(change, {"ghi_chu": "Vì sao giảm?", "phien_ban": "1"}, follow=True)
        assert "họ ghi “Vì sao tăng?”, Bà/Ông ghi “Vì sao giảm?”" in words(late)
        client.post(change, {"xong": "1"})
        note.refresh_from_db()
        assert note.resolved_by == compiler
        assert note.text == "Vì sao tăng?"

    def test_a_note_of_another_report_is_not_reached(self, client, keeping, compiler):
        report = prepare(keeping.province, QUARTER, by=compiler)
        other = prepare(keeping.province, "2022-Q4", by=compiler)
        note = notes.add(other, "", "x", by=compiler)
        client.force_login(compiler)
        assert (
            client.post(reverse("reports:change_note", args=[report.pk, note.pk]), {"xong": 1}).status_code
            == 404
        )


class TestOwed:
    def test_the_unit_sees_form_period_day_paper_and_state(self, client, order, district):
        client.force_login(district)
        page = words(client.get(reverse("reports:owed")))
        for part in (
            "Biểu số 01/XLD",
            "Quý I/2023",
            "17/3/2023",
            "12/UBND-TD",
            "02/2021/TT-TTCP",
            "Sắp đến hạn",
        ):
            assert part in page

    def test_it_leads_to_the_draft_with_unit_form_and_period_chosen(self, client, keeping, order, district):
        client.force_login(district)
        page = client.get(reverse("reports:owed")).content.decode()
        address = unescape(re.search(r'href="([^"]+ky=2023-Q1)"', page)[1])
        form = client.get(address).context["form"]
        found = {name: str(form[name].value()) for name in ("unit", "form", "period")}
        assert found == {"unit": str(keeping.districts[1].pk), "form": FORM, "period": QUARTER}
        assert client.get(f"{reverse('reports:begin')}?don_vi=x&ky=%00&bieu=khong").status_code == 200

    def test_late_and_late_sent_are_said(self, client, keeping, order, district, settings):
        settings.DEMONSTRATION_DAY = date(2023, 3, 20)
        client.force_login(district)
        assert "Quá hạn, chưa gửi" in words(client.get(reverse("reports:owed")))
        tables.nothing(keeping.districts[1], QUARTER, FORM, by=district)
        assert "Đã gửi muộn" in words(client.get(reverse("reports:owed")))

    def test_without_an_order_nothing_is_owed_and_nothing_late(self, client, district):
        client.force_login(district)
        assert "Chưa có báo cáo nào phải nộp" in words(client.get(reverse("reports:owed")))


class TestHostileWords:
    """Signs that no keyboard has, and texts without an end: refused or cleaned, never an error of the program."""

    WORDS = (
        "\x00",
        "a\x00b",
        "\r\nSet-Cookie: x",
        "\u202e",
        "x" * 20_000,
        "<script>1</script>",
        "{{ 1 }}",
        "\ud7ff",
    )

    @pytest.mark.parametrize("text", WORDS)
    def test_as_reason_note_and_cell(self, client, keeping, order, compiler, text):
        report = moving.submit(prepare(keeping.province, QUARTER, by=compiler), by=compiler)
        client.force_login(keeping.head)
        free = reverse("reports:excuse", args=[order.pk, keeping.districts[1].pk, QUARTER])
        for address, sent in (
            (reverse("reports:add_note", args=[report.pk]), {"o": text, "ghi_chu": text}),
            (reverse("reports:add_note", args=[report.pk]), {"o": "", "ghi_chu": text}),
            (reverse("reports:give_back", args=[report.pk, "noi-bo"]), {f"o:{text}": text}),
            (free, {"ly_do": text}),
            (at_table(keeping), {f"o:{CODE}": text, f"v:{CODE}": text}),
            (at_table(keeping), {"tra_lai": "1", f"l:{text}": text}),
            (at_table(keeping), {"tep": "1", "key": text, "file": SimpleUploadedFile("x", text.encode())}),
            (reverse("reports:below"), {"form": text, "every": text, "paper_no": text, "paper_on": text}),
        ):
            assert client.post(address, sent).status_code in (200, 302, 400), address
        assert "\x00" not in "".join(CellNote.objects.values_list("text", flat=True))
        assert not UnitCell.objects.exists()

    @pytest.mark.parametrize("period", ["a\r\nb", "\x00", "2023-Q1" * 9, "²"])
    def test_as_a_period_in_an_address(self, client, keeping, order, period):
        client.force_login(keeping.head)
        address = reverse("reports:excuse", args=[order.pk, keeping.districts[1].pk, "KY"]).replace(
            "KY", quote(period)
        )
        assert client.post(address, {"ly_do": "x"}).status_code == 302
        assert not ReportExcuse.objects.exists()
        assert client.get(reverse("reports:below"), {"quy_dinh": period, "ky": period}).status_code == 200


class TestBelow:
    def test_the_receiver_sees_who_sent_and_who_did_not(self, client, keeping, order, compiler, district):
        tables.take(keeping.districts[1], QUARTER, FORM, {CODE: 7}, "xlsx", by=district)
        client.force_login(compiler)
        page = words(client.get(reverse("reports:below")))
        assert "Đã nhận 1 trên 2 đơn vị, 1 đúng hạn. Hạn gửi 17/3/2023." in page
        assert "đếm từ hồ sơ 5 đơn vị, nhận bảng 3 đơn vị, chưa có 0" in page

    def test_what_a_unit_typed_stands_beside_what_was_counted_of_it(self, client, keeping, order, compiler):
        tables.take(keeping.districts[0], QUARTER, FORM, {CODE: 10}, "xlsx", by=compiler)
        client.force_login(compiler)
        overview = client.get(reverse("reports:below")).context["overview"]
        line = next(line for line in overview.lines if line.code == CODE)
        assert (line.stated, line.counted, line.gap, line.differing) == (10, 9, 1, ("Huyện Số 1",))
        other = next(line for line in overview.lines if line.code == OTHER)
        assert (other.stated, other.counted) == (None, None)

    def test_the_head_orders_excuses_and_ends(self, client, keeping, compiler):
        client.force_login(keeping.head)
        address = reverse("reports:below")
        sent = {"form": FORM, "every": "quy", "due_day": "17", "kinds": ["huyen"], "paper_no": "12/UBND-TD"}
        sent |= {"paper_on": "10/1/2023", "valid_from": "10/1/2023"}
        wrong = client.post(address, sent | {"due_day": "40"})
        assert wrong.status_code == 400
        assert not ReportingOrder.objects.exists()
        assert client.post(address, sent).status_code == 302
        order = ReportingOrder.objects.get()
        assert (order.kinds, order.valid_from) == ("huyen", date(2023, 1, 10))
        again = client.post(address, sent)
        assert "đang áp dụng" in words(again)
        free = reverse("reports:excuse", args=[order.pk, keeping.districts[1].pk, QUARTER])
        client.post(free, {"ly_do": "Thiên tai"})
        assert ReportExcuse.objects.get().reason == "Thiên tai"
        client.post(reverse("reports:end_order", args=[order.pk]))
        order.refresh_from_db()
        assert order.valid_to == date(2023, 3, 14)

    @pytest.mark.parametrize("name", ["excuse", "end_order"])
    def test_a_compiler_neither_excuses_nor_ends(self, client, keeping, order, compiler, name):
        client.force_login(compiler)
        more = [keeping.districts[1].pk, QUARTER] if name == "excuse" else []
        page = client.post(reverse(f"reports:{name}", args=[order.pk, *more]), {"ly_do": "x"}, follow=True)
        assert "không có quyền ký báo cáo" in words(page)
        order.refresh_from_db()
        assert order.valid_to is None
        assert not ReportExcuse.objects.exists()

    def test_a_stranger_s_order_is_not_reached_and_a_foreign_unit_not_shown(self, client, keeping, order):
        client.force_login(make_account("lanh_dao", keeping.communes[0]))
        assert client.post(reverse("reports:end_order", args=[order.pk])).status_code == 404
        address = reverse("reports:below")
        assert client.get(f"{address}?don_vi={keeping.province.pk}").status_code == 403
        assert client.get(address).status_code == 200, "its own page"

    @pytest.mark.parametrize("asked", ["x", "9" * 30, "-1", "²"])
    def test_an_odd_unit_in_the_address_leads_to_one_s_own(self, client, keeping, compiler, asked):
        client.force_login(compiler)
        assert client.get(reverse("reports:below"), {"don_vi": asked}).status_code == 200

    def test_who_makes_no_report_has_neither_page_nor_lines_in_the_rail(self, client, keeping):
        client.force_login(make_account("xu_ly", keeping.province))
        assert client.get(reverse("reports:below")).status_code == 403
        assert "Báo cáo phải nộp" not in words(client.get(reverse("reports:list")))

    def test_a_report_sent_up_is_returned_from_here(self, client, keeping, order, compiler):
        head = make_account("lanh_dao", keeping.districts[0], covers_below=True)
        report = sign(prepare(keeping.districts[0], QUARTER, FORM, by=head), by=head, reason="thử")
        moving.send_up(report, by=head)
        alone = make_account("tong_hop", keeping.province)
        client.force_login(alone)
        address = reverse("reports:give_back", args=[report.pk, "xuong"])
        below = client.get(reverse("reports:below")).content.decode()
        assert address in below
        assert f'href="{report.get_absolute_url()}"' not in below, "a page that it may not open"
        assert client.get(address).status_code == 200, "what was sent to one's unit is read there"
        client.post(address, {"o:": "", f"o:{CODE}": "Xem lại cột này"})
        assert CellNote.objects.get().code == CODE
        assert "phải gửi lại" in words(client.get(reverse("reports:below")))


class TestTable:
    def fields(self, page, **typed):
        """The form's fields as the page shows them, with some typed over."""
        sent = {}
        for one in page.context["page"].columns:
            sent |= {f"o:{one.key}": one.value, f"c:{one.key}": one.value, f"v:{one.key}": str(one.version)}
        return sent | {f"o:{code}": value for code, value in typed.items()}

    def test_cells_are_saved_and_sent(self, client, keeping, district):
        client.force_login(district)
        page = client.get(at_table(keeping))
        answer = client.post(
            at_table(keeping), self.fields(page) | {f"o:{CODE}": "1.204", f"o:{OTHER}": "0", "luu": "1"}
        )
        assert answer.status_code == 302
        assert dict(UnitCell.objects.values_list("code", "value")) == {CODE: 1204, OTHER: 0}
        page = client.get(at_table(keeping))
        assert "Đang nhập, chưa nộp" in words(page)
        client.post(at_table(keeping), self.fields(page) | {"nop": "1"})
        assert UnitTable.objects.get().state == "da_nop"

    @pytest.mark.parametrize(
        "typed", ["x", "1,5", "1,000", "12.5", "4.7000", "1.23", "1.2.3", "1 2", "-3", "9" * 25, "²"]
    )
    def test_a_wrong_number_stays_in_its_field_and_the_others_are_kept(
        self, client, keeping, district, typed
    ):
        client.force_login(district)
        page = client.get(at_table(keeping))
        answer = client.post(
            at_table(keeping), self.fields(page) | {f"o:{CODE}": typed, f"o:{OTHER}": "4", "nop": "1"}
        )
        assert answer.status_code == 400
        assert f'value="{typed}"' in answer.content.decode()
        assert dict(UnitCell.objects.values_list("code", "value")) == {OTHER: 4}
        assert UnitTable.objects.get().state == "du_thao"

    def test_two_people_at_one_cell_are_shown_each_other_s_words(self, client, keeping, district, compiler):
        client.force_login(district)
        page = client.get(at_table(keeping))
        table = tables.draft(keeping.districts[1], QUARTER, FORM, by=compiler)
        tables.put(table, CODE, 38, 0, by=compiler)
        answer = client.post(at_table(keeping), self.fields(page) | {f"o:{CODE}": "39", "luu": "1"})
        assert answer.status_code == 400
        assert "họ ghi “38”, Bà/Ông ghi “39”" in words(answer)
        assert UnitCell.objects.get().value == 38
        again = {f"o:{CODE}": "39", f"c:{CODE}": "?"}
        again[f"v:{CODE}"] = str(
            next(one.version for one in answer.context["page"].columns if one.key == CODE)
        )
        assert client.post(at_table(keeping), self.fields(answer) | again).status_code == 302
        assert UnitCell.objects.get().value == 39

    def test_a_table_in_force_is_opened_again_as_the_next_version(self, client, keeping, district):
        tables.take(keeping.districts[1], QUARTER, FORM, {CODE: 7, OTHER: 8}, "xlsx", by=district)
        client.force_login(district)
        page = client.get(at_table(keeping))
        client.post(at_table(keeping), self.fields(page) | {f"o:{CODE}": "9", "nop": "1"})
        table = UnitTable.objects.get(state="da_nop")
        assert table.version == 2
        assert dict(table.cells.values_list("code", "value")) == {CODE: 9, OTHER: 8}

    def test_pressing_a_button_with_nothing_typed_opens_no_draft(self, client, keeping, district):
        client.force_login(district)
        page = client.get(at_table(keeping))
        assert client.post(at_table(keeping), self.fields(page) | {"luu": "1"}).status_code == 302
        answer = client.post(at_table(keeping), self.fields(page) | {"nop": "1"})
        assert "Bảng chưa có ô nào" in words(answer)
        client.post(at_table(keeping), self.fields(page) | {f"o:{CODE}": "12.5", "luu": "1"})
        assert not UnitTable.objects.exists()

    def test_a_half_typed_table_is_given_up_by_a_button(self, client, keeping, district):
        client.force_login(district)
        page = client.get(at_table(keeping))
        assert "Bỏ bảng nhập dở" not in words(page)
        client.post(at_table(keeping), self.fields(page) | {f"o:{CODE}": "5", "luu": "1"})
        assert "Bỏ bảng nhập dở" in words(client.get(at_table(keeping)))
        assert "Đã bỏ bảng nhập dở." in words(client.post(at_table(keeping), {"bo": "1"}, follow=True))
        assert not UnitTable.objects.exists()

    def test_the_head_above_changes_the_unit_s_key_by_a_paper(self, client, keeping, district, compiler):
        for account in (district, compiler):
            client.force_login(account)
            assert "Đổi khóa gói số liệu" not in words(client.get(at_table(keeping)))
            client.post(at_table(keeping), {"doi_khoa": "1", "khoa": "a" * 64, "van_ban": "15/UBND"})
        assert not ReportKey.objects.exists()
        client.force_login(keeping.head)
        assert "Đổi khóa gói số liệu" in words(client.get(at_table(keeping)))
        wrong = client.post(at_table(keeping), {"doi_khoa": "1", "khoa": "xyz", "van_ban": "15/UBND"})
        assert "64 chữ số" in words(wrong)
        client.post(at_table(keeping), {"doi_khoa": "1", "khoa": "a" * 64, "van_ban": "15/UBND"})
        key = ReportKey.objects.get()
        assert (key.unit, key.public_key, key.document) == (keeping.districts[1], "a" * 64, "15/UBND")

    def test_nothing_is_stated_by_a_button(self, client, keeping, district):
        client.force_login(district)
        client.post(at_table(keeping), {"khong_phat_sinh": "1"})
        assert UnitTable.objects.get().origin == "khong_co"
        assert "Ghi “không phát sinh”" in words(client.get(at_table(keeping)))

    def test_the_form_goes_out_and_comes_back_filled(self, client, keeping, district, monkeypatch):
        from danvan.reports.flow.tests.test_sheets import filled

        client.force_login(district)
        answer = client.get(reverse("reports:table_file", args=[keeping.districts[1].pk, FORM, QUARTER]))
        assert answer["Content-Disposition"].endswith('2023-Q1-01-xld.xlsx"')
        file = SimpleUploadedFile("bieu.xlsx", filled(answer.content, {6: 5}))
        sent = client.post(at_table(keeping), {"tep": "1", "file": file})
        assert sent.status_code == 302, words(sent)
        assert UnitCell.objects.get().value == 5

    def test_a_bad_file_is_told_cell_by_cell(self, client, keeping, district):
        from danvan.reports.flow.tests.test_sheets import filled

        client.force_login(district)
        shape = tables.shape_of(FORM, QUARTER)[0]
        blank = sheets.written(keeping.districts[1], "Huyện Số 2", period_of(QUARTER), shape)
        file = SimpleUploadedFile("bieu.xlsx", filled(blank, {6: "năm", 7: -1}))
        answer = client.post(at_table(keeping), {"tep": "1", "file": file})
        assert answer.status_code == 400
        assert "ô G9" in words(answer)
        assert "số âm" in words(answer)
        assert not UnitTable.objects.exists()

    def test_no_file_and_no_package_are_told(self, client, keeping, district):
        client.force_login(district)
        assert "Chưa chọn tệp" in words(client.post(at_table(keeping), {"tep": "1"}))
        file = SimpleUploadedFile("goi.json", b'{"package": 1}')
        assert "Gói số liệu thiếu mục" in words(client.post(at_table(keeping), {"tep": "1", "file": file}))

    def test_the_unit_above_returns_with_words_at_the_cell(self, client, keeping, district, compiler):
        tables.take(keeping.districts[1], QUARTER, FORM, {CODE: 7}, "xlsx", by=district)
        client.force_login(compiler)
        empty = client.post(at_table(keeping), {"tra_lai": "1", "l:": " "})
        assert "phải nêu lý do" in words(empty)
        client.post(at_table(keeping), {"tra_lai": "1", "l:": "", f"l:{CODE}": "Lệch biểu 02"})
        assert UnitTable.objects.get().state == "tra_lai"
        client.force_login(district)
        page = words(client.get(at_table(keeping)))
        assert "Trả lại: Lệch biểu 02" in page
        assert "Trả lại bảng" not in page, "one does not return one's own"

    def test_a_unit_does_not_return_its_own_table(self, client, keeping, district):
        tables.take(keeping.districts[1], QUARTER, FORM, {CODE: 7}, "xlsx", by=district)
        client.force_login(district)
        answer = client.post(at_table(keeping), {"tra_lai": "1", "l:": "x"})
        assert "Chỉ cấp trên trực tiếp" in words(answer)
        assert UnitTable.objects.get().state == "da_nop"

    def test_who_only_counts_reads_and_types_nothing(self, client, keeping):
        client.force_login(make_account("giam_sat", keeping.province, covers_below=True))
        page = client.get(at_table(keeping))
        assert page.status_code == 200, words(page)
        assert "Lưu và nộp" not in words(page)
        assert client.post(at_table(keeping), {"khong_phat_sinh": "1"}).status_code == 400
        assert not UnitTable.objects.exists()

    @pytest.mark.parametrize("form", ["khong-co", "01-xld"])
    def test_a_stranger_is_told_the_same_of_any_unit(self, client, keeping, form):
        client.force_login(make_account("tong_hop", keeping.communes[0]))
        for pk in (keeping.districts[1].pk, 10**9):
            assert client.get(reverse("reports:table", args=[pk, form, QUARTER])).status_code == 403


@pytest.fixture(autouse=True)
def read_here(monkeypatch):
    """Read workbooks in this process, which is quicker."""
    from importlib import import_module

    def here(name, data, **_limits):
        module, function = name.split(":")
        return getattr(import_module(module), function)(data)

    monkeypatch.setattr(book.apart, "run", here)
