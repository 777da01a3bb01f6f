"""Names and texts of a city's data in further languages: those that its tables have no columns for."""

from django.db import models

from peygir.city.models.ground import City, Dated, dates_in_order, one_open


class CityText(Dated):
    """One text in one language, as a version: which thing (`kind` and `code`) and which of its fields it is for."""

    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)  # as in TEXT_FIELDS
    code = models.CharField(max_length=160)
    field = models.CharField(max_length=20)
    language = models.CharField(max_length=8)
    text = models.TextField()

    class Meta:
        constraints = [
            one_open("citytext", "city", "kind", "code", "field", "language"),
            dates_in_order("citytext"),
        ]
