"""Files that people bring: told by what is in them, never by their name, and pictures made anew."""

import unicodedata
import warnings
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath

import filetype
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

PICTURES = {"image/png": "PNG", "image/jpeg": "JPEG", "image/gif": "GIF", "image/webp": "WEBP"}
OFFICE = "application/vnd.openxmlformats-officedocument."
ENDINGS = {
    "image/png": ("png",),
    "image/jpeg": ("jpg", "jpeg"),
    "application/pdf": ("pdf",),
    f"{OFFICE}wordprocessingml.document": ("docx",),
    f"{OFFICE}spreadsheetml.sheet": ("xlsx",),
    f"{OFFICE}presentationml.presentation": ("pptx",),
    "application/vnd.oasis.opendocument.text": ("odt",),
    "application/vnd.oasis.opendocument.spreadsheet": ("ods",),
    "application/vnd.oasis.opendocument.presentation": ("odp",),
    "text/plain": ("txt", "md", "csv", "log", "json"),
}
"""What is taken, and the endings that a name of it may have; the first one is given to any other name."""
ACCEPT = ",".join([*PICTURES, *(f".{ending}" for endings in ENDINGS.values() for ending in endings)])
LARGEST_SIDE, SMALL_SIDE = 2560, 480
LONGEST_NAME = 120
HEAD = 8192
BEFORE_MARKUP = "\ufeff \t\r\n\f"


@dataclass
class Upload:
    """A checked file: `content` is what will be stored, with its name as it will be shown."""

    name: str
    content_type: str
    content: bytes
    small: bytes = b""
    width: int | None = None
    height: int | None = None


def read_upload(file) -> Upload:
    """The file as it may be stored. Raises a `ValidationError` that names it otherwise."""
    name = shown_name(file.name)
    if file.size > settings.FILE_MAX_MB * 1024**2:
        raise ValidationError(
            _("“%(name)s” is larger than %(limit)d MB.") % {"name": name, "limit": settings.FILE_MAX_MB}
        )
    content = file.read()
    if not content:
        raise ValidationError(_("“%s” is empty.") % name)
    content_type = type_of(content)
    if content_type in PICTURES:
        return _picture(name, content)
    if content_type in ENDINGS:
        return Upload(with_ending(name, content_type), content_type, content)
    raise ValidationError(
        _("“%s” is of a kind that is not taken: pictures, PDF, office documents and plain text are.") % name
    )


def type_of(content: bytes) -> str:
    """The media type by the content; "" for what is not known. Markup is no plain text here."""
    guess = filetype.guess(content[:HEAD])
    if guess is not None:
        return guess.mime
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return ""
    unreadable = any(unicodedata.category(sign) == "Cc" and sign not in "\t\n\r\f" for sign in text[:HEAD])
    return "" if unreadable or "\x00" in text or text.lstrip(BEFORE_MARKUP).startswith("<") else "text/plain"


def shown_name(name: str) -> str:
    """A name without folders, and without signs that are not seen or turn others around."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    seen = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C")
    path = PurePosixPath(" ".join(seen.split()).lstrip(".") or _("file"))
    return f"{path.stem[: LONGEST_NAME - len(path.suffix)]}{path.suffix}"[:LONGEST_NAME]


def with_ending(name: str, content_type: str) -> str:
    """The name with an ending that says what is in it."""
    endings = ENDINGS[content_type]
    ending = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    return name if ending in endings else f"{name}.{endings[0]}"


def _picture(name: str, content: bytes) -> Upload:
    """The picture drawn anew: nothing goes on but its colours, least of all where it was taken."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = _opened(name, content)
            kind = "PNG" if picture.mode in {"RGBA", "P"} or picture.format in {"PNG", "GIF"} else "JPEG"
            drawn = _drawn(picture, kind)
            drawn.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
            whole = _encoded(drawn, kind)
            width, height = drawn.size
            drawn.thumbnail((SMALL_SIDE, SMALL_SIDE))
            small = _encoded(drawn, kind)
    except ValidationError:
        raise
    except Exception as error:  # Pillow raises whatever a broken file makes it trip over
        raise ValidationError(_("“%s” is a picture that can't be read.") % name) from error
    content_type = f"image/{kind.lower()}"
    stem = name.rsplit(".", 1)[0]
    return Upload(with_ending(stem, content_type), content_type, whole, small, width, height)


def _opened(name: str, content: bytes) -> Image.Image:
    picture = Image.open(BytesIO(content), formats=list(PICTURES.values()))
    if picture.width * picture.height > settings.PICTURE_MAX_MEGAPIXELS * 1_000_000:
        limit = settings.PICTURE_MAX_MEGAPIXELS
        raise ValidationError(
            _("“%(name)s” has more than %(limit)d million dots.") % {"name": name, "limit": limit}
        )
    picture.draft("RGB", (LARGEST_SIDE, LARGEST_SIDE))  # a large JPEG is read at a smaller size at once
    return picture


def _drawn(picture: Image.Image, kind: str) -> Image.Image:
    """The first frame, upright, in plain colours and without anything beside them."""
    upright = ImageOps.exif_transpose(picture).convert("RGBA" if kind == "PNG" else "RGB")
    plain = Image.new(upright.mode, upright.size)
    plain.paste(upright)
    return plain


def _encoded(picture: Image.Image, kind: str) -> bytes:
    buffer = BytesIO()
    picture.save(buffer, kind, **({"optimize": False} if kind == "PNG" else {"quality": 85}))
    return buffer.getvalue()
