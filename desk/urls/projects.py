from django.urls import path

from desk.views import dashboard, overview, past, trash

urlpatterns = [
    path("", dashboard.project_list, name="project-list"),
    path("projects/<str:code>/past/", past.past, name="past"),
    path("projects/<str:code>/trash/", trash.trash, name="trash"),
    path("projects/<str:code>/trash/restore/", trash.trash_restore, name="trash-restore"),
    path("projects/<str:code>/trash/delete/", trash.trash_delete, name="trash-delete"),
    path("projects/<str:code>/shots-there/", dashboard.project_shots, name="project-shots"),
    path("projects/<str:code>/", overview.project_overview, name="project-overview"),
]
