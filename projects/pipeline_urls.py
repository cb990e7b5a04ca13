"""Addresses of the settings: a project's pipeline and rules, and the studio's catalogue."""

from django.urls import path

from .views import catalogue, departments, naming, pipeline

_SHELF = "projects/<str:code>/pipeline/<str:shelf>/"
_STUDIO = "studio/catalogue/<str:shelf>/"
_DEPARTMENTS = "studio/catalogue/departments/"

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
    # Before the shelves, which would take their addresses.
    path(_DEPARTMENTS, departments.department_list, name="department-list"),
    path(f"{_DEPARTMENTS}new/", departments.department_create, name="department-create"),
    path(f"{_DEPARTMENTS}order/", departments.department_order, name="department-order"),
    path(f"{_DEPARTMENTS}<int:pk>/", departments.department_update, name="department-update"),
    path(f"{_DEPARTMENTS}<int:pk>/remove/", departments.department_remove, name="department-remove"),
    path(_STUDIO, catalogue.catalogue_list, name="catalogue-list"),
    path(f"{_STUDIO}new/", catalogue.catalogue_create, name="catalogue-create"),
    path(f"{_STUDIO}order/", catalogue.catalogue_order, name="catalogue-order"),
    path(f"{_STUDIO}rows/<int:pk>/", catalogue.catalogue_update, name="catalogue-update"),
    path(f"{_STUDIO}rows/<int:pk>/remove/", catalogue.catalogue_remove, name="catalogue-remove"),
]
