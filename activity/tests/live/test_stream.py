"""The live stream, asked over HTTP of a real server, written to by another process.

One server serves several questions of a test: starting one takes longer than all of them.
"""

import json

from .harness import Site


def test_a_change_arrives_with_its_cell_and_its_topics(site: Site) -> None:
    viewer, stranger = site.listen("viewer"), site.listen("stranger")
    task, shot = site.ids["ark_tasks"][0], site.ids["ark_shots"][0]
    committed = site.act("flip", task=task)
    block = viewer.next()
    assert block.at - committed < 1
    assert block.data["who"]["name"] == "Owner Person" and 1 <= block.data["who"]["colour"] <= 9
    wanted = {f"task:{task}", f"shot:{shot}", f"project:{site.ids['ark']}", f"sequence:{site.ids['ark_sequence']}"}
    assert wanted <= set(block.data["topics"])
    (cell,) = block.data["cells"]
    assert cell["id"] == f"task-{task}" and cell["html"].startswith("<td") and "data-menu-url" not in cell["html"]
    assert stranger.has_none()
