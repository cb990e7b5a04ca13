"""The one file view: it asks who may see, then sends."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from .models import StoredFile


@login_required
@require_safe
def stored_file(request: HttpRequest, uid: uuid.UUID) -> HttpResponseBase:
    row = get_object_or_404(StoredFile.objects.visible_to(request.user), uid=uid)
    etag = f'"{row.sha256[:32]}"'
    if request.headers.get("If-None-Match") == etag:
        return HttpResponse(status=304)
    try:
        response = FileResponse(row.path.open("rb"), content_type=row.content_type)
    except FileNotFoundError:
        return HttpResponse("The file is gone from the disk; restore it from a backup.", status=410)
    response.block_size = 262_144
    response["ETag"] = etag
    # Private: a shared proxy must never hand a project's picture to somebody else.
    response["Cache-Control"] = "private, max-age=86400"
    return response
