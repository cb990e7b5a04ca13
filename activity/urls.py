from django.urls import path

from . import views

app_name = "activity"
urlpatterns = [
    path("projects/<str:code>/history/", views.project_history, name="project-history"),
    path("projects/<str:code>/feed/", views.feed, name="feed"),
    path("projects/<str:code>/entities/<int:pk>/history/", views.entity_history, name="entity-history"),
    path("changes/<int:pk>/", views.change_set, name="change-set"),
    path("changes/<int:pk>/undo/", views.change_set_undo, name="change-set-undo"),
    path("undo/", views.undo_last, name="undo-last"),
    path("redo/", views.redo_last, name="redo-last"),
]
