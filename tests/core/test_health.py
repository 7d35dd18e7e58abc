"""Probes: alive, ready, degraded, away."""

import pytest
from django.db import OperationalError, connection

from lms.core import health


@pytest.fixture(autouse=True)
def nothing_known(monkeypatch):
    monkeypatch.setattr(health, "_migrated", set())


def test_being_alive_asks_nobody(client):
    """Without the `db` fixture a query would fail."""
    assert client.get("/health/live").json() == {"status": "ok"}


@pytest.mark.django_db
def test_ready_with_database_and_broker(client, broker, settings):
    settings.REDIS_URL = broker
    answer = client.get("/health/ready")
    assert answer.json() == {"status": "ok", "database": "ok", "migrations": "ok", "broker": "ok"}
    assert (answer.status_code, answer["Cache-Control"].split(",")[0]) == (200, "max-age=0")


@pytest.mark.django_db
def test_without_its_broker_the_site_is_degraded_and_serves_on(client, settings):
    settings.REDIS_URL = "unix:///nonexistent/valkey.sock"
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json()["status"], answer.json()["broker"]) == (200, "degraded", "away")


@pytest.mark.django_db
def test_without_its_database_the_site_is_not_ready(client, settings, monkeypatch):
    settings.REDIS_URL = "unix:///nonexistent/valkey.sock"

    def away(*_args: object) -> None:
        raise OperationalError("the server closed the connection")

    monkeypatch.setattr(connection, "cursor", away)
    answer = client.get("/health/ready")
    assert answer.status_code == 503
    assert answer.json() == {"status": "unavailable", "database": "away", "migrations": "unknown", "broker": "away"}


@pytest.mark.django_db
def test_with_migrations_missing_the_site_is_not_ready(client, monkeypatch):
    monkeypatch.setattr(health.MigrationExecutor, "migration_plan", lambda *_: ["lms.0002"])
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json()["migrations"]) == (503, "missing")


@pytest.mark.django_db
def test_what_is_migrated_is_not_asked_for_again(client, monkeypatch, django_assert_num_queries):
    client.get("/health/ready")
    with django_assert_num_queries(1):
        client.get("/health/ready")
