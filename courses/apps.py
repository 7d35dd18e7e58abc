from django.apps import AppConfig


class CoursesConfig(AppConfig):
    name = "courses"
    verbose_name = "What we offer"

    def ready(self) -> None:
        from wagtail.permissions import register_permission_policy

        from courses.catalogue.moderation import tell_own_reviewers
        from courses.ownership import OwnedPermissionPolicy
        from courses.packages.models import Package
        from courses.quizzes.models import Question, Quiz
        from courses.scheduling.models import Blueprint, Venue, WorkCalendar

        for model in (Quiz, Question, Package, Blueprint, Venue, WorkCalendar):
            register_permission_policy(model, OwnedPermissionPolicy(model), exact_class=True)
        tell_own_reviewers()
