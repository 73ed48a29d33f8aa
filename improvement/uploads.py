"""What is sent with files: bounded before anything is written down, gone with a process that is killed."""

from tempfile import TemporaryFile

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, TemporaryFileUploadHandler
from django.utils.translation import gettext as _


class FilesTooLarge(RequestDataTooBig):
    """What was sent is larger than the files of a comment may be together."""

    def __init__(self):
        limit = settings.FILES_PER_COMMENT * settings.FILE_MAX_MB
        self.sentence = _("The files are larger than %d MB together. Nothing was stored.") % limit
        super().__init__(self.sentence)


class Limit(FileUploadHandler):
    """Refuses by the length that the sender announces, and otherwise leaves the files to the next handler."""

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):
        if content_length > (settings.FILES_PER_COMMENT * settings.FILE_MAX_MB + 1) * 1024**2:
            raise FilesTooLarge

    def receive_data_chunk(self, raw_data, start):
        return raw_data

    def file_complete(self, file_size):
        return None


class Unnamed(TemporaryFileUploadHandler):
    """Keeps what is too large for the memory in a file without a name.

    Whoever is killed in the middle of an upload leaves nothing behind: the file system frees
    such a file when the process ends, however it ends.
    """

    def new_file(self, *args, **kwargs) -> None:
        FileUploadHandler.new_file(self, *args, **kwargs)
        unnamed = TemporaryFile()  # noqa: SIM115 closed with the request
        self.file = UploadedFile(
            unnamed, self.file_name, self.content_type, 0, self.charset, self.content_type_extra
        )

    def upload_interrupted(self):
        if hasattr(self, "file"):
            self.file.close()
