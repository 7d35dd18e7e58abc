"""Types that only help the reader and the type checker."""

from django.http import HttpRequest

from lms.people.models import User


class SignedInRequest(HttpRequest):
    """What a view behind `login_required` is given."""

    user: User
