"""Two people release at once what needs the same room: one is in, the other is told why not, on either database."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from courses.scheduling import actions
from courses.scheduling.failures import Clashes
from courses.scheduling.models import Booking, Cohort
from courses.scheduling.rules import Reason
from tests.cast import enter, raise_the_curtain
from tests.courses.scheduling.timetable import AT, lay_out


@pytest.mark.django_db(transaction=True)
def test_of_two_that_want_the_same_room_at_once_one_has_it() -> None:
    timetable = lay_out(raise_the_curtain())
    cast = timetable.cast
    mira = enter(cast, "mira", cast.sanderra, "trainer")
    cohorts = [timetable.draft(cast.lucia), timetable.draft(mira)]
    ready, outcomes = Barrier(2), []

    def release(cohort: Cohort) -> None:
        ready.wait()
        try:
            actions.release_cohort(cohort=cohort, by=cast.lucia, at=AT)
            outcomes.append("released")
        except Clashes as refused:
            outcomes.append(",".join(sorted({clash.reason for clash in refused.clashes})))
        finally:
            connection.close()

    threads = [Thread(target=release, args=[cohort]) for cohort in cohorts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["released", Reason.ROOM_TAKEN]
    assert Booking.objects.filter(kind="room", room=timetable.hall).count() == 2
