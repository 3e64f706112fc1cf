"""Which recovery key what comes in is sealed to: the unit's own, else that of the unit above which its head named.

Which unit stands above, and that a key has ended, tables say that bear no mark: whoever writes them could lead a new case to
another unit's lawful key. So neither is asked: the newest key of a unit counts, and the naming bears a mark.
"""

from django.db import transaction
from django.utils import timezone

from danvan.org.models import Account, Unit, UnitClosure
from danvan.records.history import say_who
from danvan.records.models import Part, SealCase, SealCover, SealGrant, SealRecovery
from danvan.records.seal import modes, witness
from danvan.records.today import today
from danvan.ui.errors import Refusal

ENDED_ALONE = (
    "Khóa khôi phục đã bị cho kết thúc mà không có khóa mới thay; chương trình không làm việc này. Hãy báo ngay người đứng "
    "đầu và người vận hành; lập khóa khôi phục mới rồi mới niêm phong tiếp."
)


def over(unit_id: int) -> SealRecovery | None:
    """The recovery key for new cases of a unit; None where it has none and its head named none.

    Raises Forged for a newest key that has ended all the same (it ends when a newer is made), and for an unmarked naming.
    """
    if own := newest(unit_id):
        return own
    named = named_by(unit_id)
    witness.check(named)
    return newest(named.above_id) if named else None


def of_case(case: SealCase, unit_id: int) -> SealRecovery | None:
    """For a further generation: over the unit, else what the newest one hangs on, so that none is left without."""
    if found := over(unit_id):
        return found
    held = SealGrant.objects.filter(case=case, ring__part=Part.FULL, recovery__isnull=False, ended_at=None)
    grant = held.select_related("recovery").order_by("-ring__number", "-id").first()
    witness.check(grant)
    return grant.recovery if grant else None


def newest(unit_id: int) -> SealRecovery | None:
    """A unit's own key; its mark is asked where something is sealed to it."""
    found = SealRecovery.objects.filter(unit_id=unit_id).order_by("-id").first()
    if found and found.ended_at:
        raise witness.Forged(ENDED_ALONE)
    return found


def named_by(unit_id: int) -> SealCover | None:
    """The newest naming of a unit."""
    return SealCover.objects.filter(unit_id=unit_id).select_related("above").order_by("-id").first()


def offered(unit: Unit) -> list[Unit]:
    """Units above today with a recovery key, the nearest first."""
    above = UnitClosure.objects.on(today()).filter(descendant_id=unit.pk).exclude(ancestor_id=unit.pk)
    ids = list(above.order_by("depth").values_list("ancestor_id", flat=True))
    having = SealRecovery.objects.filter(unit_id__in=ids, ended_at=None).values("unit_id")
    found = Unit.objects.filter(pk__in=having).in_bulk()
    return [found[pk] for pk in ids if pk in found]


@transaction.atomic
def name(unit: Unit, above: Unit, *, by: Account) -> SealCover:
    """The head says whose recovery key opens the unit's cases too while it has none of its own.

    Raises Refusal for anybody but the unit's own head, where nothing is sealed here, where there is a key of its own, and
    for a unit that is not offered.
    """
    if unit.pk not in modes.headed(by, today()):
        raise Refusal("Chỉ người đứng đầu đơn vị chọn khóa khôi phục của cấp trên cho đơn vị mình.")
    if not modes.seals_here(unit, today()):
        raise Refusal("Đơn vị không niêm phong tố cáo ở đây nên không cần khóa khôi phục.")
    Unit.objects.select_for_update().get(pk=unit.pk)
    if newest(unit.pk):
        raise Refusal("Đơn vị đã có khóa khôi phục riêng nên không dùng khóa của cấp trên.")
    if above not in offered(unit):
        raise Refusal("Hãy chọn một đơn vị cấp trên đang có khóa khôi phục.")
    say_who(by)
    row = SealCover.objects.create(unit=unit, above=above, made_by=by, made_at=timezone.now())
    witness.sign(row)
    return row
