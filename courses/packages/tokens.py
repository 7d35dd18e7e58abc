"""What a framed package shows in place of a cookie. It plays in an origin of its own, so the browser sends none for it."""

from dataclasses import dataclass
from datetime import timedelta

from django.core import signing

SALT = "courses.packages"
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
