"""Django's handle on the queue of jobs."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "peygir.storage.jobs"
    label = "jobs"
