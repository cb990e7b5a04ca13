"""Acts on notes and on what people follow."""

from inbox.services import settings_update, watch_set

from ..stage import Act

ACTS: dict[str, Act] = {
    "watch.changed": Act(lambda s: watch_set(actor=s.owner, project=s.project, entity=s.shot, choice="follow")),
    "inbox.updated": Act(lambda s: settings_update(actor=s.owner, wants_digest=True)),
}
