"""One's own picture: sent, taken away."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from core.errors import Refused
from core.forms import TracktorForm
from core.http import UserRequest
from events.answers import say_done

from .avatars import avatar_remove, avatar_set
from .services import IMAGE_BYTES


class AvatarForm(TracktorForm):
    image = forms.FileField(error_messages={"required": "Choose a picture first.", "empty": "This file is empty."})

    def clean_image(self) -> UploadedFile[Any]:
        """Looked at before it is read: nothing bounds what a browser sends."""
        upload: UploadedFile[Any] = self.cleaned_data["image"]
        if (upload.size or 0) > IMAGE_BYTES:
            raise forms.ValidationError("The picture is over 20 MB; make it smaller.")
        return upload


@login_required
@require_POST
def avatar_change(request: UserRequest) -> HttpResponse:
    form = AvatarForm(request.POST, request.FILES)
    response = redirect("accounts:profile")
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for error in form.errors["image"]))
        return response
    try:
        avatar_set(actor=request.user, data=form.cleaned_data["image"].read())
    except Refused as refused:
        messages.error(request, refused.message)
        return response
    return say_done(request, response, "Picture changed")


@login_required
@require_POST
def avatar_clear(request: UserRequest) -> HttpResponse:
    avatar_remove(actor=request.user)
    return say_done(request, redirect("accounts:profile"), "Picture removed")
