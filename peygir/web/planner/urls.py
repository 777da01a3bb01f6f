"""The URLs of the pages for planning the work in the street."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
