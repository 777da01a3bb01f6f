"""Short names of the kinds of events of assets, and such an event as a sentence."""

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from peygir.assets.row_reading import FIELDS
from peygir.assets.states import AssetState
from peygir.core.json_values import JsonObject, list_in, text_in
from peygir.core.translation import pgettext_lazy as text_lazy
from peygir.history.facts import EventFacts
from peygir.history.kinds import assets as asset_events
from peygir.web.kit.templatetags.ui import language, within

ASSET_NAMES: Final = {
    asset_events.AssetRegistered.kind: pgettext_lazy("kind of event", "Asset registered"),
    asset_events.AssetImported.kind: pgettext_lazy("kind of event", "Asset imported"),
    asset_events.AssetChanged.kind: pgettext_lazy("kind of event", "Asset changed"),
    asset_events.AssetRemoved.kind: pgettext_lazy("kind of event", "Asset removed"),
    asset_events.AssetPhotoAdded.kind: pgettext_lazy("kind of event", "Photo of an asset added"),
    asset_events.AssetPhotoRemoved.kind: pgettext_lazy("kind of event", "Photo of an asset taken out"),
    asset_events.AssetTypeChanged.kind: pgettext_lazy("kind of event", "Type of assets changed"),
    asset_events.AssetTopicsChanged.kind: pgettext_lazy("kind of event", "Topics of a type of assets changed"),
    asset_events.WarrantiesChanged.kind: pgettext_lazy("kind of event", "Warranty changed"),
    asset_events.AssetsImported.kind: pgettext_lazy("kind of event", "Assets imported"),
}
_COLUMNS: Final = {
    **FIELDS,
    "attributes": text_lazy("column of assets", "attributes"),
    "photos": text_lazy("column of assets", "photos"),
}
_PLACES: Final = frozenset({"district_code", "neighbourhood_code"})


def asset_event(event: EventFacts) -> str:
    """Return an event of an asset's file as a sentence: what happened, or which values were changed."""
    if event.kind != asset_events.AssetChanged.kind:
        return str(ASSET_NAMES[event.kind])
    data: JsonObject = event.data
    names = [str(name) for name in list_in(data, "changed") if name not in _PLACES]
    comma = "، " if language() == "fa" else ", "
    column_names = comma.join(within(_COLUMNS[name]) for name in names if name in _COLUMNS)
    state = AssetState.labels().get(text_in(data, "state"))
    if "state" in names and state is not None:
        return _("Changed: %(what)s. Now: %(state)s.") % {"what": column_names, "state": within(state)}
    return _("Changed: %(what)s.") % {"what": column_names}
