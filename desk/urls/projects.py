from django.urls import path

from desk.views import dashboard, overview

urlpatterns = [
    path("", dashboard.project_list, name="project-list"),
    path("projects/<str:code>/", overview.project_overview, name="project-overview"),
]
