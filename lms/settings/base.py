"""What every Clearway has in common. Values from outside pass through `environment`, which refuses bad ones."""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from lms.settings import environment

BASE_DIR = Path(__file__).resolve().parent.parent.parent
RUNTIME_DIR = BASE_DIR / "var"

DEBUG = False
#: The demo shows pages that production must not have: the style guide, the mail that would have been sent.
DEMO = False
#: `manage.py demo --day +90` moves the demo's today; everywhere else today is today.
CLOCK_MAY_MOVE = False

PUBLIC_URL = environment.public_url("http://127.0.0.1:8000")
ALLOWED_HOSTS = environment.allowed_hosts(["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]

INSTALLED_APPS = [
    # Ours first, so that our templates and static files win.
    "desks",
    "certificates",
    "tracking",
    "courses",
    "lms",
    "wagtail.contrib.settings",
    "wagtail.contrib.simple_translation",
    "wagtail.locales",
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
    "treebeard",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django.forms",  # its widgets, for our form renderer
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

#: Where addresses for programs are; those of them that are marked so pass by what is there for people.
PROGRAMS_BELOW = ("/xapi/", "/my/calendar.ics")
MIDDLEWARE = [
    "lms.core.requests.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "lms.core.programs.StraightToViewMiddleware",
    "lms.core.policies.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "lms.people.preferences.PreferencesMiddleware",
    "lms.people.reading.ReadingMiddleware",
    "lms.core.uploads.UploadMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "lms.urls"
WSGI_APPLICATION = "lms.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "lms.people.context.site",
                "lms.notices.context.unread",
            ]
        },
    }
]
FORM_RENDERER = "lms.core.forms.Renderer"

# Data ---------------------------------------------------------------------------------------------------------------
DATABASES = {"default": environment.database(RUNTIME_DIR / "clearway.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = environment.redis_url(RUNTIME_DIR)
STORAGES = {
    "default": environment.storage(RUNTIME_DIR / "storage"),
    "staticfiles": {"BACKEND": "lms.core.sheets.JoinedSheetsStorage"},
}
# Per process on purpose: losing Redis must cost nothing but speed, and nothing here is shared state.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# Tasks: Redis is not the record (the outbox is), so a lost broker delays and never loses. -----------------------------
CELERY_BROKER_URL = environment.broker_url(REDIS_URL)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 600
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
# kombu looks for messages of a lost worker only every hundred seconds unless told otherwise; the visibility time-out
# stays above the longest task, or an unfinished one would run twice.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": CELERY_TASK_TIME_LIMIT + 60,
    "unacked_restore_interval": 2,
    "unacked_restore_throttle": 1,
    "socket_connect_timeout": 2,
    "socket_timeout": 10,
    # Whoever publishes tries once: kombu would sleep for six seconds in between, with a person waiting for the page. The
    # worker and beat, which need a broker, have their own setting for how often they try.
    "max_retries": 0,
}
CELERY_BEAT_SCHEDULE = {
    "sweep the outbox": {"task": "lms.core.tasks.sweep", "schedule": 15.0},
    "lapse due offers": {"task": "tracking.admission.tasks.lapse_due_offers", "schedule": 300.0},
    "begin due training": {"task": "tracking.admission.tasks.begin_due_training", "schedule": 3600.0},
    # Twice an hour, so that a morning without a beat is made up for; a person gets one a day.
    "mail digests": {"task": "lms.notices.tasks.send_digests", "schedule": 1800.0},
    "close due assessments": {"task": "tracking.needs.tasks.close_due_assessments", "schedule": 3600.0},
    "seal statements": {"task": "tracking.lrs.tasks.seal_settled", "schedule": 60.0},
    "forward statements": {"task": "tracking.lrs.tasks.forward_due", "schedule": 30.0},
    "sweep attachments": {"task": "tracking.lrs.tasks.sweep_files", "schedule": 86400.0},
    "let statements go": {"task": "tracking.lrs.tasks.retain_all", "schedule": 86400.0},
    "expire certificates": {"task": "certificates.tasks.expire_due", "schedule": 3600.0},
}

#: What follows from what; named here because the outbox, at the bottom, may not import the table above it.
REACTIONS = "lms.reactions.REACTIONS"

# People -------------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "lms.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/my/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "lms.people.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "lms.people.forms.SignInForm",
    "reset_password": "lms.people.forms.ResetPasswordForm",
    "reset_password_from_key": "lms.people.forms.ResetPasswordKeyForm",
    "change_password": "lms.people.forms.ChangePasswordForm",
    "set_password": "lms.people.forms.SetPasswordForm",
    "reauthenticate": "lms.people.forms.ReauthenticateForm",
    "add_email": "lms.people.forms.AddEmailForm",
}
MFA_FORMS = {
    "authenticate": "lms.people.forms.AuthenticateForm",
    "reauthenticate": "lms.people.forms.ReauthenticateCodeForm",
    "activate_totp": "lms.people.forms.ActivateTOTPForm",
}
MFA_TOTP_ISSUER = "Clearway"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_PREVENT_ENUMERATION = True
# Lock-out is axes' work: its counts live in the database, which every host shares; allauth's live in the cache.
ACCOUNT_RATE_LIMITS = {"login_failed": False}
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "lms.people.lockout.locked_out"
AXES_USERNAME_CALLABLE = "lms.people.lockout.username"
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

