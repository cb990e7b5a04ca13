from django.urls import path

from desk.views import publish, versions

urlpatterns = [
    path("projects/<str:code>/versions/<int:pk>/", versions.version_detail, name="version-detail"),
    path("projects/<str:code>/entities/<int:pk>/publish/", publish.version_create, name="version-create"),
]
