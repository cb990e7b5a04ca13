from allauth.account import views as account
from django.urls import include, path
from django.views.generic import TemplateView

# allauth's pages one by one: those for mail addresses and codes would write past the services, and send mail that no
# server takes. Who forgot the password asks an administrator.
entrance = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("signup/", account.signup, name="account_signup"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path(
        "password/forgotten/",
        TemplateView.as_view(template_name="account/password_forgotten.html"),
        name="account_password_forgotten",
    ),
]

urlpatterns = [
    path("", include("accounts.urls")),
    path("accounts/", include(entrance)),
    path("", include("files.urls")),
    path("", include("projects.urls")),
    path("", include("shots.urls")),
    path("", include("notes.urls")),
    path("", include("activity.urls")),
    path("", include("inbox.urls")),
    path("", include("search.urls")),
    path("", include("desk.urls")),
]
