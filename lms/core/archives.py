"""Opening a zip that somebody sent: what is wrong with it is listed, and nothing of it ever touches the disk by name.

Names are judged before anything is skipped or read, sizes by the header and again while reading, since a header may lie.
"""

import stat
import zlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import IO
from zipfile import BadZipFile, LargeZipFile, ZipFile, ZipInfo

MIB = 1 << 20
#: What a broken or unreadable entry raises.
UNREADABLE = (BadZipFile, LargeZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)
#: The fixed part of an entry's local header, in bytes.
LOCAL_HEADER = 30


class NotAnArchive(Exception):
    """The file does not open as a zip."""


@dataclass(frozen=True)
class Limits:
    """Sizes in bytes. A ratio is unpacked to packed; it counts only above one MiB unpacked, where it could hurt."""

    largest_file: int = 64 * MIB
    largest_total: int = 256 * MIB
    most_files: int = 5_000
    highest_ratio: int = 200


@dataclass(frozen=True)
class Flaw:
    """Something wrong with an archive: a code, the entry it is about, and a number or name that helps to mend it."""

    code: str
    path: str = ""
    detail: str = ""


@dataclass
class Archive:
    """An open zip: its files by name, and every flaw of its directory."""

    zip: ZipFile
    limits: Limits
    entries: dict[str, ZipInfo] = field(default_factory=dict)
    flaws: list[Flaw] = field(default_factory=list)

    def read(self, name: str) -> bytes:
        """The bytes of an entry; NotAnArchive when it is broken or longer than it says."""
        return read(self.zip, self.entries[name])


def open_archive(file: IO[bytes], *, limits: Limits) -> Archive:
    """The files of a zip, with all flaws found; raises NotAnArchive."""
    try:
        archive = Archive(ZipFile(file), limits)
    except UNREADABLE as error:
        raise NotAnArchive(str(error)) from None
    infos = [info for info in archive.zip.infolist() if not info.is_dir()]
    archive.flaws += names(archive.zip.infolist()) + sizes(infos, limits)
    # Only where names and sizes are sound is anything read.
    if not archive.flaws:
        archive.flaws += twice(archive.zip, infos)
    archive.entries = {info.filename: info for info in infos}
    return archive


def names(infos: Iterable[ZipInfo]) -> list[Flaw]:
    flaws = []
    for info in infos:
        if is_unsafe(info.orig_filename):
            flaws.append(Flaw("unsafe-path", info.orig_filename))
        if stat.S_ISLNK(info.external_attr >> 16):
            flaws.append(Flaw("symbolic-link", info.filename))
        if info.flag_bits & 0x1:
            flaws.append(Flaw("encrypted", info.filename))
    return flaws


def is_unsafe(name: str) -> bool:
    """Absolute, with a drive letter, a backslash, a NUL, or a step upwards."""
    parts = name.split("/")
    return not name or name.startswith("/") or "\\" in name or "\0" in name or ".." in parts or ":" in parts[0]


def sizes(infos: list[ZipInfo], limits: Limits) -> list[Flaw]:
    flaws = []
    if len(infos) > limits.most_files:
        flaws.append(Flaw("too-many-files", detail=str(limits.most_files)))
    for info in infos:
        if info.file_size > limits.largest_file:
            flaws.append(Flaw("file-size-too-large", info.filename, str(limits.largest_file // MIB)))
        if info.file_size > MIB and info.file_size > limits.highest_ratio * max(1, info.compress_size):
            flaws.append(Flaw("compression-ratio", info.filename, str(limits.highest_ratio)))
    if sum(info.file_size for info in infos) > limits.largest_total:
        flaws.append(Flaw("total-size-too-large", detail=str(limits.largest_total // MIB)))
    return flaws + overlaps(infos)


def overlaps(infos: list[ZipInfo]) -> list[Flaw]:
    """Entries that share bytes of the file: a small zip that unpacks to far more than it holds."""
    ordered = sorted(infos, key=lambda info: info.header_offset)
    return [
        Flaw("overlapping-entries", after.filename)
        for before, after in pairwise(ordered)
        if before.header_offset + LOCAL_HEADER + before.compress_size > after.header_offset
    ]


def twice(zipped: ZipFile, infos: list[ZipInfo]) -> list[Flaw]:
    """Two files of one name, also where only the case differs; byte-identical ones of the same name are harmless."""
    counts = Counter(info.filename.casefold() for info in infos)
    groups: dict[str, list[ZipInfo]] = {}
    for info in infos:
        if counts[info.filename.casefold()] > 1:
            groups.setdefault(info.filename.casefold(), []).append(info)
    return [Flaw("duplicate-name", group[0].filename) for group in groups.values() if not same(zipped, group)]


def same(zipped: ZipFile, group: list[ZipInfo]) -> bool:
    if len({info.filename for info in group}) > 1:
        return False
    try:
        return len({read(zipped, info) for info in group}) == 1
    except NotAnArchive:
        return False


def read(zipped: ZipFile, info: ZipInfo) -> bytes:
    try:
        with zipped.open(info) as entry:
            content = entry.read(info.file_size + 1)
    except UNREADABLE as error:
        raise NotAnArchive(f"{info.filename}: {error}") from None
    if len(content) != info.file_size:
        raise NotAnArchive(info.filename)
    return content
