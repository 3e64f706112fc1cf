"""Addresses of phản ánh at the desk, below /ban-lam-viec/phan-anh/."""

from django.urls import path

from danvan.domains.petitions.feedback import page as feedback_page

app_name = "feedback"
urlpatterns = [
    path("so-ngay/", feedback_page.days, name="days"),
    path("<slug:public_id>/", feedback_page.edit, name="edit"),
]
