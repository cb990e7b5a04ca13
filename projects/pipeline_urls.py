"""Addresses of the settings: a project's pipeline and rules, and the studio's catalogue."""

from django.urls import path

from .views import catalogue, naming, pipeline

_SHELF = "projects/<str:code>/pipeline/<str:shelf>/"
_STUDIO = "studio/catalogue/<str:shelf>/"

urlpatterns = [
    path(_SHELF, pipeline.pipeline_list, name="pipeline-list"),
    path(f"{_SHELF}add/", pipeline.pipeline_add, name="pipeline-add"),
    path(f"{_SHELF}new/", pipeline.pipeline_create, name="pipeline-create"),
    path(f"{_SHELF}order/", pipeline.pipeline_order, name="pipeline-order"),
    path(f"{_SHELF}lines/<int:pk>/", pipeline.pipeline_update, name="pipeline-update"),
    path(f"{_SHELF}lines/<int:pk>/remove/", pipeline.pipeline_remove, name="pipeline-remove"),
    path("projects/<str:code>/settings/notes/", naming.notes_policy, name="notes-policy"),
    path("projects/<str:code>/settings/naming/", naming.naming_update, name="naming-update"),
    path("studio/catalogue/", catalogue.catalogue_list, {"shelf": "task-types"}, name="catalogue"),
    path(_STUDIO, catalogue.catalogue_list, name="catalogue-list"),
    path(f"{_STUDIO}new/", catalogue.catalogue_create, name="catalogue-create"),
    path(f"{_STUDIO}order/", catalogue.catalogue_order, name="catalogue-order"),
    path(f"{_STUDIO}rows/<int:pk>/", catalogue.catalogue_update, name="catalogue-update"),
    path(f"{_STUDIO}rows/<int:pk>/remove/", catalogue.catalogue_remove, name="catalogue-remove"),
]
