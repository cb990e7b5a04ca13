"""What the settings make of the environment."""

import os
import subprocess
import sys
from pathlib import Path


def test_what_the_database_address_says_of_tls_is_kept(tmp_path: Path) -> None:
    """In a process of its own: the settings of this one are made for tests."""
    program = "from django.conf import settings; print(settings.DATABASES['default']['OPTIONS'])"
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tracktor.settings",
        "TRACKTOR_DATA": str(tmp_path),
        "DATABASE_URL": "postgres://user:secret@db.example/tracktor?sslmode=verify-full",
    }
    found = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True)
    assert "'sslmode': 'verify-full'" in found.stdout
    assert "'pool'" in found.stdout
