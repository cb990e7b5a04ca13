from .reading import items_mark_all_read, items_mark_read, items_mark_unread
from .settings import settings_back, settings_update
from .sorting import catch_up
from .watches import watch_back, watch_set

__all__ = [
    "catch_up",
    "items_mark_all_read",
    "items_mark_read",
    "items_mark_unread",
    "settings_back",
    "settings_update",
    "watch_back",
    "watch_set",
]
