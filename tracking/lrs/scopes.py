"""What a credential may do, in the words that xAPI gives them (Communication 4.2)."""

from enum import StrEnum


class Scope(StrEnum):
    WRITE = "statements/write"
    READ_MINE = "statements/read/mine"
    READ = "statements/read"
    STATE = "state"
    DEFINE = "define"
    PROFILE = "profile"
    ALL_READ = "all/read"
    ALL = "all"


#: What content that was launched needs: to tell, and to remember where the learner was.
OF_A_LAUNCH = (Scope.WRITE, Scope.READ_MINE, Scope.STATE)
