"""Everything Django is told: from the environment where a city differs, else from here."""

import os
from pathlib import Path
from urllib.parse import urlsplit

from peygir.core.addresses import read_networks
from peygir.core.bodies import FORM, MOST_PHOTOS
from peygir.core.sandbox import is_sandbox
from peygir.core.signing_keys import former_keys, signing_key
from peygir.core.translation import citizen_languages
from peygir.core.writing import writing_of
from peygir.gateways.directory_settings import read_organisation
from peygir.media.storage_settings import storages_of
from peygir.people.roles import read_roles
from peygir.storage.database_url import databases_of

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = Path(__file__).resolve().parent
HOME = Path(os.environ.get("PEYGIR_HOME", ROOT / "var")).resolve()
SANDBOX = is_sandbox(HOME)  # a mark in the data, not a setting: docs/sandbox.md


# The command line sets it, once the database runs.
DATABASE_URL = os.environ.get("PEYGIR_DATABASE_URL") or os.environ.get("DATABASE_URL") or "postgresql:///peygir"
DATABASES = databases_of(DATABASE_URL, os.environ.get("DATABASE_REPLICA_URL", ""))
# By how many seconds the replica may be behind.
REPLICA_LAG = float(os.environ.get("PEYGIR_REPLICA_LAG", "5"))

SECRET_KEY = signing_key(HOME)
SECRET_KEY_FALLBACKS = former_keys(HOME)
DEBUG = os.environ.get("PEYGIR_DEBUG") == "1"
ALLOWED_HOSTS = os.environ.get("PEYGIR_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
PUBLIC_URL = os.environ.get("PEYGIR_PUBLIC_URL", "http://127.0.0.1:8137")
# Our proxies, "127.0.0.1,10.0.0.0/8": they alone are believed about an address.
PROXIES = read_networks(os.environ.get("PEYGIR_PROXIES", ""))
CITY = os.environ.get("PEYGIR_CITY", "shiraz")

# Cities' other names for Open311: "shiraz.ir=shiraz,example.org=other".
JURISDICTIONS = dict(
    pair.split("=", 1) for pair in os.environ.get("PEYGIR_JURISDICTIONS", "").lower().split(",") if "=" in pair
)
# Pictures that a report names come from public hosts alone; a trial may say "1".
FETCH_PRIVATE_HOSTS = os.environ.get("PEYGIR_FETCH_PRIVATE_HOSTS") == "1"
# Webhooks go to public hosts by https; for private networks say "1".
WEBHOOK_SECONDS = 15.0  # for one message
WEBHOOK_PRIVATE_HOSTS = os.environ.get("PEYGIR_WEBHOOK_PRIVATE_HOSTS") == "1"

# The city's office automation (docs/letters.md): its address, the key it gave us, the secret by which it signs.
OFFICE_URL = os.environ.get("PEYGIR_OFFICE_URL", "")
OFFICE_KEY = os.environ.get("PEYGIR_OFFICE_KEY", "")
OFFICE_HOOK_SECRET = os.environ.get("PEYGIR_OFFICE_HOOK_SECRET", "")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "peygir.storage.jobs",
    "peygir.storage.receipts",
    "peygir.history",
    "peygir.city",
    "peygir.atlas",
    "peygir.assets",
    "peygir.people",
    "peygir.media",
    "peygir.cases",
    "peygir.centre.contacts",
    "peygir.centre.workforce",
    "peygir.centre.knowledge",
    "peygir.centre.quality",
    "peygir.centre.sessions",
    "peygir.desks.intake",
    "peygir.desks.understanding",
    "peygir.desks.routing",
    "peygir.desks.promises",
    "peygir.desks.fieldwork",
    "peygir.desks.answers",
    "peygir.desks.surveys",
    "peygir.desks.earlier",
    "peygir.desks.partners",
    "peygir.desks.inquiries",
    "peygir.desks.dropbox",
    "peygir.desks.inspection",
    "peygir.desks.objections",
    "peygir.desks.letters",
    "peygir.outlook.insight",
    "peygir.outlook.honours",
    "peygir.outlook.planning",
    "peygir.outlook.scoring",
    "peygir.outlook.panel",
    "peygir.web",
    "peygir.web.kit",
    "peygir.web.public",
    "peygir.web.citizen",
    "peygir.web.staff",
    "peygir.web.clerk",
    "peygir.web.manager",
    "peygir.web.planner",
    "peygir.web.contractor",
    "peygir.web.crew",
    "peygir.web.operator",
    "peygir.web.centre",
    "peygir.web.leaders",
    "peygir.web.plans",
    "peygir.web.budget",
    "peygir.web.council",
    "peygir.web.secretariat",
    "peygir.web.explore",
    "peygir.web.help",
    "peygir.web.inspector",
    "peygir.web.inspectorate",
    "peygir.web.drop",
    "peygir.web.honours_office",
    "peygir.web.jury",
    "peygir.web.agency",
    "peygir.web.panel",
    "peygir.web.panel_office",
    "peygir.web.boards",
    "peygir.web.admin",
    "peygir.api",
    "peygir.ops",
]

