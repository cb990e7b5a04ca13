"""How uploads come in: in portions, to the disk of the files, hashed on the way."""

import hashlib
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.core.files.uploadhandler import StopUpload, TemporaryFileUploadHandler
from django.http import HttpRequest

from core.errors import Refused

from .keeping import NoRoom, disk_faults

INCOMING = "incoming/uploads"
_FAULT = "tracktor_upload_fault"


def incoming_folder() -> Path:
    """Beside the files, so that a finished upload is moved and not copied; the system's /tmp may be small."""
    return Path(settings.MEDIA_ROOT) / INCOMING


class Incoming(TemporaryUploadedFile):
    """An upload in our folder, with the hash of what has come so far."""

    def __init__(self, name: str, content_type: str, charset: str | None, extra: Any) -> None:
        folder = incoming_folder()
        folder.mkdir(parents=True, exist_ok=True)
        # Not a with: it lives as long as the request, and goes when it is closed.
        file = tempfile.NamedTemporaryFile(suffix=".upload", dir=folder)  # noqa: SIM115
        UploadedFile.__init__(self, file, name, content_type, 0, charset, extra)
        self.digest = hashlib.sha256()

    @property
    def sha256(self) -> str:
        return self.digest.hexdigest()


class IncomingHandler(TemporaryFileUploadHandler):
    """A disk that is full ends the upload at once; `raise_upload_fault` says so where the form is read."""

    file: Incoming

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super(TemporaryFileUploadHandler, self).new_file(*args, **kwargs)
        try:
            with disk_faults():
                self.file = Incoming(
                    self.file_name or "", self.content_type or "", self.charset, self.content_type_extra
                )
        except NoRoom as fault:
            self._stop(fault)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:  # noqa: ARG002 - Django's signature
        try:
            with disk_faults():
                self.file.write(raw_data)
        except NoRoom as fault:
            self._stop(fault)
        self.file.digest.update(raw_data)

    def _stop(self, fault: NoRoom) -> None:
        self.upload_interrupted()
        if self.request is not None:
            setattr(self.request, _FAULT, fault)
        raise StopUpload(connection_reset=True) from fault


def raise_upload_fault(request: HttpRequest) -> None:
    """Refuse where the request's files could not be taken in; to be asked before the form is read."""
    request.FILES  # noqa: B018 - reads the body
    fault = getattr(request, _FAULT, None)
    if isinstance(fault, Refused):
        raise fault
