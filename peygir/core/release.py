"""Which version of Peygir this is: shown on the health page, in the API's document, in metrics and in backups."""

from functools import cache
from importlib.metadata import PackageNotFoundError, version


@cache
def release() -> str:
    """The version of the installed package, such as 1.4.0; "0" where nothing is installed."""
    try:
        return version("peygir")
    except PackageNotFoundError:
        return "0"
