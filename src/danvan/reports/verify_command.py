"""`danvan verify`: whether a signed report holds, from its package, its PDF or its number; without one, the history."""

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from danvan.reports import verify_history
from danvan.ui.errors import Refusal

if TYPE_CHECKING:
    from danvan.reports.verification import Finding

HELP = "kiểm tra lịch sử của hồ sơ, hoặc chữ ký và nội dung của một báo cáo đã ký"
NEEDS_DJANGO = True
LIMIT_BYTES = 100_000_000
MOST_DIGITS = 18  # what the database counts with


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """[FILE | REPORT-ID [--key HEX]] [--since DAY] [--record NUMBER] [--root FILE]."""
    parser.add_argument(
        "what",
        metavar="TỆP|SỐ",
        nargs="?",
        help="tệp gói .json, tệp .pdf của báo cáo, hoặc số của báo cáo trong hệ thống; không ghi thì kiểm tra lịch sử",
    )
    parser.add_argument(
        "--key",
        metavar="KHÓA",
        action="append",
        default=[],
        help="khóa công khai phải là khóa đã ký (64 chữ số thập lục phân); không ghi thì lấy khóa của hệ thống này",
    )
    parser.add_argument(
        "--any-key", action="store_true", help="chỉ kiểm tra nội dung, không hỏi khóa là của ai"
    )
    verify_history.add_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """0 when everything holds, 1 when something does not, Refusal (2) when there is nothing to check."""
    asked = [name for name in ("since", "record", "root") if getattr(args, name)]
    if args.what is None:
        if args.key or args.any_key:
            raise Refusal("Khóa chỉ dùng khi kiểm tra báo cáo; hãy ghi thêm tệp hoặc số của báo cáo.")
        return verify_history.run(args)
    if asked:
        raise Refusal(f"--{asked[0]} dùng để kiểm tra lịch sử, không đi cùng tệp hay số của báo cáo.")
    return _report(args)


def _report(args: argparse.Namespace) -> int:
    from danvan.reports.verification import verify

    envelope = envelope_of(args.what)
    found = verify(envelope, _known_keys(args))
    found.findings += _of_the_law(args.what, envelope["root"])
    print(found.title or args.what)
    for finding in found.findings:
        print(f"  {'✓' if finding.ok else '✗'} {finding.text}")
    print("Kết luận: " + ("báo cáo nguyên vẹn." if found.ok else "báo cáo KHÔNG nguyên vẹn."))
    return 0 if found.ok else 1


def _of_the_law(what: str, root: str) -> list["Finding"]:
    """What is to be said of signatures in a PDF; whose they must be only the system that froze the report knows."""
    from django.db import DatabaseError

    from danvan.reports.models import Report
    from danvan.reports.pades.bounded import is_signed
    from danvan.reports.pades.taking import findings
    from danvan.reports.verification import Finding

    content = Path(what).read_bytes() if os.path.isfile(what) else b""
    if not content.startswith(b"%PDF-"):
        return []
    try:
        report = Report.objects.select_related("issuer").get(root_hash=root)
    except (Report.DoesNotExist, DatabaseError):
        told = "Chữ ký số của người ký, của cơ quan: chỉ đối chiếu được nơi đã lập báo cáo."
        return [Finding(True, told)] if is_signed(content) else []
    return findings(report, content)


def _known_keys(args: argparse.Namespace) -> list[str]:
    from danvan.reports.keys import public_key

    if args.any_key:
        return []
    return [key.lower() for key in args.key] or [public_key()]


def envelope_of(what: str) -> dict[str, Any]:
    """The package that a file holds or that the database keeps under a number."""
    if what.isdecimal() and len(what) <= MOST_DIGITS and not Path(what).exists():
        return _stored(int(what))
    return from_file(Path(what))


def from_file(path: Path) -> dict[str, Any]:
    """The package in a .json file or attached to a .pdf; Refusal when it can be read as neither."""
    from danvan.reports.verification import read_envelope

    if not os.path.isfile(path):  # Path's own raises for a name longer than the system allows
        raise Refusal(f"Không có tệp “{str(path)[:200]}”; hãy kiểm tra đường dẫn, hoặc ghi số của báo cáo.")
    if path.stat().st_size > LIMIT_BYTES:
        raise Refusal(
            f"Tệp “{path.name}” lớn quá 100 MB, không phải báo cáo của hệ thống; hãy chọn tệp khác."
        )
    return read_envelope(package_in(path.read_bytes(), path.name))


def package_in(content: bytes, name: str = "") -> bytes:
    """The package's bytes: of a PDF its one attachment in JSON, of anything else the content itself."""
    if not content.startswith(b"%PDF-"):
        return content
    import pypdfium2  # type: ignore[import-untyped]

    try:
        with pypdfium2.PdfDocument(content) as document:
            attached = [document.get_attachment(n) for n in range(document.count_attachments())]
            packages = [bytes(one.get_data()) for one in attached if one.get_name().endswith(".json")]
    except pypdfium2.PdfiumError as error:
        raise Refusal(f"Tệp PDF “{name}” hỏng, không mở được; hãy tải lại.") from error
    if len(packages) != 1:
        raise Refusal(f"Tệp PDF “{name}” không đính kèm gói số liệu; hãy dùng tệp PDF của báo cáo đã ký.")
    return packages[0]


def _stored(number: int) -> dict[str, Any]:
    from danvan.reports.models import Report
    from danvan.reports.signing import envelope

    report = Report.objects.filter(pk=number).first()
    if report is None:
        raise Refusal(f"Không có báo cáo số {number} trong hệ thống; xem danh sách ở trang Báo cáo.")
    return envelope(report)
