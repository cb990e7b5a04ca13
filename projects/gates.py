"""Which stored files a person sees because of the projects that he or she is in."""

from django.db.models import Q

from accounts.models import User

from .models import Project


def files_of_projects(viewer: User) -> Q:
    return Q(project_id__in=Project.objects.visible_to(viewer).values("pk"))
