"""Fixtures of every test. The databases are made in `database`, the servers started in `services`."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import TransactionTestCase

from tests import database, services

pytest_plugins = ["tests.kept", "tests.committed", "tests.parts", "tests.cast", "tests.certificates.ground"]


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_blocker: pytest.FixtureRequest, request: pytest.FixtureRequest
) -> Iterator[database.SqliteCopies | database.PostgresCopies]:
    """Stands in for pytest-django's fixture: see `database` for why."""
    workerinput = getattr(request.config, "workerinput", {})
    copies = database.copies(workerinput.get("workerid", "main"))
    flush = TransactionTestCase._fixture_teardown
    with django_db_blocker.unblock():
        copies.make()
    TransactionTestCase._fixture_teardown = lambda _case: copies.renew()
    yield copies
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
