"""The asset of a case, how often it was reported, and an earlier repair that is under warranty."""

from dataclasses import dataclass

from peygir.assets.facts import AssetFacts
from peygir.assets.queries import asset_by_id
from peygir.cases.facts import CaseFacts
from peygir.cases.of_asset import times_reported
from peygir.core import clock
from peygir.journey.naming import WarrantyNotice, warranty_notice
from peygir.web.kit.asset_parts import asset_name, tag_text


@dataclass(frozen=True, slots=True)
class AssetPanel:
    """The asset that a case names; `times` counts its reports of a year, `after` is how many days after the repair."""

    asset: AssetFacts
    name: str
    shown: str
    times: int
    warranty: WarrantyNotice | None
    after: int


def asset_panel(case: CaseFacts) -> AssetPanel | None:
    """Return the panel of a case; None, without a statement, for one that names no asset."""
    asset = asset_by_id(case.asset_id) if case.asset_id is not None else None
    if asset is None:
        return None
    notice = warranty_notice(case)
    return AssetPanel(
        asset=asset,
        name=asset_name(asset),
        shown=tag_text(asset.tag),
        times=times_reported([asset.id], now=clock.now()).get(asset.id, 0),
        warranty=notice,
        after=notice.after.days if notice is not None else 0,
    )
