"""The addresses of libraries on the editors' pages, below /admin/."""

from django.urls import path, re_path

from courses.packages import library_views

urlpatterns = [
    path("h5p/libraries/", library_views.libraries, name="h5p-libraries"),
    path("h5p/libraries/install/", library_views.install, name="h5p-libraries-install"),
    path("h5p/libraries/<int:library>/", library_views.uses, name="h5p-library-uses"),
    re_path(
        r"^h5p/libraries/(?P<library>[0-9]+)/(?P<to>hold|let-go|remove)/$",
        library_views.change,
        name="h5p-library-change",
    ),
]
