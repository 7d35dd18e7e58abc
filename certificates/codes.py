"""Codes that people read aloud and type from paper: short, without look-alikes, with a check, and not to be guessed.

Eleven signs drawn at random from 31 (54 bits) and one that checks them, in three groups of four: `7KQM-2XWR-D94H`. The
alphabet has no 0, I, L, O and U. The sum of the signs, each times its place, is a multiple of 31; as 31 is prime, one wrong
sign or any two changed round always break it, so that a slip of the finger is told from a code that nobody was given.
"""

import secrets

ALPHABET = "123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 12
GROUP = 4
#: What a hand or an eye makes of it.
READ_AS = str.maketrans({"I": "1", "L": "1", "-": "", "–": "", " ": "", ".": ""})


def new() -> str:
    """A code that nobody can guess."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH - 1))
    return body + check_sign(body)


def check_sign(body: str) -> str:
    """The last sign, which makes the weighted sum a multiple of 31."""
    wanted = -weighed(body) * pow(LENGTH, -1, len(ALPHABET)) % len(ALPHABET)
    return ALPHABET[wanted]


def weighed(signs: str) -> int:
    return sum(place * ALPHABET.index(sign) for place, sign in enumerate(signs, start=1))


def read(text: str) -> str:
    """What was typed, without hyphens and spaces and with look-alikes made out; not yet known to be a code."""
    return text.strip().upper().translate(READ_AS)


def is_sound(code: str) -> bool:
    """Whether a code could have been given to somebody; if not, it was mistyped."""
    return len(code) == LENGTH and set(code) <= set(ALPHABET) and weighed(code) % len(ALPHABET) == 0


def grouped(code: str) -> str:
    """As it is printed."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))
