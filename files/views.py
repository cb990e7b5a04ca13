"""The one file view: it asks who may see, then sends the file, a part of it, or a smaller picture of it."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.files.base import File
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header, parse_etags
from django.views.decorators.http import require_safe

from .keeping import size_path
from .kinds import INLINE, INLINE_PICTURES
from .models import StoredFile
from .ranges import Blocks, Part, Unsatisfiable, part_of

# Whatever the file is, nothing in it runs: not when it is opened by itself, not as a frame.
_POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"


@login_required
@require_safe
def stored_file(request: HttpRequest, uid: uuid.UUID) -> HttpResponseBase:
    """The file as it was sent. `?download` saves it in place of showing it."""
    row = get_object_or_404(StoredFile.objects.visible_to(request.user), uid=uid)
    response = _send(request, row.place, content_type=row.content_type, etag=f'"{row.sha256[:32]}"')
    is_shown = row.content_type in INLINE and (row.has_picture or row.content_type not in INLINE_PICTURES)
    is_attachment = "download" in request.GET or not is_shown
    response["Content-Disposition"] = content_disposition_header(is_attachment, row.name) or "attachment"
    return response


@login_required
@require_safe
def stored_picture(request: HttpRequest, uid: uuid.UUID, size: str) -> HttpResponseBase:
    """A smaller picture of the file: small or large. One that is no larger than the small one stands for both."""
    row = get_object_or_404(StoredFile.objects.visible_to(request.user), uid=uid)
    if not row.has_picture:
        raise Http404("This file has no picture.")
    path = size_path(row.place, size) if size in row.sizes else row.place
    return _send(request, path, content_type="image/webp", etag=f'"{row.sha256[:32]}-{size}"')


def _send(request: HttpRequest, path: str, *, content_type: str, etag: str) -> HttpResponseBase:
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        return _with_headers(HttpResponse(status=304), etag)
    storage = StoredFile._meta.get_field("path").storage
    try:
        file = storage.open(path)
    except FileNotFoundError:
        return HttpResponse("The file is gone from the disk; restore it from a backup.", status=410)
    response = _body(request, file, etag, content_type)
    return _with_headers(response, etag)


def _body(request: HttpRequest, file: File[Any], etag: str, content_type: str) -> HttpResponseBase:
    # The disk's word, not the row's: a part must end where the bytes do.
    size, part = file.size, None
    # A part of what the asker has begun with; another file by now is sent whole.
    if request.headers.get("If-Range", etag) == etag:
        try:
            part = part_of(request.headers.get("Range", ""), size) if request.method == "GET" else None
        except Unsatisfiable:
            file.close()
            return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    sent = part or Part(0, size)
    response: HttpResponseBase
    if request.method == "HEAD":
        file.close()
        response = HttpResponse(content_type=content_type)
    else:
        response = StreamingHttpResponse(Blocks(file, sent), content_type=content_type)
    response["Content-Length"] = str(sent.length)
    if part is not None:
        response.status_code = 206
        response["Content-Range"] = part.of(size)
    return response


def _with_headers(response: HttpResponseBase, etag: str) -> HttpResponseBase:
    response["Accept-Ranges"] = "bytes"
    response["ETag"] = etag
    # Private: a shared proxy must never hand a project's picture to somebody else.
    response["Cache-Control"] = "private, max-age=86400"
    response["Content-Security-Policy"] = _POLICY
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["X-Content-Type-Options"] = "nosniff"
    return response
