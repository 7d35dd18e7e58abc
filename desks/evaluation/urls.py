"""Addresses of the desk of evaluation. A word that stands where a programme's code could is refused as a code:
`tracking.impact.rules.declaring.ADDRESSES`."""

from django.urls import path

from desks.evaluation import indicators, opening, promising, readings, stories, testing, uploading, views

urlpatterns = [
    path("", views.programmes, name="impact"),
    path("new/", opening.new, name="impact-new"),
    path("indicators.csv", views.indicators_csv, name="impact-indicators-csv"),
    path("indicators/", indicators.index, name="impact-indicators"),
    path("indicators/new/", indicators.new, name="impact-indicator-new"),
    # A code is an administration's own: an address names both.
    path("indicators/<slug:administration>/<slug:indicator>/", readings.indicator, name="impact-indicator"),
    path(
        "indicators/<slug:administration>/<slug:indicator>/change/", indicators.change, name="impact-indicator-change"
    ),
    path("indicators/<slug:administration>/<slug:indicator>/upload/", uploading.upload, name="impact-upload"),
    path(
        "indicators/<slug:administration>/<slug:indicator>/readings.csv", uploading.readings_csv, name="impact-book-csv"
    ),
    path(
        "indicators/<slug:administration>/<slug:indicator>/template.csv",
        uploading.template_csv,
        name="impact-template-csv",
    ),
    path("commitments/<uuid:commitment>/", promising.progress, name="impact-commitment"),
    path("commitments/<uuid:commitment>/change/", promising.change, name="impact-commitment-change"),
    path("commitments/<uuid:commitment>/missing/", promising.missing, name="impact-commitment-missing"),
    path("commitments/<uuid:commitment>/offers/", promising.help_offered, name="impact-commitment-offer"),
    path("<slug:programme>/", views.programme, name="impact-programme"),
    path("<slug:programme>/readings.csv", views.readings_csv, name="impact-readings-csv"),
    path("<slug:programme>/change/", opening.change, name="impact-programme-change"),
    path("<slug:programme>/promises/new/", promising.new, name="impact-promise-new"),
    path("<slug:programme>/stories/new/", stories.new, name="impact-story-new"),
    path("<slug:programme>/stories/<int:story>/", stories.story, name="impact-story"),
    path("<slug:programme>/groups/new/", testing.new, name="impact-group-new"),
    path("<slug:programme>/groups/<slug:group>/remove/", testing.remove, name="impact-group-remove"),
]
