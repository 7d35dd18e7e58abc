"""Settings that come from outside, each checked once, at the start.

A bad value stops the process with one line that names the setting and says why (`BadSetting`), because a site that
starts with half its settings wrong fails later, in front of an officer.
"""

import os
import tempfile
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

import environ

env = environ.Env()

#: AF_UNIX paths longer than this are refused by the kernel (108 bytes on Linux, less elsewhere).
LONGEST_SOCKET_PATH = 100

SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA temp_store=MEMORY;"
    "PRAGMA mmap_size=268435456;PRAGMA cache_size=-65536;PRAGMA journal_size_limit=67108864;"
    # Pages in the log before they are put in their places; a batch of statements changes a thousand.
    "PRAGMA wal_autocheckpoint=8000;"
)


class BadSetting(SystemExit):
    """A setting from the environment cannot be used; the text says which one and why."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"clearway: {name} {why}")


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def number(name: str, default: int) -> int:
    """A whole number above zero."""
    value = text(name, str(default))
    if not value.isdecimal() or int(value) < 1:
        raise BadSetting(name, "must be a whole number above zero")
    return int(value)


def database(default: Path) -> dict[str, Any]:
    """Django's database entry for DATABASE_URL; absent: SQLite at `default`.

    SQLite runs in WAL mode and begins every transaction IMMEDIATE: a reader that later wants to write would otherwise
    fail at once with "database is locked" instead of waiting its turn. A thread keeps its connection for ten minutes: the
    last to close writes the whole log back, which costs more than most requests.
    """
    url = text("DATABASE_URL") or f"sqlite:///{default}"
    # Before django-environ sees it: of a scheme that it does not know, it prints the whole address, password and all.
    if urlsplit(url).scheme not in {"sqlite", "postgres", "postgresql"}:
        raise BadSetting("DATABASE_URL", "must begin with sqlite:/// or postgres://")
    try:
        config = env.db_url_config(url)
    except Exception as error:
        raise BadSetting("DATABASE_URL", f"cannot be read ({error})") from None
    if config["ENGINE"].endswith("sqlite3"):
        config["OPTIONS"] = {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": SQLITE_PRAGMAS}
        config["CONN_MAX_AGE"] = 600
    else:
        config.setdefault("OPTIONS", {})
    return config


def redis_url(runtime: Path) -> str:
    """REDIS_URL, or the private socket of the embedded Valkey that is started with the site."""
    given = text("REDIS_URL")
    if not given:
        return f"unix://{embedded_socket(runtime)}"
    if urlsplit(given).scheme not in {"redis", "rediss", "unix"}:
        raise BadSetting("REDIS_URL", "must begin with redis://, rediss:// or unix://")
    return given


def embedded_socket(runtime: Path) -> Path:
    """Where the embedded Valkey listens: beside the database, or under the temporary folder when that path is too long."""
    path = runtime / "valkey.sock"
    if len(str(path)) <= LONGEST_SOCKET_PATH:
        return path
    mark = sha256(str(runtime).encode()).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"clearway-{mark}" / "valkey.sock"


def broker_url(redis: str) -> str:
    """The same server in Celery's spelling: kombu says redis+socket:// where redis-py says unix://."""
    return redis.replace("unix://", "redis+socket://", 1)


def storage(default: Path) -> dict[str, object]:
    """Django's storage entry for uploads: STORAGE_URL as file:///folder or s3://key:secret@host/bucket?region=…

    An s3 URL without a host means Amazon's own endpoint; with `?insecure=1` the endpoint is spoken to over http.
    """
    url = text("STORAGE_URL") or default.as_uri()
    parts = urlsplit(url)
    if parts.scheme == "file" and parts.path:
        return {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": unquote(parts.path), "base_url": "/media/"},
        }
    if parts.scheme == "s3":
        return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": s3_options(parts)}
    raise BadSetting("STORAGE_URL", "must be file:///an/absolute/folder or s3://key:secret@host/bucket")


def s3_options(parts: SplitResult) -> dict[str, object]:
    query = dict(parse_qsl(parts.query))
    bucket = parts.path.strip("/")
    if not bucket:
        raise BadSetting("STORAGE_URL", "names no bucket")
    options: dict[str, object] = {"bucket_name": bucket, "default_acl": None, "file_overwrite": False}
    if parts.username:
        options["access_key"] = unquote(parts.username)
        options["secret_key"] = unquote(parts.password or "")
    if parts.hostname:
        scheme = "http" if query.get("insecure") else "https"
        port = f":{parts.port}" if parts.port else ""
        options["endpoint_url"] = f"{scheme}://{parts.hostname}{port}"
    if "region" in query:
        options["region_name"] = query["region"]
    return options


def places(name: str) -> list[str]:
    """Sites that a page may load something from: whole addresses without a path."""
    found = text(name).split()
    for place in found:
        parts = urlsplit(place)
        if parts.scheme != "https" or not parts.netloc or place != f"https://{parts.netloc}":
            raise BadSetting(name, f"must list addresses such as https://films.customs.example, not {place}")
    return found


def public_url(default: str) -> str:
    url = text("PUBLIC_URL", default).rstrip("/")
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise BadSetting("PUBLIC_URL", "must be a whole address such as https://learn.customs.example")
    return url


def email(default: str) -> dict[str, object]:
    """Django's EMAIL_* settings for EMAIL_URL, such as smtp+tls://user:secret@host:587."""
    try:
        return env.email_url_config(text("EMAIL_URL", default))
    except Exception as error:
        raise BadSetting("EMAIL_URL", f"cannot be read ({error})") from None


def secret_key(default: str = "") -> str:
    key = text("SECRET_KEY", default)
    if not key:
        raise BadSetting("SECRET_KEY", "is missing: give fifty random characters, the same on every host")
    if len(key) < 32:
        raise BadSetting("SECRET_KEY", "is shorter than 32 characters")
    return key


def allowed_hosts(default: list[str]) -> list[str]:
    return [host.strip() for host in text("ALLOWED_HOSTS").split(",") if host.strip()] or default
