"""The URLs of the planners' pages."""

from django.urls import path

from peygir.web.planner.asset import (
    planner_asset,
    planner_asset_edit,
    planner_asset_new,
    planner_asset_photo,
    planner_asset_press,
)
from peygir.web.planner.asset_list import (
    planner_asset_export,
    planner_asset_labels,
    planner_asset_map,
    planner_assets,
)

urlpatterns = [
    path("desk/assets/", planner_assets, name="planner_assets"),
    path("desk/assets/map/", planner_asset_map, name="planner_asset_map"),
    path("desk/assets/new/", planner_asset_new, name="planner_asset_new"),
    path("desk/assets/labels.pdf", planner_asset_labels, name="planner_asset_labels"),
    path("desk/assets/export.<str:form>", planner_asset_export, name="planner_asset_export"),
    path("desk/assets/<str:tag>/", planner_asset, name="planner_asset"),
    path("desk/assets/<str:tag>/edit/", planner_asset_edit, name="planner_asset_edit"),
    path("desk/assets/<str:tag>/do/<str:deed>/", planner_asset_press, name="planner_asset_press"),
    path("desk/assets/<str:tag>/photo/<int:number>/", planner_asset_photo, name="planner_asset_photo"),
]
