"""/metrics in Prometheus' text format: what the web server's workers counted, and what the outbox holds.

A web server has several worker processes, and a scrape reaches one of them. So each writes its counts into a file (the
client library's multi-process mode) in a folder named for the server process that all of them descend from; the scrape adds
the files up. Another server, on this host or elsewhere, has its own folder and is its own target for Prometheus. The outbox
is everybody's, and is read from the database at every scrape.
"""

import os
import shutil
from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare

FOLDER = Path(settings.RUNTIME_DIR) / "metrics" / str(os.getppid())
# The library decides from the environment, when it is first imported, whether counts live in files.
os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(FOLDER)

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest  # noqa: E402
from prometheus_client.core import GaugeMetricFamily, Metric  # noqa: E402
from prometheus_client.multiprocess import MultiProcessCollector  # noqa: E402

from lms.core import deliveries  # noqa: E402

METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


def own_folder() -> None:
    """Make this server's folder, and clear away those of servers that are gone."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for folder in FOLDER.parent.iterdir():
        if folder.name.isdigit() and not is_alive(int(folder.name)):
            shutil.rmtree(folder, ignore_errors=True)


def is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


own_folder()
requests = Counter("clearway_requests", "Requests answered.", ["method", "view", "status"], registry=None)
durations = Histogram(
    "clearway_request_seconds", "Time from request to answer.", ["view"], buckets=SECONDS, registry=None
)


def count(*, method: str, view: str, status: int, seconds: float) -> None:
    """Count an answered request. Labels are names from our own table of addresses: a visitor cannot invent new ones."""
    requests.labels(method if method in METHODS else "other", view, status).inc()
    durations.labels(view).observe(seconds)


class Outbox:
    """Gauges of the outbox, read when asked."""

    def collect(self) -> Iterator[Metric]:
        try:
            state = deliveries.state()
        except DatabaseError:
            yield GaugeMetricFamily("clearway_database_up", "Whether the database answers.", value=0)
            return
        yield GaugeMetricFamily("clearway_database_up", "Whether the database answers.", value=1)
        yield GaugeMetricFamily("clearway_outbox_waiting", "Deliveries not done yet.", value=state.waiting)
        yield GaugeMetricFamily(
            "clearway_outbox_overdue_seconds", "How long the longest waiting delivery has been due.",
            value=state.overdue.total_seconds(),
        )  # fmt: skip
        yield GaugeMetricFamily("clearway_outbox_dead_letters", "Deliveries given up.", value=state.dead)


def show(request: HttpRequest) -> HttpResponse:
    """For this machine, or for whoever brings METRICS_TOKEN; to others the page does not exist."""
    if not may_read(request):
        raise Http404
    registry = CollectorRegistry()
    MultiProcessCollector(registry, path=str(FOLDER))
    registry.register(Outbox())
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def may_read(request: HttpRequest) -> bool:
    if settings.METRICS_TOKEN:
        return constant_time_compare(request.headers.get("Authorization", ""), f"Bearer {settings.METRICS_TOKEN}")
    # Behind a proxy on this machine every visitor's address is local, but then the proxy says whom it asks for.
    forwarded = "X-Forwarded-For" in request.headers or "Forwarded" in request.headers
    return not forwarded and is_local(request.META.get("REMOTE_ADDR", ""))


def is_local(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return not address  # a UNIX socket has no address
