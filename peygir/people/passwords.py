"""One more rule of Django's for new passwords: they are not made of the person's or the service's name."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError

from peygir.city.queries import current_city
from peygir.people.password_rules import is_made_of, parts_of


class KnownWordsValidator:
    """Refuses a password of the user's own names, the service's and the city's, with or without digits and signs."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ValidationError."""
        city = current_city(settings.CITY)
        words = [*parts_of(settings.CITY), *parts_of(city.name_fa), *parts_of(city.name_en)]
        for name in ("username", "name_fa", "name_en", "email"):
            words += parts_of(str(getattr(user, name, "") or ""))
        if is_made_of(password, words):
            raise ValidationError(self.get_help_text(), code="password_of_known_words")

    def get_help_text(self) -> str:
        """For Django's own lists; our pages show the refusal's sentence."""
        return "The password must not be made of your own name or the service's."
