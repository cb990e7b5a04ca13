from django.urls import path

from desk.views import entity, my_tasks

urlpatterns = [
    path("projects/<str:code>/shots/<int:pk>/", entity.shot_detail, name="shot-detail"),
    path("projects/<str:code>/assets/<int:pk>/", entity.asset_detail, name="asset-detail"),
    path("projects/<str:code>/sequences/<int:pk>/", entity.sequence_detail, name="sequence-detail"),
    path("projects/<str:code>/episodes/<int:pk>/", entity.episode_detail, name="episode-detail"),
    path("projects/<str:code>/tasks/<int:pk>/row/", entity.task_row, name="task-row"),
    path("my-tasks/", my_tasks.my_tasks, name="my-tasks"),
    path("my-tasks/<int:pk>/", my_tasks.my_task, name="my-task"),
]
