"""The page that takes the list of units out and brings it in, and the two commands that do the same."""

import argparse
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client
from django.urls import reverse

from danvan.config import cli
from danvan.org import commands
from danvan.org.exchange.writing import lines
from danvan.org.models import Kind, Unit, UnitImport
from danvan.org.pages import units_file
from danvan.org.roles import ROLES
from danvan.org.tests.factories import make_account, make_unit
from danvan.org.tests.test_exchange import row, sheet
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
PAGE, FILE = reverse("org:units_import"), reverse("org:units_file")
MANAGERS = {"quan_tri", "he_thong"}
WHOLE = DateRange(date(2000, 1, 1), None)


@pytest.fixture
def top():
    return make_unit("Tỉnh Thử", Kind.PROVINCE, code="91")


@pytest.fixture
def other():
    return make_unit("Tỉnh Khác", Kind.PROVINCE, code="92")


def desk(account):
    browser = Client()
    browser.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return browser


@pytest.fixture
def manager(top):
    return desk(make_account("quan_tri", top, covers_below=True))


def send(browser, content, name="danh-muc.csv", status=200):
    answer = browser.post(PAGE, {"file": SimpleUploadedFile(name, content, "text/csv")})
    assert answer.status_code == status
    return answer


def told(answer):
    return answer.content.decode()


class TestPage:
    """Choose, look, confirm."""

    @pytest.mark.parametrize("role", [*sorted(ROLES), ""])
    def test_only_who_manages_units_comes_in(self, top, role):
        browser = desk(make_account(role, top))
        expected = 200 if role in MANAGERS else 403
        assert browser.get(PAGE).status_code == expected
        assert browser.get(FILE).status_code == expected

    def test_a_visitor_is_sent_to_the_log_in(self, client):
        assert client.get(PAGE).status_code == client.get(FILE).status_code == 302

    def test_the_file_holds_the_managed_units_and_no_others(self, manager, top, other):
        below = make_unit("Xã Dưới", parent=top)
        text = b"".join(manager.get(FILE)).decode()
        assert top.slug in text
        assert below.slug in text
        assert other.slug not in text

    def test_a_trial_shows_what_would_change_and_writes_nothing(self, manager, top):
        page = told(send(manager, sheet(row("xa-moi", parent=top.slug))))
        assert "Thêm 1, sửa 0, giữ nguyên 0 đơn vị" in page
        assert "Ghi các thay đổi này" in page
        assert not Unit.objects.filter(slug="xa-moi").exists()

    def test_what_was_shown_is_written_on_confirmation(self, manager, top):
        context = send(manager, sheet(row("xa-moi", parent=top.slug))).context
        answer = manager.post(
            PAGE, {"file_name": context["file_name"], "content": context["content"]}, follow=True
        )
        assert "Đã nhập: thêm 1, sửa 0 đơn vị." in told(answer)
        assert Unit.objects.filter(slug="xa-moi").exists()
        assert "danh-muc.csv (thêm 1, sửa 0)" in told(answer)
        assert UnitImport.objects.get().by is not None

    def test_what_is_wrong_stands_in_a_table_by_row(self, manager, top):
        page = told(send(manager, sheet(row("xa-moi", kind="Ấp", parent=top.slug)), status=400))
        assert "Tệp có 1 lỗi; chưa ghi gì" in page
        assert "dòng 2, cột Loại" in page
        assert "Ghi các thay đổi này" not in page

    def test_what_the_file_says_is_shown_as_text(self, manager, top):
        page = told(
            send(manager, sheet(row("xa-moi", kind="<script>x</script>", parent=top.slug)), status=400)
        )
        assert "<script>x" not in page

    def test_a_unit_of_another_is_an_error_of_its_row(self, manager, top, other):
        content = "".join(lines([other.pk])).replace("Tỉnh Khác", "Tỉnh Của Tôi").encode()
        assert "không quản trị đơn vị này" in told(send(manager, content, status=400))

    def test_a_confirmation_made_by_hand_is_checked_all_the_same(self, manager, other):
        import base64

        content = "".join(lines([other.pk])).replace("Tỉnh Khác", "Tỉnh Của Tôi").encode()
        answer = manager.post(PAGE, {"file_name": "x", "content": base64.b64encode(content).decode()})
        assert answer.status_code == 400
        assert other.name_on(None) == "Tỉnh Khác"

    @pytest.mark.parametrize("content", ["%%%", "", "đ", "QQ"])
    def test_a_confirmation_that_is_no_file_is_refused(self, manager, content):
        assert manager.post(PAGE, {"file_name": "x", "content": content}).status_code == 400

    def test_no_file_and_too_large_a_file(self, manager, monkeypatch):
        assert "Chưa chọn tệp" in told(manager.post(PAGE))
        monkeypatch.setattr(units_file, "MOST_BYTES", 10)
        assert "Tệp lớn hơn 1 MB" in told(send(manager, sheet(row("xa-moi")), status=400))

    def test_a_file_that_changes_nothing_offers_nothing(self, manager, top):
        page = told(send(manager, "".join(lines([top.pk])).encode()))
        assert "không thay đổi gì" in page
        assert "Ghi các thay đổi này" not in page

    def test_only_so_many_errors_are_shown(self, manager, top, monkeypatch):
        monkeypatch.setattr(units_file, "SHOWN", 2)
        rows = [row(f"xa-{n}", kind="Ấp", parent=top.slug) for n in range(5)]
        page = told(send(manager, sheet(*rows), status=400))
        assert "Tệp có 5 lỗi" in page
        assert "… và 3 lỗi nữa." in page


