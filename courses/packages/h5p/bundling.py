"""Many scripts as one, and many style sheets as one: a content then takes two requests in place of sixty."""

import re
from base64 import b64encode
from collections.abc import Callable, Iterable
from urllib.parse import urljoin

CHARSET = re.compile(r"@charset\s+[^;]{1,40};", re.IGNORECASE)
REFERENCE = re.compile(r"""url\(\s*(?P<quote>["']?)(?P<path>[^"')]+?)(?P=quote)\s*\)""", re.IGNORECASE)
#: What an address begins with that does not start from where its sheet lies.
ELSEWHERE = ("data:", "http:", "https:", "/", "#", "blob:", "about:")


def joined_scripts(scripts: Iterable[bytes]) -> bytes:
    """Scripts one after the other; an end of its own keeps each from running into the next."""
    return b"".join(text(script).encode() + b"\n;\n" for script in scripts)


def joined_styles(sheets: Iterable[tuple[str, bytes]]) -> bytes:
    """Style sheets one after the other, each given with its address: what it refers to is still found from there."""
    return b"".join(moved(address, text(sheet)).encode() + b"\n" for address, sheet in sheets)


def text(content: bytes) -> str:
    return content.decode("utf-8-sig", errors="replace")


def moved(address: str, sheet: str) -> str:
    def absolute(found: re.Match[str]) -> str:
        path = found["path"].strip()
        return found[0] if path.lower().startswith(ELSEWHERE) else f'url("{urljoin(address, path)}")'

    return REFERENCE.sub(absolute, CHARSET.sub("", sheet))


def with_fonts(sheet: bytes, read: Callable[[str], bytes | None], *, largest: int) -> bytes:
    """A joined sheet that carries its small fonts itself, those that `fonts` names; `largest` in bytes."""
    carried = {path: font for path in fonts(sheet) if (font := read(path)) is not None and len(font) <= largest}

    def inside(found: re.Match[str]) -> str:
        path = found["path"].partition("?")[0].partition("#")[0]
        return f'url("{as_data(path, carried[path])}")' if path in carried else found[0]

    return REFERENCE.sub(inside, text(sheet)).encode()


def as_data(path: str, font: bytes) -> str:
    return f"data:font/{path.rpartition('.')[2]};base64,{b64encode(font).decode()}"


def fonts(sheet: bytes) -> list[str]:
    """The fonts of a joined sheet in the form that browsers take: woff2, and woff where there is no such."""
    found = dict.fromkeys(each["path"].partition("?")[0].partition("#")[0] for each in REFERENCE.finditer(text(sheet)))
    newest = [path for path in found if path.endswith(".woff2")]
    return newest + [path for path in found if path.endswith(".woff") and f"{path}2" not in found]
