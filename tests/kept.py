"""What all tests of a module begin with is set up once for the module, and each finds it as if it had been made for it alone.

A transaction around the module holds it, each test works in a savepoint of its own, and gets copies of the objects. Only
where every test of the module that works on a database asks for it and none commits: nobody finds rows that they did not
ask for. A module or a folder adds to this by a fixture `scenes`, see `tests.cast`.
"""

from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

import pytest
from django.db import connection, transaction

#: Who asks for one of these, or is marked `django_db`, works on a database; who asks for one of the latter commits to it.
DATABASES = {"db", "transactional_db", "django_db_setup", "live_server"}
COMMITS = {"transactional_db", "live_server"}

#: What is made of what has been made before it, by name.
Scenes = dict[str, Callable[[dict[str, Any]], Any]]


def works_on_a_database(item: pytest.Item) -> bool:
    return bool(DATABASES & asked_for(item)) or item.get_closest_marker("django_db") is not None


def commits(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    return bool(COMMITS & asked_for(item)) or (marker is not None and bool(marker.kwargs.get("transaction")))


def asked_for(item: pytest.Item) -> set[str]:
    return set(getattr(item, "fixturenames", ()))


def shared_by_all(module: pytest.Item, items: list[pytest.Item], scenes: Scenes) -> list[str]:
    """Which of the scenes every test of a module begins with."""
    tests = [item for item in items if item.path == module.path and works_on_a_database(item)]
    if any(commits(test) for test in tests):
        return []
    return [name for name in scenes if all(name in asked_for(test) for test in tests)]


@pytest.fixture(scope="module")
def kept_for_the_module(
    request: pytest.FixtureRequest, scenes: Scenes, django_db_setup: None, django_db_blocker: Any
) -> Iterator[dict[str, Any]]:
    made: dict[str, Any] = {}
    shared = shared_by_all(request.node, request.session.items, scenes)
    if not shared:
        yield made
        return
    with django_db_blocker.unblock():
        held = transaction.atomic()
        held.__enter__()
        for name in shared:
            made[name] = scenes[name](made)
    # Django closes the connection after each test, and with it would go what is held.
    connection.close = lambda: None
    yield made
    del connection.close
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        held.__exit__(None, None, None)
        connection.close()


@pytest.fixture
def kept(kept_for_the_module: dict[str, Any], db: None) -> dict[str, Any]:
    """Copies of what is kept for this module, by name; empty where each test sets up its own."""
    return deepcopy(kept_for_the_module)
