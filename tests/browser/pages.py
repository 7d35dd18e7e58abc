"""The pages that a browser looks at: twelve in every language, theme and width, the others in half of these.

A new page joins by one line. What it shows is set up in `staging`.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Page:
    """An address, who of the cast looks at it (nobody: a stranger), and whether lessons are written on it.

    Braces in the address are filled from `Stage.addresses`. What a lesson says is in the language of its edition.
    """

    path: str
    who: str = ""
    has_lesson: bool = False
    #: People open it every working day: it is looked at in every look that there is.
    is_key: bool = False
    status: int = 200

    def __str__(self) -> str:
        return self.path.strip("/").replace("/", "-") or "front"


PAGES = [
    Page("/", is_key=True),
    Page("/accounts/login/"),
    Page("/accounts/password/reset/"),
    Page("/accounts/password/reset/done/"),
    Page("/accounts/password/reset/key/none-left/"),
    Page("/accounts/signup/"),
    Page("/accounts/inactive/"),
    Page("/nothing/is/here/", status=404),
    Page("/styleguide/"),
    Page("/catalogue/"),
    Page("/verify/"),
    Page("/verify/{code}/", is_key=True),
    Page("/verify/ABCD-EFGH-JKMN/", status=404),
    Page("/catalogue/scbs/", who="amina", has_lesson=True),
    Page("{course_page}", who="amina", has_lesson=True, is_key=True),
    Page("/accounts/logout/", who="amina"),
    Page("/accounts/password/change/", who="amina"),
    Page("/accounts/email/", who="amina"),
    Page("/accounts/2fa/", who="amina"),
    Page("/accounts/2fa/totp/activate/", who="amina"),
    Page("/accounts/reauthenticate/", who="amina"),
    Page("/my/", who="amina", is_key=True),
    Page("/my/record/", who="amina"),
    Page("/my/plan/", who="amina", is_key=True),
    Page("/my/plan/{item}/accept/", who="amina"),
    Page("/my/plan/{item}/decline/", who="amina"),
    Page("/my/seats/{seat}/", who="amina"),
    Page("/my/assessment/", who="amina", is_key=True),
    Page("/my/assessment/more/", who="amina"),
    Page("/my/assessment/test/{test}/", who="amina", has_lesson=True),
    Page("/my/certificates/", who="amina"),
    Page("/my/notices/", who="amina"),
    Page("/my/notices/mail/", who="amina"),
    Page("/learn/{enrolment}/", who="amina"),
    Page("/learn/{enrolment}/{lesson}/", who="amina", has_lesson=True),
    Page("/learn/{enrolment}/{quiz_lesson}/", who="amina", has_lesson=True, is_key=True),
    Page("/my/", who="bela"),
    Page("/my/assessment/", who="bela"),
    Page("/my/enrol/{course}/", who="bela"),
    Page("/my/join/{session}/", who="bela"),
    Page("/my/seats/{joined}/", who="bela"),
    Page("/my/team/", who="jonas"),
    Page("/my/team/{amina}/", who="jonas"),
    Page("/my/team/{amina}/assess/", who="jonas"),
    Page("/my/team/gaps/{gap}/", who="jonas"),
    Page("/my/team/approvals/", who="jonas"),
    Page("/my/follow-ups/", who="jonas"),
    Page("/my/follow-ups/{follow_up}/", who="jonas"),
    Page("/trainer/", who="lucia", is_key=True),
    Page("/trainer/new/", who="lucia"),
    Page("/trainer/new/{blueprint}/", who="lucia"),
    Page("/trainer/cohorts/{cohort}/", who="lucia"),
    Page("/trainer/cohorts/{cohort}/trainers/", who="lucia"),
    Page("/trainer/cohorts/{cohort}/cancel/", who="lucia"),
    Page("/trainer/cohorts/{cohort}/sheet/", who="lucia"),
    Page("/trainer/cohorts/{cohort}/behind/", who="lucia"),
    Page("/trainer/cohorts/{cohort}/people/", who="lucia"),
    Page("/trainer/cohorts/{cohort}/people/{bela}/checklist/", who="lucia"),
    Page("/trainer/cohorts/{cohort}/exercises/", who="lucia"),
    Page("/trainer/sessions/{later}/move/", who="lucia"),
    Page("/trainer/sessions/{later}/cancel/", who="lucia"),
    Page("/trainer/sessions/{session}/", who="lucia", is_key=True),
    Page("/trainer/sessions/{held}/", who="lucia"),
    Page("/trainer/sessions/{held}/people/{bela}/correct/", who="lucia"),
    Page("/hr/", who="ren", is_key=True),
    Page("/hr/?unit=PVS&competency=O07", who="ren"),
    Page("/hr/priorities/", who="ren"),
    Page("/hr/certificates/", who="ren"),
    Page("/hr/certificates/?lapsing=90", who="ren"),
    Page("/hr/certificates/{certificate}/", who="ren"),
    Page("/hr/nominate/", who="ren"),
    Page("/hr/nominate/{coming}/", who="ren"),
    Page("/hr/assessments/", who="ren"),
    Page("/hr/measures/", who="ren"),
    Page("/hr/measures/{measure}/", who="ren"),
    Page("/office/", who="tomas", is_key=True),
    Page("/coordinator/", who="nadia"),
    Page("/impact/", who="wren"),
    Page("/impact/indicators/", who="nadia"),
    Page("/impact/indicators/new/", who="nadia"),
    Page("/impact/indicators/scbs/T1/", who="nadia"),
    Page("/impact/indicators/scbs/E2/?revised=1", who="nadia"),
    Page("/impact/indicators/scbs/E2/change/", who="nadia"),
    Page("/impact/indicators/scbs/E2/upload/", who="nadia"),
    Page("/impact/targeting-2024/", who="wren", is_key=True),
    Page("/impact/commitments/{promise}/change/", who="wren"),
    Page("/impact/", who="ren"),
    Page("/impact/new/", who="ren"),
    Page("/impact/exploring/", who="ren"),
    Page("/impact/exploring/change/", who="ren"),
    Page("/impact/targeting-2024/", who="ren"),
    Page("/impact/targeting-2024/change/", who="ren"),
    Page("/impact/targeting-2024/promises/new/", who="ren"),
    Page("/impact/targeting-2024/stories/new/", who="ren"),
    Page("/impact/targeting-2024/stories/{story}/", who="ren"),
    Page("/impact/targeting-2024/groups/new/", who="ren"),
    Page("/impact/targeting-2024/groups/K2/remove/", who="ren"),
]

#: Our own pages in Wagtail's admin, in which Wagtail's words are its own business.
EDITING = [
    Page(path, who="admin")
    for path in (
        "/admin/frameworks/",
        "/admin/frameworks/competency/{competency}/",
        "/admin/frameworks/level/{level}/",
        "/admin/requirements/",
        "/admin/dead-letters/",
        "/admin/certifications/",
        "/admin/records/",
        "/admin/records/credentials/",
        "/admin/records/credentials/new/",
        "/admin/records/forwarding/",
        "/admin/records/forwarding/new/",
        "/admin/records/erasing/",
        "/admin/h5p/libraries/",
        "/admin/h5p/new/",
        "/admin/snippets/courses/package/",
        "/admin/snippets/courses/package/add/",
        "/admin/snippets/courses/quiz/",
        "/admin/snippets/courses/question/",
        "/admin/snippets/courses/question/add/",
        "/admin/snippets/courses/blueprint/",
        "/admin/snippets/courses/venue/",
        "/admin/snippets/courses/workcalendar/",
        "/admin/courses/{course_id}/release/",
        "/admin/courses/{course_id}/lessons/",
        "/admin/lessons/{lesson_id}/h5p/",
    )
]

#: What axe finds that is not ours, by rule, with the addresses on which it does and the reason.
WAGTAILS: dict[str, tuple[tuple[str, ...], str]] = {
    "page-has-heading-one": (
        ("/admin/snippets/courses/package/add/", "/admin/snippets/courses/question/add/"),
        "Wagtail names a new snippet in its breadcrumbs alone",
    )
}
