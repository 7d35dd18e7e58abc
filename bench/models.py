"""The floor of Wagtail: a page with nothing on it. The table is made by `migrate --run-syncdb`; the site never has it."""

from wagtail.models import Page


class EmptyPage(Page):
    """A page that shows its title and asks for nothing."""

    template = "bench/empty.html"
