"""The store's resources, under names that have no slash at the end because the specification's have none."""

from django.urls import path, re_path

from tracking.lrs import views
from tracking.lrs.documents import views as documents
from tracking.lrs.protocol import nowhere

urlpatterns = [
    path("statements", views.statements, name="xapi-statements"),
    path("activities", views.activities, name="xapi-activities"),
    path("activities/state", documents.state, name="xapi-state"),
    path("activities/profile", documents.activity_profile, name="xapi-activity-profile"),
    path("agents/profile", documents.agent_profile, name="xapi-agent-profile"),
    path("agents", views.agents, name="xapi-agents"),
    path("about", views.about, name="xapi-about"),
    re_path("", nowhere),
]
