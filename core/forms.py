"""What every form of Tracktor has: a name for its submission, and a place for a service's refusal."""

import uuid
from typing import Any

from django import forms

from .errors import Forbidden, Missing, Refused
from .text import has_forbidden_characters


def validate_text(value: str) -> None:
    if has_forbidden_characters(value, multiline=True):
        raise forms.ValidationError("This holds control or direction characters; type it without them.")


class CodeChoiceField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Chosen by its code. PostgreSQL takes no NUL in a text, not even to look for it."""

    def __init__(self, queryset: Any, **kwargs: Any) -> None:
        super().__init__(queryset, to_field_name="code", **kwargs)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str) and "\0" in value:
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().to_python(value)


class TracktorForm(forms.Form):
    """`submit_id` names this opening of the form: a second press of the button gives the first one's result."""

    submit_id = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["submit_id"].initial = uuid.uuid4
        for field in self.fields.values():
            # A UUIDField is a CharField whose value is no text.
            if isinstance(field, forms.CharField) and not isinstance(field, forms.UUIDField):
                field.validators.append(validate_text)

    def refuse(self, refused: Refused) -> None:
        """Show a service's refusal at its field, or over the form when it names none.

        What the person may not do or see is nothing to correct in the form: it stays a 403 or 404.
        """
        if isinstance(refused, Forbidden | Missing) and refused.field not in self.fields:
            raise refused
        self.add_error(refused.field if refused.field in self.fields else None, refused.message)
