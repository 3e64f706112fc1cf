"""Addresses of the schedule of reception at the desk, below /ban-lam-viec/tiep-cong-dan/."""

from django.urls import path

from danvan.domains.reception.desk import follow_page, log_page, schedule_page, session_page

app_name = "reception"
urlpatterns = [
    path("", schedule_page.schedule, name="schedule"),
    path("lap-lich/", schedule_page.plan, name="plan"),
    path("dot-xuat/", schedule_page.urgent, name="urgent"),
    path("gio-thuong-xuyen/", schedule_page.begin_hours, name="hours"),
    path("gio-thuong-xuyen/<int:pk>/ket-thuc/", schedule_page.end_hours, name="hours_end"),
    path("ky/<slug:code>/", session_page.session_page, name="session"),
    path("ky/<slug:code>/doi-lich/", session_page.move, name="move"),
    path("ky/<slug:code>/truc-tuyen/", session_page.online_page, name="online"),
    path("ky/<slug:code>/ket-luan/", session_page.conclude, name="conclude"),
    path("ket-luan/", follow_page.follow, name="follow"),
    path("ket-luan/<int:pk>/xong/", follow_page.done, name="done"),
    path("dat-cho/", follow_page.day_list, name="day"),
    path("dat-cho/<int:pk>/<slug:word>/", follow_page.mark, name="mark"),
    path("so/", log_page.log_page, name="log"),
    path("so/tai-ve/", log_page.file, name="log_file"),
]
