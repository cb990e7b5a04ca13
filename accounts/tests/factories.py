"""People for tests, made by the service: the log knows them like everybody."""

from typing import Any

import factory

from accounts.models import User
from accounts.services import Person, user_create

PASSWORD = "a long enough secret"


class UserFactory(factory.Factory):
    """`UserFactory(username="ana", full_name="Ana Diaz")`; `is_superuser=True` makes an administrator."""

    class Meta:
        model = User

    username = factory.Sequence(lambda n: f"person{n}")

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **values: Any) -> User:
        is_superuser = values.pop("is_superuser", False)
        return user_create(actor=None, person=Person(**({"password": PASSWORD} | values)), is_superuser=is_superuser)
