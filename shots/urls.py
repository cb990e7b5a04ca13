from django.urls import URLPattern

app_name = "shots"
urlpatterns: list[URLPattern] = []
