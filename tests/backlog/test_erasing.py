"""Files that are removed, erased, swept, or left behind by who was killed in the middle."""

import json
import os
import signal
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from activity.models import Event
from backlog.erasing import erase_removed, sweep_files
from backlog.models import Attachment, Item, Sweep
from tests.backlog.item_pages import HTMX
from tests.backlog.test_attachments import picture, say, stored
from tests.cast import make_cast, make_item
from tests.running import ROOT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_files")]
RECEIVING = """
import json, os, signal, sys
from io import BytesIO
from django.conf import settings
from django.core.files.uploadhandler import load_handler
from django.http.multipartparser import MultiPartParser

class Line(BytesIO):
    def read(self, size=-1):
        if not (read := super().read(size)):
            os.kill(os.getpid(), signal.SIGKILL)
        return read

settings.configure(FILES_PER_COMMENT=5, FILE_MAX_MB=10)
handlers = [load_handler(name, None) for name in json.loads(sys.argv[1])]
head = b'--x\\r\\nContent-Disposition: form-data; name="files"; filename="a.txt"\\r\\n\\r\\n'
sent = {"CONTENT_TYPE": "multipart/form-data; boundary=x", "CONTENT_LENGTH": "9000000"}
MultiPartParser(sent, Line(head + b"x" * 5_000_000), handlers).parse()
"""
"""A process that takes a file in as the web server does, and is killed when half of it has come."""


@pytest.fixture
def cast():
    return make_cast()


@pytest.fixture
def item(cast, client):
    client.force_login(cast.member)
    return make_item(cast)


class TestRemoving:
    def test_its_author_removes_it_and_brings_it_back(self, client, cast, item):
        say(client, item, ("shot.png", picture()))
        file = Attachment.objects.get()
        here = HTMX | {"HX-Current-URL": f"http://testserver/items/{item.pk}/"}
        removed = client.post(f"{file.url}remove/", headers=here)
        assert f"{file.url}restore/" in removed.headers["HX-Trigger"] and file.url not in removed.text
        assert client.get(file.url).status_code == 404
        edit = client.get(f"/items/{item.pk}/comments/{file.comment_id}/edit/").text
        assert f'action="{file.url}restore/"' in edit
        for someone, status in (("manager", 403), ("admin", 403), ("stranger", 404)):
            client.force_login(getattr(cast, someone))
            assert client.post(f"{file.url}restore/").status_code == status
            assert client.post(f"{file.url}remove/").status_code == status
        client.force_login(cast.member)
        assert client.post(f"{file.url}restore/").status_code == 303
        assert client.get(file.url).status_code == 200

    def test_with_its_comment_it_is_gone(self, client, item, cast):
        say(client, item, ("shot.png", picture()))
        file = Attachment.objects.get()
        item.remove_comment(file.comment, by=cast.member)
        assert client.get(file.url).status_code == 404
        item.restore_comment(file.comment, by=cast.member)
        assert client.get(file.url).status_code == 200

    def test_files_that_come_and_go_are_an_edit_and_stand_in_the_history(self, client, cast, item):
        comment = item.comment("Look", by=cast.member)
        place = f"/items/{item.pk}/comments/{comment.pk}"
        sent = {"text": "Look", "version": 1, "files": [SimpleUploadedFile("a<b>.txt", b"x")]}
        assert client.post(f"{place}/edit/", sent).status_code == 303
        comment.refresh_from_db()
        assert comment.version == 2 and comment.edited_at and not comment.versions.exists()
        page = client.get(f"/items/{item.pk}/").text
        assert ">edited</a>" in page and "Only files of it" in client.get(f"{place}/versions/").text
        assert "Member added “a&lt;b&gt;.txt” to a comment." in page
        file = Attachment.objects.get()
        for _twice in range(2):
            client.post(f"{file.url}remove/")
        assert "Member removed “a&lt;b&gt;.txt” from a comment." in client.get(f"/items/{item.pk}/").text
        for _twice in range(2):
            client.post(f"{file.url}restore/")
        assert "Member brought “a&lt;b&gt;.txt” back" in client.get(f"/items/{item.pk}/").text
        comment.refresh_from_db()
        assert comment.version == 4 and Event.objects.named("comment_edited").count() == 3
        reworded = sent | {"text": "Look again", "files": [SimpleUploadedFile("c.txt", b"x")]}
        assert client.post(f"{place}/edit/", reworded).status_code == 303, "read before files came and went"
        assert "Member edited a comment and added “c.txt”." in client.get(f"/items/{item.pk}/").text
        assert client.post(f"{place}/edit/", reworded | {"text": "Late", "files": []}).status_code == 409
        assert client.post(f"{place}/edit/", {"text": "Late", "version": 99}).status_code == 409
        item.remove_comment(comment, by=cast.member)
        assert ".txt" not in str(list(Event.objects.values_list("data", flat=True)))

    def test_after_a_week_row_and_files_are_erased(self, client, item):
        say(client, item, ("shot.png", picture()), ("kept.txt", b"x"))
        file = Attachment.objects.get(name="shot.png")
        client.post(f"{file.url}remove/")
        assert erase_removed(timezone.now()) == 0
        assert erase_removed(timezone.now() + timedelta(days=8)) == 1
        assert erase_removed(timezone.now() + timedelta(days=8)) == 0
        assert Attachment.objects.get().name == "kept.txt"
        assert not default_storage.exists(file.path) and not default_storage.exists(file.small_path)
        assert client.post(f"{file.url}restore/").status_code == 404


