"""What the address of the inbox may hold."""

from accounts.models import User
from inbox.forms import InboxFilter
from projects.models import Project


def test_a_project_is_chosen_by_its_code_and_no_nul_is_looked_for(
    project: Project, cast: dict[str, User], django_assert_num_queries: object
) -> None:
    owner = cast["owner"]
    assert InboxFilter({"project": "ark"}, viewer=owner).cleaned_data["project"] == project
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert "project" in InboxFilter({"project": "ark\0"}, viewer=owner).errors
