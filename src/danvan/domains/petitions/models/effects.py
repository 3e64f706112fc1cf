"""What a settlement brings in money, land and people: the columns 7–19 of 01/KQGQ and 3–19 of 02/KQGQ."""

from typing import Any

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


def amount(label: Any) -> models.BigIntegerField:
    """A whole number that counts or measures something and is nothing until said."""
    return models.BigIntegerField(label, default=0, validators=[MinValueValidator(0)])


class Effects(models.Model):
    """Money in đồng, land in m², persons and cases in numbers; first what was proposed, then what was carried out."""

    recover_money = amount(_("kiến nghị thu hồi cho Nhà nước, tiền (đồng)"))
    recover_land = amount(_("kiến nghị thu hồi cho Nhà nước, đất (m²)"))
    return_org_money = amount(_("trả lại cho tổ chức, tiền (đồng)"))
    return_org_land = amount(_("trả lại cho tổ chức, đất (m²)"))
    return_person_money = amount(_("trả lại cho cá nhân, tiền (đồng)"))
    return_person_land = amount(_("trả lại cho cá nhân, đất (m²)"))
    return_orgs = amount(_("số tổ chức được trả lại quyền lợi"))
    return_persons = amount(_("số cá nhân được trả lại quyền lợi"))
    proposed_persons = amount(_("số người bị kiến nghị xử lý hành chính"))
    proposed_officials = amount(_("trong đó cán bộ, công chức, viên chức bị kiến nghị xử lý"))
    crime_cases = amount(_("số vụ chuyển cơ quan điều tra"))
    crime_persons = amount(_("số người chuyển cơ quan điều tra"))
    crime_officials = amount(_("trong đó cán bộ, công chức, viên chức chuyển cơ quan điều tra"))
    recovered_money = amount(_("đã thu hồi cho Nhà nước, tiền (đồng)"))
    recovered_land = amount(_("đã thu hồi cho Nhà nước, đất (m²)"))
    returned_org_money = amount(_("đã trả cho tổ chức, tiền (đồng)"))
    returned_org_land = amount(_("đã trả cho tổ chức, đất (m²)"))
    returned_person_money = amount(_("đã trả cho cá nhân, tiền (đồng)"))
    returned_person_land = amount(_("đã trả cho cá nhân, đất (m²)"))
    handled_persons = amount(_("số người đã bị xử lý hành chính"))
    handled_officials = amount(_("trong đó cán bộ, công chức, viên chức đã bị xử lý"))
    charged_cases = amount(_("số vụ đã khởi tố"))
    charged_persons = amount(_("số người đã bị khởi tố"))
    charged_officials = amount(_("trong đó cán bộ, công chức, viên chức đã bị khởi tố"))

    class Meta:
        abstract = True


PROPOSED = tuple(field.name for field in Effects._meta.local_fields)[:13]
CARRIED_OUT = tuple(field.name for field in Effects._meta.local_fields)[13:]
