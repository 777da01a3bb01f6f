"""The schools that may nominate pupils: a list, a form for one, and an import of a table."""

from typing import Final

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from peygir.city import queries as city
from peygir.core.bodies import TABLE
from peygir.core.refusals import Refusal
from peygir.outlook.honours import actions, pupil_queries
from peygir.outlook.honours.school_rows import SchoolRow
from peygir.people.permissions import Permission
from peygir.web.honours_office.forms import SchoolForm
from peygir.web.kit.access import actor, staff, takes
from peygir.web.kit.current_city import current_city, today
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.templatetags.ui import digits, in_language, named

MOST_BYTES: Final = 2 * 1024 * 1024


@takes(TABLE)
@staff(Permission.PREPARE_HONOURS)
@require_http_methods(["GET", "POST"])
def honours_schools(request: HttpRequest) -> HttpResponse:
    """Show the schools; POST adds or renames one, or imports a CSV (`file`)."""
    if request.method != "POST":
        return _page(request, SchoolForm())
    file = request.FILES.get("file")
    if isinstance(file, UploadedFile) or request.POST.get("step") == "import":
        return _import(request, file if isinstance(file, UploadedFile) else None)
    form = SchoolForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        actions.keep_school(current_city().id, SchoolRow(**form.cleaned_data), by=actor(request))
    except Refusal as refusal:
        form.add_error(None, words_of(refusal))
        return _page(request, form, status=status_of(refusal))
    messages.success(request, _("The school is saved."))
    return redirect("honours_schools")


def _import(request: HttpRequest, file: "UploadedFile[bytes] | None") -> HttpResponse:
    if file is None or (file.size or 0) > MOST_BYTES:
        return _page(request, SchoolForm(), fault=_("Choose a CSV file of at most 2 megabytes."), status=422)
    try:
        text = file.read().decode("utf-8")
    except UnicodeDecodeError:
        return _page(request, SchoolForm(), fault=_("The file is not in UTF-8. Save it as “CSV UTF-8”."), status=422)
    try:
        count = actions.import_schools(current_city().id, text, by=actor(request))
    except Refusal as refusal:
        return _page(request, SchoolForm(), fault=digits(words_of(refusal)), status=status_of(refusal))
    messages.success(request, _("%(count)s schools were saved.") % {"count": digits(count)})
    return redirect("honours_schools")


def _page(request: HttpRequest, form: SchoolForm, *, fault: str = "", status: int = 200) -> HttpResponse:
    city_id = current_city().id
    names = {row.id: named(row) for row in city.districts(city_id, on=today())}
    rows = [
        (row.code, in_language(row.name), names.get(row.district_id, "—")) for row in pupil_queries.schools(city_id)
    ]
    context = {"form": form, "rows": rows, "fault": fault, "tab": "schools"}
    return render(request, "honours_office/schools.html", context, status=status)
