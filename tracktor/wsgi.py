"""WSGI entry point: everything but the event stream; tracktor.asgi serves it from a thread pool."""

import os

from django.core.wsgi import get_wsgi_application

from tracktor.checks import require_kept_key

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracktor.settings")
application = get_wsgi_application()
require_kept_key()
