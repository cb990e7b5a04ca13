from django.urls import path

from shots.views import versions as views

urlpatterns = [
    path("projects/<str:code>/versions/", views.version_list, name="version-list"),
    path("projects/<str:code>/entities/<int:pk>/versions/", views.version_strip, name="version-strip"),
    path("projects/<str:code>/versions/<int:pk>/status-menu/", views.version_status_menu, name="version-status-menu"),
    path("projects/<str:code>/versions/<int:pk>/status/", views.version_set_status, name="version-set-status"),
    path("projects/<str:code>/versions/<int:pk>/edit/", views.version_update, name="version-update"),
    path("projects/<str:code>/versions/<int:pk>/trash/", views.version_trash, name="version-trash"),
    path("projects/<str:code>/versions/<int:pk>/restore/", views.version_restore, name="version-restore"),
    path("projects/<str:code>/versions/<int:pk>/use-picture/", views.version_use_picture, name="version-use-picture"),
    path("projects/<str:code>/versions/<int:pk>/show-file/", views.version_file_show, name="version-file-show"),
]
