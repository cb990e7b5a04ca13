from django.core.management import call_command
from django.db import migrations


def make_cache_table(_apps, schema_editor):
    """The table of the database cache (rate limits live there); a no-op for other cache back ends."""
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = []
    operations = [migrations.RunPython(make_cache_table, migrations.RunPython.noop)]
