"""Where mail goes: a server named by one address, or files to look at."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

SCHEMES = {"smtp": (25, {}), "smtp+tls": (587, {"use_tls": True}), "smtps": (465, {"use_ssl": True})}


def mailer_for(address: str, folder: Path) -> dict:
    """Django's mailer for `smtp[+tls]|smtps://user:password@host:port`; without one, files in `folder`."""
    if not address:
        return {
            "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "OPTIONS": {"file_path": str(folder)},
        }
    parts = urlsplit(address)
    if parts.scheme not in SCHEMES or not parts.hostname:
        raise ImproperlyConfigured(
            "EMAIL_URL is not understood: it looks like smtp+tls://user:password@host:587 (or smtp, smtps)."
        )
    port, security = SCHEMES[parts.scheme]
    account = {"username": unquote(parts.username or ""), "password": unquote(parts.password or "")}
    options = {"host": parts.hostname, "port": parts.port or port, "timeout": 20} | security | account
    return {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}
