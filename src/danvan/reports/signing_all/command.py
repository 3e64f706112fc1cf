"""`danvan sign-all`: sign every approved report of a period at once."""

import argparse

HELP = "ký hàng loạt các báo cáo đã duyệt của một kỳ; chạy lại thì ký tiếp phần còn lại"
NEEDS_DJANGO = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """PERIOD --by ACCOUNT [--form FORM]."""
    parser.add_argument("period", metavar="KỲ", help="kỳ báo cáo: 2023-Q1, 2023-6M, 2023-02, 2023")
    parser.add_argument("--by", required=True, metavar="TÀI_KHOẢN", help="tài khoản của người có quyền ký")
    parser.add_argument("--form", default="", metavar="BIỂU", help="chỉ biểu mẫu này; không nêu thì mọi biểu")


def run(args: argparse.Namespace) -> int:
    """Print each refusal and how many were signed; 0, or 1 when any was refused. Refusal for an unknown account."""
    from danvan.org.models import Account
    from danvan.reports.signing_all.signing import sign_all
    from danvan.ui.errors import Refusal
    from danvan.ui.numbers import number

    by = Account.objects.filter(username=args.by, is_active=True).first()
    if by is None:
        raise Refusal(f"Không có tài khoản “{args.by}” đang hoạt động; hãy xem lại tên tài khoản.")
    signed = refused = 0
    for outcome in sign_all(args.period, by=by, form=args.form):
        if outcome.refusal:
            refused += 1
            print(f"  ✗ {outcome.report.unit}, {outcome.report.form}: {outcome.refusal}")
        else:
            signed += 1
    print(f"Đã ký {number(signed)} báo cáo; không ký được {number(refused)}.")
    return 1 if refused else 0
