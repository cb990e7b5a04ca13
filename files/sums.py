"""How much the stored files take, by kind: one query for a project or for the studio."""

from dataclasses import dataclass

from django.db.models import Case, CharField, Count, Sum, Value, When

from .models import StoredFile

_KINDS = {"image": "Pictures", "video": "Movies", "audio": "Sound", "other": "Other files", "trash": "In the trash"}


@dataclass(frozen=True)
class Share:
    label: str
    count: int
    size: int


@dataclass(frozen=True)
class Storage:
    """`shares` are the kinds that there are, the largest first, the trash last."""

    shares: list[Share]

    @property
    def size(self) -> int:
        return sum(share.size for share in self.shares)

    @property
    def count(self) -> int:
        return sum(share.count for share in self.shares)


def storage_of(project_id: int | None = None) -> Storage:
    """The files of a project, of the whole studio when no project is named. The small pictures are not counted."""
    rows = StoredFile.objects.all() if project_id is None else StoredFile.objects.filter(project_id=project_id)
    kind = Case(
        When(trashed_at__isnull=False, then=Value("trash")),
        *(When(content_type__startswith=f"{name}/", then=Value(name)) for name in ("image", "video", "audio")),
        default=Value("other"),
        output_field=CharField(),
    )
    found = rows.annotate(kind=kind).values("kind").annotate(size=Sum("size"), count=Count("pk")).order_by()
    ordered = sorted(found, key=lambda row: (row["kind"] == "trash", -row["size"]))
    return Storage([Share(_KINDS[row["kind"]], row["count"], row["size"]) for row in ordered])
