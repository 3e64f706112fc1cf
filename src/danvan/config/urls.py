"""Addresses of the whole program. The default language has no prefix; a second one gets its own (`/en/`)."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from danvan.config.health import health
from danvan.records.desk.feed_page import feed

urlpatterns = [
    path("health", health, name="health"),
    path("api/", include("danvan.api.urls")),
    path("lich/<slug:token>.ics", feed, name="calendar_feed"),
    *i18n_patterns(
        path("", include("danvan.portal.urls")),
        path("ban-lam-viec/tiep-cong-dan/", include("danvan.domains.reception.urls")),
        path("ban-lam-viec/quay/", include("danvan.domains.reception.counter.urls")),
        path("ban-lam-viec/phan-anh/", include("danvan.domains.petitions.feedback.urls")),
        path("ban-lam-viec/", include("danvan.domains.petitions.urls")),
        path("ban-lam-viec/thu-den/", include("danvan.domains.petitions.mailbox.urls")),
        path("ban-lam-viec/so-cu/", include("danvan.domains.petitions.books.urls")),
        path("ban-lam-viec/csdl-quoc-gia/", include("danvan.records.national.urls")),
        path("ban-lam-viec/niem-phong/", include("danvan.records.seal.urls")),
        path("ban-lam-viec/du-lieu-ca-nhan/", include("danvan.domains.personal_data.urls")),
        path("ban-lam-viec/luu-va-huy/", include("danvan.records.retention.urls")),
        path("ban-lam-viec/", include("danvan.records.urls")),
        path("bao-cao/", include("danvan.reports.urls")),
        path("tai-khoan/", include("danvan.config.accounts.urls")),
        path("quan-tri/", include("danvan.org.urls")),
        path("ui/", include("danvan.ui.urls")),
        prefix_default_language=False,
    ),
]

handler400 = "danvan.ui.views.bad_request"
handler403 = "danvan.ui.views.permission_denied"
handler404 = "danvan.ui.views.page_not_found"
handler500 = "danvan.ui.views.server_error"
