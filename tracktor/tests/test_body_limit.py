"""Nothing larger than Tracktor takes is kept, not even for a moment."""

from django.test import Client
from django.urls import reverse

from accounts.models import User


def test_a_request_beyond_the_limit_is_refused_unread(client: Client, cast: dict[str, User]) -> None:
    client.force_login(cast["owner"])
    response = client.post(
        reverse("projects:project-create"), b"", content_type="text/plain", headers={"Content-Length": "40000000"}
    )
    assert response.status_code == 413
    assert "32 MB" in response.content.decode()
