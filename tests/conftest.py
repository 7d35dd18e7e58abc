"""Fixtures of every test. The databases are made in `database`, the servers started in `services`."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import TransactionTestCase

from tests import database, services

pytest_plugins = ["tests.cast", "tests.certificates.ground"]


#: Who asks for one of these, or is marked `django_db`, works on a database.
DATABASES = {"db", "transactional_db", "django_db_setup", "live_server"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--part",
        choices=["once", "database"],
        help="once: tests that ask for no database, or are marked so; database: the others, to be run on each",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep one part of the tests: what no database matters to need not be tried on each."""
    part = config.getoption("--part")
    if part is None:
        return
    kept = [item for item in items if (part == "once") == runs_once(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
    items[:] = kept


def runs_once(item: pytest.Item) -> bool:
    asks = bool(DATABASES & set(getattr(item, "fixturenames", ()))) or item.get_closest_marker("django_db") is not None
    return not asks or item.get_closest_marker("once") is not None


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: pytest.FixtureRequest, request: pytest.FixtureRequest) -> Iterator[None]:
    """Stands in for pytest-django's fixture: see `database` for why."""
    workerinput = getattr(request.config, "workerinput", {})
    copies = database.copies(workerinput.get("workerid", "main"))
    flush = TransactionTestCase._fixture_teardown
    with django_db_blocker.unblock():
        copies.make()
    TransactionTestCase._fixture_teardown = lambda _case: copies.renew()
    yield
    TransactionTestCase._fixture_teardown = flush
    with django_db_blocker.unblock():
        copies.drop()


@pytest.fixture(autouse=True)
def _forgotten_cache() -> Iterator[None]:
    """The cache is this process's memory, which the next test shares: rate limits above all."""
    yield
    cache.clear()


@pytest.fixture(scope="session")
def broker() -> Iterator[str]:
    """A running Redis or Valkey: the one that REDIS_URL named, or one of this worker's own. Its URL."""
    own = settings.RUNTIME_DIR
    if urlsplit(settings.REDIS_URL).path == str(own / "valkey.sock"):
        with services.valkey(own) as url:
            yield url
    else:
        yield services.answering(settings.REDIS_URL)


@pytest.fixture
def site_environment(transactional_db: None, broker: str) -> dict[str, str]:
    """The environment for processes that a test starts: they see this test's committed rows, its broker, its storage."""
    return services.environment()
