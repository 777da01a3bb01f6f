"""The URLs of the pages for planning the work in the street."""

from django.urls import URLPattern

from peygir.web.planner import money_urls

urlpatterns: list[URLPattern] = [*money_urls.urlpatterns]
