from django.urls import path

from shots.views import cut_import as steps
from shots.views import cuts as views

urlpatterns = [
    path("projects/new/from-cut/", steps.project_from_cut, name="project-from-cut"),
    path("projects/new/from-cut/<slug:token>/", steps.project_from_cut_check, name="project-from-cut-check"),
    path(
        "projects/new/from-cut/<slug:token>/preview/", steps.project_from_cut_preview, name="project-from-cut-preview"
    ),
    path("projects/<str:code>/cuts/", views.cut_list, name="cut-list"),
    path("projects/<str:code>/cuts/<int:pk>/", views.cut_detail, name="cut-detail"),
    path("projects/<str:code>/cuts/<int:pk>/trash/", views.cut_trash, name="cut-trash"),
    path("projects/<str:code>/cuts/import/", steps.cut_import, name="cut-import"),
    path("projects/<str:code>/cuts/import/<slug:token>/", steps.cut_check, name="cut-check"),
    path("projects/<str:code>/cuts/import/<slug:token>/preview/", steps.cut_preview, name="cut-preview"),
]