MIDDLEWARE = [
    "peygir.web.kit.middleware.arriving.arriving",
    "django.middleware.security.SecurityMiddleware",
    "peygir.web.kit.middleware.headers.security_headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "peygir.web.kit.middleware.gzip_pages.GzipPages",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "peygir.web.kit.middleware.admitting.Admitting",  # before the next one reads the form
    "django.middleware.csrf.CsrfViewMiddleware",
    # Django's own, with an end of sessions by the role.
    "peygir.web.kit.middleware.staff_sessions.staff_sessions",
    "peygir.web.kit.middleware.page_language.PageLanguages",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "peygir.web.kit.middleware.nulls.NoNulls",
    "peygir.web.kit.middleware.refusals.RefusalsInWords",
    "peygir.web.kit.middleware.replica_reads.ReplicaReads",
]

ROOT_URLCONF = "peygir.urls"
WSGI_APPLICATION = "peygir.wsgi.application"
ASGI_APPLICATION = "peygir.asgi.application"
# Where browsers find the live stream (":8138": this host at another port; "/live": by a proxy; empty: nowhere), and
# the port at which it answers on this machine.
LIVE_URL = os.environ.get("PEYGIR_LIVE_URL", "")
LIVE_PORT = os.environ.get("PEYGIR_LIVE_PORT", "")
PBX_TECHNOLOGY = os.environ.get("PEYGIR_PBX_TECHNOLOGY", "PJSIP")  # of the operators' phones, for the dialplan
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "OPTIONS": {
            # Django's cached loader, without the indentation of the templates.
            "loaders": [
                ("peygir.web.kit.template_whitespace.Loader", ["django.template.loaders.app_directories.Loader"])
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "peygir.web.kit.context.page",
            ],
        },
    },
]

FORM_RENDERER = "peygir.web.kit.form_renderer.FormRenderer"
AUTH_USER_MODEL = "people.Staff"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name_fa", "name_en", "email")},
    },
    {"NAME": "peygir.people.passwords.KnownWordsValidator"},
]
# Roles that must have a second step; "none": everybody chooses.
SECOND_STEP_ROLES = read_roles(os.environ.get("PEYGIR_SECOND_STEP") or "inspectorate,mayor,admin")
# After how many hours sessions of staff end, unused or in all; strict: inspectorate, mayor's desk, administrators.
SESSION_HOURS = {
    "idle_hours": float(os.environ.get("PEYGIR_IDLE_HOURS", "12")),
    "strict_idle_hours": float(os.environ.get("PEYGIR_STRICT_IDLE_HOURS", "8")),
    "most_hours": float(os.environ.get("PEYGIR_SESSION_HOURS", "168")),
    "strict_most_hours": float(os.environ.get("PEYGIR_STRICT_SESSION_HOURS", "24")),
}
SESSION_ENGINE = "peygir.web.kit.session_store"
SESSION_COOKIE_AGE = int(SESSION_HOURS["most_hours"] * 3600)
LOGIN_URL = "/staff/login/"
# The organisation's: docs/sign-in.md
LDAP, OIDC = read_organisation(os.environ, is_sandbox=SANDBOX)
JUST_IN_TIME = os.environ.get("PEYGIR_JUST_IN_TIME") == "1"
SIGN_IN_CONTACT = os.environ.get("PEYGIR_SIGN_IN_CONTACT", "")
PROVIDER_PROOF_HOURS = float(os.environ.get("PEYGIR_PROVIDER_PROOF_HOURS", "12"))
LEAVERS_SECONDS = int(os.environ.get("PEYGIR_LEAVERS_SECONDS", "120"))

LANGUAGE_CODE = "fa"
# Each language that has a catalogue in `locale`, by its own name; first those of every page (docs/languages.md).
LANGUAGES = [(code, writing_of(code).name) for code in citizen_languages()]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Tehran"

