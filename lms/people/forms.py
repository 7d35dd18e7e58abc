"""Forms of signing in, in our own words; django-allauth does the rest. A placeholder is no label, so none is left."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from django import forms
from django.utils.translation import gettext_lazy as _


class PlainForm(forms.Form):
    """Takes away the placeholders that repeat the labels, and gives fields the words named in `labels` and `helps`."""

    labels: dict[str, Any] = {}
    helps: dict[str, Any] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            field.help_text = self.helps.get(name, "")


NEW_PASSWORD = {"password1": _("New password"), "password2": _("New password, once more")}
LENGTH = {"password1": _("Ten characters or more. Four words that nobody else would put together do well.")}


class SignInForm(PlainForm, account.LoginForm):
    labels = {
        "login": _("User name or e-mail address"),
        "password": _("Password"),
        "remember": _("Keep me signed in on this device"),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs |= {
            "autocomplete": "username",
            "autocapitalize": "none",
            "spellcheck": "false",
        }


class ResetPasswordForm(PlainForm, account.ResetPasswordForm):
    labels = {"email": _("E-mail address")}


class ResetPasswordKeyForm(PlainForm, account.ResetPasswordKeyForm):
    labels = NEW_PASSWORD
    helps = LENGTH


class ChangePasswordForm(PlainForm, account.ChangePasswordForm):
    labels = {"oldpassword": _("Current password"), **NEW_PASSWORD}
    helps = LENGTH


class SetPasswordForm(PlainForm, account.SetPasswordForm):
    labels = NEW_PASSWORD
    helps = LENGTH


class ReauthenticateForm(PlainForm, account.ReauthenticateForm):
    labels = {"password": _("Password")}


class AddEmailForm(PlainForm, account.AddEmailForm):
    labels = {"email": _("E-mail address")}


CODE = {"code": _("Code")}
CODE_HELP = {"code": _("Six digits from your authenticator app, or one of your recovery codes.")}


class AuthenticateForm(PlainForm, mfa.AuthenticateForm):
    labels = CODE
    helps = CODE_HELP


class ReauthenticateCodeForm(PlainForm, mfa.ReauthenticateForm):
    labels = CODE
    helps = CODE_HELP


class ActivateTOTPForm(PlainForm, totp.ActivateTOTPForm):
    labels = CODE
    helps = {"code": _("The six digits that your app shows now.")}
