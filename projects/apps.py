from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    name = "projects"

    def ready(self) -> None:
        from accounts.hooks import register_destination
        from events.registry import Verb, register
        from files.registry import register_gate, register_keeper, register_links

        from .gates import files_of_projects, may_remove_files, project_pictures
        from .invitations import ProjectDestination
        from .services import (
            departments,
            favourites,
            member_facts,
            members,
            milestones,
            owners,
            pipeline_back,
            projects,
            templates,
        )

        register_destination(ProjectDestination())
        register_gate(files_of_projects)
        register_keeper(may_remove_files)
        register_links(project_pictures)
        stays = "The members and everything made since rely on it; change it by hand."
        register(
            Verb("project.created", "created {title}", inverse=projects.undo_created, covers="project"),
            Verb("project.updated", "edited {title}", inverse=projects.undo_updated),
            Verb("project.thumbnail_changed", "changed the picture of {title}", inverse=projects.undo_thumbnail),
            Verb("project.trashed", "moved {title} to the trash", inverse=projects.undo_trashed),
            Verb("project.restored", "restored {title}", inverse=projects.undo_created),
            Verb(
                "project.share_code_changed",
                "changed the share code",
                irreversible="A code that was closed may be known; make a new one.",
            ),
            Verb("catalogue.created", "added the department {title}", irreversible=stays),
            Verb("pipeline.filled", "filled the pipeline of {title}", irreversible=stays),
            *pipeline_back.verbs(),
            *departments.VERBS,
            *favourites.VERBS,
            *milestones.VERBS,
            *owners.VERBS,
            *templates.VERBS,
            *member_facts.VERBS,
            Verb("member.added", "added {title}", inverse=members.undo_added),
            Verb("member.role_changed", "changed the role of {title}", inverse=members.undo_role_changed),
            Verb("member.removed", "removed {title}", inverse=members.undo_removed),
        )
