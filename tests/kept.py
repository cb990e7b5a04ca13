"""What most tests start with is made once in a session, through the services, and copied in from shadow tables.

Copies cost a hundredth of making it: the suite runs on a laptop's two cores. A layer is what was added to every
table since the layer before: the cast, the catalogue,
the project, the other project.
"""

from collections.abc import Callable

from django.apps import apps
from django.db import connection, transaction

from .guards.tree import ranks

# A test with transactions of its own flushes the database, and Django's permissions get new ids then.
_RENUMBER = """
    UPDATE projects_projectuserobjectpermission SET permission_id = (
        SELECT present.id FROM auth_permission present JOIN kept_permission kept ON kept.codename = present.codename
        WHERE kept.id = projects_projectuserobjectpermission.permission_id
    ) WHERE permission_id NOT IN (SELECT id FROM auth_permission)
"""
Layer = Callable[[], object]


def _tables() -> list[tuple[str, str]]:
    """Every table that the services write, with its key."""
    return [
        (model._meta.db_table, model._meta.pk.column)
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in ranks() and not model._meta.proxy and model._meta.managed
    ]


def keep(**layers: Layer) -> None:
    """Make the layers one after the other and keep them; the tables are empty again afterwards."""
    quote = connection.ops.quote_name
    highest = {table: 0 for table, _ in _tables()}
    with transaction.atomic(), connection.cursor() as cursor:
        for layer, make in layers.items():
            make()
            for table, key in _tables():
                shadow = quote(f"kept_{layer}_{table}")
                # All of it names of our own tables.
                cursor.execute(f"DROP TABLE IF EXISTS {shadow}")
                since = f"FROM {quote(table)} WHERE {quote(key)} > {highest[table]}"
                cursor.execute(f"CREATE TABLE {shadow} AS SELECT * {since}")
                cursor.execute(f"SELECT COALESCE(MAX({quote(key)}), 0) FROM {quote(table)}")  # noqa: S608
                highest[table] = cursor.fetchone()[0]
        cursor.execute("DROP TABLE IF EXISTS kept_permission")
        cursor.execute("CREATE TABLE kept_permission AS SELECT id, codename FROM auth_permission")
        for table, _ in _tables():
            cursor.execute(f"DELETE FROM {quote(table)}")  # noqa: S608


def bring(layer: str) -> None:
    quote = connection.ops.quote_name
    # In one transaction: rows refer to rows that are copied after them.
    with transaction.atomic(), connection.cursor() as cursor:
        for table, _ in _tables():
            cursor.execute(f"INSERT INTO {quote(table)} SELECT * FROM {quote(f'kept_{layer}_{table}')}")  # noqa: S608
        cursor.execute(_RENUMBER)
