"""The WSGI application that the web server runs."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "improvement.settings")

application = get_wsgi_application()
get_resolver().url_patterns  # noqa: B018 - imports every page
# What the program is made of stays: looking for garbage in it took a tenth of a second time and again.
gc.collect()
gc.freeze()
