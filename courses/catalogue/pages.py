"""The pages that show the offer. Nothing of a learner lives here: studying is a view in `desks.officer`."""

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index

from courses.catalogue.forms import CourseForm
from courses.lessons.blocks import RICH_TEXT_FEATURES, LessonBlocks
from courses.lessons.fields import LessonField

#: Seconds that a page of the offer is drawn only once for all who are not signed in: as late as they may hear of a change.
KEPT_FOR_STRANGERS = 60


class LmsPage(Page):
    """A page with one address, which answers in the reader's language where it has been translated."""

    class Meta:
        abstract = True

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.refuse_strangers(request)
        # Most are asked for in the language that they are written in: then nothing has to be looked up.
        shown: LmsPage = self if self.locale.language_code == get_language() else self.localized.specific
        return super(LmsPage, shown).serve(request, *args, **kwargs)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """What the page says as `told`, looked up when it is drawn, and for how many seconds it is kept for strangers."""
        told = SimpleLazyObject(lambda: self.told(request))
        return {**super().get_context(request, *args, **kwargs), "told": told, "kept": kept_for(request)}

    def told(self, request: HttpRequest) -> dict[str, Any]:
        """What the template needs to know beside the page itself."""
        return {}

    def refuse_strangers(self, request: HttpRequest) -> None:
        """Raise Http404 where the asker may not see the page."""


def kept_for(request: HttpRequest) -> int:
    """Seconds. What strangers see of the offer is the same for all of them; whoever is signed in sees it as it is now."""
    return 0 if request.user.is_authenticated or getattr(request, "is_preview", False) else KEPT_FOR_STRANGERS


class UnservedPage(LmsPage):
    """A page that authors see in previews; nobody reads it at an address of its own."""

    class Meta:
        abstract = True

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        raise Http404

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        return []


class HomePage(LmsPage):
    """The front page of the site."""

    introduction = models.CharField(max_length=300, blank=True, verbose_name=_("introduction"))

    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["courses.CatalogueIndexPage"]
    template = "courses/catalogue/home.html"

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        """Addresses are those of the site's language, so that what has not been translated is found in every language.

        Wagtail goes down from page to page, two queries for each; a page that has the whole address is found at once.
        """
        found = self if get_language() == settings.LANGUAGE_CODE else self.original() or self
        whole = f"{found.url_path}{'/'.join(path_components)}/"
        same = Page.objects.filter(slug=path_components[-1], url_path=whole) if path_components else Page.objects.none()
        page = same.select_related("locale").descendant_of(found).first()
        if page is None:
            return Page.route(found, request, path_components)
        specific = page.specific
        specific.locale = page.locale  # asked for already
        return specific.route(request, [])

    def original(self) -> "HomePage | None":
        """The same page in the site's language."""
        same = HomePage.objects.filter(translation_key=self.translation_key)
        return same.filter(locale__language_code=settings.LANGUAGE_CODE).first()


class CatalogueIndexPage(LmsPage):
    """The catalogue; below it, one for each administration, holding that administration's courses."""

    administration = models.ForeignKey(
        "lms.Administration",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Whose courses stand below; empty for the catalogue of all."),
        verbose_name=_("administration"),
    )
    introduction = models.CharField(max_length=300, blank=True, verbose_name=_("introduction"))

    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    parent_page_types = ["courses.HomePage", "courses.CatalogueIndexPage"]
    subpage_types = ["courses.CatalogueIndexPage", "courses.CoursePage"]
    template = "courses/catalogue/index.html"

    class Meta:
        verbose_name = _("catalogue page")
        verbose_name_plural = _("catalogue pages")

    def told(self, request: HttpRequest) -> dict[str, Any]:
        from courses.catalogue.browsing import index_context

        return index_context(self, request)

    @property
    def heading(self) -> str:
        from courses.catalogue.browsing import heading

        return heading(self)


