"""Change sets: what is recorded inside is committed together, or not at all."""

import uuid
from typing import Any

import pytest
from django.db import transaction

from accounts.models import User
from accounts.tests.factories import UserFactory
from core.errors import Refused
from events.models import ChangeSet, Event
from events.origin import Origin, last_done, origin
from events.services import AlreadyDone, change_set, record

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana() -> User:
    return UserFactory(username="ana", full_name="Ana Diaz")


def _record(user: User, title: str = "Ana", **more: Any) -> None:
    record("user.updated", on=user, before={"theme": "a"}, after={"theme": "b"}, title=title, **more)


def _titles() -> list[str]:
    return list(Event.objects.exclude(verb="user.created").order_by("id").values_list("title", flat=True))


def test_an_inner_change_set_joins_the_outer_one(ana: User) -> None:
    with change_set(actor=ana, label="Outer") as outer:
        _record(ana, "first")
        with change_set(actor=ana, label="Inner", uid=uuid.uuid4()) as inner:
            _record(ana, "second")
    assert inner == outer and outer.label == "Outer"
    assert list(outer.events.values_list("title", flat=True)) == ["first", "second"]


def test_a_failure_leaves_neither_change_nor_event(ana: User) -> None:
    before = ChangeSet.objects.count()
    with pytest.raises(Refused), change_set(actor=ana, label="Fails"):
        User.objects.filter(pk=ana.pk).update(full_name="Changed")
        _record(ana)
        raise Refused("No.")
    ana.refresh_from_db()
    assert ana.full_name == "Ana Diaz"
    assert _titles() == [] and ChangeSet.objects.count() == before


def test_a_part_that_fails_is_not_told_of_when_the_act_goes_on(ana: User) -> None:
    with change_set(actor=ana, label="Import"):
        _record(ana, "good")
        with pytest.raises(Refused), change_set(actor=ana, label="A bad row"):
            User.objects.filter(pk=ana.pk).update(full_name="Changed")
            _record(ana, "bad")
            raise Refused("No.")
        _record(ana, "good too")
    ana.refresh_from_db()
    assert _titles() == ["good", "good too"] and ana.full_name == "Ana Diaz"


def test_an_empty_one_leaves_no_row(ana: User) -> None:
    before = ChangeSet.objects.count()
    with origin(Origin(source="page")):
        with change_set(actor=ana, label="Nothing"):
            pass
        assert last_done.get() is None
    assert ChangeSet.objects.count() == before


def test_the_same_act_twice_is_done_once(ana: User) -> None:
    uid = uuid.uuid4()
    with change_set(actor=ana, label="Once", uid=uid) as first:
        _record(ana)
    with pytest.raises(AlreadyDone) as already, change_set(actor=ana, label="Twice", uid=uid):
        _record(ana)
    assert already.value.change_set == first and _titles() == ["Ana"]


def test_an_act_that_failed_may_be_tried_again(ana: User) -> None:
    uid = uuid.uuid4()
    with pytest.raises(Refused), change_set(actor=ana, label="Fails", uid=uid):
        raise Refused("No.")
    with change_set(actor=ana, label="Works", uid=uid):
        _record(ana)
    assert _titles() == ["Ana"]


def test_names_of_acts_are_each_person_s_own(ana: User) -> None:
    uid, ben = uuid.uuid4(), UserFactory(username="ben")
    for person in (ana, ben):
        with change_set(actor=person, label="Mine", uid=uid):
            _record(person)
    assert len(_titles()) == 2


def test_it_takes_the_project_that_all_its_events_have(ana: User) -> None:
    with change_set(actor=ana, label="One project") as one:
        _record(ana, project_id=7)
    with change_set(actor=ana, label="Two projects") as two:
        _record(ana, project_id=7)
        _record(ana, project_id=8)
    assert one.project_id == 7 and two.project_id is None


def test_it_keeps_where_it_came_from(ana: User) -> None:
    with origin(Origin(source="api", request_id="r1", client="tab")), change_set(actor=ana, label="Sent") as made:
        _record(ana)
        assert last_done.get() is None
    made.refresh_from_db()
    assert (made.source, made.request_id, made.client) == ("api", "r1", "tab")


def test_nothing_is_recorded_outside_a_change_set_or_under_an_unknown_verb(ana: User) -> None:
    with pytest.raises(RuntimeError, match="outside a change set"):
        _record(ana)
    with pytest.raises(KeyError), change_set(actor=ana, label="Unknown"):
        record("user.teleported", on=ana, before={}, after={}, title="")


def test_an_outer_transaction_takes_the_change_set_along(ana: User) -> None:
    with pytest.raises(Refused), transaction.atomic():
        with change_set(actor=ana, label="Inside"):
            _record(ana)
        raise Refused("No.")
    assert _titles() == []
