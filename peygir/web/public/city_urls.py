"""The URLs of the public dashboard, of its charts for other pages, and of open data."""

from django.urls import path

from peygir.web.public.city_cases import city_cases, city_cases_version
from peygir.web.public.city_embed import city_chart, city_chart_version, city_embed, city_embed_version
from peygir.web.public.city_figures import city_figures, city_figures_month
from peygir.web.public.open_catalogue import open_data_catalogue
from peygir.web.public.open_data import open_data, open_data_file, open_data_schema, open_data_version
from peygir.web.public.open_feed import open_data_feed

urlpatterns = [
    path("city/", city_figures, name="city_figures"),
    path("city/embed/<slug:figure>/", city_embed, name="city_embed"),
    path("city/embed/<slug:figure>.svg", city_chart, name="city_chart"),
    path("city/embed/<slug:figure>/<str:month>/v<int:number>/", city_embed_version, name="city_embed_version"),
    path("city/embed/<slug:figure>/<str:month>/v<int:number>.svg", city_chart_version, name="city_chart_version"),
    path("city/<str:month>/", city_figures_month, name="city_figures_month"),
    path("city/<str:month>/cases/", city_cases, name="city_cases"),
    path("city/<str:month>/v<int:number>/cases/", city_cases_version, name="city_cases_version"),
    path("data/", open_data, name="open_data"),
    path("data/feed.atom", open_data_feed, name="open_data_feed"),
    path("data/catalog.<slug:form>", open_data_catalogue, name="open_data_catalogue"),
    path("data/schema/<str:name>", open_data_schema, name="open_data_schema"),
    path("data/<str:month>/v<int:number>/<str:name>", open_data_version, name="open_data_version"),
    path("data/<str:month>/<str:name>", open_data_file, name="open_data_file"),
]
