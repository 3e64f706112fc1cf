"""Biểu 04/KQGQ: conclusions on tố cáo that must be carried out, and how far they are; no identity.

To carry out in a period is a conclusion made by its end that asks something of somebody and was not carried out before its
start. Due and done are of the same conclusions; what is due stands again in each period until it is done. Money in đồng.
"""

from django.db.models import Q

from danvan.domains.petitions.indicators.settlement import UNITS
from danvan.domains.petitions.indicators.where import OLD, column_words, within
from danvan.domains.petitions.models import Kind, Matter
from danvan.records.declare import Indicator, register

P = "kqgq04"
BASE = Q(kind=Kind.DENUNCIATION, must_be_executed=True)
# The form's order, from column 3.
AMOUNTS = (
    *("recover_money", "recover_land", "recovered_money", "recovered_land"),
    *("return_orgs", "return_persons", "return_org_money", "return_org_land"),
    *("return_person_money", "return_person_land", "returned_orgs", "returned_persons"),
    *("returned_org_money", "returned_org_land", "returned_person_money", "returned_person_land"),
    *("handled_orgs", "handled_persons", "handled_officials"),
    *("charged_cases", "charged_persons", "charged_officials"),
)


def column(number: int) -> str:
    """The column of this form."""
    return f"Biểu 04/KQGQ, cột {number} ({OLD})"


def amount(name: str, number: int) -> Indicator:
    """The sum of one effect over the conclusions to be carried out."""
    return Indicator(
        f"{P}.{name}",
        f"Thực hiện kết luận tố cáo: {column_words(name)}",
        Matter,
        "settled_on",
        UNITS.get(name.rsplit("_", 1)[-1], "người"),
        where=BASE,
        kind="due",
        ends_by="executed_on",
        measure=f"sum:{name}",
        cite=column(number),
    )


DUE = Indicator(
    f"{P}.phai_thuc_hien",
    "Kết luận nội dung tố cáo phải thực hiện",
    Matter,
    "settled_on",
    "kết luận",
    where=BASE,
    kind="due",
    ends_by="executed_on",
    cite=column(1),
)
DONE = Indicator(
    f"{P}.thuc_hien_xong",
    "Kết luận nội dung tố cáo đã thực hiện xong",
    Matter,
    "executed_on",
    "kết luận",
    where=BASE,
    cite=column(2),
)
register(DUE, DONE, *(amount(name, number) for number, name in enumerate(AMOUNTS, 3)))
within(
    "kqgq04_xong",
    "Kết luận đã thực hiện xong nằm trong số phải thực hiện",
    DUE.code,
    DONE.code,
    "Biểu 04/KQGQ: suy ra 2 ≤ 1",
)
WHOLES = {
    "recovered_money": "recover_money",
    "recovered_land": "recover_land",
    "returned_orgs": "return_orgs",
    "returned_persons": "return_persons",
    "returned_org_money": "return_org_money",
    "returned_org_land": "return_org_land",
    "returned_person_money": "return_person_money",
    "returned_person_land": "return_person_land",
    "handled_officials": "handled_persons",
    "charged_officials": "charged_persons",
}
for part, whole in WHOLES.items():
    within(
        f"kqgq04_{part}",
        "Phần đã thực hiện, hoặc số cán bộ, công chức, viên chức, nằm trong tổng của nó",
        f"{P}.{whole}",
        f"{P}.{part}",
        f"Biểu 04/KQGQ: suy ra cột {AMOUNTS.index(part) + 3} ≤ cột {AMOUNTS.index(whole) + 3}",
    )
