"""Packs one of our own H5P types with its content into the .h5p that anyone may upload: the same bytes each time."""

import json
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

TYPES = Path(__file__).parent


def pack(content: str) -> bytes:
    """The package of the content in the folder of that name, with the libraries that its h5p.json names."""
    folder = TYPES / content
    about = json.loads((folder / "h5p.json").read_text(encoding="utf-8"))
    files = {"h5p.json": folder / "h5p.json", "content/content.json": folder / "content.json"}
    for needed in about["preloadedDependencies"]:
        library = TYPES / "{machineName}-{majorVersion}.{minorVersion}".format(**needed)
        files |= {f"{library.name}/{file.relative_to(library).as_posix()}": file for file in library.rglob("*.*")}
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        for name in sorted(files):
            # A fixed date: the bytes follow from the content alone.
            archive.writestr(ZipInfo(name, (2026, 1, 1, 0, 0, 0)), files[name].read_bytes(), ZIP_DEFLATED)
    return packed.getvalue()
