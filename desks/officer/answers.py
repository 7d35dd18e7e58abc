"""Drawing a frozen lesson for its learner, and reading what the learner answered."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import QueryDict
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from courses.catalogue.rules import counts
from courses.lessons import render
from courses.quizzes import rules
from courses.quizzes.models import QuizVersion
from desks.officer.queries import Study
from lms.people.typing import SignedInRequest
from tracking.study import queries as studying
from tracking.study.models import Launch, PackageResult
from tracking.study.rules import graded


def posted(data: QueryDict, quiz: dict[str, Any]) -> dict[str, Any]:
    """Answers from a posted form: one field a question, named by its uid; several where several may be right."""
    return {
        question["uid"]: data.getlist(question["uid"]) if question["kind"] == "several" else data[question["uid"]]
        for question in quiz["questions"]
        if question["uid"] in data
    }


def lesson_body(request: SignedInRequest, study: Study, launched: Launch) -> SafeString:
    """The blocks of a lesson, with each quiz where it stands with this learner."""
    versions = {version.pk: version for version in studying.quiz_versions(launched.edition, launched.lesson_uid)}

    def media_url(digest: str) -> str:
        return reverse("learn-media", kwargs={"enrolment": study.enrolment.uid, "digest": digest})

    def quiz(block: Mapping[str, Any]) -> SafeString:
        return quiz_html(request, study, launched, versions[block["version"]])

    plays = has_packages(launched)
    results = studying.results(study.enrolment) if plays else {}
    reusable = studying.reusable(launched.edition, launched.lesson_uid) if plays else set()

    def package(block: Mapping[str, Any]) -> SafeString:
        found = results.get(UUID(block["uid"]), [])
        return package_html(study, launched, block, found, is_reusable=block["uid"] in reusable)

    blocks = studying.lesson(launched.edition, launched.lesson_uid)["blocks"]
    return render.blocks(blocks, media_url=media_url, slots={"quiz": quiz, "h5p": package})


def has_packages(launched: Launch) -> bool:
    return bool(studying.packages_of(launched.edition, launched.lesson_uid))


def package_html(
    study: Study, launched: Launch, block: Mapping[str, Any], results: list[PackageResult], *, is_reusable: bool
) -> SafeString:
    """The frame of a package, and how its learner has ended it so far."""
    where = {"enrolment": study.enrolment.uid, "package": block["uid"]}
    there = where | {"lesson": launched.lesson_uid}
    return render_to_string(
        "desks/officer/package.html",
        {
            "uid": block["uid"],
            "title": block["title"],
            "is_practice": not counts(block),
            "frame": reverse("learn-package", kwargs=there),
            "token": reverse("learn-package-token", kwargs=there),
            "download": reverse("learn-package-download", kwargs=there) if is_reusable else "",
            "address": reverse("learn-package-results", kwargs=where),
            "review": reverse("learn-package-review", kwargs=where),
            **outcome(results, block.get("grading", "best")),
        },
    )


def outcome(results: list[PackageResult], grading: str) -> dict[str, Any]:
    """All results that have points, and the one that counts; nothing where none has ended yet."""
    scored = [result for result in results if result.max_score > 0]
    if not scored:
        return {"results": [], "graded": None, "grading": grading}
    score, most = graded(grading, [(result.score, result.max_score) for result in scored])
    return {"results": scored, "graded": {"score": score, "max_score": most}, "grading": grading}


def quiz_html(request: SignedInRequest, study: Study, launched: Launch, version: QuizVersion) -> SafeString:
    data = version.data
    attempts = studying.attempts(study.enrolment, data["uid"])
    last = attempts[-1] if attempts else None
    return render_to_string(
        "desks/officer/quiz.html",
        {
            "quiz": rules.answered(data, last.answers) if last else rules.asked(data),
            "action": reverse(
                "learn-quiz",
                kwargs={"enrolment": study.enrolment.uid, "lesson": launched.lesson_uid, "quiz": data["uid"]},
            ),
            "last": last,
            "left": max(0, data["most_attempts"] - len(attempts)),
            "open": not (last and last.passed) and len(attempts) < data["most_attempts"],
            "pass_percent": round(float(data["pass_share"]) * 100),
        },
        request=request,
    )
