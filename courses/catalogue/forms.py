"""The editors' form of a course."""

from typing import Any

from django.db.models import QuerySet
from wagtail.admin.forms import WagtailAdminPageForm

from courses.ownership import administrations_written_by, competencies_for
from lms.competencies.models import Competency

#: The rows of a course's form that point at a competency.
NAME_COMPETENCIES = ("outcomes", "checklist")


class CourseForm(WagtailAdminPageForm):
    """Offers the competencies that the editor's administrations may use, and takes no others."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        allowed = competencies_for(administrations_written_by(self.for_user))
        for name in NAME_COMPETENCIES:
            if name in self.formsets:
                self.formsets[name].form = with_competencies(self.formsets[name].form, allowed)


def with_competencies(plain: type, allowed: QuerySet[Competency]) -> type:
    """A row's form that offers only these competencies."""

    class RowForm(plain):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self.fields["competency"].queryset = allowed

    return RowForm
