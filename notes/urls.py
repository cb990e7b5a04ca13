from django.urls import path

from .views import note, note_list, thread

app_name = "notes"
urlpatterns = [
    path("projects/<str:code>/notes/", note_list.note_list, name="note-list"),
    path("projects/<str:code>/entities/<int:pk>/notes/", thread.note_create, name="note-create"),
    path("projects/<str:code>/entities/<int:pk>/thread/", thread.thread, name="thread"),
    path("projects/<str:code>/notes/<int:pk>/edit/", note.note_update, name="note-update"),
    path("projects/<str:code>/notes/<int:pk>/trash/", note.note_trash, name="note-trash"),
    path("projects/<str:code>/notes/<int:pk>/state/", note.note_set_state, name="note-set-state"),
    path("projects/<str:code>/notes/<int:pk>/clients/", note.note_set_client_visible, name="note-set-client-visible"),
    path("projects/<str:code>/notes/<int:pk>/check/", note.note_check, name="note-check"),
    path(
        "projects/<str:code>/notes/<int:pk>/attachments/<uuid:uid>/remove/",
        note.attachment_remove,
        name="attachment-remove",
    ),
    path("projects/<str:code>/mentions/", note.mention_list, name="mention-list"),
]
