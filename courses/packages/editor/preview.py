"""A content that is not saved, played as learners will see it: in the same sandbox, and nothing of it is kept."""

from csp.decorators import csp
from django.core import signing
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from courses.packages import queries, storing, words
from courses.packages.crossing import asked_before
from courses.packages.editor import uploads
from courses.packages.editor.sheet import Sheet
from courses.packages.h5p.integration import Playing, integration, scripts, styles
from courses.packages.models import PackageFile
from courses.packages.tokens import LASTS
from courses.packages.views import served
from courses.packages.writing import mime_of, shown_of
from lms.core.policies import PACKAGE
from lms.people.models import User

SALT = "courses.packages.editor.preview"


def token_of(sheet: Sheet) -> str:
    """Lets the frame, which has no cookie, fetch the files of this form: the version's, and those its editor has put in."""
    return signing.dumps([sheet.by.pk, sheet.version.pk if sheet.version else 0], salt=SALT)


def playing(sheet: Sheet) -> Playing:
    shown = shown_of(sheet.main, sheet.params, {}, sheet.installed.shelf)
    return Playing(
        ident=1,
        title=str(sheet.top.get("title") or ""),
        language=str(sheet.top.get("language") or "und"),
        main=sheet.main,
        params=shown.params,
        libraries=[queries.as_loaded(row) for each in shown.used if (row := sheet.installed.known.get(each))],
        content_url=reverse("h5p-preview", args=[token_of(sheet), "x"]).removesuffix("/x"),
        libraries_url=queries.LIBRARIES_URL,
        activity="about:blank",
        manifest=sheet.about,
    )


@csp(PACKAGE)
def frame(request: HttpRequest, played: Playing) -> HttpResponse:
    """The document that plays it."""
    context = {
        "integration": integration(played, words=words.player()),
        "scripts": scripts(played.libraries),
        "styles": styles(played.libraries),
        "playing": played,
    }
    return render(request, "courses/packages/editor/frame.html", context)


@asked_before
@require_safe
def preview_file(request: HttpRequest, token: str, path: str) -> HttpResponseBase:
    """A file for the frame of a form."""
    try:
        person, version = signing.loads(token, salt=SALT, max_age=LASTS)
    except (signing.BadSignature, ValueError, TypeError):
        raise Http404 from None
    found = PackageFile.objects.filter(version=version, path=path).first()
    if found:
        return served(request, storing.place_of(found.digest), found.mime, cache="private, max-age=600")
    drafted = uploads.find(path, User(pk=person))
    if drafted is None or not default_storage.exists(drafted):
        raise Http404
    return served(request, drafted, mime_of(path), cache="private, max-age=600")
