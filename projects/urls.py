from django.urls import path

from .pipeline_urls import urlpatterns as pipeline
from .views import favourites, handover, members, milestones, projects, templates

app_name = "projects"
urlpatterns = [
    *pipeline,
    path("join/", members.member_join, name="member-join"),
    path("projects/new/", projects.project_create, name="project-create"),
    path("projects/new/code/", projects.project_code_suggest, name="project-code-suggest"),
    path("projects/trash/", projects.project_trash_list, name="project-trash-list"),
    path("projects/<str:code>/settings/", projects.project_update, name="project-update"),
    path("projects/<str:code>/favourite/", favourites.favourite_set, name="favourite-set"),
    path("projects/<str:code>/picture/", projects.project_set_thumbnail, name="project-set-thumbnail"),
    path("projects/<str:code>/trash-project/", projects.project_trash, name="project-trash"),
    path("projects/<str:code>/restore/", projects.project_restore, name="project-restore"),
    path("projects/<str:code>/archive/", projects.project_set_archived, name="project-set-archived"),
    path("projects/<str:code>/hand-over/", handover.project_hand_over, name="project-hand-over"),
    path("projects/<str:code>/template/", templates.template_create, name="template-create"),
    path("project-templates/", templates.template_list, name="template-list"),
    path("project-templates/<int:pk>/rename/", templates.template_rename, name="template-rename"),
    path("project-templates/<int:pk>/remove/", templates.template_remove, name="template-remove"),
    path("projects/<str:code>/members/", members.member_list, name="member-list"),
    path("projects/<str:code>/members/add/", members.member_add, name="member-add"),
    path("projects/<str:code>/members/<int:pk>/", members.member_update, name="member-update"),
    path("projects/<str:code>/members/<int:pk>/role/", members.member_set_role, name="member-set-role"),
    path("projects/<str:code>/members/<int:pk>/remove/", members.member_remove, name="member-remove"),
    path("projects/<str:code>/share-code/renew/", members.share_code_renew, name="share-code-renew"),
    path("projects/<str:code>/share-code/stop/", members.share_code_stop, name="share-code-stop"),
    path("projects/<str:code>/milestones/", milestones.milestone_list, name="milestone-list"),
    path("projects/<str:code>/milestones/new/", milestones.milestone_create, name="milestone-create"),
    path("projects/<str:code>/milestones/<int:pk>/", milestones.milestone_update, name="milestone-update"),
    path("projects/<str:code>/milestones/<int:pk>/reach/", milestones.milestone_reach, name="milestone-reach"),
    path("projects/<str:code>/milestones/<int:pk>/trash/", milestones.milestone_trash, name="milestone-trash"),
]
