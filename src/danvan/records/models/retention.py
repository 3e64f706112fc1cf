"""What is kept beyond its time and why, and what is left of a record that was destroyed by decision."""

from typing import Any

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from danvan.records.models.history import recorded

# A number of a paper as offices write it: 12/QĐ-UBND. No space and always a digit, so that no name fits: it stands in the
# history, of a tố cáo too.
NUMBER = r"^(?=.*[0-9])[0-9A-ZĐÀ-Ỹ][0-9A-ZĐÀ-Ỹ./-]{0,39}$"

ERASED = "Hồ sơ đã được hủy theo quyết định của người đứng đầu nên không ghi thêm, không sửa được nữa."
NOT_TODAY = "Ngày hủy phải là ngày hôm nay theo đồng hồ của cơ sở dữ liệu."
TOO_YOUNG = "Hồ sơ vừa được ghi thêm hoặc sửa nên chưa hủy được."
NOT_CLOSED = "Chỉ hủy được hồ sơ đã kết thúc, sau khi hết thời hạn lưu."
HELD = "Hồ sơ đang được giữ lại hoặc gắn với hồ sơ đang được giữ lại nên chưa hủy được."
TIED = "Hồ sơ gắn với hồ sơ đang mở nên chưa hủy được."
OWING = "Hồ sơ còn việc chưa làm hoặc văn bản chờ số nên chưa hủy được."
STILL_THERE = "Hồ sơ còn tệp, tin nhắn, phong bì hoặc thông tin cá nhân nên chưa ghi là đã hủy được."
SHUT = "Hồ sơ có hồ sơ niêm phong không bao giờ được mở thành hồ sơ ghi thông tin cá nhân."
KEPT = "Việc giữ lại hồ sơ chỉ được ghi thêm ngày kết thúc một lần, không sửa được điều đã ghi."

# Everything that hangs together with a record by ties, itself included; cut where a cycle closes.
_TOGETHER = (
    "WITH RECURSIVE together(id) AS (SELECT NEW.record_id UNION"
    " SELECT CASE WHEN l.record_id = t.id THEN l.source_id ELSE l.record_id END"
    " FROM together t JOIN records_link l ON t.id IN (l.record_id, l.source_id))"
)
# The floor below all rules, whatever the program says: types and ends of schedule.toml, the shortest time of its rules, the
# shortest grace that settings take. The rule itself is reckoned by the program.
ENDED = (("don", "luu"),)
LEAST = "1 year"
LEAST_GRACE = 7
# What says since when the time runs: the run changes none of it, so whoever changes it lets the grace begin anew.
_DATING = ("type", "state", "unit_id", "received_on", "closed_on", "handled_on")
_ENDED = ", ".join(f"('{kind}', '{state}')" for kind, state in ENDED)
_NOT_YET = (
    # The owner alone can let that function tell another day; no setting of the program's session does.
    (NOT_TODAY, "NEW.erased_on IS DISTINCT FROM records_erasing_day()"),
    (
        NOT_CLOSED,
        "NOT EXISTS (SELECT 1 FROM records_record WHERE id = NEW.record_id AND unit_id = NEW.unit_id"
        f" AND (type, state) IN ({_ENDED}) AND closed_on IS NOT NULL AND NEW.event_on >= closed_on"
        f" AND NEW.due_on >= NEW.event_on + interval '{LEAST}' AND NEW.erased_on > NEW.due_on)",
    ),
    # What the run itself has just written does not count, but for what dates the record.
    (
        TOO_YOUNG,
        "EXISTS (SELECT 1 FROM records_history WHERE chain = 'record:' || NEW.record_id"
        f" AND (at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date > NEW.erased_on - {LEAST_GRACE}"
        " AND (at < now() OR after ?| ARRAY[" + ", ".join(f"'{name}'" for name in _DATING) + "]))",
    ),
    (
        HELD,
        f"EXISTS ({_TOGETHER} SELECT 1 FROM records_legalhold h JOIN together t ON t.id = h.record_id"
        " WHERE h.ended_on IS NULL)",
    ),
    (
        TIED,
        f"EXISTS ({_TOGETHER} SELECT 1 FROM records_record r JOIN together t ON t.id = r.id"
        " WHERE r.closed_on IS NULL)",
    ),
    (
        OWING,
        "EXISTS (SELECT 1 FROM records_duty WHERE record_id = NEW.record_id AND met_on IS NULL"
        " AND excused_on IS NULL) OR EXISTS (SELECT 1 FROM records_paper WHERE record_id = NEW.record_id"
        " AND state = 'cho_so')",
    ),
)
_PLACES = ("personaldetails", "message", "envelope")
_LEFT = (
    *(f"EXISTS (SELECT 1 FROM records_{name} WHERE record_id = NEW.record_id)" for name in _PLACES),
    "EXISTS (SELECT 1 FROM records_file WHERE record_id = NEW.record_id AND removed_at IS NULL)",
    "EXISTS (SELECT 1 FROM records_delivery WHERE record_id = NEW.record_id AND post_number <> '')",
    "EXISTS (SELECT 1 FROM records_rating WHERE record_id = NEW.record_id AND words <> '')",
    "EXISTS (SELECT 1 FROM records_record WHERE id = NEW.record_id AND (identity_released_on IS NOT NULL"
    " OR published_on IS NOT NULL OR search_public <> '' OR search_internal <> ''))",
)


