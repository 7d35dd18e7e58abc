"""What the player is told: the H5PIntegration object for one content in a document of its own."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from courses.packages.h5p.library import Identity, Loaded

#: The bar below a content, and what it offers: whose pictures it shows, where it says so.
BAR = {"frame": True, "export": False, "embed": False, "copyright": True, "icon": False, "copy": False}
#: What the player shows of an h5p.json as the rights of use.
ABOUT = (
    "authors",
    "license",
    "licenseVersion",
    "licenseExtras",
    "source",
    "yearFrom",
    "yearTo",
    "changes",
    "a11yTitle",
)
#: JSON for "there is no state"; `null` would have the player say that the content has changed.
NOTHING = "false"
#: Contents without points that themselves say when they are done; any other is done when it has been looked at.
SAY_WHEN_DONE = frozenset({"H5P.Questionnaire", "H5P.DocumentationTool"})


@dataclass(frozen=True)
class Playing:
    """One content to be played: what it is, where its files are, and the state that it was left in.

    `state` holds, by sub-content and by kind of data, the JSON text as the player stored it.
    """

    ident: int
    title: str
    language: str
    main: Identity
    params: Mapping[str, Any]
    libraries: Sequence[Loaded]
    content_url: str
    libraries_url: str
    activity: str
    #: Its h5p.json: whose work it is, and under which licence.
    manifest: Mapping[str, Any] = field(default_factory=dict)
    state: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    #: Empty: nothing is kept, as in an editor's preview.
    state_url: str = ""
    finished_url: str = ""


def integration(playing: Playing, *, words: Mapping[str, str], save_every: int = 10) -> dict[str, Any]:
    """H5PIntegration; `save_every` in seconds. The state is in it: what is fetched later comes too late for the content."""
    keeps = bool(playing.state_url)
    return {
        "baseUrl": "",
        "url": playing.libraries_url,
        "urlLibraries": playing.libraries_url,
        "libraryDirectories": {
            each.identity.folder: directory(each, playing.libraries_url) for each in playing.libraries
        },
        "postUserStatistics": keeps,
        "saveFreq": save_every if keeps else False,
        "user": {"name": "", "mail": "", "id": ""},
        "ajax": {"setFinished": playing.finished_url, "contentUserData": playing.state_url},
        "l10n": {"H5P": dict(words)},
        "core": {"scripts": [], "styles": []},
        "loadedJs": [],
        "loadedCss": [],
        "libraryConfig": {},
        "hubIsEnabled": False,
        # What is answered is kept and reviewed; without this, a documentation tool offers no way to hand it in.
        "reportingIsEnabled": keeps,
        "contents": {f"cid-{playing.ident}": content(playing)},
    }


def directory(library: Loaded, libraries_url: str) -> str:
    return library.url.removeprefix(f"{libraries_url}/")


def content(playing: Playing) -> dict[str, Any]:
    return {
        "library": str(playing.main),
        "jsonContent": json.dumps(playing.params, ensure_ascii=False),
        "fullScreen": "0",
        "exportUrl": "",
        "embedCode": "",
        "resizeCode": "",
        "title": playing.title,
        "displayOptions": dict(BAR),
        "metadata": metadata(playing),
        "contentUserData": states(playing),
        "scripts": [],
        "styles": [],
        "url": playing.activity,
        "contentUrl": playing.content_url,
    }


def states(playing: Playing) -> dict[str, dict[str, str]]:
    """What was kept, by sub-content and kind. Where nothing was, the player is told so, or it would ask once more."""
    nothing = {"state": NOTHING} if playing.state_url else {}
    return {**playing.state, "0": {**nothing, **playing.state.get("0", {})}}  # type: ignore[dict-item]


def metadata(playing: Playing) -> dict[str, Any]:
    about = {name: value for name, value in playing.manifest.items() if name in ABOUT and value}
    return {"license": "U", **about, "title": playing.title, "defaultLanguage": playing.language}


def scripts(libraries: Sequence[Loaded]) -> list[str]:
    return [script for library in libraries for script in library.scripts]


def styles(libraries: Sequence[Loaded]) -> list[str]:
    """Style sheets in order, without those of libraries that another one brings its own in place of."""
    dropped = {entry["machineName"] for library in libraries for entry in library.data.get("dropLibraryCss") or []}
    return [style for library in libraries if library.identity.name not in dropped for style in library.styles]
