"""Two communes that are merged while records are open, for the tests of hand-overs."""

from datetime import date

from danvan.org.acts import deciding, wishes
from danvan.org.acts.tests.acts_world import BASIS, commune
from danvan.org.models import Account, Kind, Unit, UnitAct
from danvan.org.tests.factories import make_account, make_unit
from danvan.records.models import Handover
from danvan.records.tests.desk_world import classified
from danvan.records.tests.factories import handler, letter_of

TODAY = date(2023, 3, 14)
ON = date(2023, 3, 10)
WHY = "Biên bản bàn giao số 1"


class Merged:
    """Xã An and Xã Bình with an open complaint and an open tố cáo at An; merged into Xã An Bình on 10/3/2023."""

    def __init__(self) -> None:
        self.top = make_unit("Tỉnh Minh Họa", Kind.PROVINCE)
        self.an = make_unit("Xã An", parent=self.top)
        self.binh = make_unit("Xã Bình", parent=self.top)
        self.admin: Account = make_account("he_thong", self.top, covers_below=True)
        self.officer = handler(self.an)
        self.complaint = classified(self.officer, "khieu_nai")
        self.denunciation = classified(self.officer, "to_cao")
        self.wish = wishes.merge(ON, [self.an.pk, self.binh.pk], made=commune("Xã An Bình", self.top))

    def confirm(self) -> UnitAct:
        """The merger, made."""
        act = deciding.propose(self.wish, BASIS, by=self.admin)
        self.act = deciding.confirm(act, deciding.show(act, self.admin).digest, by=self.admin)
        self.made: Unit = Unit.objects.get(slug="xa-an-binh")
        self.heir = handler(self.made)
        return self.act

    def divided(self) -> UnitAct:
        """Xã An divided into two instead: nobody is proposed."""
        parts = [commune(f"Xã An {name}", self.top) for name in ("Một", "Hai")]
        act = deciding.propose(wishes.split(ON, self.an.pk, parts), BASIS, by=self.admin)
        self.act = deciding.confirm(act, deciding.show(act, self.admin).digest, by=self.admin)
        self.parts = [Unit.objects.get(slug=slug) for slug in ("xa-an-mot", "xa-an-hai")]
        return self.act

    def waiting(self, record) -> Handover:
        """The hand-over of a record."""
        return Handover.objects.get(record_id=record.pk)


__all__ = ["ON", "TODAY", "WHY", "Merged", "letter_of"]