def _raising(cases: tuple[tuple[str, str], ...]) -> str:
    return " ".join(
        f"IF {condition} THEN RAISE EXCEPTION '{sentence}' USING ERRCODE = 'check_violation'; END IF;"
        for sentence, condition in cases
    )


def not_erased(record: str, name: str = "not_erased") -> pgtrigger.Trigger:
    """For what may hang on a record: the database takes nothing more of a destroyed one. `record` is SQL over NEW.

    The spine is locked before it is asked: who destroys the record is waited for, and then seen.
    """
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Row,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func=(
            f"PERFORM 1 FROM records_record WHERE id = {record} FOR KEY SHARE;"
            f" IF EXISTS (SELECT 1 FROM records_tombstone WHERE record_id = {record}) THEN"
            f" RAISE EXCEPTION '{ERASED}' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;"
        ),
    )


def erased_stays() -> pgtrigger.Trigger:
    """For the spine: a destroyed record keeps state, days, number and title; it names nobody and is not found."""
    changed = (
        *("state", "type", "unit_id", "register_year", "register_no", "received_on", "closed_on"),
        *("title", "secrecy", "public_id"),
    )
    same = " OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in changed)
    return pgtrigger.Trigger(
        name="erased_stays",
        level=pgtrigger.Row,
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        func=(
            f"IF ({same} OR NEW.identity_released_on IS NOT NULL OR NEW.published_on IS NOT NULL"
            " OR NEW.search_public <> '' OR NEW.search_internal <> '')"
            " AND EXISTS (SELECT 1 FROM records_tombstone WHERE record_id = NEW.id) THEN"
            f" RAISE EXCEPTION '{ERASED}' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;"
        ),
    )


def case_stays_shut() -> pgtrigger.Trigger:
    """For the spine: a record with a sealed case is never opened, whatever class somebody writes beside it."""
    return pgtrigger.Trigger(
        name="case_stays_shut",
        level=pgtrigger.Row,
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        func=(
            "IF (NEW.identity_released_on IS NOT NULL OR NEW.secrecy <> 'niem_phong')"
            " AND EXISTS (SELECT 1 FROM records_sealcase WHERE record_id = NEW.id) THEN"
            f" RAISE EXCEPTION '{SHUT}' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;"
        ),
    )


def erased_row_stays() -> pgtrigger.Trigger:
    """For the table of a type: nothing of a destroyed record's own row changes any more."""
    return pgtrigger.Trigger(
        name="erased_stays",
        level=pgtrigger.Row,
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        func=(
            "IF NEW IS DISTINCT FROM OLD"
            " AND EXISTS (SELECT 1 FROM records_tombstone WHERE record_id = NEW.record_ptr_id) THEN"
            f" RAISE EXCEPTION '{ERASED}' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;"
        ),
    )


