from django.urls import path

from . import views

app_name = "files"
urlpatterns = [path("files/<uuid:uid>/", views.stored_file, name="stored-file")]