#: Bytes that one request to the record store may carry; more is refused with 413.
LRS_MAX_BODY = 16 * 1024 * 1024
#: "yes" where statements may be forwarded to stores within our own network, and without TLS.
LRS_FORWARD_TO_PRIVATE = environment.text("LRS_FORWARD_TO_PRIVATE") == "yes"

#: MiB of one file in an H5P package, and of a whole one unpacked.
H5P_LARGEST_FILE = environment.number("H5P_LARGEST_FILE", 64)
H5P_LARGEST_PACKAGE = environment.number("H5P_LARGEST_PACKAGE", 256)
#: Names of the libraries that may be installed, or patterns such as H5P.*; without any, all of them.
H5P_LIBRARIES = environment.text("H5P_LIBRARIES").split()
#: Sites whose pictures, films, players and scripts H5P contents may load, such as https://films.customs.example; without any,
#: none: a content then shows what is in its package and nothing else.
H5P_OUTSIDE = environment.places("H5P_OUTSIDE")
#: A form of an H5P book of twenty pages has four thousand fields; Django's own limit is a thousand.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000

# Words, places, times ------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
FORMAT_MODULE_PATH = ["lms.core.formats"]
LANGUAGES = [("en", _("English")), ("ar", _("Arabic"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
WAGTAIL_I18N_ENABLED = True
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES

# Files ----------------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = RUNTIME_DIR / "static"
MEDIA_URL = "/media/"
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "lms.core.assets.NamedPackageFilesFinder",
]
WHITENOISE_KEEP_ONLY_HASHED_FILES = False

# Wagtail --------------------------------------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = "Clearway"
WAGTAILADMIN_BASE_URL = PUBLIC_URL
WAGTAILADMIN_LOGIN_URL = "/accounts/login/"
WAGTAIL_FRONTEND_LOGIN_URL = "/accounts/login/"
# The admin would otherwise call other hosts: no page of ours loads anything from elsewhere.
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []
WAGTAIL_USAGE_COUNT_ENABLED = True
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
TAGGIT_CASE_INSENSITIVE = True

# Security --------------------------------------------------------------------------------------------------------------
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"

# Mail -------------------------------------------------------------------------------------------------------------------
vars().update(environment.email("consolemail://"))
DEFAULT_FROM_EMAIL = "Clearway <noreply@clearway.invalid>"

LOGGING_CONFIG = "lms.core.logs.configure"
LOGGING = {"level": "INFO"}
#: Whoever brings it may read /metrics from elsewhere; without one, only this machine may.
METRICS_TOKEN = environment.text("METRICS_TOKEN")
