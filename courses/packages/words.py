"""Words for authors, why a package is refused, and for learners, what the player itself says."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.packages.h5p.reasons import Reason

WHY = {
    "missing-h5p-extension": gettext_lazy("This is not an .h5p file."),
    "unable-to-unzip": gettext_lazy("This file is broken or is not a zip archive."),
    "unsafe-path": gettext_lazy("This name points outside the package."),
    "symbolic-link": gettext_lazy("A package may not hold links to other files."),
    "encrypted": gettext_lazy("This file is protected by a password."),
    "duplicate-name": gettext_lazy("Two different files have this name."),
    "overlapping-entries": gettext_lazy("This file shares its bytes with another one in the archive."),
    "too-many-files": gettext_lazy("The package holds too many files; %(detail)s are allowed."),
    "file-size-too-large": gettext_lazy("This file is larger than %(detail)s MB."),
    "total-size-too-large": gettext_lazy("Unpacked, the package is larger than %(detail)s MB."),
    "compression-ratio": gettext_lazy("This file unpacks to more than %(detail)s times its size."),
    "not-in-whitelist": gettext_lazy("Files of this kind are not allowed here."),
    "not-a-picture": gettext_lazy("This file is not the picture that its name promises."),
    "invalid-content-folder": gettext_lazy("The content of the package is missing or cannot be read."),
    "invalid-h5p-json-file": gettext_lazy("The description of the package is missing or cannot be read."),
    "unable-to-parse-package": gettext_lazy("The description of the package is not valid JSON."),
    "missing-required-property": gettext_lazy("“%(detail)s” is missing."),
    "illegal-option-in-library": gettext_lazy("“%(detail)s” has a value that is not allowed."),
    "invalid-library-name": gettext_lazy("This is not a name that a library may have."),
    "library-directory-name-mismatch": gettext_lazy("The folder of this library should be called %(detail)s."),
    "invalid-library-json-file": gettext_lazy("The description of this library is missing or cannot be read."),
    "api-version-unsupported": gettext_lazy("This library needs version %(detail)s of H5P; this site has 1.28."),
    "invalid-semantics-json-file": gettext_lazy("The fields of this library cannot be read."),
    "invalid-language-file": gettext_lazy("This translation of a library cannot be read."),
    "library-missing-file": gettext_lazy("The library names this file, and it is not in the package."),
    "library-not-installed": gettext_lazy(
        "The library %(detail)s is in the package and not installed, and you may not install it: ask your coordinator."
    ),
    "library-not-allowed": gettext_lazy("This site does not allow the library %(detail)s."),
    "library-held": gettext_lazy("Nothing new may be made with the library %(detail)s: it is held back."),
    "missing-main-library": gettext_lazy(
        "The library that plays it, %(detail)s, is neither in the package nor installed."
    ),
    "missing-required-library": gettext_lazy("The library %(detail)s is neither in the package nor installed."),
}

#: On the field of an .h5p file: what it takes, that its progress is shown, and what is said where the line was lost.
UPLOAD = {
    "accept": ".h5p",
    "data-upload": "",
    "data-lost": gettext_lazy("The file could not be sent. It is still chosen: press again when you are connected."),
}


def why(reason: Reason) -> str:
    """A reason as a sentence, with the file it is about and its code, for those who mend the package."""
    sentence = str(WHY.get(reason.code, reason.code)) % {"detail": reason.detail}
    where = f"{reason.path}: " if reason.path else ""
    return f"{where}{sentence} [{reason.code}]"


#: The same reason for several libraries, said once.
WHY_MANY = {
    "library-not-installed": gettext_lazy(
        "These libraries are in the package and not installed, and you may not install them: ask your coordinator. "
        "%(detail)s"
    ),
    "library-not-allowed": gettext_lazy("This site does not allow these libraries: %(detail)s."),
    "library-held": gettext_lazy("Nothing new may be made with these libraries: they are held back. %(detail)s"),
    "missing-required-library": gettext_lazy("These libraries are neither in the package nor installed: %(detail)s."),
}


def whys(reasons: Iterable[Reason]) -> list[str]:
    """Every reason as a sentence; what is the same with several libraries is one."""
    by_code: dict[str, list[Reason]] = {}
    for reason in reasons:
        by_code.setdefault(reason.code if reason.code in WHY_MANY else str(reason), []).append(reason)
    return [why_all(same) if len(same) > 1 else why(same[0]) for same in by_code.values()]


def why_all(same: Sequence[Reason]) -> str:
    code = same[0].code
    details = ", ".join(sorted({reason.detail for reason in same}))
    return f"{str(WHY_MANY[code]) % {'detail': details}} [{code}]"


def player() -> dict[str, str]:
    """What the player says by itself, in the reader's language."""
    return {
        "fullscreen": _("Full screen"),
        "disableFullscreen": _("Leave full screen"),
        "close": _("Close"),
        "cancelLabel": _("Cancel"),
        "confirmLabel": _("OK"),
        "confirmDialogHeader": _("Are you sure?"),
        "confirmDialogBody": _("This cannot be undone."),
        "contentChanged": _("This content has been changed since you last used it."),
        "startingOver": _("You begin anew."),
        "showMore": _("Show more"),
        "showLess": _("Show less"),
        "title": _("Title"),
        "author": _("Author"),
        "source": _("Source"),
        "license": _("Licence"),
        "year": _("Year"),
        "contentType": _("Kind"),
        "licenseExtras": _("More about the licence"),
        "changes": _("Changes"),
        "thumbnail": _("Picture"),
        "size": _("Size"),
        "copyrights": _("Rights of use"),
        "copyrightsDescription": _("Rights of use"),
        "copyrightInformation": _("Rights of use"),
        "offlineDialogHeader": _("The connection is lost"),
        "offlineDialogBody": _("Your result could not be sent. It is kept here and sent again."),
        "offlineDialogRetryMessage": _("Sending again in :num…"),
        "offlineDialogRetryButtonLabel": _("Send now"),
        "offlineSuccessfulSubmit": _("Your result has been sent."),
        **licences(),
        "noCopyrights": "", "reuseContent": "", "h5pDescription": "", "embed": "", "width": "", "contentCopied": "",
        "advancedHelp": "", "showAdvanced": "", "hideAdvanced": "",
    }  # fmt: skip


def licences() -> dict[str, str]:
    """Names of licences, as the player writes them out where it says whose a picture is."""
    return {
        "licenseU": _("Not said"),
        "licenseCCBY": _("Attribution"),
        "licenseCCBYSA": _("Attribution-ShareAlike"),
        "licenseCCBYND": _("Attribution-NoDerivatives"),
        "licenseCCBYNC": _("Attribution-NonCommercial"),
        "licenseCCBYNCSA": _("Attribution-NonCommercial-ShareAlike"),
        "licenseCCBYNCND": _("Attribution-NonCommercial-NoDerivatives"),
        "licenseCC40": _("4.0 International"),
        "licenseCC30": _("3.0 Unported"),
        "licenseCC25": _("2.5 Generic"),
        "licenseCC20": _("2.0 Generic"),
        "licenseCC10": _("1.0 Generic"),
        "licenseCC010": _("Dedicated to the public domain (CC0 1.0)"),
        "licenseGPL": _("General Public License"),
        "licenseV3": "3", "licenseV2": "2", "licenseV1": "1",
        "licensePD": _("Public domain"),
        "licensePDM": _("Public domain mark"),
        "licenseC": _("All rights reserved"),
    }  # fmt: skip