def export(*words):
    parser = argparse.ArgumentParser()
    commands.add_arguments(parser)
    return commands.run(parser.parse_args(words))


class TestCommands:
    """`danvan units --export` and `danvan units-import`."""

    @pytest.fixture(autouse=True)
    def _ready(self, monkeypatch):
        monkeypatch.setattr(cli, "prepare_django", lambda database: None)

    def test_all_units_are_written(self, top, other, tmp_path, capsys):
        target = tmp_path / "a.csv"
        assert export("--export", str(target)) == 0
        assert target.read_text(encoding="utf-8") == "".join(lines()).replace("\r\n", "\n")
        assert "Đã ghi 2 dòng" in capsys.readouterr().out

    def test_only_units_below_one_on_a_day(self, top, other, tmp_path):
        make_unit("Xã Dưới", parent=top)
        target = tmp_path / "a.csv"
        export("--export", str(target), "--on", "2023-03-14", "--under", "91")
        text = target.read_text(encoding="utf-8")
        assert "Xã Dưới" in text
        assert "Tỉnh Khác" not in text

    @pytest.mark.parametrize(
        ("words", "told"),
        [(["--under", "91"], "cần một ngày"), (["--on", "2023-03-14", "--under", "77"], "Không có đơn vị")],
    )
    def test_a_wrong_choice_is_refused_before_anything_is_written(self, top, tmp_path, words, told):
        target = tmp_path / "a.csv"
        with pytest.raises(Refusal, match=told):
            export("--export", str(target), *words)
        assert not target.exists()

    def test_a_place_that_cannot_be_written(self, top, tmp_path):
        with pytest.raises(Refusal, match="Không ghi được tệp"):
            export("--export", str(tmp_path / "khong-co" / "a.csv"))

    def test_a_list_without_a_day_says_what_is_missing(self, top):
        with pytest.raises(Refusal, match="Thiếu ngày cần xem"):
            export("--json")

    def bring(self, tmp_path, content, *words):
        target = tmp_path / "vao.csv"
        target.write_bytes(content)
        return cli.main(["units-import", str(target), *words])

    def test_a_trial_then_the_real_thing(self, top, tmp_path, capsys):
        content = sheet(row("xa-moi", parent=top.slug))
        assert self.bring(tmp_path, content) == 0
        assert "Chưa ghi gì; để ghi, hãy chạy lại với --apply." in capsys.readouterr().out
        assert not Unit.objects.filter(slug="xa-moi").exists()
        assert self.bring(tmp_path, content, "--apply") == 0
        assert "Thêm 1, sửa 0, giữ nguyên 0 đơn vị." in capsys.readouterr().out
        assert Unit.objects.filter(slug="xa-moi").exists()

    def test_faults_are_told_by_line_and_the_exit_code_is_1(self, top, tmp_path, capsys):
        rows = [row(f"xa-{n}", kind="Ấp", parent=top.slug) for n in range(120)]
        assert self.bring(tmp_path, sheet(*rows), "--apply") == 1
        printed = capsys.readouterr().err
        assert printed.startswith("dòng 2, cột Loại: không có loại “Ấp”")
        assert "… và 20 lỗi nữa.\ndanvan: tệp có 120 lỗi; chưa ghi gì.\n" in printed
        assert not Unit.objects.filter(slug="xa-0").exists()

    @pytest.mark.parametrize("content", [b"", b"\x00\x01"])
    def test_what_is_no_list_exits_2(self, tmp_path, capsys, content):
        assert self.bring(tmp_path, content) == 2
        assert capsys.readouterr().err.startswith("danvan: ")

    def test_a_missing_file_exits_2(self, capsys):
        assert cli.main(["units-import", "/khong/co.csv"]) == 2
        assert "Không mở được tệp “/khong/co.csv”" in capsys.readouterr().err
