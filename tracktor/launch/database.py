"""What happens to the database before the first page. Only the server process imports this module.

Nothing is written before it is known that this code understands what is there.
"""

from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core import checks
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from tracktor.launch.problems import Exit, Problem, say


def prepare(data: Path, *, demo_people: list[str], demo: bool) -> bool:
    """Check, migrate, seed. True where the demo's people are in the database, so that they may be named."""
    try:
        django.setup()
        _reach()
        _check()
        _migrate(data)
        return demo and _seed_demo(demo_people)
    except ImproperlyConfigured as error:
        raise Problem(Exit.START_FAILED, f"Tracktor's settings are wrong: {error}") from error
    except (DatabaseError, CommandError) as error:
        where = "its database" if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3") else "DATABASE_URL"
        raise Problem(
            Exit.START_FAILED, f"Tracktor cannot work with {where}: {' '.join(str(error).split())}"
        ) from error
    finally:
        # Closed, SQLite folds its journal in and leaves one file; threads that serve requests open their own.
        if apps.ready:
            connection.close()


def refuse_known_passwords(people: list[str], password: str) -> None:
    """A folder that the demo has filled holds an administrator whose password everybody knows: not for a network."""
    rows = get_user_model()._default_manager.filter(username__in=people, is_active=True)
    try:
        known = [user.get_username() for user in rows if user.check_password(password)]
    finally:
        connection.close()
    if known:
        raise Problem(
            Exit.USAGE,
            f"The demo's people ({', '.join(known)}) have passwords that everybody knows, so this data folder is "
            "served on this machine only (no --host); use another one with --data DIR.",
        )


def fold_journal() -> None:
    """Bring everything into the one database file, so that a copy of it alone is whole.

    The worker threads still hold their connections, or SQLite would have done it when the last one closed.
    """
    if connection.vendor != "sqlite":
        return
    try:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout=1000")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except DatabaseError:
        pass  # a request that hangs holds the journal; nothing is lost, the next start reads it
    finally:
        connection.close()


def _reach() -> None:
    """Ask a database server once, directly: the pool would try for half a minute, and hide the reason."""
    if connection.vendor != "postgresql":
        return
    import psycopg  # slow to import, and SQLite needs none of it

    with connection.wrap_database_errors:
        psycopg.connect(**connection.get_connection_params(), connect_timeout=10).close()


def _check() -> None:
    wrong = [issue for issue in checks.run_checks() if issue.is_serious() and not issue.is_silenced()]
    if wrong:
        raise Problem(Exit.START_FAILED, "Tracktor's settings are wrong: " + " ".join(str(issue) for issue in wrong))


def _migrate(data: Path) -> None:
    executor = MigrationExecutor(connection)
    _refuse_newer(executor.loader, data)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not plan:
        return
    is_new = not executor.loader.applied_migrations
    say("Making the database…" if is_new else f"Bringing the database up to date, {len(plan)} steps…")
    call_command("migrate", interactive=False, verbosity=0, skip_checks=True)
    call_command("createcachetable", verbosity=0)


def _refuse_newer(loader: MigrationLoader, data: Path) -> None:
    replaced = {name for migration in loader.disk_migrations.values() for name in migration.replaces}
    unknown = sorted(set(loader.applied_migrations) - set(loader.disk_migrations) - replaced)
    if not unknown:
        return
    app, newest = unknown[-1]
    known = max((name for label, name in loader.disk_migrations if label == app), default="nothing")
    raise Problem(
        Exit.NEWER_DATA,
        f"The data folder {data} was written by a newer Tracktor: its database is at {app} {newest}, "
        f"this program knows {known} as the last; nothing was changed, start the newer program with it.",
    )


def _seed_demo(demo_people: list[str]) -> bool:
    people = get_user_model()._default_manager
    if not people.exists():
        say("Making the demo production…")
        call_command("demo", verbosity=0)
    elif not people.filter(username__in=demo_people).exists():
        say("There are people in this database already, so the demo production was not added.")
    return people.filter(username__in=demo_people).count() == len(demo_people)
