"""Addresses of HR's desk."""

from django.urls import path

from desks.hr import measures, nominating, people, ranked, rounds, views

urlpatterns = [
    path("", views.gaps, name="hr"),
    path("figures.csv", views.figures_sheet, {"ending": "csv"}, name="hr-figures-csv"),
    path("figures.xlsx", views.figures_sheet, {"ending": "xlsx"}, name="hr-figures-xlsx"),
    path("gaps.csv", views.gaps_sheet, {"ending": "csv"}, name="hr-gaps-csv"),
    path("gaps.xlsx", views.gaps_sheet, {"ending": "xlsx"}, name="hr-gaps-xlsx"),
    path("closed.csv", views.closed_sheet, {"ending": "csv"}, name="hr-closed-csv"),
    path("closed.xlsx", views.closed_sheet, {"ending": "xlsx"}, name="hr-closed-xlsx"),
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
