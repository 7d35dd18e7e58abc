"""The editor's addresses on the editors' pages, below /admin/."""

from django.urls import path

from courses.packages.editor import versions, views

urlpatterns = [
    path("h5p/new/", views.choose, name="h5p-choose"),
    path("h5p/new/<str:administration>/<str:library>/", views.make, name="h5p-make"),
    path("h5p/files/<path:path>", views.drafted, name="h5p-drafted"),
    path("h5p/<int:package>/edit/", views.edit, name="h5p-edit"),
    path("h5p/<int:package>/versions/", versions.versions, name="h5p-versions"),
    path("h5p/<int:package>/versions/<int:number>/play/", versions.play, name="h5p-play"),
    path("h5p/<int:package>/versions/<int:number>/publish/", versions.publish, name="h5p-publish"),
    path("h5p/<int:package>/versions/<int:number>/restore/", versions.restore, name="h5p-restore"),
]
