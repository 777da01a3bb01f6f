"""What people wrote is shown as they typed it: a link, a number or a plate stays what it is."""

import pytest
from django.urls import reverse

from tests import make
from tests.browsers import signed_in
from tests.town import Town

pytestmark = pytest.mark.usefixtures("town_clock")


def test_a_citizens_words_stay_as_they_were_typed(town: Town) -> None:
    typed = "چاله هست tel:09171234567 https://shiraz.ir/p/137 پلاک 24ب۳۶۵"
    code = make.referred(text=typed, address="کوچه 7 پلاک ۹")
    page = signed_in("clerk").get(reverse("case", args=[code])).content.decode()
    assert f'<span class="whitespace-pre-line">{typed}</span>' in page
    assert "کوچه 7 پلاک ۹" in page
