"""The episodes and sequences that the lines of a pasted list mean."""

from dataclasses import dataclass, field

from core.errors import Refused
from core.text import name_key
from projects.models import Project

from .models import Entity, Kind


@dataclass
class Groups:
    """The episodes of a project by name and code, its sequences by code and by name, which several may have."""

    episodes: dict[str, Entity] = field(default_factory=dict)
    by_code: dict[str, Entity] = field(default_factory=dict)
    by_name: dict[str, list[Entity]] = field(default_factory=dict)

    def sequence(self, name: str, episode: str) -> Entity | None:
        """The one that is meant; refused where the name alone does not tell."""
        key = name_key(name)
        coded, alike = self.by_code.get(key), self.by_name.get(key, [])
        if episode:
            holder = self.episodes.get(name_key(episode))
            here = [row for row in [coded, *alike] if row and holder and row.parent_id == holder.pk]
            return here[0] if here else None
        if coded is None and len(alike) > 1:
            raise Refused(f"Several episodes have {name}; name the episode too.")
        return coded or (alike[0] if alike else None)

    def code_of(self, sequence: str, episode: str) -> str:
        """What the code of a new sequence will be."""
        holder = self.episodes.get(name_key(episode)) if episode else None
        return joined(holder.code if holder else episode, sequence)


def groups_of(project: Project) -> Groups:
    groups = Groups()
    rows = Entity.objects.present().filter(project=project, kind__in=[Kind.EPISODE, Kind.SEQUENCE])
    for row in rows.order_by("pk"):
        if row.kind == Kind.EPISODE:
            groups.episodes.setdefault(row.name_key, row)
            groups.episodes[row.code_key] = row
        else:
            groups.by_code[row.code_key] = row
            groups.by_name.setdefault(row.name_key, []).append(row)
    return groups


def joined(above: str, name: str) -> str:
    """As build_code: a name that says its group already stays as it is."""
    return name if not above or name_key(name).startswith(name_key(above)) else f"{above}_{name}"
