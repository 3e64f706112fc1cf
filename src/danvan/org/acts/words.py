"""The texts of an act: what is refused before anything is looked up."""

import re
from datetime import date, timedelta

from django.utils.translation import gettext as _

from danvan.org.acts.wishes import Basis, Designation, Kind, Wish
from danvan.org.models import TERRITORIAL
from danvan.org.models import Kind as UnitKind
from danvan.ui.dates import day
from danvan.ui.errors import Refusal
from danvan.ui.vietnamese import nfc

LONGEST_NAME = 120
LONGEST = {"paper_no": 60, "paper_title": 300, "note": 500}
FIRST = date(1945, 9, 2)  # no administrative unit of today's state is older
FARTHEST = timedelta(days=5 * 366)
MOST = 200  # units of one act; the largest merger of a province concerned fewer
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
_STATISTICS = re.compile(r"\d{2,5}", re.ASCII)
_INTERNAL = re.compile(r"[A-Z0-9][A-Z0-9.\-]{0,15}", re.ASCII)


def check_basis(basis: Basis, today: date) -> date:
    """The day of the paper; Refusal for an act without its paper: number, day and title."""
    if not basis.paper_no.strip() or not basis.paper_title.strip() or basis.paper_on is None:
        raise Refusal(
            _("Còn thiếu căn cứ pháp lý; hãy ghi đủ số, ngày và trích yếu của văn bản quyết định việc này.")
        )
    for field, most in LONGEST.items():
        text = getattr(basis, field)
        if len(text) > most or _UNSEEN.search(text.replace("\n", " ").replace("\r", " ")):
            raise Refusal(
                _("Số văn bản, trích yếu hoặc ghi chú quá dài hay có ký tự lạ; hãy gõ lại ngắn gọn.")
            )
    if basis.paper_on > today:
        raise Refusal(
            _("Văn bản đề ngày %(day)s là ngày chưa tới; hãy xem lại ngày văn bản.")
            % {"day": day(basis.paper_on)}
        )
    return basis.paper_on


def check_texts(wish: Wish, today: date) -> None:
    """Refuse a wish whose day, names, kinds or codes cannot be, or that names too few or too many units."""
    if not FIRST <= wish.on <= today + FARTHEST:
        raise Refusal(
            _("Ngày hiệu lực %(day)s quá xa; hãy chọn ngày từ %(first)s đến %(last)s.")
            % {"day": day(wish.on), "first": day(FIRST), "last": day(today + FARTHEST)}
        )
    if len(wish.units) + len(wish.results) > MOST:
        raise Refusal(_("Một lần ghi không quá %(most)d đơn vị; hãy tách thành nhiều lần.") % {"most": MOST})
    if len(set(wish.units)) != len(wish.units):
        raise Refusal(_("Một đơn vị được chọn hai lần; hãy bỏ bớt."))
    for made in wish.results:
        check_designation(made)
    _check_shape(wish)


def check_designation(made: Designation) -> None:
    """Refuse a name, kind or code that no unit can have."""
    name = made.name
    if not name or name != " ".join(name.split()):
        raise Refusal(_("Tên đơn vị còn trống hoặc thừa dấu cách; hãy gõ lại tên."))
    if name != nfc(name):
        raise Refusal(
            _("Tên “%(name)s” gõ bằng bảng mã tổ hợp; hãy gõ lại bằng Unicode dựng sẵn.") % {"name": name}
        )
    if len(name) > LONGEST_NAME:
        raise Refusal(_("Tên đơn vị dài quá %(most)d ký tự; hãy viết gọn lại.") % {"most": LONGEST_NAME})
    if _UNSEEN.search(name):
        raise Refusal(_("Tên đơn vị có ký tự không nhìn thấy; hãy xóa hết rồi gõ lại tên."))
    if made.kind not in UnitKind.values:
        raise Refusal(_("Không có loại đơn vị này; hãy chọn trong danh sách loại."))
    if made.code:
        _check_code(made)


def _check_code(made: Designation) -> None:
    territorial = made.kind in TERRITORIAL
    if (_STATISTICS if territorial else _INTERNAL).fullmatch(made.code):
        return
    raise Refusal(
        (
            _("Mã “%(code)s” không đúng dạng: mã đơn vị hành chính gồm 2 đến 5 chữ số.")
            if territorial
            else _(
                "Mã “%(code)s” không đúng dạng: mã nội bộ gồm chữ in hoa, chữ số, dấu chấm, tối đa 16 ký tự."
            )
        )
        % {"code": made.code[:20]}
    )


def _check_shape(wish: Wish) -> None:
    units, results = len(wish.units), len(wish.results)
    fits = {
        Kind.CREATE: (units, results) == (0, 1),
        Kind.RENAME: (units, results) == (1, 1),
        Kind.MOVE: (units, results) == (1, 0) and wish.target is not None,
        Kind.DISSOLVE: (units, results) == (1, 0),
    }
    if wish.kind == Kind.MERGE:
        _check_merger(wish)
    elif wish.kind == Kind.SPLIT:
        if units != 1 or results < (1 if wish.survivor else 2):
            raise Refusal(
                _("Chia thì phải có từ hai đơn vị mới; tách thì đơn vị cũ còn lại và có từ một đơn vị mới.")
            )
    elif not fits.get(Kind(wish.kind) if wish.kind in Kind.values else Kind.MERGE, False):
        raise Refusal(_("Việc này chưa chọn đủ đơn vị; hãy mở lại biểu mẫu và chọn đủ."))


def _check_merger(wish: Wish) -> None:
    if len(wish.units) < 2:
        raise Refusal(_("Nhập thì phải chọn từ hai đơn vị khác nhau trở lên."))
    if wish.target is not None and wish.survivor is None:
        raise Refusal(_("Đơn vị nhận nhập phải là một trong các đơn vị được nhập, hoặc là đơn vị mới."))
    if len(wish.results) > 1 or (wish.survivor is None and len(wish.results) != 1):
        raise Refusal(_("Nhập thành một đơn vị: hãy chọn đơn vị còn lại hoặc ghi tên đơn vị mới."))
