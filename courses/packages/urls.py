"""Where the player in its frame fetches files."""

from django.urls import path, re_path

from courses.packages import views
from courses.packages.editor.preview import preview_file

urlpatterns = [
    path("content/<str:token>/<path:path>", views.content_file, name="h5p-content"),
    path("preview/<str:token>/<path:path>", preview_file, name="h5p-preview"),
    re_path(r"^libraries/(?P<digest>[0-9a-f]{64})/(?P<path>.+)$", views.library_file, name="h5p-library"),
    re_path(r"^bundles/(?P<name>[0-9a-f]{64}\.(js|css))$", views.bundle_file, name="h5p-bundle"),
]
