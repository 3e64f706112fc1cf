"""Address of the letters that come by e-mail, below the desk's."""

from django.urls import path

from danvan.domains.petitions.mailbox import views

app_name = "petitions_mail"
urlpatterns = [path("", views.mail_page, name="incoming")]
