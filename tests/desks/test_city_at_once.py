"""Several loads of one city at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

from django.db import connection

from peygir.city.actions import CityIsBeingLoaded, load_city
from peygir.city.models import City
from peygir.history.queries import verify
from tests.small_city import SmallCity

FIRST = date(2026, 1, 10)


def test_two_loads_of_one_new_city_at_once_end_as_one_or_two_loads_and_never_as_two_cities(
    transactional_db: None, tmp_path: Path
) -> None:
    folder = SmallCity().write(tmp_path)

    def once(_: int) -> int | str:
        try:
            return load_city(folder, by="staff:1", on=FIRST).number
        except CityIsBeingLoaded as refusal:
            return refusal.name
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        ends = list(pool.map(once, range(3)))
    numbers = sorted(end for end in ends if isinstance(end, int))
    assert numbers == list(range(1, len(numbers) + 1))
    assert set(ends) - set(numbers) <= {"CityIsBeingLoaded"}
    assert City.objects.get(code="small").load_number == len(numbers)
    assert verify().breaks == []