STATIC_URL = "/static/"
# Built styles, scripts and icons, with Vite's manifest.
BUILT_PAGES = str(Path(__file__).parent / "web" / "static" / "built")
# WhiteNoise serves the static folders as they lie; Vite's names carry a hash of the content.
WHITENOISE_USE_FINDERS = True
WHITENOISE_IMMUTABLE_FILE_TEST = r"/built/.+\.[0-9a-f]{12}\.\w+$"
UPLOADS = HOME / "uploads"
STORAGES = storages_of(os.environ)
# Fields of a form; the API reads its longer JSON by itself: peygir/api/bodies.py.
DATA_UPLOAD_MAX_MEMORY_SIZE = FORM.other
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
DATA_UPLOAD_MAX_NUMBER_FILES = 2 * MOST_PHOTOS

# The public address says whether a proxy in front speaks HTTPS.
SERVED_BY_HTTPS = PUBLIC_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SERVED_BY_HTTPS
# As `peygir.web.kit.cookies` names our own: see there.
_HOST = "__Host-" if SERVED_BY_HTTPS else ""
SESSION_COOKIE_NAME = f"{_HOST}sessionid"
CSRF_COOKIE_NAME = f"{_HOST}csrftoken"
LANGUAGE_COOKIE_NAME = f"{_HOST}django_language"
MESSAGE_STORAGE = "peygir.web.kit.cookies.KeptMessages"
CSRF_TRUSTED_ORIGINS = ["{0.scheme}://{0.netloc}".format(urlsplit(PUBLIC_URL))] if SERVED_BY_HTTPS else []
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "peygir.web.kit.errors.forged"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"


def _ports(prefix: str) -> dict[str, str]:
    """Providers by name: PEYGIR_SMS_KAVENEGAR=https://… gives kavenegar its address."""
    return {name[len(prefix) :].lower(): url for name, url in os.environ.items() if name.startswith(prefix) and url}


# How messages go out and come in: docs/messages.md.
SMS_ADAPTER = os.environ.get("PEYGIR_SMS", "file")  # the ports in order, "kavenegar,magfa"
SMS_PORTS = _ports("PEYGIR_SMS_")
CHAT_PORTS = _ports("PEYGIR_CHAT_")
HOOK_SECRET = os.environ.get("PEYGIR_HOOK_SECRET", "")  # a part of the path
EMAIL_URL = os.environ.get("PEYGIR_EMAIL_URL", "")
IMAP_URL = os.environ.get("PEYGIR_IMAP_URL", "")
# Sooner, the last look is shown.
HEALTH_SECONDS = 5.0
HEALTH_TOKEN = os.environ.get("PEYGIR_HEALTH_TOKEN", "")  # for /health and /metrics
BACKUP_DAYS = float(os.environ.get("PEYGIR_BACKUP_DAYS", "2"))  # 0: any age
BACKUPS_KEPT_DAYS = int(os.environ.get("PEYGIR_BACKUPS_KEPT_DAYS", "0"))  # 0: not said
# To an unproved address; the rest is told later, in one message.
UNPROVEN_PER_HOUR = int(os.environ.get("PEYGIR_UNPROVEN_PER_HOUR", "5"))
UNPROVEN_PER_DAY = int(os.environ.get("PEYGIR_UNPROVEN_PER_DAY", "8"))
NUMBERS_PER_ADDRESS = int(os.environ.get("PEYGIR_NUMBERS_PER_ADDRESS", "300"))  # per address and day
MAP_TILES = os.environ.get("PEYGIR_MAP_TILES", "")  # in place of the map
MAP_CREDIT = os.environ.get("PEYGIR_MAP_CREDIT", "© OpenStreetMap contributors")  # whose data those tiles are
ROUTING_URL = os.environ.get("PEYGIR_ROUTING_URL", "")  # docs/board.md
FIGURES_SECONDS = int(os.environ.get("PEYGIR_FIGURES_SECONDS", "600"))
LAKE_ENGINE = os.environ.get("PEYGIR_LAKE_ENGINE", "embedded")  # docs/scale.md
SPARK = os.environ.get("PEYGIR_SPARK", "local[2] 1g").split()
FEWEST_SHOWN = int(os.environ.get("PEYGIR_FEWEST_SHOWN", "5"))  # docs/explore.md
DROP_BOX_DAYS = int(os.environ.get("PEYGIR_DROP_BOX_DAYS", "5"))  # docs/drop-box.md
READER = os.environ.get("PEYGIR_READER", "ngrams")  # ADR 9

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
