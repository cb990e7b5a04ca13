from django.urls import path

from desk.views import publish, storage, versions

urlpatterns = [
    path("storage/", storage.studio_storage, name="studio-storage"),
    path("projects/<str:code>/storage/", storage.project_storage, name="project-storage"),
    path("projects/<str:code>/versions/<int:pk>/", versions.version_detail, name="version-detail"),
    path("projects/<str:code>/entities/<int:pk>/publish/", publish.version_create, name="version-create"),
]
