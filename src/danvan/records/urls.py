"""Addresses of the desk. A type's key stands in them with hyphens: /ban-lam-viec/luot-tiep/."""

from django.urls import path, re_path, register_converter

from danvan.records.desk import (
    assign_page,
    calendar_page,
    clerk_page,
    duty_page,
    envelope_page,
    files_page,
    handover_page,
    history_page,
    law_changes_page,
    letter_settings,
    letters_page,
    matrix_page,
    messages_page,
    originals_page,
    papers_page,
    signed_page,
    views,
)
from danvan.records.seal import asking, modes_page


class KeyConverter:
    """A declared key, written with hyphens in addresses."""

    regex = "[a-z0-9-]{1,48}"

    def to_python(self, text: str) -> str:
        """luot-tiep → luot_tiep."""
        return text.replace("-", "_")

    def to_url(self, key: str) -> str:
        """luot_tiep → luot-tiep."""
        return key.replace("_", "-")


class CodeConverter:
    """A record's public id: sixteen digits."""

    regex = "[0-9]{16}"

    def to_python(self, text: str) -> str:
        """As it stands."""
        return text

    def to_url(self, code: str) -> str:
        """As it stands."""
        return code


register_converter(KeyConverter, "key")
register_converter(CodeConverter, "code")

app_name = "records"
urlpatterns = [
    path("", views.worklist, name="worklist"),
    path("giao-viec/", assign_page.assign, name="assign"),
    path("ban-giao/", handover_page.groups, name="handovers"),
    path("ban-giao/<int:act>/<int:unit>/", handover_page.group, name="handover"),
    path("ban-giao/<int:act>/<int:unit>/in/", handover_page.printed, name="handover_print"),
    path("niem-phong/chuyen-len/", asking.paper, name="hand_up"),
    path("niem-phong/che-do/", modes_page.page, name="seal_modes"),
    path("niem-phong/che-do/<int:unit>/", modes_page.decide, name="seal_mode_decide"),
    path("lich-su/", history_page.changes, name="history"),
    path("doi-luat/", law_changes_page.changed, name="law_changes"),
    path("doi-luat/<int:pk>/", law_changes_page.adopt, name="law_adopt"),
    path("lich-nghi/", calendar_page.days, name="calendar"),
    path("lich-nghi/sua/", calendar_page.change, name="calendar_change"),
    path("nghia-vu/", matrix_page.matrix_page, name="matrix"),
    path("nghia-vu/tai-ve.csv", matrix_page.matrix_file, name="matrix_file"),
    path("nghia-vu/<int:pk>/", duty_page.duty_page, name="duty"),
    path("nghia-vu/<int:pk>/mien/", duty_page.excuse_page, name="duty_excuse"),
    path("thu/", letters_page.own, name="letters"),
    path("thu/don-vi/", letters_page.of_units, name="letters_of_units"),
    path("thu/cach-nhan/", letter_settings.wishes, name="letter_wishes"),
    path("thu/lich/", letter_settings.make_feed, name="feed_make"),
    path("thu/lich/<int:pk>/thu-hoi/", letter_settings.end_feed, name="feed_end"),
    path("thu/cach-nhac/", letter_settings.plans, name="letter_plans"),
    path("thu/cach-nhac/ghi/", letter_settings.write_plan, name="letter_plan_write"),
    path("thu/<int:pk>/", letters_page.letter, name="letter"),
    path("thu/<int:pk>/da-gui-tay/", letters_page.copied, name="letter_copied"),
    path("thu/<int:pk>/gui-lai/", letters_page.again, name="letter_again"),
    path("ho-so/<code:public_id>/", views.record_page, name="page"),
    path("ho-so/<code:public_id>/cong-khai/", views.publish, name="publish"),
    path("ho-so/<code:public_id>/nhan-tin/", messages_page.say, name="say"),
    path("ho-so/<code:public_id>/da-xem-truoc/", messages_page.checked, name="held_checked"),
    path("cho-xem-truoc/", messages_page.held_list, name="held"),
    path("ho-so/<code:public_id>/phong-bi/", envelope_page.opened, name="envelope"),
    path("ho-so/<code:public_id>/phong-bi/cat/", envelope_page.seal, name="envelope_seal"),
    path("ho-so/<code:public_id>/phong-bi/huy/", envelope_page.destroyed, name="envelope_destroy"),
    path("ho-so/<code:public_id>/tep/", files_page.attach, name="file_attach"),
    path("ho-so/<code:public_id>/tep/<int:pk>/", files_page.download, name="file"),
    path("ho-so/<code:public_id>/tep/<int:pk>/trang/<int:number>/", files_page.page_image, name="file_page"),
    path("ho-so/<code:public_id>/tep/<int:pk>/van-ban/", files_page.text_page, name="file_text"),
    path("ho-so/<code:public_id>/tep/<int:pk>/hinh/", files_page.thumb, name="file_thumb"),
    path("ho-so/<code:public_id>/tep/<int:pk>/ban-goc/", originals_page.original, name="file_original"),
    path("ho-so/<code:public_id>/tep/<int:pk>/go/", files_page.remove, name="file_remove"),
    path("ho-so/<code:public_id>/van-ban/", papers_page.choose, name="papers"),
    path("ho-so/<code:public_id>/van-ban/<key:template_key>/", papers_page.prepare, name="paper_prepare"),
    path("van-ban/<int:pk>/", papers_page.paper_page, name="paper"),
    path("van-ban/<int:pk>/ban-hanh/", papers_page.issue, name="paper_issue"),
    path("van-ban/<int:pk>/huy/", papers_page.cancel, name="paper_cancel"),
    path("van-ban/<int:pk>/ban-ky/", signed_page.attach, name="paper_signed"),
    path("van-ban/<int:pk>/ban-ky/doi-chieu/", signed_page.agree, name="paper_agree"),
    path("van-ban/<int:pk>/gui/", signed_page.deliver, name="paper_delivery"),
    re_path(
        r"^van-ban/(?P<pk>\d{1,18})/tai-ve\.(?P<ending>pdf|docx)$", papers_page.paper_file, name="paper_file"
    ),
    path("van-thu/", clerk_page.clerk, name="clerk"),
    path("van-thu/so-den/", clerk_page.incoming, name="clerk_incoming"),
    path("van-thu/cap-so/", clerk_page.series, name="series"),
    path("van-thu/cap-so/<int:unit>/", clerk_page.series_of, name="series_of"),
    path("ho-so/<code:public_id>/<key:move_key>/", views.move_page, name="move"),
    path("<key:type_key>/", views.record_list, name="list"),
    path("<key:type_key>/tai-ve.csv", views.export_list, name="export"),
    path("<key:type_key>/tai-ve.xlsx", views.export_book, name="export_book"),
    path("<key:type_key>/tiep-nhan/", views.open_page, name="open"),
    path("<key:type_key>/bo-nhap/", views.drop_draft, name="drop_draft"),
]
