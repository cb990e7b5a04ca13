from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

# Django's own sign-in of the admin knows no limit of attempts; the one page of ours does.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

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