class LegalHold(models.Model):
    """Giữ lại: a record that is not destroyed though its time is over, by a head's act, until another act ends it.

    The reason is one of a list and the paper a number, so that nothing about a person can be written here. An ended act of
    the reasons that the law itself gives (Điều 38, tòa án) says that the head has looked and it no longer stands.
    """

    class Reason(models.TextChoices):
        """Vì sao giữ lại."""

        UNLAWFUL = "dieu_38", _("Khiếu nại phải xem xét lại (Nghị định 124/2020/NĐ-CP, Điều 38)")
        COURT = "toa_an", _("Tòa án đang thụ lý hoặc yêu cầu")
        POLICE = "dieu_tra", _("Cơ quan điều tra, viện kiểm sát yêu cầu")
        CHECK = "thanh_tra", _("Đang thanh tra, kiểm tra, kiểm toán")
        ARCHIVE = "luu_tru", _("Chờ giao nộp vào lưu trữ")
        SENDER = "nguoi_gui", _("Người gửi đề nghị giữ")

    id = models.BigAutoField(primary_key=True)
    record = models.ForeignKey("records.Record", on_delete=models.PROTECT, related_name="legal_holds")
    reason = models.CharField(_("lý do giữ lại"), max_length=16, choices=Reason)
    document = models.CharField(_("số văn bản"), max_length=40)
    document_on = models.DateField(_("ngày văn bản"))
    held_on = models.DateField(_("giữ từ ngày"))
    by = models.ForeignKey("org.Account", on_delete=models.PROTECT, related_name="+")
    ended_on = models.DateField(_("thôi giữ từ ngày"), null=True, blank=True)
    end_document = models.CharField(_("số văn bản thôi giữ"), max_length=40, blank=True)
    end_document_on = models.DateField(_("ngày văn bản thôi giữ"), null=True, blank=True)
    ended_by = models.ForeignKey(
        "org.Account", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("lần giữ lại hồ sơ")
        verbose_name_plural = _("lần giữ lại hồ sơ")
        constraints = [
            models.UniqueConstraint(
                fields=["record", "reason"],
                condition=models.Q(ended_on__isnull=True),
                name="hold_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    ended_on__isnull=True,
                    end_document="",
                    end_document_on__isnull=True,
                    ended_by__isnull=True,
                )
                | models.Q(
                    ended_on__gte=models.F("held_on"),
                    end_document__regex=NUMBER,
                    end_document_on__isnull=False,
                    ended_by__isnull=False,
                ),
                name="hold_ended_by_an_act",
            ),
            models.CheckConstraint(condition=models.Q(document__regex=NUMBER), name="hold_by_a_number"),
        ]
        triggers = [
            *recorded("record_id"),
            not_erased("NEW.record_id"),
            pgtrigger.Protect(name="keep", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="only_ended",
                level=pgtrigger.Row,
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=(
                    "IF OLD.ended_on IS NOT NULL OR NEW.ended_on IS NULL OR "
                    + " OR ".join(
                        f"NEW.{name} IS DISTINCT FROM OLD.{name}"
                        for name in ("record_id", "reason", "document", "document_on", "held_on", "by_id")
                    )
                    + f" THEN RAISE EXCEPTION '{KEPT}' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;"
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.record_id}: {self.get_reason_display()}"


class Tombstone(models.Model):
    """Hồ sơ đã hủy: what was destroyed, when, by whose decision, under which rule (Thông tư 05/2021/TT-TTCP, Điều 28).

    The record's row stays with number, days, class and outcome, so that no number is given twice and no figure changes.
    `contents` counts what went, `contents_hash` is the SHA-256 of its list: kinds, row ids, sizes, and hashes of files and
    papers, never of words or of a number that could be guessed. The database takes a row only of a closed record that
    nothing holds and of which nothing is left, and takes nothing more of that record afterwards.
    """

    record = models.OneToOneField(
        "records.Record", primary_key=True, on_delete=models.PROTECT, related_name="tombstone"
    )
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    decision = models.CharField(_("số quyết định hủy"), max_length=40)
    decision_on = models.DateField(_("ngày quyết định"))
    by = models.ForeignKey("org.Account", on_delete=models.PROTECT, related_name="+")
    erased_on = models.DateField(_("ngày hủy"))
    at = models.DateTimeField(auto_now_add=True)
    rule = models.CharField(_("quy tắc"), max_length=32)
    citation = models.CharField(_("căn cứ"), max_length=200)
    event_on = models.DateField(_("tính từ ngày"))
    due_on = models.DateField(_("hết thời hạn lưu"))
    digest = models.CharField(_("mã danh sách"), max_length=64)
    contents = models.JSONField(_("phần đã hủy"))
    contents_hash = models.CharField(_("mã băm phần đã hủy"), max_length=64)
    # Keyed, the key outside the database: who still has the code of a tố cáo sent over the network is told that it went.
    code_hash = models.CharField(_("mã băm có khóa của mã người gửi"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("hồ sơ đã hủy")
        verbose_name_plural = _("hồ sơ đã hủy")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(decision__regex=NUMBER), name="tombstone_by_a_decision"
            ),
            models.CheckConstraint(
                condition=models.Q(decision_on__lte=models.F("erased_on")),
                name="tombstone_decided_before",
            ),
            models.CheckConstraint(
                condition=models.Q(digest__regex="^[0-9a-f]{64}$", contents_hash__regex="^[0-9a-f]{64}$"),
                name="tombstone_hashes",
            ),
        ]
        indexes = [models.Index(fields=["unit", "-erased_on"], name="tombstone_unit")]
        triggers = [
            *recorded("record_id", without=("code_hash",)),
            pgtrigger.Protect(name="keep", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="only_when_free",
                level=pgtrigger.Row,
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=(
                    "PERFORM 1 FROM records_record WHERE id = NEW.record_id FOR UPDATE; "
                    + _raising((*_NOT_YET, (STILL_THERE, " OR ".join(_LEFT))))
                    + " RETURN NEW;"
                ),
            ),
            # What is left are texts of papers without a person in them, and what holders of a sealed case alone can read:
            # nobody else may take these away.
            pgtrigger.Trigger(
                name="takes_the_rest",
                level=pgtrigger.Row,
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                func=(
                    "DELETE FROM records_papertext WHERE paper_id IN"
                    " (SELECT id FROM records_paper WHERE record_id = NEW.record_id);"
                    " PERFORM records_take_sealed(NEW.record_id); RETURN NULL;"
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.record_id}: {self.decision}"


def is_erased(record: Any) -> bool:
    """Whether a record was destroyed. No query of one that is open or still may name somebody."""
    may_be = record.closed_on and not record.identity_released_on
    return bool(may_be) and Tombstone.objects.filter(pk=record.pk).exists()
