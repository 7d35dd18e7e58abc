"""The pages that a browser looks at in both languages, both themes and both widths. A new page joins by one line."""

from dataclasses import dataclass
from datetime import timedelta

from lms.core import clock
from lms.people.models import User
from tests.cast import Cast, Offer, enrol, instrument
from tests.repository.scene import certify
from tests.tracking.attendance.making import open_cohort
from tests.tracking.plans.making import set_up
from tracking.enrolment.models import Seat
from tracking.needs import actions as needs


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
    Page("/my/plan/", who="amina"),
    Page("/my/plan/{item}/accept/", who="amina"),
    Page("/my/plan/{item}/decline/", who="amina"),
    Page("/my/seats/{seat}/", who="amina"),
    Page("/my/assessment/", who="amina"),
    Page("/my/assessment/more/", who="amina"),
    Page("/my/certificates/", who="amina"),
    Page("/my/assessment/", who="bela"),
    Page("/my/enrol/{course}/", who="bela"),
    Page("/learn/{enrolment}/", who="amina"),
    Page("/learn/{enrolment}/{lesson}/", who="amina", has_lesson=True),
    Page("/learn/{enrolment}/{quiz_lesson}/", who="amina", has_lesson=True),
    Page("/my/team/", who="jonas"),
    Page("/my/team/approvals/", who="jonas"),
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
    """Amina has gaps, plans, studies and is certified; Jonas has a request to decide; Ren and Bela look on."""
    planned = plan(cast, offer)
    enrolment = enrol(cast, cast.amina, offer)
    certify(cast, offer, at=clock.now())
    needs.open_assessment(
        person=cast.amina, administration=cast.sanderra, instrument=instrument(cast), by=cast.amina, at=clock.now()
    )
    lessons = offer.release.rules["lessons"]
    return Stage(
        cast,
        {
            "course": str(offer.page.translation_key),
            "course_page": offer.page.url,
            "enrolment": str(enrolment.uid),
            "lesson": lessons[0],
            "quiz_lesson": lessons[1],
            **planned,
        },
    )


def plan(cast: Cast, offer: Offer) -> dict[str, str]:
    """Amina's plan proposes a blended course; in another cohort of it she has asked for a seat."""
    at = clock.now()
    planning = set_up(cast, offer=offer, first=at + timedelta(days=30))
    planning.recommend(at=at)
    asked, _sessions = open_cohort(cast, planning.cohort.release, first=at + timedelta(days=60), title="January")
    seat = Seat.objects.create(
        person=cast.amina, administration=cast.sanderra, cohort=asked, state="requested", state_at=at, asked_at=at
    )
    return {"item": str(planning.item(planning.blended).uid), "seat": str(seat.uid)}
