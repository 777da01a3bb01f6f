"""Says which asset a case is about, and keeps pictures of assets: what needs the packages above `assets`."""

from dataclasses import dataclass
from datetime import date, timedelta

from peygir.assets import actions as assets
from peygir.assets import queries
from peygir.assets.actions import AssetContent
from peygir.assets.facts import AssetFacts
from peygir.assets.rules import is_within_warranty
from peygir.cases import actions as cases
from peygir.cases.facts import CaseFacts
from peygir.cases.of_asset import EarlierRepair, earlier_repair
from peygir.city import queries as city
from peygir.core.words import plain
from peygir.desks.intake.rules import AssetIsNotThere
from peygir.media import files
from peygir.media.actions import keep_look, let_go_of
from peygir.media.photos import check_photo, read_photo
from peygir.people.actions import NotYourWork
from peygir.people.rules import Actor, may_keep_assets


@dataclass(frozen=True, slots=True)
class WarrantyNotice:
    """A case that came within the warranty of an earlier repair of the same asset."""

    repair: EarlierRepair
    days: int
    after: timedelta
    """How long after the repair the case was opened."""


def name_asset(code: str, tag: str, *, by: Actor, version: int | None, note: str = "") -> bool:
    """Say which asset the case with this code is about, or, with an empty tag, that it is about none.

    Whether that was new. Raises NoSuchCase, CaseHasChanged, OnlyLooks, MoveNotYours, AssetIsNotThere.
    """
    asset = queries.asset_of(tag) if plain(tag) else None
    if plain(tag) and (asset is None or asset.removed_on is not None):
        raise AssetIsNotThere(tag=plain(tag)[:20])
    with cases.open_file(code=code, version=version) as case:
        cases.refuse_who_only_looks(case, by)
        if asset is not None and asset.city_id != case.city_id:
            raise AssetIsNotThere(tag=asset.tag)
        return cases.name_asset(case, asset.id if asset is not None else None, by=by, note=note)


def warranty_notice(case: CaseFacts) -> WarrantyNotice | None:
    """Whether a case came within the warranty of an earlier repair of its asset, and of which."""
    if case.asset_id is None or case.topic_id is None:
        return None
    repair = earlier_repair(case.pk)
    if repair is None:
        return None
    days = queries.warranty_days(case.topic_id, on=city.day_of(case.city_id, repair.finished_at))
    if not is_within_warranty(repaired_at=repair.finished_at, reported_at=case.opened_at, days=days):
        return None
    return WarrantyNotice(repair, days, case.opened_at - repair.finished_at)


def register_asset(city_id: int, type_code: str, content: AssetContent, *, by: Actor) -> str:
    """Register an asset and return its tag. Raises NotYourWork, and what `assets.register_asset` raises."""
    _refuse_others(by, content.unit_id)
    return assets.register_asset(city_id, type_code, content, by=str(by))


def change_asset(tag: str, content: AssetContent, *, version: int | None, by: Actor) -> list[str]:
    """Change an asset; who may not keep both its present unit's and the new one's assets is refused.

    Returns the columns that changed. Raises NotYourWork, and what `assets.change_asset` raises.
    """
    _refuse_others(by, queries.needed_asset(tag).unit_id)
    _refuse_others(by, content.unit_id)
    return assets.change_asset(tag, content, version=version, by=str(by))


def remove_asset(tag: str, *, on: date, by: Actor) -> None:
    """Note that an asset was taken out of the street. Raises NotYourWork, and what `assets.remove_asset` raises."""
    assets.remove_asset(_own(tag, by).tag, on=on, by=str(by))


def restore_asset(tag: str, *, by: Actor) -> None:
    """Take the removal of an asset back. Raises NotYourWork, NoSuchAsset."""
    assets.restore_asset(_own(tag, by).tag, by=str(by))


def add_asset_photo(tag: str, photo_raw: bytes, *, by: Actor) -> None:
    """Re-encode a picture of an asset and keep it. Raises NotYourWork, NoSuchAsset, AssetHasManyPhotos, and what
    `photos.read_photo` raises.
    """
    asset = _own(tag, by)
    check_photo(photo_raw)
    safe = read_photo(photo_raw)
    name = files.save(safe.jpeg_bytes, ".jpg")
    keep_look(name, safe.look)
    try:
        assets.add_photo(asset.tag, name, by=str(by))
    except assets.AssetHasManyPhotos:
        let_go_of([name])
        raise


def remove_asset_photo(tag: str, picture: str, *, by: Actor) -> None:
    """Take a picture out of an asset. Raises NotYourWork, NoSuchAsset."""
    asset = _own(tag, by)
    if assets.remove_photo(asset.tag, picture, by=str(by)):
        let_go_of([picture])


def _own(tag: str, by: Actor) -> AssetFacts:
    """The asset of a tag. Raises NoSuchAsset, and NotYourWork for who may not keep it."""
    asset = queries.needed_asset(tag)
    _refuse_others(by, asset.unit_id)
    return asset


def _refuse_others(by: Actor, unit_id: int | None) -> None:
    if not may_keep_assets(by, unit_id):
        raise NotYourWork()
