"""Addresses of HR's desk."""

from django.urls import path

from desks.hr import measures, nominating, people, ranked, rounds, views

urlpatterns = [
    path("", views.gaps, name="hr"),
    path("gaps.csv", views.gaps_csv, name="hr-gaps-csv"),
    path("gaps.xlsx", views.gaps_xlsx, name="hr-gaps-xlsx"),
    path("priorities/", ranked.ranked, name="hr-priorities"),
    path("priorities.xlsx", ranked.ranked_xlsx, name="hr-priorities-xlsx"),
    path("certificates/", people.certified, name="hr-certified"),
    path("certificates.csv", people.certified_csv, name="hr-certified-csv"),
    path("certificates.xlsx", people.certified_xlsx, name="hr-certified-xlsx"),
    path("certificates/<uuid:certificate>/", people.certificate, name="hr-certificate"),
    path("nominate/", nominating.cohorts, name="hr-nominate"),
    path("nominate/<uuid:cohort>/", nominating.nominate, name="hr-nominate-cohort"),
    path("assessments/", rounds.rounds, name="hr-assessments"),
    path("measures/", measures.measures, name="hr-measures"),
    path("measures/<uuid:action>/", measures.measure, name="hr-measure"),
]
