"""Reading the trash."""

from accounts.models import User
from projects.models import Project

from .models import Entity


def is_in_trash(viewer: User, project: Project, pk: int) -> bool:
    """Whether the page of this shot or asset is still open somewhere, though it was thrown away."""
    return Entity.objects.trash_visible_to(viewer).filter(project=project, pk=pk).exists()
