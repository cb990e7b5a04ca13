from django.urls import path

from . import views

app_name = "notes"
urlpatterns = [
    path("projects/<str:code>/entities/<int:pk>/notes/", views.note_create, name="note-create"),
    path("projects/<str:code>/entities/<int:pk>/thread/", views.thread, name="thread"),
    path("projects/<str:code>/notes/<int:pk>/edit/", views.note_update, name="note-update"),
    path("projects/<str:code>/notes/<int:pk>/trash/", views.note_trash, name="note-trash"),
    path("projects/<str:code>/notes/<int:pk>/state/", views.note_set_state, name="note-set-state"),
    path("projects/<str:code>/mentions/", views.mention_list, name="mention-list"),
]
