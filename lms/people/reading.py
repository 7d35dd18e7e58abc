"""While a page is read, its reader's roles are asked for once: most readers see nobody but themselves, and what is theirs is
then found without looking for whom else they might see. A request that may change something asks anew each time."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse

#: On the `User` of a request that only reads: the roles held on each day that was asked for.
KEPT = "roles_kept_while_reading"


@dataclass(frozen=True)
class Held:
    """A role held in an administration."""

    administration_id: int
    role: str


class ReadingMiddleware:
    """Lets the roles of whoever reads be kept until the answer is made."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in ("GET", "HEAD") and request.user.is_authenticated:
            setattr(request.user, KEPT, {})
        return self.get_response(request)


def kept_roles(person: object, on: date, ask: Callable[[], frozenset[Held]]) -> frozenset[Held] | None:
    """The roles that a reader holds on a day; None where the person is not reading a page just now."""
    kept: dict[date, frozenset[Held]] | None = getattr(person, KEPT, None)
    if kept is None:
        return None
    if on not in kept:
        kept[on] = ask()
    return kept[on]
