"""A province with two districts and communes, and who may act on them, for the tests of acts."""

from datetime import date

from danvan.org.acts import deciding, wishes
from danvan.org.acts.wishes import Basis, Designation, Wish
from danvan.org.models import Account, Kind, Unit, UnitAct
from danvan.org.tests.factories import make_account, make_unit
from danvan.org.tree import Tree
from danvan.ui.errors import Refusal

TODAY = date(2023, 3, 14)  # the day on which the demonstration, and so every test, plays
ON = date(2023, 4, 1)
EVE = date(2023, 3, 31)
BASIS = Basis("12/NQ-MH", date(2023, 3, 1), "Nghị quyết minh họa về sắp xếp đơn vị")


class Land:
    """Tỉnh: Huyện Đông (An, Bình, Cát), Huyện Tây (Yên); an office under the province; its manager."""

    def __init__(self) -> None:
        self.top = make_unit("Tỉnh Minh Họa", Kind.PROVINCE, code="91")
        self.east = make_unit("Huyện Đông", Kind.DISTRICT, self.top, "911")
        self.west = make_unit("Huyện Tây", Kind.DISTRICT, self.top, "912")
        self.an = make_unit("Xã An", parent=self.east, code="91001")
        self.binh = make_unit("Xã Bình", parent=self.east, code="91002")
        self.cat = make_unit("Xã Cát", parent=self.east, code="91003")
        self.yen = make_unit("Xã Yên", parent=self.west, code="91004")
        self.office = make_unit("Văn phòng", Kind.OFFICE, self.top)
        self.admin: Account = make_account("he_thong", self.top, covers_below=True)

    def do(self, wish: Wish, by: Account | None = None) -> UnitAct:
        """The wish proposed, shown and confirmed."""
        by = by or self.admin
        act = deciding.propose(wish, BASIS, by=by)
        return deciding.confirm(act, deciding.show(act, by).digest, by=by)

    def merged(self, on: date = ON, code: str = "91001") -> Unit:
        """An and Bình become Xã An Bình."""
        self.do(wishes.merge(on, [self.an.pk, self.binh.pk], made=commune("Xã An Bình", self.east, code)))
        return Unit.objects.get(slug="xa-an-binh")


def commune(name: str, parent: Unit | None = None, code: str = "", kind: str = Kind.COMMUNE) -> Designation:
    """How a unit is to be called."""
    return Designation(name, kind, code, parent.pk if parent else None)


def names_under(unit: Unit, on: date) -> list[str]:
    """Names of direct children on a day."""
    tree = Tree(on)
    return [tree.name(child) for child in tree.children(unit)]


class refuses:
    """The act must be refused with a whole Vietnamese sentence that holds these words."""

    def __init__(self, words: str) -> None:
        self.words = words

    def __enter__(self) -> None:
        """Nothing to prepare."""

    def __exit__(self, kind, error, trace) -> bool:
        assert kind is not None, f"nothing refused: {self.words}"
        if not issubclass(kind, Refusal):
            return False
        assert self.words in str(error), str(error)
        assert str(error)[0].isupper() or str(error)[0] in "“"
        assert str(error).endswith(".")
        return True
