"""Which stored files a person sees because of the projects that he or she is in, and which files projects hold."""

from django.db.models import Q, QuerySet

from accounts.models import User

from .models import Project
from .permissions import grants_in
from .roles import EDIT


def files_of_projects(viewer: User) -> Q:
    """The pictures of projects, and one's own uploads in them until something holds those."""
    seen = Project.objects.visible_to(viewer)
    return Q(pk__in=seen.values("thumbnail")) | Q(uploader=viewer, project_id__in=seen.values("pk"))


def may_remove_files(actor: User, project_id: int) -> bool:
    """Who edits a project may take an upload back, as an undo does."""
    project = Project.objects.visible_to(actor).filter(pk=project_id).first()
    return project is not None and EDIT in grants_in(actor, project)


def project_pictures() -> QuerySet[Project, int | None]:
    return Project.objects.filter(thumbnail__isnull=False).values_list("thumbnail", flat=True)
