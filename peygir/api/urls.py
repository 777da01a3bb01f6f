"""The addresses of the JSON API."""

from django.urls import path

from peygir.api.door import api

urlpatterns = [path("", api.urls)]
