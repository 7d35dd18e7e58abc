"""What follows from what: the whole story, event by event, on one screen.

A fact `room.Fact` is the class `Fact` of that room's `events.py`; a reaction `room.action` is the function `action` of its
`actions.py`. Reactions run right after the commit, in the process that published, so that the page shows what followed;
those marked `later` are Celery's. Each delivery is one transaction and may be tried again (`lms.core.deliveries`).
"""

from lms.core.events import later

REACTIONS: dict[str, list[str | later]] = {
    "lms.people.RoleGiven": ["courses.catalogue.follow_role"],
    "lms.people.RoleEnded": ["courses.catalogue.follow_role"],
    "lms.competencies.RequirementsPublished": ["tracking.needs.follow_requirements"],
    "lms.notices.NoticeGiven": [later("lms.notices.send")],
    "courses.scheduling.SessionMoved": [
        later("courses.scheduling.tell_trainers"),
        later("tracking.enrolment.tell_participants"),
    ],
    "courses.scheduling.SessionCancelled": [
        later("courses.scheduling.tell_trainers"),
        later("tracking.enrolment.tell_participants"),
    ],
    "courses.scheduling.CohortCancelled": ["tracking.enrolment.close_cohort"],
    "courses.scheduling.SessionHeld": ["tracking.enrolment.close_line"],
    "tracking.enrolment.SeatAsked": [later("tracking.admission.ask_to_decide")],
    "tracking.enrolment.SeatNominated": [later("tracking.enrolment.tell_nominated")],
    "tracking.enrolment.Seated": [later("tracking.enrolment.tell_seated"), later("certificates.statements.say")],
    "tracking.enrolment.WaitListed": [later("tracking.enrolment.tell_waiting"), later("certificates.statements.say")],
    "tracking.enrolment.SeatOffered": [later("tracking.enrolment.tell_offered")],
    "tracking.enrolment.SeatGivenUp": [
        "tracking.needs.put_back",
        "tracking.plans.put_back",
        later("tracking.enrolment.tell_given_up"),
        later("certificates.statements.say"),
    ],
    "tracking.lrs.StatementsStored": ["tracking.study.take_in"],
    "tracking.attendance.SessionMarked": ["tracking.progress.update_from_marks"],
    "tracking.progress.CourseCompleted": ["tracking.needs.expect_evidence", "certificates.consider"],
    "tracking.evidence.EvidenceRecorded": ["tracking.needs.close_met_gaps", "certificates.consider"],
    "tracking.needs.RoundOpened": [later("tracking.needs.tell_round")],
    "tracking.needs.AssessmentSent": [later("tracking.needs.tell_supervisors")],
    "tracking.needs.GapOpened": [later("certificates.statements.say")],
    "tracking.needs.GapClosed": [
        "tracking.plans.tick_off",
        "tracking.impact.schedule_follow_up",
        later("certificates.statements.say"),
    ],
    "certificates.CertificateIssued": [
        "tracking.needs.link_certificate",
        later("certificates.render"),
        later("certificates.statements.say"),
    ],
    "certificates.CertificateRevoked": [later("certificates.statements.say")],
    "certificates.CertificateExpired": ["tracking.needs.flag_refresher", later("certificates.statements.say")],
}
