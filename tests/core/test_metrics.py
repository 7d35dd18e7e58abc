"""/metrics: what it counts, and who may read it. The adding up over several processes is tested in tests/processes."""

import pytest

from lms.core import metrics


def read(client, **headers) -> dict[str, float]:
    """The samples by their name and labels."""
    text = client.get("/metrics", **headers).text
    lines = [line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#")]
    return {name: float(value) for name, value in lines}


@pytest.mark.django_db
def test_an_answered_request_is_counted_and_timed_under_its_view(client):
    name = 'clearway_requests_total{method="GET",status="200",view="health_live"}'
    timed = 'clearway_request_seconds_count{view="health_live"}'
    before = read(client)
    client.get("/health/live")
    after = read(client)
    assert after[name] - before.get(name, 0) == 1
    assert after[timed] - before.get(timed, 0) == 1


@pytest.mark.django_db
def test_a_visitor_cannot_invent_labels(client):
    client.generic("BREW", "/health/live")
    assert not any("BREW" in name for name in read(client))


@pytest.mark.django_db
def test_the_outbox_is_read_from_the_database(client):
    samples = read(client)
    outbox = {
        name: value for name, value in samples.items() if name.startswith(("clearway_outbox", "clearway_database"))
    }
    assert outbox == {
        "clearway_database_up": 1,
        "clearway_outbox_waiting": 0,
        "clearway_outbox_overdue_seconds": 0,
        "clearway_outbox_dead_letters": 0,
    }


@pytest.mark.django_db
def test_it_is_for_this_machine_only(client):
    assert client.get("/metrics").status_code == 200
    assert client.get("/metrics", REMOTE_ADDR="203.0.113.5").status_code == 404
    assert client.get("/metrics", HTTP_X_FORWARDED_FOR="203.0.113.5").status_code == 404


@pytest.mark.django_db
def test_with_a_token_it_is_for_whoever_brings_it(client, settings):
    settings.METRICS_TOKEN = "a token of some length"
    assert client.get("/metrics").status_code == 404
    assert client.get("/metrics", headers={"Authorization": "Bearer another"}).status_code == 404
    answer = client.get(
        "/metrics", REMOTE_ADDR="203.0.113.5", headers={"Authorization": "Bearer a token of some length"}
    )
    assert answer.status_code == 200


def test_folders_of_servers_that_are_gone_are_cleared_away(tmp_path, monkeypatch):
    monkeypatch.setattr(metrics, "FOLDER", tmp_path / "1")
    (tmp_path / "99999999").mkdir()
    metrics.own_folder()
    assert [folder.name for folder in tmp_path.iterdir()] == ["1"]
