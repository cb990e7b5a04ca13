from django.urls import path

from shots.views import grid as views

urlpatterns = [
    path("projects/<str:code>/shots/", views.shot_list, name="shot-list"),
    path("projects/<str:code>/shots/sums/", views.shot_sums, name="shot-sums"),
    path("projects/<str:code>/assets/", views.asset_list, name="asset-list"),
    path("projects/<str:code>/assets/sums/", views.asset_sums, name="asset-sums"),
    path("projects/<str:code>/entities/<int:pk>/row/", views.entity_row, name="entity-row"),
]
