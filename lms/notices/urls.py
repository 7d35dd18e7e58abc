"""Where people read what they were told."""

from django.urls import path

from lms.notices import views

urlpatterns = [
    path("my/notices/", views.notices, name="notices"),
    path("my/notices/read/", views.read_all, name="notices-read"),
    path("my/notices/mail/", views.mail, name="notices-mail"),
    path("my/notices/<uuid:notice>/", views.follow, name="notice"),
]
