"""The steps of a start: their order, what each says when it fails, and which are done again."""

import json
import subprocess
from datetime import date

import pytest
from django.db import connection

from danvan.config import loading
from danvan.config.steps import Stamps, StepFailed, fingerprint, seconds
from danvan.ui.errors import Refusal


class TestLoading:
    @pytest.fixture
    def done(self, monkeypatch, tmp_path):
        """What `everything` did, in order, with the work itself left out."""
        said = []
        monkeypatch.setattr(loading, "migrate", lambda: said.append("migrate"))
        monkeypatch.setattr(loading, "database_identity", lambda: "1/2")
        monkeypatch.setattr(loading.postgres, "clone", lambda: tmp_path)
        (tmp_path / ".danvan").mkdir()

        def run(self, name, inputs, title, mend, work):
            assert all(path.exists() for path in inputs), name
            assert title
            assert mend
            said.append(name)
            return True

        monkeypatch.setattr(Stamps, "run", run)
        return said

    def test_tables_come_first_and_the_demonstration_last(self, done, monkeypatch):
        monkeypatch.setattr(loading, "has_demonstration", lambda: True)
        loading.everything()
        assert done == ["migrate", "law", "units", "demonstration"]

    def test_where_none_is_wanted_no_demonstration_is_loaded(self, done, monkeypatch):
        monkeypatch.setattr(loading, "has_demonstration", lambda: False)
        loading.everything()
        assert done[:3] == ["migrate", "law", "units"]
        assert "demonstration" not in done

    def test_a_demonstration_is_one_with_a_day(self, settings):
        settings.DEMONSTRATION_DAY = None
        assert loading.has_demonstration() is False
        settings.DEMONSTRATION_DAY = date(2023, 3, 14)
        assert loading.has_demonstration() is True

    @pytest.mark.parametrize(
        ("err", "out", "said"),
        [
            ("danvan: Tệp x hỏng.\n", "bỏ qua", "danvan: Tệp x hỏng."),
            ("", "Có 1 chỗ không đạt.\n", "Có 1 chỗ không đạt."),
            ("", "", "danvan law check không đạt"),
            ("a" * 900 + "cuối", "", "a" * 796 + "cuối"),
        ],
    )
    def test_a_law_that_fails_its_check_is_told_in_its_words(self, monkeypatch, err, out, said):
        answer = subprocess.CompletedProcess([], 1, out, err)
        monkeypatch.setattr(loading.subprocess, "run", lambda *a, **k: answer)
        with pytest.raises(Refusal) as caught:
            loading.check_law()
        assert str(caught.value) == said

    def test_a_law_that_passes_says_nothing(self, monkeypatch):
        answer = subprocess.CompletedProcess([], 0, "Đạt.", "cảnh báo")
        monkeypatch.setattr(loading.subprocess, "run", lambda *a, **k: answer)
        assert loading.check_law() is None

    def test_tables_that_are_there_are_not_made_again(self, monkeypatch, capsys):
        monkeypatch.setattr(loading, "missing_migrations", lambda: False)
        monkeypatch.setattr(loading.subprocess, "run", lambda *a, **k: pytest.fail("migrated"))
        loading.migrate()
        assert capsys.readouterr().out == "  · Bảng dữ liệu … đã có\n"

    def test_missing_tables_are_made_by_the_owner_in_a_process_of_its_own(self, monkeypatch):
        called = []

        def run(command, env, **more):
            called.append((command[2:5], env["DANVAN_ROLE"]))
            return subprocess.CompletedProcess(command, 0, "", "")

        monkeypatch.setattr(loading, "missing_migrations", lambda: True)
        monkeypatch.setattr(loading.subprocess, "run", run)
        loading.migrate()
        assert called == [(["danvan.config.cli", "migrate", "--no-input"], "owner")]

    @pytest.mark.parametrize(("err", "said"), [("bảng đã có\n", "bảng đã có"), ("", "mã thoát 4")])
    def test_tables_that_cannot_be_made_end_the_start(self, monkeypatch, capsys, err, said):
        answer = subprocess.CompletedProcess([], 4, "", err)
        monkeypatch.setattr(loading, "missing_migrations", lambda: True)
        monkeypatch.setattr(loading.subprocess, "run", lambda *a, **k: answer)
        with pytest.raises(StepFailed):
            loading.migrate()
        told = capsys.readouterr().err
        assert f"bước «Bảng dữ liệu» không xong: {said}" in told
        assert "danvan migrate" in told

    @pytest.mark.django_db
    def test_the_databases_identity_is_stable_and_names_both_server_and_database(self):
        one = loading.database_identity()
        assert one == loading.database_identity()
        server_id, _, oid = one.partition("/")
        assert server_id.isdigit()
        assert oid.isdigit()

    @pytest.mark.django_db
    def test_a_migrated_database_misses_nothing(self):
        assert loading.missing_migrations() is False
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM django_migrations WHERE app = 'sessions'")
        assert loading.missing_migrations() is True


