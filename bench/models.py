"""The floor of Wagtail: a page with nothing on it. Only the benchmark's database has its table."""

from wagtail.models import Page


class EmptyPage(Page):
    """A page that shows its title and asks for nothing."""

    template = "bench/empty.html"
