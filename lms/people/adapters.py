"""Where django-allauth meets our house: nobody signs up alone, and a new password ends a lock-out."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from axes.utils import reset
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from lms.people.models import User


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by HR or the national coordinator; here people only use the one they have."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _("This name and password do not fit together. Check both and try again."),
        "email_password_mismatch": _("This address and password do not fit together. Check both and try again."),
        "incorrect_password": _("This is not your current password."),
        "enter_current_password": _("This is not your current password."),
        "incorrect_code": _("This code is not right, or its time is over. Wait for the next one and try again."),
        "too_many_login_attempts": _("Too many tries in a short time. Wait a little and try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        super().send_mail(template_prefix, email, {"public_url": settings.PUBLIC_URL, **context})

    def set_password(self, user: User, password: str) -> None:
        """Whoever could open the mailbox, or knew the old password, need not wait for a lock-out to pass."""
        super().set_password(user, password)
        reset(username=user.username.lower())
