"""Which stored files a person sees because of shots, assets and versions, and which files those hold."""

from django.db.models import Q, QuerySet

from accounts.models import User

from .models import Entity, Version, VersionFile


def files_of_entities(viewer: User) -> Q:
    """Pictures of entities, those in the trash too: the trash shows them."""
    seen = Entity.objects.visible_to(viewer).values("thumbnail")
    thrown = Entity.objects.trash_visible_to(viewer).values("thumbnail")
    return Q(pk__in=seen) | Q(pk__in=thrown)


def files_of_versions(viewer: User) -> Q:
    seen = Version.objects.visible_to(viewer)
    files = VersionFile.objects.filter(version__in=seen.values("pk"))
    return Q(pk__in=files.values("file")) | Q(pk__in=seen.values("thumbnail"))


def entity_pictures() -> QuerySet[Entity, int | None]:
    return Entity.objects.filter(thumbnail__isnull=False).values_list("thumbnail", flat=True)


def version_pictures() -> QuerySet[Version, int | None]:
    return Version.objects.filter(thumbnail__isnull=False).values_list("thumbnail", flat=True)


def version_files() -> QuerySet[VersionFile, int]:
    return VersionFile.objects.values_list("file", flat=True)
