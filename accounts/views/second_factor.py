"""allauth's pages of the second factor, with our templates, each change with its event in the same transaction."""

from typing import Any

from allauth.mfa.base import views as base
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from ..selectors import has_passkey
from ..services import security_changed


class _Told:
    """`verb` is what the log says once allauth has made the change."""

    verb = ""
    request: Any

    def form_valid(self, form: Any) -> HttpResponse:
        with security_changed(actor=self.request.user, verb=self.verb):
            response: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        return response

    def get_success_url(self) -> str:
        # allauth leads to the new recovery codes after the first factor; they are shown to be kept.
        if getattr(self, "did_generate_recovery_codes", False):
            return reverse("mfa_view_recovery_codes")
        return reverse("accounts:security")


class _Own:
    """A key of somebody else is no key: told before allauth asks for the password again."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and not has_passkey(request.user, kwargs["pk"]):
            raise Http404
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc,no-any-return]


class TotpAdd(_Told, totp.ActivateTOTPView):  # type: ignore[misc]
    verb = "user.totp_added"


class TotpRemove(_Told, totp.DeactivateTOTPView):  # type: ignore[misc]
    verb = "user.totp_removed"


class RecoveryCodesMake(_Told, recovery_codes.GenerateRecoveryCodesView):  # type: ignore[misc]
    verb = "user.recovery_codes_made"

    def get_success_url(self) -> str:
        return reverse("mfa_view_recovery_codes")


class PasskeyAdd(_Told, webauthn.AddWebAuthnView):  # type: ignore[misc]
    verb = "user.passkey_added"


class PasskeyRename(_Own, _Told, webauthn.EditWebAuthnView):  # type: ignore[misc]
    verb = "user.passkey_renamed"


class PasskeyRemove(_Own, _Told, webauthn.RemoveWebAuthnView):  # type: ignore[misc]
    verb = "user.passkey_removed"


class PasskeyConfirm(webauthn.ReauthenticateWebAuthnView):  # type: ignore[misc]
    def form_invalid(self, form: Any) -> HttpResponse:
        """Once more here; allauth would lead to the sign-in page, away from what was begun."""
        for message in form.errors.get("credential", []):
            messages.error(self.request, str(message))
        return redirect("mfa_reauthenticate_webauthn")


# Secrets stand on these pages: no browser keeps a copy.
_guarded = (login_required, never_cache)
totp_add = method_decorator(_guarded, name="dispatch")(TotpAdd).as_view()
totp_remove = method_decorator(_guarded, name="dispatch")(TotpRemove).as_view()
recovery_codes_make = method_decorator(_guarded, name="dispatch")(RecoveryCodesMake).as_view()
passkey_add = method_decorator(_guarded, name="dispatch")(PasskeyAdd).as_view()
passkey_rename = method_decorator(_guarded, name="dispatch")(PasskeyRename).as_view()
passkey_remove = method_decorator(_guarded, name="dispatch")(PasskeyRemove).as_view()
recovery_codes_show = never_cache(recovery_codes.view_recovery_codes)
recovery_codes_download = recovery_codes.download_recovery_codes
authenticate = base.authenticate
confirm_by_code = base.reauthenticate
confirm_by_passkey = PasskeyConfirm.as_view()
passkey_sign_in = webauthn.login_webauthn
