from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path("", include("files.urls")),
    path("", include("projects.urls")),
    path("", include("shots.urls")),
    path("", include("notes.urls")),
    path("", include("activity.urls")),
    path("", include("desk.urls")),
    path("admin/", admin.site.urls),
]