class CoursePage(LmsPage):
    """A course on offer: what one will be able to do, how long it takes, which mode when."""

    class Audience(models.TextChoices):
        EVERYONE = "everyone", _("everyone, signed in or not")
        MEMBERS = "members", _("every administration on this site")
        OWN = "own", _("our own administration")

    administration = models.ForeignKey(
        "lms.Administration", on_delete=models.PROTECT, related_name="+", verbose_name=_("administration")
    )
    code = models.SlugField(max_length=24, verbose_name=_("code"))
    summary = models.CharField(max_length=300, blank=True, verbose_name=_("summary"))
    description = RichTextField(features=RICH_TEXT_FEATURES, blank=True, verbose_name=_("description"))
    audience = models.CharField(max_length=12, choices=Audience, default=Audience.OWN, verbose_name=_("audience"))
    hours_elearning = models.DecimalField(
        max_digits=5, decimal_places=1, default=0, verbose_name=_("hours of e-learning")
    )
    hours_remote = models.DecimalField(
        max_digits=5, decimal_places=1, default=0, verbose_name=_("hours of remote sessions")
    )
    hours_classroom = models.DecimalField(
        max_digits=5, decimal_places=1, default=0, verbose_name=_("hours in the classroom")
    )
    cost = models.DecimalField(
        max_digits=9,
        decimal_places=2,
        default=0,
        help_text=_("What one place costs the administration beside working hours; plans keep within a budget."),
        verbose_name=_("cost"),
    )

    content_panels = [
        *Page.content_panels,
        FieldPanel("code"),
        FieldPanel("summary"),
        FieldPanel("description"),
        FieldPanel("audience"),
        FieldPanel("hours_elearning"),
        FieldPanel("hours_remote"),
        FieldPanel("hours_classroom"),
        FieldPanel("cost"),
        InlinePanel("outcomes", heading=_("What one will be able to do"), label=_("Outcome")),
        InlinePanel("checklist", heading=_("What a trainer must see"), label=_("Behaviour")),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("summary"),
        index.SearchField("description"),
        index.FilterField("administration"),
        index.FilterField("audience"),
    ]
    parent_page_types = ["courses.CatalogueIndexPage"]
    subpage_types = ["courses.ModulePage"]
    base_form_class = CourseForm
    template = "courses/catalogue/course.html"

    class Meta:
        verbose_name = _("course page")
        verbose_name_plural = _("course pages")

    def save(self, *args: Any, **kwargs: Any) -> Any:
        # A course belongs to the administration in whose part of the catalogue it is written.
        if self.administration_id is None:
            from courses.catalogue.queries import owner_of

            self.administration = owner_of(self)
        return super().save(*args, **kwargs)

    @property
    def hours(self) -> dict[str, Decimal]:
        """Hours by mode, in the words of `ModulePage.Mode`."""
        return {"elearning": self.hours_elearning, "remote": self.hours_remote, "classroom": self.hours_classroom}

    def refuse_strangers(self, request: HttpRequest) -> None:
        from courses.catalogue.queries import visible_to

        if self.is_for_everyone:
            return
        if not visible_to(request.user).filter(translation_key=self.translation_key).exists():
            raise Http404

    @property
    def is_for_everyone(self) -> bool:
        """Whether `visible_to` names this very page to whoever asks, so that nothing has to be looked up."""
        in_the_sites_language = self.locale.language_code == settings.LANGUAGE_CODE
        return self.live and self.audience == self.Audience.EVERYONE and in_the_sites_language

    def told(self, request: HttpRequest) -> dict[str, Any]:
        from courses.catalogue.browsing import course_context

        return course_context(self, request)


class ModulePage(UnservedPage):
    """A part of a course, taken in one mode."""

    class Mode(models.TextChoices):
        ELEARNING = "elearning", _("e-learning")
        REMOTE = "remote", _("remote")
        CLASSROOM = "classroom", _("classroom")

    mode = models.CharField(max_length=12, choices=Mode, default=Mode.ELEARNING, verbose_name=_("mode"))
    objective = models.CharField(max_length=300, blank=True, verbose_name=_("objective"))
    sessions = models.PositiveSmallIntegerField(
        default=0,
        help_text=_("How many sessions of a remote or classroom module one attends."),
        verbose_name=_("sessions"),
    )

    content_panels = [*Page.content_panels, FieldPanel("mode"), FieldPanel("objective"), FieldPanel("sessions")]
    parent_page_types = ["courses.CoursePage"]
    subpage_types = ["courses.LessonPage"]
    template = "courses/catalogue/module.html"

    class Meta:
        verbose_name = _("module page")
        verbose_name_plural = _("module pages")


class LessonPage(UnservedPage):
    """A lesson as its authors write it; learners see only what a release froze of it."""

    minutes = models.PositiveSmallIntegerField(default=10, verbose_name=_("minutes"))
    body = LessonField(LessonBlocks(), blank=True, verbose_name=_("content"))

    content_panels = [*Page.content_panels, FieldPanel("minutes"), FieldPanel("body")]
    parent_page_types = ["courses.ModulePage"]
    subpage_types: list[str] = []
    template = "courses/catalogue/lesson.html"

    class Meta:
        verbose_name = _("lesson page")
        verbose_name_plural = _("lesson pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from courses.catalogue.browsing import lesson_context

        return {**super().get_context(request, *args, **kwargs), **lesson_context(self)}
