"""The live stream, asked over HTTP of a real server, written to by another process."""

import http.client
import queue
import uuid

import pytest

from .harness import Site


def test_a_change_arrives_with_its_cell_and_its_topics(shared_site: Site) -> None:
    site = shared_site
    viewer, stranger = site.listen("viewer"), site.listen("stranger")
    task, shot = site.ids["ark_tasks"][0], site.ids["ark_shots"][0]
    site.act("flip", task=task)
    block = viewer.next()
    assert block.data["who"]["name"] == "Owner Person" and 1 <= block.data["who"]["colour"] <= 9
    wanted = {f"task:{task}", f"shot:{shot}", f"project:{site.ids['ark']}", f"sequence:{site.ids['ark_sequence']}"}
    assert wanted == set(block.data["topics"])
    (cell,) = block.data["cells"]
    assert cell["id"] == f"task-{task}" and cell["html"].startswith("<td")
    assert stranger.has_none()


def test_cells_offer_only_what_their_reader_may_do(shared_site: Site) -> None:
    viewer, contributor = shared_site.listen("viewer"), shared_site.listen("contributor")
    shared_site.act("flip", task=shared_site.ids["ark_tasks"][1])
    assert "data-menu-url" not in viewer.next().data["cells"][0]["html"]
    assert "data-menu-url" in contributor.next().data["cells"][0]["html"]


def test_another_project_is_not_heard_of(shared_site: Site) -> None:
    """The canary's change goes first: had it been for us, it would have come before our own."""
    viewer = shared_site.listen("viewer")
    shared_site.act("flip", task=shared_site.ids["canary_tasks"][0], by="stranger")
    shared_site.act("flip", task=shared_site.ids["ark_tasks"][2])
    block = viewer.next()
    assert f"task:{shared_site.ids['ark_tasks'][2]}" in block.data["topics"]
    assert f"project:{shared_site.ids['canary']}" not in block.data["topics"]


def test_clients_hear_only_of_what_is_meant_for_them(shared_site: Site) -> None:
    client, viewer = shared_site.listen("client"), shared_site.listen("viewer")
    shot = shared_site.ids["ark_shots"][3]
    internal = shared_site.act("note", shot=shot, visible=False)
    public = shared_site.act("note", shot=shot, visible=True)
    assert f"note:{public}" in client.next().data["topics"]
    assert f"note:{internal}" in viewer.next().data["topics"]


def test_a_wide_change_sends_topics_and_no_cells(shared_site: Site) -> None:
    viewer = shared_site.listen("viewer")
    assert shared_site.act("flip_all", project=shared_site.ids["ark"]) > 50
    block = viewer.next()
    assert block.data["cells"] == [] and len(block.data["topics"]) > 50


