from django.urls import path

from shots.views import entities as views

urlpatterns = [
    path("projects/<str:code>/shots/new/", views.shot_create, name="shot-create"),
    path("projects/<str:code>/assets/new/", views.asset_create, name="asset-create"),
    path("projects/<str:code>/entities/<int:pk>/edit/", views.entity_update, name="entity-update"),
    path("projects/<str:code>/entities/<int:pk>/omit/", views.entity_omit, name="entity-omit"),
    path("projects/<str:code>/entities/<int:pk>/trash/", views.entity_trash, name="entity-trash"),
]
