"""The officer's addresses."""

from django.urls import path

from desks.officer import calendar, desk, learn, team

urlpatterns = [
    path("my/", desk.my, name="my"),
    path("my/record/", desk.record, name="my-record"),
    path("my/enrol/<uuid:course>/", desk.enrol, name="my-enrol"),
    path("my/team/", team.team, name="my-team"),
    path("my/team/<uuid:person>/", team.member, name="my-team-member"),
    path("my/calendar.ics", calendar.feed, name="my-calendar"),
    path("learn/<uuid:enrolment>/", learn.course, name="learn"),
    path("learn/<uuid:enrolment>/media/<str:digest>/", learn.media, name="learn-media"),
    path("learn/<uuid:enrolment>/<uuid:lesson>/", learn.lesson, name="learn-lesson"),
    path("learn/<uuid:enrolment>/<uuid:lesson>/quiz/<uuid:quiz>/", learn.quiz, name="learn-quiz"),
    path("learn/<uuid:enrolment>/<uuid:lesson>/launch/", learn.launch, name="learn-launch"),
]
