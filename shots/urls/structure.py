from django.urls import path

from shots.views import structure as views

urlpatterns = [
    path("projects/<str:code>/structure/", views.structure, name="structure"),
    path("projects/<str:code>/structure/order/", views.entity_order, name="entity-order"),
    path("projects/<str:code>/structure/move/", views.entity_move, name="entity-move"),
    path("projects/<str:code>/episodes/new/", views.episode_create, name="episode-create"),
    path("projects/<str:code>/sequences/new/", views.sequence_create, name="sequence-create"),
]
