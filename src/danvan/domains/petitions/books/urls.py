"""Addresses of old registers at the desk."""

from django.urls import path

from danvan.domains.petitions.books import pages

app_name = "books"
urlpatterns = [
    path("", pages.books, name="books"),
    path("so-du/", pages.balances, name="balances"),
    path("so-du/<int:unit_id>/", pages.opening, name="balance"),
    path("<int:pk>/", pages.book, name="book"),
    path("<int:pk>/dong/<int:number>/", pages.mend, name="mend"),
    path("<int:pk>/bo/", pages.drop, name="drop"),
    path("<int:pk>/nap/", pages.take, name="take"),
]
