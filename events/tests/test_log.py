"""Reading the log: by cursor, and against a form that was opened earlier."""

from typing import Any

import pytest

from accounts.models import User
from accounts.services import profile_update
from accounts.tests.factories import UserFactory
from core.errors import Stale
from events.models import Event
from events.services import changed_since, merge_stale

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana() -> User:
    return UserFactory(username="ana", full_name="Ana Diaz")


def _merge(row: User, seen_rev: int, **sent: Any) -> dict[str, Any]:
    row.refresh_from_db()
    return merge_stale(target_type="user", row=row, seen_rev=seen_rev, sent=sent)


def test_a_form_on_the_newest_revision_applies_whole(ana: User) -> None:
    assert _merge(ana, ana.rev, full_name="Ana D.") == {"full_name": "Ana D."}


def test_fields_that_others_changed_and_this_form_did_not_keep_the_others_value(ana: User) -> None:
    seen = ana.rev
    profile_update(actor=ana, changes={"theme": "system"})
    assert _merge(ana, seen, theme="tracktor-dark", full_name="Ana D.") == {"full_name": "Ana D."}


def test_a_field_that_both_changed_is_refused_with_both_values(ana: User) -> None:
    seen = ana.rev
    profile_update(actor=ana, changes={"full_name": "Ana Other"})
    with pytest.raises(Stale) as stale:
        _merge(ana, seen, full_name="Ana Mine", theme="system")
    assert stale.value.differences == {"full_name": ("Ana Other", "Ana Mine")}


def test_the_same_value_from_both_is_no_clash(ana: User) -> None:
    seen = ana.rev
    profile_update(actor=ana, changes={"full_name": "Ana Same"})
    assert _merge(ana, seen, full_name="Ana Same", theme="system") == {"theme": "system"}


def test_of_several_changes_the_value_at_the_opened_revision_counts(ana: User) -> None:
    seen = ana.rev
    for name in ("Ana One", "Ana Two"):
        profile_update(actor=ana, changes={"full_name": name})
    assert changed_since(target_type="user", target_id=ana.pk, rev=seen) == {"full_name": "Ana Diaz"}
    assert _merge(ana, seen, full_name="Ana Diaz") == {}


def test_the_cursor_reads_on_in_order(ana: User) -> None:
    start = Event.objects.all().horizon()
    for name in ("Ana One", "Ana Two", "Ana Three"):
        profile_update(actor=ana, changes={"full_name": name})
    read = list(Event.objects.after(start).settled())
    assert [event.after["full_name"] for event in read] == ["Ana One", "Ana Two", "Ana Three"]
    assert Event.objects.all().horizon() == read[-1].id
    assert not Event.objects.after(read[-1].id).exists()
