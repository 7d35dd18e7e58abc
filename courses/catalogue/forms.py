"""The editors' form of a course."""

from typing import Any

from wagtail.admin.forms import WagtailAdminPageForm

from courses.ownership import administrations_written_by, competencies_for


class CourseForm(WagtailAdminPageForm):
    """Offers as outcomes the competencies that the editor's administrations may use, and takes no others."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "outcomes" not in self.formsets:
            return
        allowed = competencies_for(administrations_written_by(self.for_user))
        plain = self.formsets["outcomes"].form

        class OutcomeForm(plain):  # type: ignore[misc, valid-type]
            def __init__(self, *args: Any, **kwargs: Any) -> None:
                super().__init__(*args, **kwargs)
                self.fields["competency"].queryset = allowed

        self.formsets["outcomes"].form = OutcomeForm
