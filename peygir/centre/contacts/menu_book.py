"""Finds a version of an IVR menu."""

from peygir.centre.contacts.models import Menu


def menu_version(city_id: int, code: str, number: int) -> int | None:
    """The id of a version, None if there is none of that number."""
    return Menu.objects.filter(city_id=city_id, code=code, number=number).values_list("pk", flat=True).first()
