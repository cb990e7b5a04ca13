"""Templates of the studio: a project's set-up under a name, for the projects to come."""

from collections.abc import Sequence

from accounts.models import User
from core import clock
from core.errors import Forbidden, Refused
from core.text import clean_name, name_key
from events.models import Event
from events.registry import Verb
from events.services import change_set, record

from ..models import Project, StudioTemplate
from ..permissions import require
from ..roles import MANAGE
from .copies import SetUp, setup_of

NAME_LENGTH = 80


def template_create(*, actor: User, project: Project, name: str) -> StudioTemplate:
    """Keep the set-up of a project for others; archived projects too, since nothing in them changes."""
    require(actor, MANAGE, project)
    name = clean_name(name, length=NAME_LENGTH)
    with change_set(actor=actor, label=f"New template {name}", project_id=project.pk):
        row = StudioTemplate(
            name=name,
            name_key=name_key(name),
            content=setup_of(project).content,
            source_id=project.pk,
            created_by=actor,
        )
        _refuse_taken(row)
        row.save()
        _record("template.created", row, before={}, after={"name": name}, project_id=project.pk)
    return row


def template_rename(*, actor: User, template: StudioTemplate, name: str) -> StudioTemplate:
    _require_keeper(actor, template)
    name = clean_name(name, length=NAME_LENGTH)
    with change_set(actor=actor, label=f"Rename template {template.name}"):
        row = StudioTemplate.objects.locked().get(pk=template.pk)
        if row.name == name:
            return row
        before, row.name, row.name_key = row.name, name, name_key(name)
        row.rev += 1
        _refuse_taken(row)
        row.save()
        _record("template.renamed", row, before={"name": before}, after={"name": name})
    return row


def template_remove(*, actor: User, template: StudioTemplate) -> None:
    """Offer it no more. Projects that were made of it keep what they have."""
    _require_keeper(actor, template)
    with change_set(actor=actor, label=f"Remove template {template.name}") as changes:
        row = StudioTemplate.objects.locked().get(pk=template.pk)
        if row.is_trashed:
            return
        row.trashed_at, row.trashed_in, row.rev = clock.now(), changes.pk, row.rev + 1
        row.save()
        _record("template.removed", row, before={"trashed": False}, after={"trashed": True})


def template_restore(*, actor: User, template: StudioTemplate) -> None:
    _require_keeper(actor, template)
    with change_set(actor=actor, label=f"Restore template {template.name}"):
        row = StudioTemplate.objects.locked().get(pk=template.pk)
        if not row.is_trashed:
            return
        _refuse_taken(row)
        row.trashed_at, row.trashed_in, row.rev = None, None, row.rev + 1
        row.save()
        _record("template.restored", row, before={"trashed": True}, after={"trashed": False})


def setup_of_template(template: StudioTemplate) -> SetUp:
    return SetUp(template.name, template.content)


def _require_keeper(actor: User, template: StudioTemplate) -> None:
    """Who made it, and administrators."""
    if not actor.is_superuser and template.created_by_id != actor.pk:
        raise Forbidden(f"{template.name} is changed by {template.created_by.display_name} and by administrators.")


def _refuse_taken(row: StudioTemplate) -> None:
    if StudioTemplate.objects.present().exclude(pk=row.pk).filter(name_key=row.name_key).exists():
        raise Refused(f"There is a template called {row.name} already.", field="name")


def _record(
    verb: str,
    row: StudioTemplate,
    *,
    before: dict[str, object],
    after: dict[str, object],
    project_id: int | None = None,
) -> None:
    record(verb, on=row, target_type="template", before=before, after=after, title=row.name, project_id=project_id)


def undo_created(actor: User, events: Sequence[Event]) -> None:
    for template in _targets(events):
        template_remove(actor=actor, template=template)


def undo_removed(actor: User, events: Sequence[Event]) -> None:
    for template in _targets(events):
        template_restore(actor=actor, template=template)


def undo_renamed(actor: User, events: Sequence[Event]) -> None:
    templates = {template.pk: template for template in _targets(events)}
    for event in events:
        template_rename(actor=actor, template=templates[event.target_id], name=event.before["name"])


def _targets(events: Sequence[Event]) -> list[StudioTemplate]:
    rows = StudioTemplate.objects.filter(pk__in=[event.target_id for event in events])
    return list(rows.select_related("created_by"))


VERBS = (
    Verb("template.created", "saved the set-up as the template {title}", inverse=undo_created),
    Verb("template.renamed", "renamed the template {title}", inverse=undo_renamed),
    Verb("template.removed", "removed the template {title}", inverse=undo_removed),
    Verb("template.restored", "brought back the template {title}", inverse=undo_created),
)
