"""Wagtail looks for hooks at the root of an app; ours live in the rooms."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from courses.catalogue import admin_api, isolation, lesson_views, moderation, retiring, views
from courses.catalogue.pages import CoursePage, LessonPage
from courses.catalogue.putting import may_put
from courses.packages import admin_urls as h5p_admin
from courses.packages import library_views
from courses.packages.editor.urls import urlpatterns as h5p_editor_urls
from courses.packages.viewsets import PackageViewSet
from courses.quizzes.viewsets import QuestionBank
from courses.scheduling.viewsets import Timetables

register_snippet(QuestionBank)
register_snippet(Timetables)
register_snippet(PackageViewSet)

hooks.register("construct_page_chooser_queryset", isolation.choosable_pages)
hooks.register("construct_explorer_page_queryset", isolation.explorable_pages)
hooks.register("construct_image_chooser_queryset", isolation.choosable_files)
hooks.register("construct_document_chooser_queryset", isolation.choosable_files)
hooks.register("construct_admin_api", admin_api.register, order=100)
hooks.register("construct_homepage_panels", moderation.own_panels)
hooks.register("before_serve_document", isolation.refuse_foreign_document)
for moment in ("edit", "delete", "unpublish", "move", "copy"):
    # Before the offer to retire: a foreign page is not there, whatever a release holds.
    hooks.register(f"before_{moment}_page", isolation.refuse_foreign_page, order=-10)

hooks.register("before_delete_page", retiring.retire_page_instead)
hooks.register("before_bulk_action", retiring.retire_pages_instead)
hooks.register("before_delete_snippet", retiring.retire_snippets_instead)


@hooks.register("register_admin_urls")
def release_urls() -> list[URLPattern]:
    return [
        path("courses/<int:page_id>/release/", views.release, name="release_course"),
        path("courses/<int:page_id>/lessons/", lesson_views.lessons, name="course_lessons"),
        path("lessons/<int:page_id>/h5p/", lesson_views.put, name="put_into_lesson"),
    ]


@hooks.register("register_admin_urls")
def h5p_editor() -> list[URLPattern]:
    return [*h5p_editor_urls, *h5p_admin.urlpatterns]


@hooks.register("register_settings_menu_item")
def h5p_libraries() -> MenuItem:
    label = gettext_lazy("H5P libraries")
    return library_views.LibrariesMenuItem(label, reverse("h5p-libraries"), icon_name="cogs", order=900)


@hooks.register("register_page_header_buttons")
def release_button(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """Releasing is an action of its own, beside editing and publishing: of the course, also from a lesson in it; and a lesson
    takes in an interactive content without a detour."""
    course = CoursePage.objects.ancestor_of(page, inclusive=True).first()
    if course is not None and course.permissions_for_user(user).can_publish():
        yield Button(_("Release the course"), reverse("release_course", args=[course.pk]), icon_name="tag", priority=5)
        if page.specific_class is LessonPage and page.live and may_put(user, course):
            yield Button(_("+ H5P"), reverse("put_into_lesson", args=[page.pk]), icon_name="media", priority=6)
