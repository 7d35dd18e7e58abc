"""The trainer's addresses."""

from django.urls import path

from desks.trainer import cancelling, checklist, cohorts, desk, h5p_items, marking, moving, opening

urlpatterns = [
    path("", desk.desk, name="trainer"),
    path("new/", opening.new, name="trainer-new"),
    path("new/<uuid:blueprint>/", opening.plan, name="trainer-plan"),
    path("cohorts/<uuid:cohort>/", cohorts.board, name="trainer-cohort"),
    path("cohorts/<uuid:cohort>/release/", cohorts.release, name="trainer-release"),
    path("cohorts/<uuid:cohort>/tell/", cohorts.tell, name="trainer-tell"),
    path("cohorts/<uuid:cohort>/trainers/", cohorts.trainers, name="trainer-trainers"),
    path("cohorts/<uuid:cohort>/cancel/", cancelling.cancel, name="trainer-cancel"),
    path("cohorts/<uuid:cohort>/behind/", cohorts.behind, name="trainer-behind"),
    path("cohorts/<uuid:cohort>/sheet/", cohorts.sheet, name="trainer-sheet"),
    path("sessions/<uuid:session>/move/", moving.move, name="trainer-move"),
    path("sessions/<uuid:session>/cancel/", cancelling.cancel_session, name="trainer-cancel-session"),
    path("sessions/<uuid:session>/", marking.sheet, name="trainer-session"),
    path("sessions/<uuid:session>/marks/", marking.marks, name="trainer-marks"),
    path("sessions/<uuid:session>/people/<uuid:person>/correct/", marking.correct, name="trainer-correct"),
    path("cohorts/<uuid:cohort>/people/", checklist.people, name="trainer-people"),
    path("cohorts/<uuid:cohort>/people/<uuid:person>/checklist/", checklist.checklist, name="trainer-checklist"),
    path("cohorts/<uuid:cohort>/exercises/", h5p_items.exercises, name="trainer-exercises"),
    path("cohorts/<uuid:cohort>/exercises/<uuid:package>/", h5p_items.exercises, name="trainer-exercise"),
]
