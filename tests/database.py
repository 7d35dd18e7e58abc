"""A database for every worker of the tests, copied from a template that is migrated once.

Migrating takes half a minute, copying a moment. The template is remade when a migration or a package changes. Tests that
commit (`transaction=True`, `live_server`) end with a database as good as a fresh copy instead of Django's emptying of all
tables, which would also empty what migrations wrote: Wagtail's root page, its site, the locale, the groups. What many of
them begin with is kept and brought back in the same way, see `committed`.
"""

import fcntl
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from hashlib import sha256
from itertools import count
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections

TEMPLATES = settings.BASE_DIR / "var" / "tests"
MARK = "clearway_template"
#: The stage that migrations leave.
MIGRATED = "migrated"


def migrations_mark() -> str:
    """Changes whenever a migration of ours, or a locked package, does."""
    sources = [*settings.BASE_DIR.glob("*/migrations/*.py"), *settings.BASE_DIR.glob("requirements/*.txt")]
    return sha256(b"".join(path.read_bytes() for path in sorted(sources))).hexdigest()[:12]


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Only one of the parallel workers migrates; the others wait and find the template made."""
    TEMPLATES.mkdir(parents=True, exist_ok=True)
    with (TEMPLATES / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def point_at(name: str) -> None:
    connection.close()
    settings.DATABASES["default"]["NAME"] = name
    connection.settings_dict["NAME"] = name


def migrate(name: str) -> None:
    point_at(name)
    call_command("migrate", verbosity=0, interactive=False)
    connection.close()


class SqliteCopies:
    """The template is a file below var/, and so is kept between runs."""

    def __init__(self, worker: str) -> None:
        self.template = TEMPLATES / f"{MARK}-{migrations_mark()}.sqlite3"
        self.names = (str(TEMPLATES / f"run-{os.getpid()}-{worker}-{number}.sqlite3") for number in count())
        self.name = next(self.names)
        self.kept: list[str] = []

    def make(self) -> None:
        with one_at_a_time():
            if not self.template.exists():
                for old in TEMPLATES.glob(f"{MARK}-*"):
                    old.unlink()
                unfinished = TEMPLATES / "unfinished.sqlite3"
                self.remove(str(unfinished))
                migrate(str(unfinished))
                # Out of WAL mode, so that the template is one file without companions.
                with sqlite3.connect(unfinished) as database:
                    database.execute("PRAGMA journal_mode=DELETE")
                database.close()
                unfinished.rename(self.template)
        self.renew()

    def renew(self, stage: str = "") -> None:
        """Under another name: a server's thread that is late finds a whole database, be it the old one or the new."""
        old, self.name = self.name, next(self.names)
        shutil.copyfile(stage or self.template, self.name)
        point_at(self.name)
        self.remove(old)

    def keep(self) -> str:
        """Keep the database as it stands, to be renewed from; what names it."""
        self.kept.append(next(self.names))
        with closing(sqlite3.connect(self.name)) as here, closing(sqlite3.connect(self.kept[-1])) as there:
            here.backup(there)
            there.execute("PRAGMA journal_mode=DELETE")
        return self.kept[-1]

    def forget(self) -> None:
        """Throw away what was kept."""
        while self.kept:
            self.remove(self.kept.pop())

    def drop(self) -> None:
        connections.close_all()
        self.remove(self.name)

    @staticmethod
    def remove(name: str) -> None:
        for ending in ("", "-wal", "-shm"):
            Path(name + ending).unlink(missing_ok=True)


