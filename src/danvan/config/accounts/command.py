"""`danvan sign-in`: what the operator does about how a person signs in, at the machine itself."""

import argparse
import logging
from typing import TYPE_CHECKING

from danvan.ui.errors import Refusal

if TYPE_CHECKING:
    from danvan.org.models import Account

HELP = "gắn, gỡ định danh đăng nhập một lần; gỡ lớp xác thực thứ hai bị mất"
NEEDS_DJANGO = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """link NAME SUBJECT | unlink NAME | forget-factors NAME."""
    parts = parser.add_subparsers(dest="action", metavar="VIỆC", required=True)
    for action, help_ in (
        ("link", "gắn tài khoản với mã định danh (sub) của máy chủ định danh"),
        ("unlink", "gỡ mã định danh của tài khoản"),
        ("forget-factors", "gỡ mọi lớp xác thực thứ hai và đăng xuất mọi thiết bị"),
    ):
        part = parts.add_parser(action, help=help_)
        part.add_argument("username", metavar="TÊN-ĐĂNG-NHẬP")
        if action == "link":
            part.add_argument(
                "subject", metavar="SUB", help="giá trị sub mà máy chủ định danh cấp cho người ấy"
            )


def run(args: argparse.Namespace) -> int:
    """Do it, say it, note it in the log and return 0; Refusal for an unknown account or a subject that is taken."""
    account = _account(args.username)
    said = {"link": _link, "unlink": _unlink, "forget-factors": _forget_factors}[args.action](account, args)
    logging.getLogger("danvan.accounts").info("sign-in %s: account %s", args.action, account.pk)
    print(said)
    return 0


def _account(username: str) -> "Account":
    from danvan.org.models import Account

    account = Account.objects.filter(username=username).first()
    if account is None:
        raise Refusal(f"Không có tài khoản «{username}»; hãy xem lại tên đăng nhập.")
    return account


def _link(account: "Account", args: argparse.Namespace) -> str:
    from danvan.config.accounts import linking

    linking.link(account, args.subject)
    return f"Đã gắn «{account.username}» với mã định danh {args.subject.strip()}."


def _unlink(account: "Account", _args: argparse.Namespace) -> str:
    from danvan.config.accounts import linking

    if not linking.unlink(account):
        raise Refusal(f"Tài khoản «{account.username}» chưa gắn với mã định danh nào.")
    return f"Đã gỡ mã định danh của «{account.username}»."


def _forget_factors(account: "Account", _args: argparse.Namespace) -> str:
    """For who has lost telephone, key and recovery codes: the operator has made sure who asks."""
    from allauth.mfa.models import Authenticator
    from allauth.usersessions.models import UserSession

    from danvan.config.accounts import letters

    found, _by_table = Authenticator.objects.filter(user=account).delete()
    if not found:
        raise Refusal(f"Tài khoản «{account.username}» không có lớp xác thực thứ hai.")
    for session in UserSession.objects.filter(user=account):
        session.end()
    letters.warn(account, "factors_forgotten")
    return f"Đã gỡ {found} lớp xác thực của «{account.username}» và đăng xuất mọi thiết bị."
