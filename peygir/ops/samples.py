"""Finds the maker of the sample city: in a checkout the laboratory, else the package `peygir-sample`."""

import importlib
from collections.abc import Callable, Iterable
from importlib.metadata import entry_points
from pathlib import Path
from typing import Final, Protocol, cast

from peygir.core.refusals import Missing
from peygir.core.translation import gettext_lazy as _
from peygir.ops import paths

GROUP: Final = "peygir.samples"
"""The entry points by which an installed package offers a maker of samples."""
_IN_CHECKOUT: Final = "lab.sample.making"


class SampleMakerIsMissing(Missing):
    """Nothing here can make a sample city."""

    message = _("The sample city is not installed. Install it beside Peygir: pip install 'peygir[sample]'")


class SampleMaker(Protocol):
    """A module that makes a city of made-up data by the real actions."""

    def is_made(self) -> bool:
        """Whether the city is there."""
        ...

    def ensure_sample_city(self, *, contacts: int, done: Callable[[int], None]) -> bool:
        """Make it unless it is there; whether it was made."""
        ...

    def logins(self) -> Iterable[Iterable[object]]:
        """One login for each role: role, user name, password."""
        ...

    def drop_box_keys(self) -> Iterable[Path]:
        """Key files that open the drop box of the made-up city, with the password of the logins."""
        ...


def require_sample_maker() -> None:
    """Raise SampleMakerIsMissing unless there is one. It is not loaded: it needs Django set up."""
    if not paths.is_checkout() and not entry_points(group=GROUP):
        raise SampleMakerIsMissing()


def sample_maker() -> SampleMaker:
    """Return the maker of samples, which needs Django set up. Raises SampleMakerIsMissing."""
    if paths.is_checkout():
        return cast(SampleMaker, importlib.import_module(_IN_CHECKOUT))
    for entry in entry_points(group=GROUP):
        return cast(SampleMaker, entry.load())
    raise SampleMakerIsMissing()
