from django.urls import path

from shots.views import bulk as views
from shots.views import pasted

urlpatterns = [
    path("projects/<str:code>/tasks/bulk/", views.bulk_tasks, name="bulk-tasks"),
    path("projects/<str:code>/entities/copy/", views.entity_copy, name="entity-copy"),
    path("projects/<str:code>/paste/", pasted.list_paste, name="list-paste"),
]
