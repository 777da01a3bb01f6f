"""Write the city's assets into a CSV, GeoJSON or Excel file, in the columns that `import-assets` reads."""

import argparse
from pathlib import Path

from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.core.translation import languages


class FormIsUnknown(Invalid):
    """The name of the file ends with none of the known forms."""

    message = _("The file's name must end with one of: {forms}")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the file, and what is written."""
    parser.add_argument("file", type=Path, help="the file: .csv, .geojson or .xlsx")
    parser.add_argument("--type", default="", help="assets of one type (its code) alone")
    parser.add_argument("--removed", action="store_true", help="the removed assets")
    parser.add_argument("--language", choices=languages(), default="fa", help="of the notice at the end (fa)")


def run(args: argparse.Namespace) -> int:
    """Write the file, and print how many assets it holds."""
    from django.conf import settings

    from peygir.assets.exporting import FORMS, export
    from peygir.assets.queries import AssetFilter, asset_type
    from peygir.assets.states import AssetState
    from peygir.city.queries import current_city
    from peygir.ops.tables import migrate_if_needed

    form = args.file.suffix.lower().removeprefix(".")
    if form not in FORMS:
        raise FormIsUnknown(forms=", ".join(FORMS))
    migrate_if_needed()
    city_id = current_city(settings.CITY).id
    kind = asset_type(city_id, args.type) if args.type else None
    asset_filter = AssetFilter(
        type_id=kind.id if kind else None, state=AssetState.REMOVED.value if args.removed else ""
    )
    counted = 0

    def count() -> None:
        nonlocal counted
        counted += 1

    with args.file.open("wb") as file:
        for chunk in export(city_id, asset_filter, form, each=count):
            file.write(chunk)
    print(_("{count} assets were written.", count=counted).in_language(args.language))
    return 0
