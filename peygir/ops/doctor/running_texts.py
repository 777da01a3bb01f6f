"""What can be wrong with the processes and their queues."""

from typing import Final

from peygir.core.translation import gettext_lazy as _
from peygir.ops.doctor.kinds import FaultKind

NOT_SERVING: Final = FaultKind(
    "not-serving",
    _("Nothing serves this home at the moment: no page, no call, no message."),
    _("Start it: ./run serve, or systemctl start of its units."),
)
PROCESS_MISSING: Final = FaultKind(
    "process-missing",
    _("The process “{name}” does not run on this machine."),
    _("Look at its log; the supervisor starts it again by itself, a unit of systemd by systemctl start."),
)
PORT_TAKEN: Final = FaultKind(
    "port-taken",
    _("Port {port} is taken by another program, {name}: Peygir cannot listen there."),
    _("Stop that program, or serve at another --port."),
)
WEB_DOES_NOT_ANSWER: Final = FaultKind(
    "web-does-not-answer",
    _("The web at port {port} does not answer: {why}."),
    _("Look at its log; end it, and the supervisor starts it again."),
)
WEB_REFUSES_PUBLIC_NAME: Final = FaultKind(
    "web-refuses-public-name",
    _("The running web refuses the public name {host} (400)."),
    _("Set PEYGIR_HOSTS to that name and start again."),
)
PROXY_NOT_BELIEVED: Final = FaultKind(
    "proxy-not-believed",
    _(
        "The web listens on this machine alone, so its proxy is here too, but PEYGIR_PROXIES of the running web does not name 127.0.0.1: everybody counts as one caller."
    ),
    _("Add 127.0.0.1 (and ::1) to PEYGIR_PROXIES and start again."),
)
PORT_OPEN_PAST_PROXY: Final = FaultKind(
    "port-open-past-proxy",
    _("The web listens on {host}, so others reach port {port} without the proxy and its certificate."),
    _("Serve with --host 127.0.0.1, or close the port by the firewall."),
    is_advice=True,
)
LIVE_DOES_NOT_ANSWER: Final = FaultKind(
    "live-does-not-answer",
    _("The live stream does not answer: pages do not change by themselves."),
    _("Look at its log; end it, and the supervisor starts it again."),
)
PROCESSES_OLDER_THAN_CODE: Final = FaultKind(
    "processes-older-than-code",
    _("These processes were started before the program was changed: {names}. Old and new code work beside each other."),
    _("Start them again (docs/upgrade.md)."),
)
WEB_RUNS_AS_ROOT: Final = FaultKind(
    "web-runs-as-root",
    _("The web runs as root: whoever breaks it has the machine."),
    _("Put program and home where the account peygir can read them (docs/operations.md), and start again."),
    is_advice=True,
)
WORKER_SILENT: Final = FaultKind(
    "worker-silent",
    _("The worker has given no sign of life for {minutes} minutes: no case is routed and no message sent."),
    _("Look at its log and at the database; start it again."),
)
CLOCK_SILENT: Final = FaultKind(
    "clock-silent",
    _("The clock process has given no sign of life for {minutes} minutes: no deadline, reminder or nightly root."),
    _("Look at its log and at the database; start it again."),
)
DUTY_FAILS: Final = FaultKind(
    "duty-fails",
    _("Something that worker or clock do again and again fails: {names}. The other duties go on."),
    _("Look for duty_failed in their logs: it says where. It is tried again by itself."),
)
DUE_LATE: Final = FaultKind(
    "due-late",
    _("What fell due {minutes} minutes ago is not processed."),
    _("The clock process is stuck or overloaded: look at its log."),
)
JOBS_LATE: Final = FaultKind(
    "jobs-late",
    _("{count} jobs wait, the oldest for {minutes} minutes."),
    _("If the worker lives, it is overloaded or one job holds it: look at its log."),
)
JOB_TOO_LONG: Final = FaultKind(
    "job-too-long",
    _("One job has been running for {minutes} minutes."),
    _("Look in the worker's log which it is; start the worker again if it does nothing."),
)
JOBS_FAILED: Final = FaultKind(
    "jobs-failed",
    _("{count} jobs failed for good: what they should have done is not done."),
    _("An administrator finds them with their reasons at /desk/admin/; mend the reason and run them again there."),
)
MESSAGES_LATE: Final = FaultKind(
    "messages-late",
    _("{count} messages wait, the oldest for {minutes} minutes without a try."),
    _("The worker's outside queue is stuck: look at its log and at the providers."),
)
GATEWAYS_SILENT: Final = FaultKind(
    "gateways-silent",
    _("Nothing goes out by: {names}."),
    _("Run ./run doctor --outside; look at the provider's credit and password."),
)
DEAD_LETTERS: Final = FaultKind(
    "dead-letters",
    _("{count} messages of the last day were given up after eight tries."),
    _("Mend the way they go by, then send them again from the administrator's pages."),
)
CASES_WITHOUT_OWNER: Final = FaultKind(
    "cases-without-owner",
    _("{count} cases have no owner."),
    _("Look at the routing rules and the units of their topics and districts."),
)
PBX_AWAY: Final = FaultKind(
    "pbx-away",
    _("The connection to the exchange (AMI) is down since {since}: no call is shown or noted."),
    _("Look at the process pbx and at the exchange; check PEYGIR_PBX_URL."),
)
