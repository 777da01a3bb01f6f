"""A Django password validator: refuses what can be guessed from the person and the city."""

from functools import cache
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from peygir.city.queries import current_city
from peygir.city.queries import unit as city_unit
from peygir.people.password_rules import is_common, is_made_of, parts_of


class KnownWordsValidator:
    """Refuses a password made of the user's own names, the service's and the city's, or a common one in disguise."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ValidationError."""
        city = current_city(settings.CITY)
        known_words = [*parts_of(settings.CITY), *parts_of(city.name_fa), *parts_of(city.name_en)]
        for name in ("username", "name_fa", "name_en", "email"):
            known_words += parts_of(str(getattr(user, name, "") or ""))
        unit = city_unit(user.unit_id) if getattr(user, "unit_id", None) else None
        if unit is not None:
            known_words += [*parts_of(unit.name_fa), *parts_of(unit.name_en)]
        if is_common(password, _common()) or is_made_of(password, known_words):
            raise ValidationError(self.get_help_text(), code="password_of_known_words")

    def get_help_text(self) -> str:
        """The text for Django's own forms; our pages show the refusal's sentence."""
        return "The password must not be a common one, nor made of your own name or the service's."


@cache
def _common() -> frozenset[str]:
    """The common passwords that come with Django, in lower case."""
    return frozenset(CommonPasswordValidator().passwords)
