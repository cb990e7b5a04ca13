"""One act sent twice at the very same moment."""

import uuid

from .harness import Site


def test_of_two_at_once_one_is_done_and_the_other_learns_of_it(shared_site: Site) -> None:
    for _ in range(3):
        assert shared_site.act("submit_twice", uid=str(uuid.uuid4())) == ["already Twice", "done"]
    assert shared_site.act("count_events", label="Twice") == 3
