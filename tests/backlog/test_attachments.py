"""Pictures and files: taken by what is in them, drawn anew or only saved, by who sees the item."""

import os
import struct
import zlib
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from zipfile import ZipFile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from backlog.models import Attachment
from backlog.uploads import OFFICE, read_upload
from tests.backlog.item_pages import HTMX
from tests.cast import make_cast, make_item
from tests.hanging import ends

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_files")]
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n"


@pytest.fixture
def cast():
    return make_cast()


def picture(kind="PNG", size=(60, 40), mode="RGB", **options) -> bytes:
    buffer = BytesIO()
    Image.new(mode, size, "red" if mode != "P" else 1).save(buffer, kind, **options)
    return buffer.getvalue()


def bomb(side=30_000) -> bytes:
    """A PNG of a few hundred bytes that says it has 900 million dots."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0" * 10_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def office(name="word/document.xml") -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("_rels/.rels", "<Relationships/>")
        archive.writestr("docProps/app.xml", "<x/>")
        archive.writestr(name, "<w/>")
    return buffer.getvalue()


def say(client, item, *files: tuple[str, bytes], text="Look", headers=None):
    sent = [SimpleUploadedFile(name, content, "text/html") for name, content in files]
    return client.post(f"/items/{item.pk}/comment/", {"text": text, "files": sent}, headers=headers)


def stored() -> set[str]:
    root = Path(default_storage.path("attachments"))
    return {path.relative_to(root.parent).as_posix() for path in root.rglob("*") if path.is_file()}


@pytest.fixture
def item(cast, client):
    client.force_login(cast.member)
    return make_item(cast)


class TestWhatIsTaken:
    @pytest.mark.parametrize(
        ("name", "content", "content_type", "shown"),
        [
            ("shot.png", picture(), "image/png", "shot.png"),
            ("photo.JPG", picture("JPEG"), "image/jpeg", "photo.jpg"),
            ("moving.gif", picture("GIF", mode="P"), "image/png", "moving.png"),
            ("new.webp", picture("WEBP"), "image/jpeg", "new.jpg"),
            ("really-a-picture.html", picture(), "image/png", "really-a-picture.png"),
            ("plan.pdf", PDF, "application/pdf", "plan.pdf"),
            ("plan.html", PDF, "application/pdf", "plan.html.pdf"),
            ("notes.md", "# Så här\n- ett".encode(), "text/plain", "notes.md"),
            ("run.bat", b"del *.*", "text/plain", "run.bat.txt"),
            ("../../etc/passwd", b"root:x", "text/plain", "passwd.txt"),
            ("C:\\temp\\log.txt", b"line", "text/plain", "log.txt"),
            ("evil\u202egnp.txt", b"words", "text/plain", "evilgnp.txt"),
            ("", b"words", "text/plain", "file.txt"),
            (".htaccess", b"words", "text/plain", "htaccess.txt"),
            (f"{'x' * 300}.txt", b"words", "text/plain", f"{'x' * 116}.txt"),
            ("letter.docx", office(), f"{OFFICE}wordprocessingml.document", "letter.docx"),
        ],
        ids=lambda value: value[:20] if isinstance(value, str) else "",
    )  # fmt: skip
    def test_by_content_and_not_by_name(self, name, content, content_type, shown):
        file = read_upload(SimpleNamespace(name=name, size=len(content), read=lambda: content))
        assert (file.name, file.content_type) == (shown, content_type)

    @pytest.mark.parametrize(
        ("name", "content"),
        [
            (
                "drawing.svg",
                b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
            ),
            ("drawing.png", b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
            ("page.html", b"<!doctype html><script>alert(1)</script>"),
            ("page.txt", b"\xef\xbb\xbf  \n<html><script>alert(1)</script>"),
            ("program.exe", b"MZ" + b"\0" * 200),
            ("program.pdf", b"\x7fELF" + b"\0" * 200),
            ("archive.zip", office("other.txt")),
            ("noise.txt", os.urandom(500)),
            ("nul.txt", b"words\0words"),
            ("utf16.txt", "words".encode("utf-16")),
            ("empty.png", b""),
            ("broken.png", picture()[:60]),
            ("broken.jpg", picture("JPEG")[:200]),
            ("bomb.png", bomb()),
            ("large.png", bomb(6_500)),
            ("picture.tiff", picture("TIFF")),
            ("picture.bmp", picture("BMP")),
        ],
        ids=lambda value: value if isinstance(value, str) else "",
    )
    def test_nothing_else(self, name, content):
        with pytest.raises(ValidationError, match=f"“{name}”"):
            read_upload(SimpleNamespace(name=name, size=len(content), read=lambda: content))

    def test_the_name_is_no_path(self, client, item):
        say(client, item, ("../../etc/passwd", b"root:x"))
        path = Attachment.objects.get().path
        assert path.startswith("attachments/") and "passwd" not in path and ".." not in path

    @pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "fragment"])
    def test_one_that_is_refused_leaves_nothing_of_all(self, client, item, headers):
        files = [("shot.png", picture()), ("page.html", b"<!doctype html>")]
        answer = say(client, item, *files, text="Kept words", headers=headers)
        assert answer.status_code == 422 and "“page.html” is of a kind" in answer.text
        assert "Kept words" in answer.text and ("<html" in answer.text) == (not headers)
        assert not item.comments.exists() and not stored()

    def test_too_large_and_too_many(self, client, item, settings):
        settings.FILE_MAX_MB, settings.FILES_PER_COMMENT = 1, 2
        large = b"x" * (1024**2 + 1)
        assert "larger than 1 MB" in say(client, item, ("large.txt", large)).text
        three = say(client, item, *[(f"{n}.txt", b"x") for n in range(3)])
        assert three.status_code == 422 and "At most 2 files" in three.text
        flood = say(client, item, ("flood.txt", b"x" * (3 * 1024**2 + 1)))
        assert flood.status_code == 413 and "larger than 2 MB together" in flood.text
        assert not item.comments.exists()

    def test_a_flood_is_refused_before_anybody_signed_in(self, client, cast, settings):
        settings.FILE_MAX_MB, settings.FILES_PER_COMMENT = 1, 1
        flood = SimpleUploadedFile("flood.txt", b"x" * (2 * 1024**2 + 1))
        assert client.post("/account/login/", {"login": "x", "file": flood}).status_code == 413

    def test_a_picture_alone_says_enough(self, client, item):
        assert say(client, item, ("shot.png", picture()), text=" ").status_code == 303
        assert item.comments.get().text == ""
        assert say(client, item, text=" ").status_code == 422

    def test_a_picture_is_made_anew(self, client, item):
        hidden = Image.Exif()
        hidden[0x010E] = "taken at my home"
        hidden[0x0112] = 6  # lies on its side
        buffer = BytesIO()
        Image.new("RGB", (3_000, 1_000), "red").save(buffer, "JPEG", exif=hidden, comment=b"my home")
        say(client, item, ("photo.jpg", buffer.getvalue() + b"<script>alert(1)</script>"))
        file = Attachment.objects.get()
        whole, small = (default_storage.open(path).read() for path in (file.path, file.small_path))
        assert b"home" not in whole and b"script" not in whole
        assert (file.width, file.height) == Image.open(BytesIO(whole)).size
        assert file.height > file.width and file.height <= 2_560
        assert max(Image.open(BytesIO(small)).size) == 480

    def test_a_large_photo_is_read(self, client, item):
        with ends():
            assert say(client, item, ("photo.jpg", picture("JPEG", (8_000, 4_800)))).status_code == 303


class TestHandingOut:
    @pytest.fixture
    def files(self, client, item):
        say(client, item, ("shot.png", picture()), ("b<i>d.txt", b"words"))
        return {file.content_type: file for file in Attachment.objects.all()}

    def test_a_picture_is_shown_and_everything_else_is_saved(self, client, item, files):
        for content_type, inline in (("image/png", True), ("text/plain", False)):
            answer = client.get(files[content_type].url)
            assert answer.status_code == 200 and answer["Content-Type"] == content_type
            assert answer["Content-Disposition"].startswith("inline" if inline else "attachment")
            assert answer["X-Content-Type-Options"] == "nosniff"
            assert answer["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'; sandbox"
            assert "private" in answer["Cache-Control"] and "\n" not in answer["Content-Disposition"]
        assert client.get(f"{files['image/png'].url}small/").status_code == 200

    def test_the_page_shows_small_pictures_and_escaped_names(self, client, item, files):
        page = client.get(f"/items/{item.pk}/").text
        assert f'<img src="{files["image/png"].url}small/" alt="shot.png"' in page
        assert "b<i>d.txt" not in page and "b&lt;i&gt;d.txt" in page

    def test_who_does_not_see_the_item_gets_nothing(self, client, cast, files):
        other = make_item(cast)
        for file in files.values():
            assert client.get(f"/items/{other.pk}/files/{file.pk}/").status_code == 404
        client.force_login(cast.stranger)
        for file in files.values():
            for place in ("", "small/"):
                assert client.get(f"{file.url}{place}").status_code == 404
        client.logout()
        assert client.get(file.url).status_code == 302

    def test_a_browser_asks_each_time_so_that_nothing_removed_stays_in_it(self, client, item, cast, files):
        file = files["image/png"]
        tags = []
        for place in ("", "small/"):
            answer = client.get(f"{file.url}{place}")
            assert answer["Cache-Control"] == "private, no-cache"
            tags.append(answer["ETag"])
            again = client.get(f"{file.url}{place}", headers={"If-None-Match": answer["ETag"]})
            assert again.status_code == 304 and again["Cache-Control"] == "private, no-cache"
        assert tags[0] != tags[1]
        assert client.get(file.url, headers={"If-None-Match": tags[1]}).status_code == 200
        item.remove_file(file, by=cast.member)
        assert client.get(file.url, headers={"If-None-Match": tags[0]}).status_code == 404

    def test_a_file_that_is_lost_is_not_found(self, client, files):
        default_storage.delete(files["image/png"].path)
        assert client.get(files["image/png"].url).status_code == 404

    def test_as_many_queries_for_many_files_as_for_one(self, client, item):
        def asked() -> int:
            client.get(f"/items/{item.pk}/")
            with CaptureQueriesContext(connection) as queries:
                client.get(f"/items/{item.pk}/")
            return len(queries)

        say(client, item, ("one.txt", b"1"))
        few = asked()
        for _number in range(3):
            say(client, item, *[(f"{n}.txt", b"x") for n in range(5)])
        assert asked() == few
