"""The door for the ASGI server that sends the live stream; pages are served by WSGI."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "peygir.settings")
django.setup()

from peygir.web.kit.live.endpoint import Stream  # noqa: E402 - after Django is set up

application = Stream()
