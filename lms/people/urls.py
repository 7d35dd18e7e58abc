"""How a person sets the language and the theme of the site."""

from django.urls import path

from lms.people import preferences

urlpatterns = [
    path("preferences/language/", preferences.set_language, name="set_language"),
    path("preferences/theme/", preferences.set_theme, name="set_theme"),
]
