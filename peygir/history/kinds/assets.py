"""Events of an asset's file, from its first row in the register to its removal."""

from typing import Any

from peygir.history.catalogue import ABSENT, EventData, event


@event("asset_registered", file="asset", ends=True)
class AssetRegistered(EventData):
    """An asset was registered; `type` is the code of its type."""

    tag: str
    type: str


@event("asset_imported", file="asset", ends=True)
class AssetImported(EventData):
    """An asset was registered by an import (an id), from a row of its file."""

    tag: str
    type: str
    import_: int
    row: int


@event("asset_changed", file="asset", ends=True)
class AssetChanged(EventData):
    """Columns of an asset were changed; `state` is its state afterwards, `import_` the import that changed it."""

    changed: list[str]
    state: str
    import_: int = ABSENT


@event("asset_removed", file="asset", ends=True)
class AssetRemoved(EventData):
    """The asset was taken out of the street on a day (ISO 8601)."""

    on: str


@event("asset_photo_added", file="asset", ends=True)
class AssetPhotoAdded(EventData):
    """A picture of the asset was added; `count` is how many it has now."""

    count: int


@event("asset_photo_removed", file="asset", ends=True)
class AssetPhotoRemoved(EventData):
    """A picture of the asset was taken out; `count` is how many it has left."""

    count: int


@event("asset_type_changed", file="city", ends=True)
class AssetTypeChanged(EventData):
    """A type of assets was made or described anew: its code, and the codes of its attributes."""

    type: str
    is_new: bool
    attributes: list[str]


@event("asset_topics_changed", file="city", ends=True)
class AssetTopicsChanged(EventData):
    """The topics of a type of assets were changed: [type, topic, id before, id after] of each version."""

    from_: str
    topics: list[list[Any]]


@event("warranties_changed", file="city", ends=True)
class WarrantiesChanged(EventData):
    """For how many days a topic's repairs are guaranteed was changed: [topic, id before, id after] of each version."""

    from_: str
    warranties: list[list[Any]]


@event("assets_imported", file="city", ends=True)
class AssetsImported(EventData):
    """An import of assets came to its end: how many rows of its file were new, and how many changed an asset."""

    import_: int
    rows: int
    added: int
    changed: int
