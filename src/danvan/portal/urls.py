"""Addresses of the portal, from the root of the site."""

from django.urls import path

from danvan.portal import duty_views, rule_views, unit_views, views
from danvan.portal.data_requests import views as data_requests
from danvan.portal.denouncing import views as sending
from danvan.portal.feedback import views as feedback
from danvan.portal.filing import denouncing
from danvan.portal.filing import views as filing
from danvan.portal.following import views as following
from danvan.portal.history_codes import views as history_codes
from danvan.portal.receiving import views as receiving
from danvan.portal.tracking import views as tracking

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("so-lieu/<slug:slug>/<str:period>/", views.report, name="report"),
    path("so-lieu/<slug:slug>/<str:period>/tai-ve/<str:kind>", views.download, name="download"),
    path("so-lieu/<slug:slug>/<str:period>/<str:code>/", views.figure, name="figure"),
    path("tra-cuu/", tracking.track, name="track"),
    path("tra-cuu/gui-them/", tracking.add, name="track_add"),
    path("tra-cuu/danh-gia/", tracking.rate, name="track_rate"),
    path("tra-cuu/giay/", tracking.paper, name="track_paper"),
    path("gui-don/", filing.start, name="filing"),
    path("gui-don/kiem-tra/", filing.check, name="filing_check"),
    path("gui-don/da-gui/", filing.sent, name="filing_sent"),
    path("gui-don/lam-tiep/", filing.resume, name="filing_resume"),
    path("gui-don/bo/", filing.drop, name="filing_drop"),
    path("gui-don/to-cao/", denouncing.where, name="filing_denunciation"),
    path("gui-don/to-cao/gui/", sending.denounce, name="denounce"),
    path("gui-don/to-cao/thoat/", denouncing.leave, name="filing_leave"),
    path("gui-don/to-cao/theo-doi/", following.follow, name="following"),
    path("gui-don/to-cao/theo-doi/gui/", following.send, name="following_send"),
    path("gui-don/to-cao/theo-doi/van-ban/", following.paper, name="following_paper"),
    path("gui-don/cau/<slug:key>/", filing.step, name="filing_step"),
    path("tiep-cong-dan/", receiving.index, name="receiving"),
    path("tiep-cong-dan/cho-da-dat/", receiving.lookup, name="receiving_code"),
    path("tiep-cong-dan/cho-da-dat/huy/", receiving.cancel, name="receiving_cancel"),
    path("tiep-cong-dan/<slug:slug>/", receiving.of_unit, name="receiving_of"),
    path("tiep-cong-dan/<slug:slug>/dat-cho/<slug:key>/", receiving.book, name="receiving_book"),
    path("tra-cuu/chua-xong/", tracking.not_done, name="track_not_done"),
    path("du-lieu-ca-nhan/", data_requests.ask, name="data_request"),
    path("phan-anh/", feedback.index, name="feedback"),
    path("phan-anh/anh/<int:pk>.jpg", feedback.photo, name="feedback_photo"),
    path("phan-anh/<int:pk>/", feedback.item, name="feedback_item"),
    path("luat/", rule_views.index, name="law"),
    path("luat/van-ban/", rule_views.texts, name="texts"),
    path("luat/quy-tac/<str:key>/", rule_views.rule, name="rule"),
    path("luat/<slug:key>/", rule_views.topic, name="topic"),
    path("nghia-vu/", duty_views.index, name="duties"),
    path("nghia-vu/<slug:slug>/", duty_views.of_unit, name="duties_of"),
    path("don-vi/", unit_views.units, name="units"),
    path("don-vi/<slug:slug>/", unit_views.unit, name="unit"),
    path("kiem-tra-chu-ky/", views.verify, name="verify"),
    path("ma-lich-su/", history_codes.index, name="history"),
    path("ma-lich-su/ma-lich-su.json", history_codes.as_json, name="history_json"),
    path("ma-lich-su/ma-lich-su.txt", history_codes.as_text, name="history_text"),
]
