"""The pages that a browser looks at in both languages, both themes and both widths. A new page joins by one line."""

from dataclasses import dataclass

from lms.people.models import User
from tests.cast import Cast, Offer, enrol, open_gaps


@dataclass(frozen=True)
class Page:
    """An address, who of the cast looks at it (nobody: a stranger), and whether lessons are written on it.

    Braces in the address are filled from `Stage.addresses`. What a lesson says is in the language of its edition.
    """

    path: str
    who: str = ""
    has_lesson: bool = False

    def __str__(self) -> str:
        return self.path.strip("/").replace("/", "-") or "front"


PAGES = [
    Page("/"),
    Page("/accounts/login/"),
    Page("/accounts/password/reset/"),
    Page("/accounts/password/reset/done/"),
    Page("/accounts/password/reset/key/none-left/"),
    Page("/accounts/signup/"),
    Page("/accounts/inactive/"),
    Page("/nothing/is/here/"),
    Page("/styleguide/"),
    Page("/catalogue/"),
    Page("/catalogue/scbs/", who="amina", has_lesson=True),
    Page("{course_page}", who="amina", has_lesson=True),
    Page("/accounts/logout/", who="amina"),
    Page("/accounts/password/change/", who="amina"),
    Page("/accounts/email/", who="amina"),
    Page("/accounts/2fa/", who="amina"),
    Page("/accounts/2fa/totp/activate/", who="amina"),
    Page("/accounts/reauthenticate/", who="amina"),
    Page("/my/", who="amina"),
    Page("/my/record/", who="amina"),
    Page("/my/enrol/{course}/", who="bela"),
    Page("/learn/{enrolment}/", who="amina"),
    Page("/learn/{enrolment}/{lesson}/", who="amina", has_lesson=True),
    Page("/learn/{enrolment}/{quiz_lesson}/", who="amina", has_lesson=True),
    Page("/hr/", who="ren"),
]


@dataclass
class Stage:
    """The cast in the middle of the story, and the addresses of what they have before them."""

    cast: Cast
    addresses: dict[str, str]

    def path(self, page: Page) -> str:
        return page.path.format(**self.addresses)

    def person(self, page: Page) -> User | None:
        return self.cast.people[page.who] if page.who else None


def set_the_stage(cast: Cast, offer: Offer) -> Stage:
    """Amina has a gap and studies; Ren and Bela look on."""
    open_gaps(cast, cast.amina, ratings={"P3": 1.0})
    enrolment = enrol(cast, cast.amina, offer)
    lessons = offer.release.rules["lessons"]
    return Stage(
        cast,
        {
            "course": str(offer.page.translation_key),
            "course_page": offer.page.url,
            "enrolment": str(enrolment.uid),
            "lesson": lessons[0],
            "quiz_lesson": lessons[1],
        },
    )
