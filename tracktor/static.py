"""Hashed static files for installations that run `collectstatic`."""

from django.contrib.staticfiles.storage import HashedFilesMixin, ManifestStaticFilesStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Hashed and compressed, with the import lines of our own modules rewritten to the hashed names.

    Django's switch for that takes every script, and fails on one that ships with django-htmx; ours takes js/ only.
    """

    patterns = (
        *ManifestStaticFilesStorage.patterns,
        ("js/*.js", HashedFilesMixin._js_module_import_aggregation_patterns[1]),  # type: ignore[attr-defined]
    )
