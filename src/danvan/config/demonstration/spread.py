"""Even, repeatable spreading over days and units: arithmetic in place of chance."""

from collections.abc import Sequence
from datetime import date, timedelta

from danvan import law
from danvan.org.models import Unit
from danvan.org.tree import Tree, unit_by_code

FIRST = date(2022, 12, 15)
LAST = date(2023, 3, 14)
FIRST_WEEK = date(2023, 1, 2)
PROVINCE = "44"
STRIDE = 7919


def working_days(first: date = FIRST, last: date = LAST) -> list[date]:
    """The working days of the public sector within [first, last]."""
    calendar = law.calendar()
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [day for day in days if calendar.is_working(day)]


def pick[T](items: Sequence[T], turn: int) -> T:
    """The item of that turn; neighbouring turns land far apart since the stride is a large prime."""
    return items[turn * STRIDE % len(items)]


def working_day_after(day: date, count: int) -> date:
    """The `count`-th working day after a day; the day itself or the next working one when count is 0."""
    calendar = law.calendar()
    while count or not calendar.is_working(day):
        day += timedelta(days=1)
        count -= calendar.is_working(day) and count > 0
    return day


class Places:
    """The units of the province as the tree stood on the last day, by what they are."""

    def __init__(self) -> None:
        self.province: Unit = unit_by_code(PROVINCE, LAST)
        tree = Tree(LAST, self.province)
        self.reception = tree.units_of_kinds(("ban_tcd",))
        self.councils = tree.units_of_kinds(("hdnd",))
        self.departments = tree.units_of_kinds(("so", "thanh_tra"))
        self.districts = tree.units_of_kinds(("huyen", "quan", "thi_xa", "thanh_pho_tinh"))
        self.communes = tree.units_of_kinds(("xa", "phuong", "thi_tran"))

    def receiving(self, turn: int) -> Unit:
        """Where the record of that turn came in: a third at the province and its departments, the rest below."""
        share = turn * 37 % 20
        if share < 4:
            return pick(self.reception, turn)
        if share < 7:
            return pick(self.departments, turn)
        return pick(self.districts if share < 14 else self.communes, turn)
