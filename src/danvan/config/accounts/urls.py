"""Pages under /tai-khoan/: allauth's, with those of the house before them and those of no use here closed."""

from django.urls import include, path, re_path

from danvan.config.accounts import sessions_page, single_sign_on, views

# Accounts are given, addresses and passwordless accounts are the administrator's, identities are linked by `linking`.
CLOSED = (
    r"^email/$",
    r"^confirm-email/",
    r"^password/set/$",
    r"^login/code/",
    r"^3rdparty/(?:signup/)?$",
    r"^social/",
)

urlpatterns = [
    path("", views.home, name="account_home"),
    path("can-lop-thu-hai/", views.second_factor_needed, name="second_factor_needed"),
    path("sessions/", sessions_page.listed, name="usersessions_list"),
    path("sessions/<int:pk>/end/", sessions_page.end, name="usersession_end"),
    path("sessions/end/", sessions_page.end_all, name="usersessions_end_all"),
    path("2fa/webauthn/keys/<int:pk>/remove/", views.RemovePasskeyView.as_view(), name="mfa_remove_webauthn"),
    path("oidc/<slug:provider_id>/login/", single_sign_on.login, name="openid_connect_login"),
    path("oidc/<slug:provider_id>/login/callback/", single_sign_on.callback, name="openid_connect_callback"),
    *[re_path(pattern, views.closed) for pattern in CLOSED],
    path("", include("allauth.urls")),
]
