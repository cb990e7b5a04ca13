from django.urls import path

from . import views

app_name = "accounts"
urlpatterns = [
    path("welcome/", views.welcome, name="welcome"),
    path("profile/", views.profile, name="profile"),
    path("profile/theme/", views.theme_set, name="theme-set"),
    path("profile/density/", views.density_set, name="density-set"),
]