def test_a_page_of_the_same_server_names_its_tab(shared_site: Site) -> None:
    viewer = shared_site.listen("viewer")
    task, token = shared_site.ids["ark_tasks"][4], "a" * 32
    status = shared_site.ids["statuses"][0]
    connection = http.client.HTTPConnection("127.0.0.1", shared_site.server.port, timeout=10)
    headers = {
        "Cookie": f"sessionid={shared_site.ids['sessions']['owner']}; csrftoken={token}",
        "X-CSRFToken": token,
        "X-Tracktor-Client": "tab1",
        "HX-Request": "true",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    connection.request("POST", f"/projects/ark/tasks/{task}/status/", f"status={status}", headers)
    assert connection.getresponse().status == 200
    connection.close()
    assert viewer.next().data["client"] == "tab1"


def test_who_is_removed_is_told_and_hears_nothing_more(shared_site: Site) -> None:
    removed = shared_site.listen("crowd0")
    shared_site.act("remove", project=shared_site.ids["ark"], name="crowd0")
    shared_site.act("flip", task=shared_site.ids["ark_tasks"][5])
    assert removed.next().data == {"removed": shared_site.ids["ark"]}
    assert removed.has_none()
    away = shared_site.listen("crowd0", f"?after={shared_site.act('last_event') - 5}")
    assert away.next().data == {"removed": shared_site.ids["ark"]}
    assert away.has_none()


@pytest.mark.parametrize("name", ["crowd1", "crowd2"])
def test_whose_session_ended_is_let_go(shared_site: Site, name: str) -> None:
    listener = shared_site.listen(name)
    if name == "crowd1":
        shared_site.act("deactivate", name=name)
    else:
        shared_site.act("sign_out", name=name, session=shared_site.ids["sessions"][name])
    while listener.next_block().event != "end":
        pass
    assert listener.is_over.wait(5)
    assert shared_site.listen(name).status == 401


def test_a_cursor_brings_what_was_missed(shared_site: Site) -> None:
    start = shared_site.act("last_event")
    tasks = shared_site.ids["ark_tasks"][6:9]
    for task in tasks:
        shared_site.act("flip", task=task)
    for asked in (
        shared_site.listen("viewer", f"?after={start}"),
        shared_site.listen("viewer", "?after=1", Last_Event_ID=str(start)),
    ):
        told = [asked.next().data["topics"] for _ in tasks]
        assert [f"task:{task}" in topics for task, topics in zip(tasks, told, strict=True)] == [True] * 3
        assert asked.next_block().event == "cursor"
        assert int(asked.cursor) == shared_site.act("last_event")


@pytest.mark.parametrize("count", [500, 501])
def test_who_missed_very_much_is_asked_to_look_anew(shared_site: Site, count: int) -> None:
    before = shared_site.act("write_many", project=shared_site.ids["ark"], count=count)
    listener = shared_site.listen("viewer", f"?after={before}")
    assert listener.first.event == ("message" if count == 500 else "reset")


@pytest.mark.parametrize("cursor", ["999999999", "-1", "abc", "%C2%B2", "9" * 40])
def test_an_unknown_cursor_asks_for_the_page_anew(shared_site: Site, cursor: str) -> None:
    listener = shared_site.listen("viewer", f"?after={cursor}")
    assert listener.first.event == "reset" and int(listener.first.id) == shared_site.act("last_event")


def test_others_are_refused(shared_site: Site) -> None:
    server, session = shared_site.server, shared_site.ids["sessions"]["viewer"]
    assert server.listen("").status == 401
    assert server.listen("nonsense").status == 401
    assert server.listen(session, Origin="https://elsewhere.example").status == 403
    assert server.listen(session, Origin=f"http://127.0.0.1:{server.port}").status == 200
    assert _status(server.port, "HEAD", session) == 405
    assert _status(server.port, "POST", session) == 405
    assert server.listen(session, Host="evil.example").status == 400


def _status(port: int, method: str, session: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request(method, "/live/", headers={"Cookie": f"sessionid={session}"})
    status = connection.getresponse().status
    connection.close()
    return status


def test_headers_keep_proxies_from_holding_the_stream(shared_site: Site) -> None:
    response = shared_site.listen("viewer", Accept_Encoding="gzip, br").response
    assert response.headers["Content-Type"] == "text/event-stream"
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["X-Accel-Buffering"] == "no"
    assert "Content-Encoding" not in response.headers


def test_a_person_has_twenty_streams_and_a_closed_one_counts_no_more(shared_site: Site) -> None:
    opened = [shared_site.listen("crowd3") for _ in range(20)]
    refused = shared_site.listen("crowd3")
    assert refused.status == 429 and refused.response.headers["Retry-After"]
    opened[0].close()
    for _ in range(50):
        again = shared_site.listen("crowd3")
        if again.status == 200:
            break
        try:
            opened[1].next(0.05)
        except queue.Empty:
            continue
    assert again.status == 200


def test_of_two_acts_at_once_one_is_done_and_the_other_learns_of_it(shared_site: Site) -> None:
    """Here because it needs two real transactions; a double submit is the log's affair, not the stream's."""
    for _ in range(3):
        assert shared_site.act("submit_twice", uid=str(uuid.uuid4())) == ["already Twice", "done"]
    assert shared_site.act("count_events", label="Twice") == 3
