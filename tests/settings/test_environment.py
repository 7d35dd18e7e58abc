"""Settings from outside: what is said in each, and the one line that a bad one stops the start with."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from lms.settings import environment
from lms.settings.environment import BadSetting

GOOD = {
    "DATABASE_URL": "postgres://clearway:secret@127.0.0.1:5432/clearway",
    "REDIS_URL": "redis://127.0.0.1:6379/0",
    "STORAGE_URL": "file:///srv/clearway",
    "PUBLIC_URL": "https://learn.customs.example",
    "ALLOWED_HOSTS": "learn.customs.example",
    "SECRET_KEY": "x" * 50,
}


def start(**changed: str) -> subprocess.CompletedProcess[str]:
    """Load the production settings with this environment and no other."""
    return subprocess.run(
        [sys.executable, "-c", "import lms.settings.production"],
        cwd=settings.BASE_DIR,
        env={name: value for name, value in (GOOD | changed).items() if value},
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_starts_with_all_of_its_settings() -> None:
    assert (start().returncode, start().stderr) == (0, "")


@pytest.mark.parametrize("name", sorted(GOOD))
def test_production_names_the_setting_that_is_missing(name: str) -> None:
    outcome = start(**{name: ""})
    assert outcome.returncode == 1
    assert outcome.stderr.startswith(f"clearway: {name} is missing")
    assert outcome.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("DATABASE_URL", "mysql://root@db/clearway", "must begin with sqlite:/// or postgres://"),
        ("REDIS_URL", "amqp://queue", "must begin with redis://, rediss:// or unix://"),
        ("STORAGE_URL", "ftp://files", "must be file:///an/absolute/folder or s3://key:secret@host/bucket"),
        ("STORAGE_URL", "s3://key:secret@host/", "names no bucket"),
        ("PUBLIC_URL", "learn.customs.example", "must be a whole address such as https://learn.customs.example"),
        ("SECRET_KEY", "short", "is shorter than 32 characters"),
    ],
)
def test_a_bad_value_stops_the_start_with_one_line_that_says_why(name: str, value: str, why: str) -> None:
    outcome = start(**{name: value})
    assert (outcome.returncode, outcome.stderr) == (1, f"clearway: {name} {why}\n")


@pytest.mark.parametrize("place", ["films.example", "http://films.example", "https://films.example/a", "*", "https://"])
def test_a_place_outside_is_a_whole_address_without_a_path(monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    monkeypatch.setenv("H5P_OUTSIDE", f"https://films.example {place}")
    with pytest.raises(BadSetting, match="H5P_OUTSIDE"):
        environment.places("H5P_OUTSIDE")


def test_without_a_redis_url_the_socket_lies_beside_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REDIS_URL", raising=False)
    assert environment.redis_url(Path("/srv/clearway/var")) == "unix:///srv/clearway/var/valkey.sock"


def test_a_socket_path_too_long_for_the_kernel_is_moved_to_a_folder_of_its_own() -> None:
    socket = environment.embedded_socket(Path("/srv") / ("deep/" * 30) / "var")
    assert len(str(socket)) <= environment.LONGEST_SOCKET_PATH
    assert socket.name == "valkey.sock"
    assert socket != environment.embedded_socket(Path("/srv") / ("other/" * 30) / "var")


def test_celery_reads_the_same_address_in_its_own_spelling() -> None:
    assert environment.broker_url("unix:///run/valkey.sock") == "redis+socket:///run/valkey.sock"
    assert environment.broker_url("redis://127.0.0.1/0") == "redis://127.0.0.1/0"


def test_an_s3_address_is_taken_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STORAGE_URL", "s3://key:se%2Fcret@minio.example:9000/clearway?region=eu-1&insecure=1")
    assert environment.storage(Path("/unused")) == {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": "clearway",
            "default_acl": None,
            "file_overwrite": False,
            "access_key": "key",
            "secret_key": "se/cret",
            "endpoint_url": "http://minio.example:9000",
            "region_name": "eu-1",
        },
    }


def test_sqlite_begins_transactions_at_once_and_waits_its_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    config = environment.database(Path("/srv/clearway.sqlite3"))
    assert config["NAME"] == "/srv/clearway.sqlite3"
    assert config["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


@pytest.mark.parametrize("bad", ["nonsense", "mysql://db/x"])
def test_a_database_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, bad: str) -> None:
    monkeypatch.setenv("DATABASE_URL", bad)
    with pytest.raises(BadSetting, match="DATABASE_URL"):
        environment.database(Path("/unused"))


def test_a_database_address_that_cannot_be_read_gives_away_no_password(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", "mysql://clearway:hunter2@db/clearway")

    with pytest.raises(BadSetting) as stopped:
        environment.database(Path("unused"))

    out, err = capfd.readouterr()
    assert "hunter2" not in f"{stopped.value}{out}{err}"
