"""What a framed package shows in place of a cookie. It plays in an origin of its own, so the browser sends none for it."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.core import signing

SALT = "courses.packages"
FILES_SALT = "courses.packages.files"
#: Files are the same address for this many days, so that browsers need not fetch them again; then for as many more it works.
SAME_FOR = 7
#: Longer than a launch, so that a tab left open over lunch can still deliver.
LASTS = timedelta(hours=24)


@dataclass(frozen=True)
class Claim:
    """The holder plays this version; in this launch, or in none, as an editor does."""

    version: int
    launch: str = ""


def issue(claim: Claim) -> str:
    return signing.dumps([claim.version, claim.launch], salt=SALT, compress=False)


def read(token: str) -> Claim | None:
    """What a token claims; None when it is not ours, or too old."""
    try:
        version, launch = signing.loads(token, salt=SALT, max_age=LASTS)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Claim(version, launch)


def issue_files(version: int, *, on: date) -> str:
    """What lets its holder fetch the files of a version, and nothing else."""
    return signing.Signer(salt=FILES_SALT).sign_object([version, on.toordinal() // SAME_FOR])


def read_files(token: str, *, on: date) -> int | None:
    """The version whose files a token is for; None when it is not ours, or too old."""
    try:
        version, week = signing.Signer(salt=FILES_SALT).unsign_object(token)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return version if on.toordinal() // SAME_FOR - week in (0, 1) else None
