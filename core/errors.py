"""Why a service did not do what it was asked: one family, so that every door can say it in its own way."""


class Refused(Exception):
    """A write that was refused: `message` is a sentence for the person, `field` the form field at fault, if any."""

    status = 422

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class Forbidden(Refused):
    """The person sees the thing but may not do this to it."""

    status = 403


class Missing(Refused):
    """The thing is not there, or not for this person to see: the two are not told apart."""

    status = 404


class Conflict(Refused):
    """Somebody changed the same thing meanwhile, or its state does not allow the change."""

    status = 409


class Stale(Conflict):
    """A form that was opened before somebody else changed the same fields.

    `differences` maps a field to (the value there now, the value that was sent), both as shown to people.
    """

    def __init__(self, message: str, *, differences: dict[str, tuple[object, object]]) -> None:
        super().__init__(message)
        self.differences = differences
