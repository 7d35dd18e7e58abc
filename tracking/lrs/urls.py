"""The store's resources, under names that have no slash at the end because the specification's have none."""

from django.urls import path, re_path

from tracking.lrs import views
from tracking.lrs.protocol import nowhere

urlpatterns = [
    path("statements", views.statements, name="xapi-statements"),
    path("activities", views.activities, name="xapi-activities"),
    path("agents", views.agents, name="xapi-agents"),
    path("about", views.about, name="xapi-about"),
    re_path("", nowhere),
]
