from django.urls import path

from .views import items, watches

app_name = "inbox"
urlpatterns = [
    path("inbox/", items.item_list, name="item-list"),
    path("inbox/count/", items.item_count, name="item-count"),
    path("inbox/read/", items.item_read_all, name="item-read-all"),
    path("inbox/unread/", items.item_unread_all, name="item-unread-all"),
    path("inbox/items/<int:pk>/", items.item_open, name="item-open"),
    path("inbox/items/<int:pk>/read/", items.item_set_read, name="item-set-read"),
    path("inbox/settings/", watches.settings_update, name="settings"),
    path("projects/<str:code>/watch/", watches.project_watch, name="project-watch"),
    path("projects/<str:code>/entities/<int:pk>/watch/", watches.entity_watch, name="entity-watch"),
]