class TestStamps:
    """Which work is done again, and what is left on disk."""

    @pytest.fixture
    def stamps(self, tmp_path):
        return lambda database="1/2": Stamps(tmp_path / "loaded.json", database)

    def test_the_step_that_failed_does_not_take_the_others_with_it(self, stamps, tmp_path):
        (tmp_path / "a").write_text("1")
        assert stamps().run("luat", [tmp_path / "a"], "Luật", "sửa", lambda: None)
        with pytest.raises(StepFailed):
            stamps().run("don_vi", [tmp_path / "a"], "Đơn vị", "sửa", lambda: 1 // 0)
        assert set(stamps().seen) == {"luat"}

    def test_the_file_names_its_database_and_leaves_no_draft(self, stamps, tmp_path):
        (tmp_path / "a").write_text("1")
        stamps("7/8").run("luat", [tmp_path / "a"], "Luật", "sửa", lambda: None)
        kept = json.loads((tmp_path / "loaded.json").read_text())
        assert kept == {"database": "7/8", "steps": {"luat": fingerprint([tmp_path / "a"])}}
        assert not (tmp_path / "loaded.new").exists()
        assert stamps("7/8").seen
        assert stamps("7/9").seen == {}

    def test_a_moved_border_between_name_and_content_is_another_input(self, tmp_path):
        one, two = tmp_path / "1", tmp_path / "2"
        for folder, name, content in ((one, "ab", "c"), (two, "a", "bc")):
            (folder / "x").mkdir(parents=True)
            (folder / "x" / name).write_text(content)
        assert fingerprint([one / "x"]) != fingerprint([two / "x"])

    def test_a_changed_test_loads_nothing_again(self, tmp_path):
        (tmp_path / "x" / "tests").mkdir(parents=True)
        (tmp_path / "x" / "a.toml").write_text("1")
        before = fingerprint([tmp_path / "x"])
        (tmp_path / "x" / "tests" / "test_a.py").write_text("1")
        assert fingerprint([tmp_path / "x"]) == before
        (tmp_path / "x" / "sau").mkdir()
        (tmp_path / "x" / "sau" / "b.toml").write_text("1")
        assert fingerprint([tmp_path / "x"]) != before

    def test_a_single_file_and_one_that_is_missing(self, tmp_path):
        (tmp_path / "a").write_text("1")
        assert fingerprint([tmp_path / "a"]) != fingerprint([tmp_path / "khong-co"])
        assert fingerprint([tmp_path / "khong-co"]) == fingerprint([])

    @pytest.mark.parametrize(("amount", "said"), [(0, "0,0 giây"), (0.06, "0,1 giây"), (61.5, "61,5 giây")])
    def test_seconds_keep_one_decimal(self, amount, said):
        assert seconds(amount) == said
