"""Views whose forms and files stay in memory: neither the server nor Django writes them into a temporary file."""

from collections.abc import Callable
from io import BytesIO
from typing import Any, Final

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopFutureHandlers
from django.http import HttpRequest
from django.http.response import HttpResponseBase

View = Callable[..., HttpResponseBase]
ATTRIBUTE: Final = "keeps_bodies_in_memory"
"""The attribute of such a view, which `peygir.ops.front` reads too."""


class OnlyMemory(FileUploadHandler):
    """Keeps uploaded files in memory, whatever their size; the size of the whole body is limited before it is read."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file, and leave none to the handlers after this one."""
        super().new_file(*args, **kwargs)
        self._file = BytesIO()
        raise StopFutureHandlers()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Take a piece, and pass nothing on."""
        self._file.write(raw_data)
        return None

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        """Return the file."""
        self._file.seek(0)
        return InMemoryUploadedFile(
            file=self._file,
            field_name=self.field_name,
            name=self.file_name,
            content_type=self.content_type,
            size=file_size,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )


def memory_only(view: View) -> View:
    """Declare that what is sent to a view never touches a disk. Apply it above `takes` and the access rule."""
    setattr(view, ATTRIBUTE, True)
    return view


def keep_in_memory(request: HttpRequest, view: Callable[..., object]) -> None:
    """Set the upload handlers of a request to such a view; before anything reads its form."""
    if getattr(view, ATTRIBUTE, False):
        request.upload_handlers = [OnlyMemory(request)]
