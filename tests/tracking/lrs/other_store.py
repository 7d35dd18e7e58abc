"""Another record store for tests: a small server that answers as it is told and remembers what it was sent."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from tracking.lrs.attachments.multipart import MIXED, parts_of


@dataclass
class OtherStore:
    """Refuses statements whose verb is in `refused` with 400; answers everything with `status` where one is set."""

    endpoint: str = ""
    refused: set[str] = field(default_factory=set)
    status: int | None = None
    headers: dict[str, str] = field(default_factory=dict)
    requests: list[tuple[dict[str, str], Any]] = field(default_factory=list)
    kept: dict[str, Any] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)

    def take(self, headers: dict[str, str], body: bytes) -> tuple[int, Any]:
        parts = parts_of(body, headers["content-type"]) if headers["content-type"].startswith(MIXED) else []
        sent = json.loads(parts[0].content if parts else body)
        self.files |= {part.headers["x-experience-api-hash"]: part.content for part in parts[1:]}
        self.requests.append((headers, sent))
        several = sent if isinstance(sent, list) else [sent]
        if self.status:
            return self.status, {"error": "as told"}
        if any(each["verb"]["id"] in self.refused for each in several):
            return 400, {"error": "refused"}
        self.kept |= {each["id"]: each for each in several}
        return 200, [each["id"] for each in several]


@contextmanager
def serving() -> Iterator[OtherStore]:
    store = OtherStore()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status, answer = store.take({name.lower(): value for name, value in self.headers.items()}, body)
            self.send_response(status)
            for name, value in store.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(json.dumps(answer).encode())

        do_PUT = do_POST  # noqa: N815

        def log_message(self, *args: Any) -> None:
            """Tests print enough."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    store.endpoint = f"http://127.0.0.1:{server.server_port}/xapi"
    try:
        yield store
    finally:
        server.shutdown()
        server.server_close()
