"""The crew's call to a reporter: the exchange rings both, and neither sees the number of the other."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from peygir.core.codes import read_code
from peygir.journey.masked_calls import call_reporter
from peygir.people.permissions import Permission
from peygir.web.kit.access import actor, staff
from peygir.web.kit.current_city import current_city


@staff(Permission.WORK_ON_ORDERS)
@require_POST
def crew_call(request: HttpRequest) -> HttpResponse:
    """Ask the exchange to ring the crew's phone and then that of the reporter of a `case` of the `order`."""
    number, code = request.POST.get("order", "")[:20], read_code(request.POST.get("case", "")[:40]) or ""
    call_reporter(number, code, city_id=current_city().id, by=actor(request))
    words = _("The centre's phone rings you in a moment. Pick up, and you are connected with the reporter.")
    return JsonResponse({"words": words}, json_dumps_params={"ensure_ascii": False})
