"""Addresses of the counter at the desk, below /ban-lam-viec/quay/."""

from django.urls import path

from danvan.domains.reception.counter import views

app_name = "counter"
urlpatterns = [
    path("", views.counter, name="counter"),
    path("so/", views.draw_ticket, name="draw_ticket"),
    path("so/<int:pk>/", views.ticket_page, name="ticket"),
    path("phieu/<slug:code>/", views.slip_page, name="slip"),
    path("bien-ban/<slug:code>/", views.minutes_page, name="minutes"),
]
