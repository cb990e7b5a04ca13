"""The naming rules of a project."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from accounts.models import User
from core.errors import Refused
from core.text import has_forbidden_characters
from events.models import Event
from events.registry import Verb
from events.services import change_set, record

from ..models import NamingRule, Project
from ..naming import check_pattern, example
from .projects import project_update
from .settings import require_settings

NAMED = ("episode", "sequence", "shot", "asset")
_MOST = 1_000_000


@dataclass(frozen=True)
class NamingInput:
    """`pattern` empty: any name will do."""

    pattern: str
    first: int = 10
    step: int = 10
    is_strict: bool = False


def naming_set(*, actor: User, project: Project, rules: Mapping[str, NamingInput]) -> None:
    """Set the rules of some kinds; what is not named stays. Names that are there already stay as they are."""
    require_settings(actor, project)
    with change_set(actor=actor, label=f"Naming rules of {project.name}", project_id=project.pk):
        Project.objects.locked().get(pk=project.pk)
        held = {rule.kind: rule for rule in NamingRule.objects.filter(project=project)}
        before, after, shown = {}, {}, {}
        for kind, given in rules.items():
            wanted = _cleaned(kind, given)
            old, new = _values(held.get(kind)), (_given_values(wanted) if wanted.pattern else None)
            if old != new:
                _write(project, kind, wanted)
                key = f"{kind}_names"
                before[key], after[key], shown[key] = old, new, [_readable(old), _readable(new)]
        if after:
            record(
                "naming.changed",
                on=project,
                before=before,
                after=after,
                shown=shown,
                title=project.name,
                project_id=project.pk,
            )


def frames_and_naming_set(
    *, actor: User, project: Project, frames: dict[str, Any], rules: Mapping[str, NamingInput], seen_rev: int | None
) -> None:
    """Save the page of frames and naming as one act."""
    require_settings(actor, project)
    with change_set(actor=actor, label=f"Frames and naming of {project.name}", project_id=project.pk):
        project_update(actor=actor, project=project, changes=frames, seen_rev=seen_rev)
        naming_set(actor=actor, project=project, rules=rules)


def _cleaned(kind: str, given: NamingInput) -> NamingInput:
    if kind not in NAMED:
        raise Refused("There is no such kind of thing to name.")
    pattern = check_pattern(given.pattern, f"{kind}_pattern")
    if has_forbidden_characters(pattern):
        raise Refused("The pattern holds control or direction characters.", field=f"{kind}_pattern")
    if not 0 <= given.first <= _MOST:
        raise Refused("The first number is 0 to 1,000,000.", field=f"{kind}_first")
    if not 1 <= given.step <= 100_000:
        raise Refused("The step is 1 to 100,000.", field=f"{kind}_step")
    return NamingInput(pattern, given.first, given.step, given.is_strict)


def _values(rule: NamingRule | None) -> dict[str, Any] | None:
    if rule is None:
        return None
    return {"pattern": rule.pattern, "first": rule.first, "step": rule.step, "is_strict": rule.is_strict}


def _given_values(given: NamingInput) -> dict[str, Any]:
    return {"pattern": given.pattern, "first": given.first, "step": given.step, "is_strict": given.is_strict}


def _write(project: Project, kind: str, given: NamingInput) -> None:
    rows = NamingRule.objects.filter(project=project, kind=kind)
    if not given.pattern:
        rows.delete()
    elif not rows.update(**_given_values(given)):
        NamingRule.objects.create(project=project, kind=kind, **_given_values(given))


def _readable(values: dict[str, Any] | None) -> str:
    if values is None:
        return "any"
    pattern, first, step = values["pattern"], values["first"], values["step"]
    names = ", ".join(example(pattern, first + step * number) for number in (0, 1)) if "#" in pattern else ""
    return " ".join(part for part in (pattern, f"({names}, …)" if names else "", _words(values)) if part)


def _words(values: dict[str, Any]) -> str:
    return "only" if values["is_strict"] else ""


def naming_back(actor: User, events: Sequence[Event]) -> None:
    for event in events:
        rules = {
            key.removesuffix("_names"): NamingInput(**values) if values else NamingInput("")
            for key, values in event.before.items()
        }
        naming_set(actor=actor, project=Project.objects.get(pk=event.target_id), rules=rules)


VERBS = (Verb("naming.changed", "changed the naming rules of {title}", inverse=naming_back),)
