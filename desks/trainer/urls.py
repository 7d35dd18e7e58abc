"""The trainer's addresses."""

from django.urls import path

from desks.trainer import checklist, h5p_items, marking, moving, schedule

urlpatterns = [
    path("", schedule.desk, name="trainer"),
    path("new/", schedule.new, name="trainer-new"),
    path("new/<uuid:blueprint>/", schedule.plan, name="trainer-plan"),
    path("cohorts/<uuid:cohort>/", schedule.board, name="trainer-cohort"),
    path("cohorts/<uuid:cohort>/release/", schedule.release, name="trainer-release"),
    path("cohorts/<uuid:cohort>/tell/", schedule.tell, name="trainer-tell"),
    path("cohorts/<uuid:cohort>/trainers/", schedule.trainers, name="trainer-trainers"),
    path("cohorts/<uuid:cohort>/cancel/", schedule.cancel, name="trainer-cancel"),
    path("cohorts/<uuid:cohort>/behind/", schedule.behind, name="trainer-behind"),
    path("cohorts/<uuid:cohort>/sheet/", schedule.sheet, name="trainer-sheet"),
    path("sessions/<uuid:session>/move/", moving.move, name="trainer-move"),
    path("sessions/<uuid:session>/cancel/", schedule.cancel_session, name="trainer-cancel-session"),
    path("sessions/<uuid:session>/", marking.sheet, name="trainer-session"),
    path("sessions/<uuid:session>/marks/", marking.marks, name="trainer-marks"),
    path("sessions/<uuid:session>/people/<uuid:person>/correct/", marking.correct, name="trainer-correct"),
    path("cohorts/<uuid:cohort>/people/", checklist.people, name="trainer-people"),
    path("cohorts/<uuid:cohort>/people/<uuid:person>/checklist/", checklist.checklist, name="trainer-checklist"),
    path("cohorts/<uuid:cohort>/exercises/", h5p_items.exercises, name="trainer-exercises"),
    path("cohorts/<uuid:cohort>/exercises/<uuid:package>/", h5p_items.exercises, name="trainer-exercise"),
]
