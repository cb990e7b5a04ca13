"""The roles of the permission matrix, and the answers that most addresses give them."""

ROLES = ("anonymous", "stranger", "viewer", "contributor", "owner", "administrator")
Answers = tuple[int, int, int, int, int, int]

# Anonymous people are sent to sign in (302), strangers are told nothing (404), those who may not are refused (403).
NO: Answers = (302, 405, 405, 405, 405, 405)
NEVER: Answers = (405, 405, 405, 405, 405, 405)
PUBLIC: Answers = (200, 200, 200, 200, 200, 200)
AWAY: Answers = (302, 302, 302, 302, 302, 302)
ONLY_AWAY: Answers = (200, 302, 302, 302, 302, 302)
SIGN_OUT: Answers = (302, 200, 200, 200, 200, 200)

SIGNED_IN: Answers = (302, 200, 200, 200, 200, 200)
READ: Answers = (302, 404, 200, 200, 200, 200)
READ_AWAY: Answers = (302, 404, 302, 302, 302, 302)
EDIT: Answers = (302, 404, 403, 200, 200, 200)
MANAGE: Answers = (302, 404, 403, 403, 200, 200)

SIGNED_IN_DOES: Answers = (302, 302, 302, 302, 302, 302)
CONTRIBUTOR_DOES: Answers = (302, 404, 403, 302, 302, 302)
OWNER_DOES: Answers = (302, 404, 403, 403, 302, 302)

AUTHOR: Answers = (302, 404, 403, 403, 200, 403)
AUTHOR_DOES: Answers = (302, 404, 403, 403, 302, 403)
