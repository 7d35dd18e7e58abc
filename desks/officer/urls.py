"""The officer's addresses."""

from django.urls import path

from desks.officer import approvals, assess, calendar, certificates, desk, follow_ups, h5p, join, learn, plan, rating, team

urlpatterns = [
    path("my/", desk.my, name="my"),
    path("my/record/", desk.record, name="my-record"),
    path("my/certificates/", certificates.certificates, name="my-certificates"),
    path("my/certificates/<uuid:certificate>.pdf", certificates.pdf, name="my-certificate-pdf"),
    path("my/enrol/<uuid:course>/", desk.enrol, name="my-enrol"),
    path("my/plan/", plan.plan, name="my-plan"),
    path("my/plan/<uuid:item>/accept/", plan.accept, name="my-plan-accept"),
    path("my/plan/<uuid:item>/decline/", plan.decline, name="my-plan-decline"),
    path("my/plan/<uuid:item>/reconsider/", plan.reconsider, name="my-plan-reconsider"),
    path("my/seats/<uuid:seat>/", plan.seat, name="my-seat"),
    path("my/follow-ups/", follow_ups.follow_ups, name="my-follow-ups"),
    path("my/follow-ups/<uuid:follow_up>/", follow_ups.follow_up, name="my-follow-up"),
    path("my/team/", team.team, name="my-team"),
    path("my/team/approvals/", approvals.approvals, name="my-team-approvals"),
    path("my/team/approvals/<uuid:seat>/", approvals.decide, name="my-team-decide"),
    path("my/team/<uuid:person>/", team.member, name="my-team-member"),
    path("my/team/<uuid:person>/assess/", rating.assess, name="my-team-assess"),
    path("my/assessment/", assess.assessment, name="my-assessment"),
    path("my/assessment/start/", assess.start, name="my-assessment-start"),
    path("my/assessment/tap/", assess.tap, name="my-assessment-tap"),
    path("my/assessment/more/", assess.more, name="my-assessment-more"),
    path("my/assessment/test/<uuid:test>/", assess.test, name="my-assessment-test"),
    path("my/join/<uuid:session>/", join.page, name="my-join-page"),
    path("my/join/<str:token>/", join.join, name="my-join"),
    path("my/calendar.ics", calendar.feed, name="my-calendar"),
    path("learn/<uuid:enrolment>/", learn.course, name="learn"),
    path("learn/<uuid:enrolment>/media/<str:digest>/", learn.media, name="learn-media"),
    path("learn/<uuid:enrolment>/<uuid:lesson>/", learn.lesson, name="learn-lesson"),
    path("learn/<uuid:enrolment>/<uuid:lesson>/quiz/<uuid:quiz>/", learn.quiz, name="learn-quiz"),
    path("learn/<uuid:enrolment>/package/<uuid:package>/", h5p.results, name="learn-package-results"),
    path("learn/<uuid:enrolment>/<uuid:lesson>/package/<uuid:package>/", h5p.frame, name="learn-package"),
    path("h5p/play/<str:token>/state/<str:data_type>/<str:sub_content>/", h5p.state, name="h5p-state"),
    path("h5p/play/<str:token>/finished/", h5p.finished, name="h5p-finished"),
    path("h5p/play/<str:token>/seen/", h5p.seen, name="h5p-seen"),
    path("h5p/play/<str:token>/statements/", h5p.statements, name="h5p-statements"),
    path("learn/<uuid:enrolment>/<uuid:lesson>/launch/", learn.launch, name="learn-launch"),
]