class PostgresCopies:
    """The template is a database of the same server; CREATE DATABASE … TEMPLATE copies its files."""

    def __init__(self, worker: str) -> None:
        self.server = str(settings.DATABASES["default"]["NAME"])
        self.template = f"{MARK}_{migrations_mark()}"
        self.name = f"clearway_test_{os.getpid()}_{worker}"
        self.kept: list[str] = []

    def make(self) -> None:
        with one_at_a_time():
            if not self.exists(self.template):
                unfinished = f"{MARK}_unfinished"
                self.on_server(f'DROP DATABASE IF EXISTS "{unfinished}"', f'CREATE DATABASE "{unfinished}"')
                migrate(unfinished)
                learn_to_wash()
                self.on_server(f'ALTER DATABASE "{unfinished}" RENAME TO "{self.template}"')
            self.on_server(
                f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)',
                f'CREATE DATABASE "{self.name}" TEMPLATE "{self.template}"',
            )
            point_at(self.name)

    def renew(self, stage: str = MIGRATED) -> None:
        """A copy has fifteen hundred files and takes a second, so the one that is there is washed."""
        self.alone("SELECT washing.wash(%s)", stage)

    def keep(self) -> str:
        """Keep the database as it stands, to be renewed from; what names it."""
        self.kept.append(f"stage {len(self.kept)}")
        self.alone("SELECT washing.keep(%s)", self.kept[-1])
        return self.kept[-1]

    def forget(self) -> None:
        """Throw away what was kept."""
        while self.kept:
            self.alone("SELECT washing.forget(%s)", self.kept.pop())

    def alone(self, statement: str, stage: str) -> None:
        """Carry out a statement about a stage when nobody else is connected."""
        point_at(self.name)
        with connection.cursor() as cursor:
            cursor.execute(OTHERS)
            while cursor.fetchone() is not None:
                cursor.execute(OTHERS)
            cursor.execute(statement, [stage])
        connection.close()

    def drop(self) -> None:
        connections.close_all()
        self.on_server(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')

    def exists(self, name: str) -> bool:
        point_at(self.server)
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_database WHERE datname = %s", [name])
            return bool(cursor.fetchone()[0])

    def on_server(self, *statements: str) -> None:
        point_at(self.server)
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
        connection.close()


#: Ends whoever else is connected to this database; none is left when it finds nobody.
OTHERS = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)
#: All rows, kept beside the tables in a schema of their own, and how to come back to them: other rows go, numbers go on
#: from where they were. Foreign keys are not looked at on the way.
WASHING = """
CREATE SCHEMA washing;
CREATE FUNCTION washing.keep(stage text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE has_rows boolean; name text;
BEGIN
    EXECUTE format('CREATE SCHEMA %I', stage);
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM public.%I)', name) INTO has_rows;
        IF has_rows THEN
            EXECUTE format('CREATE TABLE %1$I.%2$I AS TABLE public.%2$I', stage, name);
        END IF;
    END LOOP;
    EXECUTE format($sql$
        CREATE TABLE %I."the numbers" AS
        SELECT sequencename AS name, start_value, last_value FROM pg_sequences WHERE schemaname = 'public'
    $sql$, stage);
END $$;
CREATE FUNCTION washing.wash(stage text) RETURNS void LANGUAGE plpgsql SET session_replication_role = replica AS $$
DECLARE has_rows boolean; name text; is_kept boolean; old record;
BEGIN
    FOR name, is_kept IN
        SELECT tablename, to_regclass(format('%I.%I', stage, tablename)) IS NOT NULL FROM pg_tables
        WHERE schemaname = 'public'
    LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM public.%I)', name) INTO has_rows;
        IF has_rows THEN
            EXECUTE format('DELETE FROM public.%I', name);
        END IF;
        IF is_kept THEN
            EXECUTE format('INSERT INTO public.%2$I SELECT * FROM %1$I.%2$I', stage, name);
        END IF;
    END LOOP;
    FOR old IN EXECUTE format($sql$
        SELECT n.* FROM %I."the numbers" n JOIN pg_sequences s ON s.sequencename = n.name AND s.schemaname = 'public'
        WHERE s.last_value IS DISTINCT FROM n.last_value
    $sql$, stage) LOOP
        PERFORM setval(
            format('public.%I', old.name)::regclass, coalesce(old.last_value, old.start_value),
            old.last_value IS NOT NULL
        );
    END LOOP;
END $$;
CREATE FUNCTION washing.forget(stage text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('DROP SCHEMA %I CASCADE', stage);
END $$;
"""


def learn_to_wash() -> None:
    with connection.cursor() as cursor:
        cursor.execute(WASHING)
        cursor.execute("SELECT washing.keep(%s)", [MIGRATED])
    connection.close()


def copies(worker: str) -> SqliteCopies | PostgresCopies:
    return SqliteCopies(worker) if connection.vendor == "sqlite" else PostgresCopies(worker)


def url() -> str:
    """DATABASE_URL of this worker's copy, for processes that a test starts."""
    given = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{given['NAME']}"
    return f"postgres://{given['USER']}:{given['PASSWORD']}@{given['HOST']}:{given['PORT']}/{given['NAME']}"


if __name__ == "__main__":  # makes the template before the first worker asks for it
    django.setup()
    ready = copies("ready")
    ready.make()
    ready.drop()
