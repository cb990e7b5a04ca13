"""One read door, one write door, and every act in the log can be taken back or says why not."""

import ast
import importlib
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from events.registry import all_verbs

from .tree import ROOT, files, name

# Services that ask in another way, each with the reason.
ASKS_OTHERWISE = {
    "events.services.change_set": "the log itself, which the services open",
    "projects.services.projects.project_create": "every signed-in person may make a project",
    "projects.services.catalogue.studio_catalogue_ensure": "fills an empty studio only, on its first project",
    "projects.services.members.member_join": "the share code is the right",
    "projects.services.members.member_write": "the inner half of member_add, member_join and member_set_role",
    "projects.services.members.member_remove": "people may leave by themselves; otherwise it asks",
    "files.services.image_store": "who links the picture asks; an unlinked one is seen by its uploader only",
    "files.services.file_store": "who links the file asks; an unlinked one is seen by its uploader only",
    "files.services.file_adopt": "the half of file_store that a transaction holds",
    "files.services.thumbnail_store": "as image_store, of a file that is there already",
    "activity.services.change_set_undo": "asks whether the act is seen; each inverse asks for its own right",
    "inbox.services.reading.items_mark_read": "the actor's own items",
    "inbox.services.reading.items_mark_all_read": "the actor's own items",
    "inbox.services.reading.items_mark_unread": "the actor's own items",
    "inbox.services.settings.settings_update": "the actor's own settings",
    "accounts.services.people.user_create": "people sign up by themselves",
    "accounts.services.people.profile_update": "the actor's own profile",
    "accounts.services.people.password_set": "the actor's own password; allauth has asked for the old one",
    "accounts.services.security.security_changed": "the actor's own second factor; allauth has asked who it is",
    "accounts.services.sessions.session_end": "the actor's own log-in",
    "accounts.services.sessions.sessions_end_others": "the actor's own log-ins",
    "accounts.services.invitations.invitation_accept": "the token is the right",
}
# Functions that a package exports without an actor, each with the reason.
WITHOUT_ACTOR = {"shots.services.task_note_added": "keeps a count; the note's own service has asked"}
WRITES = {"save", "create", "bulk_create", "update", "bulk_update", "delete", "get_or_create", "update_or_create"}
# Opening a change set writes nothing by itself: it may make one act of several services.
WRITES |= {"record", "record_entity", "record_task", "insert_entities", "member_write", "write_grants", "image_store"}
WRITES |= {"file_store", "file_adopt", "thumbnail_store"}
_VERB = re.compile(r"^[a-z]+\.[a-z_]+$")


def _services() -> Iterator[tuple[Path, ast.FunctionDef, set[str]]]:
    """Each public function of a service module, with the names whose call writes there."""
    for path in files("**/*.py", tests=False):
        if "services" in path.with_suffix("").parts:
            functions = [node for node in ast.parse(path.read_text("utf-8")).body if isinstance(node, ast.FunctionDef)]
            writes = _writes(functions)
            yield from ((path, node, writes) for node in functions if not node.name.startswith("_"))


def _writes(functions: list[ast.FunctionDef]) -> set[str]:
    """WRITES, and the module's own private functions that write without asking, directly or by one another."""
    writes, found = set(WRITES), True
    while found:
        silent = [node for node in functions if node.name.startswith("_") and not _asks_first(node, writes)]
        found = {node.name for node in silent} - writes
        writes |= found
    return writes


def _calls(node: ast.AST) -> set[str]:
    """The names that are called anywhere inside a statement."""
    calls = [inner.func for inner in ast.walk(node) if isinstance(inner, ast.Call)]
    return {func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "") for func in calls}


def _asks(node: ast.stmt) -> bool:
    # A condition may never skip the question; a loop asks once for each project.
    plain = isinstance(node, ast.Expr | ast.For) and not any(isinstance(inner, ast.If) for inner in ast.walk(node))
    return plain and any(call.lstrip("_").startswith("require") for call in _calls(node))


def _asks_first(function: ast.FunctionDef, writes: set[str]) -> bool:
    """The permission comes before the first write; a function that only calls services writes nothing itself."""
    for statement in function.body:
        if _asks(statement):
            return True
        if _calls(statement) & writes:
            return False
    return True


def test_a_service_asks_for_the_right_before_it_writes() -> None:
    silent = {
        f"{'.'.join(path.relative_to(ROOT).with_suffix('').parts)}.{node.name}"
        for path, node, writes in _services()
        if "actor" in {arg.arg for arg in [*node.args.args, *node.args.kwonlyargs]} and not _asks_first(node, writes)
    }
    assert silent == set(ASKS_OTHERWISE) & silent, silent - set(ASKS_OTHERWISE)
    assert set(ASKS_OTHERWISE) == silent, "a named exception asks by now: take it off the list"


@pytest.mark.parametrize("package", ["projects.services", "shots.services"])
def test_what_a_service_package_exports_takes_its_actor_first_and_by_name(package: str) -> None:
    module = importlib.import_module(package)
    wrong = []
    for exported in module.__all__:
        thing = getattr(module, exported)
        if inspect.isfunction(thing) and f"{package}.{exported}" not in WITHOUT_ACTOR:
            first = next(iter(inspect.signature(thing).parameters.values()))
            if first.name != "actor" or first.kind is not inspect.Parameter.KEYWORD_ONLY:
                wrong.append(exported)
    assert not wrong


def test_views_read_through_visible_to_or_a_selector() -> None:
    wide = re.compile(
        r"\.objects\.(?!visible_to\(|trash_visible_to\(|none\(\))|get_(?:object|list)_or_404\([A-Z]\w+[,)]"
    )
    assert not _found(wide, _view_files())


def test_views_parse_requests_by_forms() -> None:
    assert not _found(re.compile(r"request\.POST(?:\[|\.get)|json\.loads\(request"), _view_files())


def test_views_write_through_services() -> None:
    writes = re.compile(r"\.(?:save|delete|bulk_create|bulk_update|get_or_create|update_or_create)\(")
    assert not _found(writes, _view_files())


def _view_files() -> list[Path]:
    return [path for path in files("**/*.py", tests=False) if "views" in path.with_suffix("").parts]


def _found(pattern: re.Pattern[str], paths: list[Path]) -> list[str]:
    return [
        f"{name(path)}:{number}: {line.strip()}"
        for path in paths
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if pattern.search(line)
    ]


def test_every_verb_has_an_inverse_or_a_reason() -> None:
    assert len(all_verbs()) > 30
    assert not [verb.name for verb in all_verbs() if not verb.inverse and not verb.irreversible]
    assert not [verb.name for verb in all_verbs() if not _VERB.match(verb.name) or not verb.phrase]


def test_every_verb_that_the_code_writes_is_registered() -> None:
    registered = {verb.name for verb in all_verbs()}
    written = {
        call.args[0].value
        for path in files("**/*.py", tests=False)
        for call in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(call, ast.Call)
        and "record" in getattr(call.func, "attr", getattr(call.func, "id", ""))
        and call.args
        and isinstance(call.args[0], ast.Constant)
        and isinstance(call.args[0].value, str)
    }
    assert written and not written - registered
