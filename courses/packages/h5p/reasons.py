"""Why a package is refused: a code, where, and a name or number that helps to mend it. The codes are H5P's own, and where H5P
has none, ours (see `lms.core.archives`)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Reason:
    """One thing that is wrong with a package."""

    code: str
    path: str = ""
    detail: str = ""


class Refused(Exception):
    """A package that is not taken, with every reason."""

    def __init__(self, reasons: list[Reason]) -> None:
        super().__init__(", ".join(f"{reason.code} {reason.path} {reason.detail}".strip() for reason in reasons))
        self.reasons = reasons