class TestKilledInTheMiddle:
    def test_what_fails_after_the_files_were_written_leaves_none(self, client, item, monkeypatch):
        monkeypatch.setattr("backlog.models.talking.Talking._mention", lambda *_args, **_options: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            say(client, item, ("shot.png", picture()))
        assert not stored() and not Attachment.objects.exists()

    def test_files_that_belong_to_nothing_are_swept_when_they_are_old(self, client, item):
        say(client, item, ("kept.txt", b"x"))
        kept = Attachment.objects.get()
        assert stored() == {kept.path}
        fresh = default_storage.save("attachments/aa/killed", SimpleUploadedFile("x", b"x"))
        old = default_storage.save("attachments/aa/killed-before", SimpleUploadedFile("x", b"x"))
        two_days_ago = time.time() - 2 * 86_400
        for path in (old, kept.path):
            os.utime(default_storage.path(path), (two_days_ago, two_days_ago))
        assert sweep_files(timezone.now()) == 1
        assert sweep_files(timezone.now()) == 0
        assert stored() == {kept.path, fresh}

    def test_killed_between_the_file_and_its_row_nothing_is_half_stored(self, client, item, monkeypatch):
        """As `kill -9` leaves it: files written, nothing committed, nobody there to clean up."""
        monkeypatch.setattr(Attachment, "erase_files", lambda _attachment: None)
        monkeypatch.setattr("backlog.models.attachments.AttachmentQuerySet.add", lambda *_args: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            say(client, item, ("shot.png", picture()))
        assert len(stored()) == 2, "the picture and the small one"
        assert not Attachment.objects.exists() and not item.comments.exists()
        assert sweep_files(timezone.now()) == 0, "too young: it may be on its way in"
        assert sweep_files(timezone.now() + timedelta(days=2)) == 2 and not stored()

    def test_who_is_killed_while_a_file_comes_in_leaves_none_behind(self, tmp_path):
        """What is too large for the memory lies in a file without a name, which ends with its process."""
        handlers = json.dumps(settings.FILE_UPLOAD_HANDLERS)
        program = [sys.executable, "-c", RECEIVING, handlers]
        ended = subprocess.run(
            program, cwd=ROOT, env={"TMPDIR": str(tmp_path)}, capture_output=True, timeout=60
        )
        assert ended.returncode == -signal.SIGKILL, ended.stderr
        assert not list(tmp_path.iterdir())

    def test_a_sweep_of_nothing(self):
        assert sweep_files(timezone.now()) == 0


def test_what_was_done_at_once_is_forgotten_long_after_it_could_be_undone(cast):
    item = make_item(cast)
    sweep = Sweep.assess([item.pk], finding="unsure", reason="We differ.", by=cast.expert)
    erase_removed(sweep.at + timedelta(days=29))
    assert Sweep.objects.get() == sweep
    assert erase_removed(sweep.at + timedelta(days=31)) == 1
    assert not Sweep.objects.exists() and Item.objects.get(pk=item.pk).state == "ready"
