from allauth.account import views as account
from django.urls import include, path, register_converter
from django.urls.converters import StringConverter

from accounts.views import second_factor
from accounts.views.entrance import password_forgotten


class Base36Converter(StringConverter):
    """The id of a person in a password link: up to the first dash, the key behind it has dashes of its own."""

    regex = "[0-9A-Za-z]+"


register_converter(Base36Converter, "base36")

# allauth's pages one by one: those for mail addresses and codes would write past the services.
entrance = [
    path("login/", account.login, name="account_login"),
    path("login/passkey/", second_factor.passkey_sign_in, name="mfa_login_webauthn"),
    path("login/code/", second_factor.authenticate, name="mfa_authenticate"),
    path("logout/", account.logout, name="account_logout"),
    path("signup/", account.signup, name="account_signup"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/forgotten/", password_forgotten, name="account_password_forgotten"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path("password/reset/sent/", account.password_reset_done, name="account_reset_password_done"),
    path(
        "password/reset/<base36:uidb36>-<str:key>/",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("reauthenticate/code/", second_factor.confirm_by_code, name="mfa_reauthenticate"),
    path("reauthenticate/passkey/", second_factor.confirm_by_passkey, name="mfa_reauthenticate_webauthn"),
    path("app/add/", second_factor.totp_add, name="mfa_activate_totp"),
    path("app/remove/", second_factor.totp_remove, name="mfa_deactivate_totp"),
    path("codes/", second_factor.recovery_codes_show, name="mfa_view_recovery_codes"),
    path("codes/new/", second_factor.recovery_codes_make, name="mfa_generate_recovery_codes"),
    path("codes/file/", second_factor.recovery_codes_download, name="mfa_download_recovery_codes"),
    path("passkeys/add/", second_factor.passkey_add, name="mfa_add_webauthn"),
    path("passkeys/<int:pk>/name/", second_factor.passkey_rename, name="mfa_edit_webauthn"),
    path("passkeys/<int:pk>/remove/", second_factor.passkey_remove, name="mfa_remove_webauthn"),
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
