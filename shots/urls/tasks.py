from django.urls import path

from shots.views import tasks as views

urlpatterns = [
    path("projects/<str:code>/tasks/<int:pk>/status-menu/", views.task_status_menu, name="task-status-menu"),
    path("projects/<str:code>/tasks/<int:pk>/status/", views.task_set_status, name="task-set-status"),
    path("projects/<str:code>/tasks/<int:pk>/assignee-menu/", views.task_assignee_menu, name="task-assignee-menu"),
    path("projects/<str:code>/tasks/<int:pk>/assignees/", views.task_assign, name="task-assign"),
    path("projects/<str:code>/tasks/<int:pk>/dates/", views.task_update, name="task-update"),
    path("projects/<str:code>/tasks/<int:pk>/trash/", views.task_trash, name="task-trash"),
    path("projects/<str:code>/entities/<int:pk>/tasks/new/", views.task_create, name="task-create"),
]
