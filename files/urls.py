from django.urls import path

from . import avatar_views, views

app_name = "files"
urlpatterns = [
    path("files/<uuid:uid>/", views.stored_file, name="stored-file"),
    path("files/<uuid:uid>/small/", views.stored_picture, {"size": "small"}, name="picture-small"),
    path("files/<uuid:uid>/large/", views.stored_picture, {"size": "large"}, name="picture-large"),
    path("profile/picture/", avatar_views.avatar_change, name="avatar-change"),
    path("profile/picture/remove/", avatar_views.avatar_clear, name="avatar-clear"),
]
