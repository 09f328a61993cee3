"""All settings, safe by default. `production` only tightens, `dev` and `test` loosen."""

from pathlib import Path

from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from . import env

ROOT = Path(__file__).resolve().parents[3]
SITE = ROOT / "site" / "campaign"
CONTENT = ROOT / "content"
VAR = Path(env.text("VAR", str(ROOT / "var")))

# --- Django ---------------------------------------------------------------------------------------------------------
DEBUG = False
SECRET_KEY = env.text("SECRET_KEY", "")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
ROOT_URLCONF = "campaign.urls"
WSGI_APPLICATION = "campaign.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "users.User"
APPEND_SLASH = True

INSTALLED_APPS = [
    "campaign.languages",
    "campaign.base",
    "campaign.facts",
    "campaign.home",
    "campaign.guides",
    "campaign.questions",
    "campaign.glossary",
    "campaign.synonyms",
    "campaign.routes",
    "campaign.search",
    "campaign.chat",
    "campaign.chat.channels",
    "campaign.check",
    "campaign.counsel",
    "campaign.editorial",
    "campaign.users",
    "campaign.images",
    "campaign.documents",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.redirects",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",  # Wagtail's own search table, where the database is PostgreSQL
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "campaign.base.delivery.DeliveryMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "campaign.languages.middleware.SerbianLatinMiddleware",
    "campaign.base.middleware.PublicHeadersMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "campaign.base.middleware.AdminPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [SITE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "campaign.base.context.frame",
            ],
        },
    },
]

DATABASES = {"default": env.database(env.text("DATABASE_URL", f"sqlite:///{VAR / 'site.sqlite3'}"))}

# --- Languages ------------------------------------------------------------------------------------------------------
# sr is stored in Cyrillic. sr-latn is an address and a script, never a translation: SerbianLatinMiddleware produces it.
LANGUAGE_CODE = "sq"
LANGUAGES = [
    ("sq", _("Albanian")),
    ("sr", _("Serbian")),
    ("sr-latn", _("Serbian (Latin)")),
    ("en", _("English")),
]
WAGTAIL_CONTENT_LANGUAGES = [("sq", _("Albanian")), ("sr", _("Serbian")), ("en", _("English"))]
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_I18N_ENABLED = True
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Belgrade"  # Kosovo keeps the same time; the tz database has no zone of its own for it
FORMAT_MODULE_PATH = "campaign.languages.formats"
LOCALE_PATHS = [ROOT / "locales" / "site", ROOT / "locales" / "wagtail"]

# --- Files ----------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [SITE / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 3600

# --- Wagtail --------------------------------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = "Work abroad safely"
WAGTAILADMIN_BASE_URL = env.text("PUBLIC_URL", "http://localhost:8000")
WAGTAILIMAGES_IMAGE_MODEL = "images.CampaignImage"
WAGTAILDOCS_DOCUMENT_MODEL = "documents.CampaignDocument"
WAGTAIL_GRAVATAR_PROVIDER_URL = None  # the stock admin asks gravatar.com for every editor's picture
WAGTAIL_ENABLE_UPDATE_CHECK = False  # ... and wagtail.org for new releases
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILEMBEDS_FINDERS = []
# The explorer's own look-up only. Readers and the bot search content.index.
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILLOCALIZE_MACHINE_TRANSLATOR = None
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}

# --- The content index ----------------------------------------------------------------------------------------------
CONTENT_INDEX = Path(env.text("CONTENT_INDEX", str(VAR / "index.sqlite3")))

# --- The chat -------------------------------------------------------------------------------------------------------
RASA_URL = env.text("RASA_URL", "")  # an inner address; empty: the chat answers from search
RASA_TIMEOUT_S = 5  # past this the site answers itself
CHAT_MAX_CHARACTERS = 1000
CHAT_MESSAGES_A_MINUTE = env.number("CHAT_MESSAGES_A_MINUTE", 20)  # one conversation
# A lecture hall shares one address: 80 phones, a message each 4 s.
CHAT_MESSAGES_A_MINUTE_FROM_ONE_ADDRESS = env.number("CHAT_MESSAGES_A_MINUTE_FROM_ONE_ADDRESS", 1200)
# Other ways into the same chat. Each is off until all its keys are set.
META_API = "https://graph.facebook.com/v26.0"
CHANNELS = {
    "telegram": env.channel("TELEGRAM", "TOKEN", "SECRET", API="https://api.telegram.org"),
    "viber": env.channel("VIBER", "TOKEN", API="https://chatapi.viber.com", SENDER="Work abroad safely"),
    "messenger": env.channel("MESSENGER", "APP_SECRET", "VERIFY_TOKEN", "TOKEN", API=META_API),
    "whatsapp": env.channel(
        "WHATSAPP", "APP_SECRET", "VERIFY_TOKEN", "TOKEN", "PHONE_NUMBER_ID", API=META_API
    ),
}
# Partner sites whose pages may show the chat in a frame; nobody else's may.
EMBED_ORIGINS = env.origins("EMBED_ORIGINS")

CLIENT_ADDRESS = "REMOTE_ADDR"  # where a request says whom it comes from; behind our nginx another header
CHAT_TURNS_BEFORE_ROTATION = 30
CHAT_SHOW_UNDERSTANDING = env.flag("CHAT_SHOW_UNDERSTANDING")  # for `make talk FILE=`; production refuses it

# --- Questions to the counsellors (docs/privacy.md) -----------------------------------------------------------------
COUNSEL_OVERDUE_DAYS = 3  # from then on the inbox marks a question that waits
COUNSEL_WAITING_DAYS = (
    60  # an unanswered question, and a code for one the bot could not answer, is kept this long
)
COUNSEL_ANSWERED_DAYS = 30  # an answer waits this long to be picked up
COUNSEL_EXPIRED_DAYS = 90  # the bare code is remembered as expired this long
COUNSEL_OPEN_QUESTION_DAYS = 365  # what nobody asked again for this long leaves the editors' list
COUNSEL_QUESTIONS_A_MINUTE = env.number("COUNSEL_QUESTIONS_A_MINUTE", 20)  # from one address
COUNSEL_CODES_A_MINUTE = env.number(
    "COUNSEL_CODES_A_MINUTE", 120
)  # from one address, which a lecture hall shares

# --- E-mail: answers to people who left an address. Without a server the counsellor writes by hand. -----------------
EMAIL_SERVER = env.text("EMAIL_SERVER", "")
MAILERS = {
    "default": {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": EMAIL_SERVER or "localhost",
            "port": env.number("EMAIL_PORT", 587 if EMAIL_SERVER else 25),
            "username": env.text("EMAIL_USER", ""),
            "password": env.text("EMAIL_PASSWORD", ""),
            "use_tls": env.flag("EMAIL_TLS", bool(EMAIL_SERVER)),
            "timeout": 10,
        },
    }
}
DEFAULT_FROM_EMAIL = env.text("EMAIL_FROM", "noreply@localhost")

# --- Security -------------------------------------------------------------------------------------------------------
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
}
# Wagtail's editor carries inline scripts and styles without nonces; campaign.base.middleware applies this to /admin/ only.
ADMIN_CSP = {
    **SECURE_CSP,
    "script-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "style-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "img-src": [CSP.SELF, "data:", "blob:"],
    "frame-ancestors": [CSP.SELF],
}
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # Wagtail's page editor sends many fields

PAGE_CACHE = env.flag("PAGE_CACHE", True)
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# No text of any person is ever logged: requests are counted, not described.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    # Each saved page makes a dozen lines of theirs.
    "loggers": {name: {"level": "WARNING"} for name in ("django_tasks", "wagtail")},
}
