"""A small H5P library of our own, one statement to be judged, and packages made of it, sound or broken on purpose."""

import json
from collections.abc import Mapping
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

FOLDER = "C.Statement-1.0"
SCRIPT = """
window.C = window.C || {};
C.Statement = (function ($, EventDispatcher) {
  function Statement(params, id, extras) {
    EventDispatcher.call(this);
    const self = this;
    this.contentId = id;
    let answer = extras && extras.previousState ? extras.previousState.answer : null;
    this.getMaxScore = () => 1;
    this.getScore = () => (answer === params.isTrue ? 1 : 0);
    this.getCurrentState = () => (answer === null ? undefined : { answer: answer });
    this.attach = function ($container) {
      $container.addClass("c-statement").html(params.text);
      [true, false].forEach(function (value) {
        const $button = $("<button>", { type: "button", text: value ? "True" : "False", "aria-pressed": answer === value });
        $button.on("click", function () {
          answer = value;
          $container.find("button").attr("aria-pressed", false);
          $button.attr("aria-pressed", true);
          self.triggerXAPIScored(self.getScore(), 1, "answered", true, answer === params.isTrue);
        });
        $container.append($button);
      });
    };
  }
  Statement.prototype = Object.create(EventDispatcher.prototype);
  return Statement;
})(H5P.jQuery, H5P.EventDispatcher);
"""
LIBRARY: dict[str, Any] = {
    "title": "Statement", "machineName": "C.Statement", "majorVersion": 1, "minorVersion": 0, "patchVersion": 1,
    "runnable": 1, "coreApi": {"majorVersion": 1, "minorVersion": 19}, "preloadedJs": [{"path": "statement.js"}],
}  # fmt: skip
SEMANTICS: list[dict[str, Any]] = [
    {"name": "text", "type": "text", "tags": ["p", "strong", "a"]},
    {"name": "isTrue", "type": "boolean", "default": True},
]
MANIFEST: dict[str, Any] = {
    "title": "The seal", "language": "en", "mainLibrary": "C.Statement", "embedTypes": ["div"],
    "preloadedDependencies": [{"machineName": "C.Statement", "majorVersion": 1, "minorVersion": 0}],
}  # fmt: skip
PARAMS: dict[str, Any] = {"text": "<p>A broken seal is a reason to look.</p>", "isTrue": True}

Files = dict[str, bytes]


def data(value: Any) -> bytes:
    return json.dumps(value).encode()


def files(
    *,
    manifest: Mapping[str, Any] = MANIFEST,
    params: Any = PARAMS,
    library: Mapping[str, Any] | None = LIBRARY,
    semantics: Any = SEMANTICS,
    more: Mapping[str, bytes] | None = None,
) -> Files:
    """The files of a sound package, with what the test changes; `library=None` leaves the library out."""
    packed = {"h5p.json": data(manifest), "content/content.json": data(params)}
    if library is not None:
        packed[f"{FOLDER}/library.json"] = data(library)
        packed[f"{FOLDER}/semantics.json"] = data(semantics)
        packed[f"{FOLDER}/statement.js"] = SCRIPT.encode()
    return packed | dict(more or {})


def pack(content: Mapping[str, bytes] | None = None, *extra: tuple[ZipInfo, bytes]) -> BytesIO:
    """A zip of the files, and of entries that need more than a name."""
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for name, bytes_ in (files() if content is None else content).items():
            archive.writestr(name, bytes_)
        for info, bytes_ in extra:
            archive.writestr(info, bytes_)
    packed.seek(0)
    return packed
