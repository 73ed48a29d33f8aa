"""The secret that signs sessions: given by the environment, or made once and kept."""

import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

SHORTEST = 32
FEWEST_DIFFERENT = 8


def load_secret_key(given: str, kept_in: Path, *, debug: bool) -> str:
    """Return the secret key of this installation.

    A given key wins; it is refused when it is weak (shorter than 32 characters, fewer than 8
    different ones, or Django's own placeholder) unless `debug` is on. Without one, a key of 50
    random bytes is made on first use and kept, readable by its owner only.
    """
    if given:
        weak = len(given) < SHORTEST or len(set(given)) < FEWEST_DIFFERENT or "insecure" in given
        if weak and not debug:
            raise ImproperlyConfigured(
                f"SECRET_KEY is weak: it needs at least {SHORTEST} characters and "
                f"{FEWEST_DIFFERENT} different ones. Leave it out to have one made."
            )
        return given
    try:
        return kept_in.read_text()
    except FileNotFoundError:
        return _make_once(kept_in)


def _make_once(kept_in: Path) -> str:
    """Write a new key unless another process was quicker, and return the one that stands there."""
    kept_in.parent.mkdir(parents=True, exist_ok=True)
    draft = kept_in.with_name(f"{kept_in.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(50))
    try:
        os.link(draft, kept_in)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return kept_in.read_text()
