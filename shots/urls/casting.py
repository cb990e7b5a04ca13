from django.urls import path

from shots.views import casting as views

urlpatterns = [
    path("projects/<str:code>/entities/<int:pk>/cast/menu/", views.casting_menu, name="casting-menu"),
    path("projects/<str:code>/entities/<int:pk>/cast/add/", views.casting_add, name="casting-add"),
    path("projects/<str:code>/entities/<int:pk>/cast/", views.casting_sheet, name="casting-sheet"),
    path("projects/<str:code>/assets/<int:pk>/appearances/", views.appearance_add, name="appearance-add"),
    path("projects/<str:code>/castings/<int:pk>/", views.casting_update, name="casting-update"),
    path("projects/<str:code>/castings/<int:pk>/remove/", views.casting_remove, name="casting-remove"),
]
