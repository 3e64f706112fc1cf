"""Biểu 02/KQGQ: decisions to be executed; the same columns in both circulars.

To execute in a period is a decision in force by its end and not executed before its start. Amounts due and amounts
carried out are of the same decisions; what is due stands again in each period until it is done. Money is in đồng.
"""

from django.db.models import Q

from danvan.domains.petitions.indicators.settlement import UNITS
from danvan.domains.petitions.indicators.where import NEW, OLD, column_words, within
from danvan.domains.petitions.models import CARRIED_OUT, PROPOSED, Kind, Matter
from danvan.records.declare import Indicator, register

P = "kqgq02"
BASE = Q(kind=Kind.COMPLAINT, must_be_executed=True)
OPEN = {"placed_by": "binding_on", "kind": "due", "ends_by": "executed_on"}
# The form's order: recovery, its result, restitution, its result, then persons and cases.
AMOUNTS = (*PROPOSED[:2], *CARRIED_OUT[:2], *PROPOSED[2:6], *CARRIED_OUT[2:])


def column(number: int) -> str:
    """The column of this form, which has one number in both circulars."""
    return f"Biểu 02/KQGQ, cột {number} ({OLD} và {NEW})"


def amount(name: str, number: int) -> Indicator:
    """The sum of one effect over the decisions to be executed."""
    label = column_words(name)
    unit = UNITS.get(name.rsplit("_", 1)[-1], "người")
    return Indicator(
        f"{P}.{name}",
        f"Thi hành: {label}",
        Matter,
        OPEN["placed_by"],
        unit,
        where=BASE,
        kind=OPEN["kind"],
        ends_by=OPEN["ends_by"],
        measure=f"sum:{name}",
        cite=column(number),
    )


DUE = Indicator(
    f"{P}.phai_thi_hanh",
    "Quyết định phải thực hiện trong kỳ",
    Matter,
    OPEN["placed_by"],
    "quyết định",
    where=BASE,
    kind=OPEN["kind"],
    ends_by=OPEN["ends_by"],
    cite=column(1),
)
DONE = Indicator(
    f"{P}.thi_hanh_xong",
    "Quyết định đã thực hiện xong",
    Matter,
    "executed_on",
    "quyết định",
    where=BASE,
    cite=column(2),
)
register(DUE, DONE, *(amount(name, number) for number, name in enumerate(AMOUNTS, 3)))
within(
    "kqgq02_xong",
    "Quyết định đã thực hiện xong nằm trong số phải thực hiện",
    DUE.code,
    DONE.code,
    "Biểu 02/KQGQ: suy ra 2 ≤ 1",
)
WHOLES = {
    "recovered_money": "recover_money",
    "recovered_land": "recover_land",
    "returned_org_money": "return_org_money",
    "returned_org_land": "return_org_land",
    "returned_person_money": "return_person_money",
    "returned_person_land": "return_person_land",
    "handled_officials": "handled_persons",
    "charged_officials": "charged_persons",
}
for part, whole in WHOLES.items():
    within(
        f"kqgq02_{part}",
        "Phần đã thực hiện, hoặc số cán bộ, công chức, viên chức, nằm trong tổng của nó",
        f"{P}.{whole}",
        f"{P}.{part}",
        f"Biểu 02/KQGQ: suy ra cột {AMOUNTS.index(part) + 3} ≤ cột {AMOUNTS.index(whole) + 3}",
    )
