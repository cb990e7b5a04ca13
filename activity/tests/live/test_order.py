"""PostgreSQL: ids of different projects commit in any order; who reads the whole log skips none."""

import pytest

from .conftest import needs_postgres
from .harness import Site

pytestmark = [needs_postgres, pytest.mark.postgres, pytest.mark.proof]


@pytest.fixture(scope="module")
def backend() -> str:
    return "postgresql"


@pytest.mark.parametrize("first_opened", ["low", "high"])
def test_a_lower_id_that_commits_last_is_skipped_by_no_reader(site: Site, first_opened: str) -> None:
    """Whichever transaction began first: the age of a transaction says nothing about the ids it draws."""
    listener = site.listen("administrator")
    start = site.act("last_event")
    projects = {"low": (site.ids["ark"], "owner"), "high": (site.ids["canary"], "stranger")}
    for name in sorted(projects, key=lambda name: name != first_opened):
        site.act("hold", name=name, project=projects[name][0], by=projects[name][1])
    low, high = site.act("hold_write", name="low"), site.act("hold_write", name="high")
    assert start < low < high

    site.act("hold_commit", name="high")
    early = listener.next()
    assert f"project:{site.ids['canary']}" in early.data["topics"], "a finished change waits for nobody"
    assert int(early.id) < low, "the cursor stays below what may still come"
    assert site.act("settled_after", cursor=start) == []

    site.act("hold_commit", name="low")
    assert f"project:{site.ids['ark']}" in listener.next().data["topics"]
    assert site.act("settled_after", cursor=start) == [low, high]
    assert listener.has_none(), "each event is delivered once"
    back = site.listen("administrator", Last_Event_ID=early.id)
    heard = [topic for _ in range(2) for topic in back.next().data["topics"]]
    assert {f"project:{site.ids['ark']}", f"project:{site.ids['canary']}"} <= set(heard)


def test_a_writer_who_gives_up_holds_nobody(site: Site) -> None:
    start = site.act("last_event")
    site.act("hold", name="dies", project=site.ids["ark"])
    site.act("hold_write", name="dies")
    committed = site.act("flip", task=site.ids["canary_tasks"][0], by="stranger")
    assert committed and site.act("settled_after", cursor=start) == []
    site.act("hold_give_up", name="dies")
    assert len(site.act("settled_after", cursor=start)) == 1


def test_events_of_one_project_commit_in_the_order_of_their_ids(site: Site) -> None:
    site.act("hold", name="second", project=site.ids["ark"])
    site.act("hold", name="first", project=site.ids["ark"])
    assert site.act("hold_write", name="first")
    assert site.act("hold_write", name="second", patience=0.5) == 0, "it waits for the one before"
    first = site.act("hold_commit", name="first")
    assert site.act("hold_write", name="second") > first
    site.act("hold_commit", name="second")
