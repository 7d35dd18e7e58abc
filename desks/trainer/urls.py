"""The trainer's addresses."""

from django.urls import path

from desks.trainer import moving, schedule

urlpatterns = [
    path("", schedule.desk, name="trainer"),
    path("new/", schedule.new, name="trainer-new"),
    path("new/<uuid:blueprint>/", schedule.plan, name="trainer-plan"),
    path("cohorts/<uuid:cohort>/", schedule.board, name="trainer-cohort"),
    path("cohorts/<uuid:cohort>/release/", schedule.release, name="trainer-release"),
    path("cohorts/<uuid:cohort>/tell/", schedule.tell, name="trainer-tell"),
    path("cohorts/<uuid:cohort>/trainers/", schedule.trainers, name="trainer-trainers"),
    path("cohorts/<uuid:cohort>/cancel/", schedule.cancel, name="trainer-cancel"),
    path("cohorts/<uuid:cohort>/sheet/", schedule.sheet, name="trainer-sheet"),
    path("sessions/<uuid:session>/move/", moving.move, name="trainer-move"),
    path("sessions/<uuid:session>/cancel/", schedule.cancel_session, name="trainer-cancel-session"),
]
