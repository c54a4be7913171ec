"""Settings, all from the environment. `providerdirect/checks.py` refuses an unsafe set of them."""

import logging
from base64 import b64encode
from datetime import timedelta
from pathlib import Path

from csp.constants import NONE, SELF

from . import environment as env
from . import logs

CHECKOUT = Path(__file__).resolve().parent.parent

# Demonstration mode is named, never guessed: it alone permits keys that come with the checkout.
DEMONSTRATION = env.flag("DEMONSTRATION")
DEBUG = env.flag("DEBUG")
SECRET_KEY = env.text("SECRET_KEY")
ENCRYPTION_KEYS = env.text("ENCRYPTION_KEYS")
FINGERPRINT_KEY = env.text("FINGERPRINT_KEY")
AUDIT_KEY, AUDIT_KEYS_BEFORE = env.text("AUDIT_KEY"), env.words("AUDIT_KEYS_BEFORE")
if DEMONSTRATION:
    SECRET_KEY = SECRET_KEY or "demonstration-only-" + "s3Kq9vZx7Lw2Rt5Yb8Nc4Mf6Hj1Gd0Pa" * 2
    ENCRYPTION_KEYS = ENCRYPTION_KEYS or f"demonstration:{b64encode(env.DEMONSTRATION_ENCRYPTION_KEY).decode()}"
    FINGERPRINT_KEY = FINGERPRINT_KEY or "demonstration-fingerprint-key-4f9a1c7e2b8d"
    AUDIT_KEY = AUDIT_KEY or "demonstration-audit-key-9b1e5d3f7a2c8064"
CLOCK_AHEAD_SECONDS = (
    env.number("CLOCK_AHEAD_SECONDS", 0, lowest=-1_000_000_000, highest=1_000_000_000) if DEMONSTRATION else 0
)

ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "127.0.0.1,localhost" if DEMONSTRATION else "")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")
# Where the console is: emails and invitations say so.
SITE_URL = env.text("SITE_URL").rstrip("/")
HTTPS = env.flag("HTTPS", default=not DEMONSTRATION)

INSTALLED_APPS = [
    "django.forms",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_otp",
    "axes",
    "csp",
    "django_structlog",
    "core",
    "audit",
    "accounts",
    "notices",
    "providers",
    "circumstances",
    "line",
    "accesscodes",
    "security",
    "incidents",
    "complaints",
    "calls",
    "figures",
    "desk",
    "providerdirect",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "accounts.middleware.AccessMiddleware",
    "providerdirect.not_allowed.NotAllowedPage",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "providerdirect.logs.RequestLog",
    "providerdirect.body_limit.BodyLimit",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "providerdirect.urls"
WSGI_APPLICATION = "providerdirect.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [CHECKOUT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "core.context.console",
                "line.context.outage",
            ],
        },
    }
]

FORM_RENDERER = "core.forms.renderer.GovukRenderer"

DATABASES = {
    "default": env.database(env.text("DATABASE_URL", f"postgresql://postgres:@/postgres?host={env.LOCAL / 'postgres'}"))
}
DATABASES["default"]["CONN_MAX_AGE"] = 60
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DATABASES["default"]["OPTIONS"] |= env.time_limits(
    statement=env.number("STATEMENT_TIMEOUT_SECONDS", 30, lowest=0, highest=3600),  # manage.py sets 0, for ever
    lock=env.number("LOCK_TIMEOUT_SECONDS", 10, lowest=1, highest=300),
)
DATABASES["default"]["OPTIONS"].setdefault("connect_timeout", 10)
# A page asks the same few questions each time: PostgreSQL plans them once for each connection (decision 0161).
DATABASES["default"]["OPTIONS"] |= {"server_side_binding": True, "prepare_threshold": 5}
DATABASES["default"]["TEST"] = {"NAME": env.text("TEST_DATABASE_NAME", "test_providerdirect")}

REDIS_URL = env.text("REDIS_URL", f"redis+socket://{env.LOCAL / 'broker.sock'}")
CELERY_BROKER_URL = REDIS_URL
CELERY_TIMEZONE = "Europe/London"
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_IGNORE_RESULT = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 3600, "socket_timeout": 30}
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # a broker that is away for a while is waited for
CELERY_TASK_TIME_LIMIT, CELERY_TASK_SOFT_TIME_LIMIT = 1800, 1740  # shorter than the visibility time: nothing runs twice
CELERY_WORKER_HIJACK_ROOT_LOGGER = CELERY_WORKER_REDIRECT_STDOUTS = False
# Codes that came into force longer ago than this are destroyed (A11). In nine weeks last month's is still recognised.
CODES_KEPT_DAYS = env.number("CODES_KEPT_DAYS", 90, lowest=63, highest=366)
# Failed access code checks in a row that alert the business management team, and that put the code on hold (A13).
CODE_FAILURES_ALERT, CODE_FAILURES_HOLD = env.rising(("CODE_FAILURES_ALERT", 3), ("CODE_FAILURES_HOLD", 5), highest=20)
CELERY_BEAT_SCHEDULE: dict[str, dict[str, object]] = {
    "seal the record": {"task": "audit.tasks.seal_record", "schedule": 10 * 60.0},
    "destroy old codes": {"task": "accesscodes.tasks.destroy_old_codes", "schedule": 60 * 60.0},
    "throw away old files": {"task": "providers.tasks.throw_away_old_files", "schedule": 10 * 60.0},
    "forget dead sessions": {"task": "accounts.tasks.forget_dead_sessions", "schedule": 60 * 60.0},
    "issue and remind": {"task": "accesscodes.tasks.run_what_is_due", "schedule": 60.0},
    "queue waiting emails": {"task": "notices.tasks.dispatch_waiting", "schedule": 60.0},
    "park lost emails": {"task": "notices.tasks.park_lost", "schedule": 60.0},
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"accounts.passwords.{rule}"}
    for rule in ("LongEnough", "NotCommon", "NotDigitsAlone", "NotOneself", "NotTheSameAgain")
]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "home"
CSRF_FAILURE_VIEW = "accounts.views.errors.csrf_failure"

# Sign-in is throttled by account and address (accounts/throttle.py).
PROXY_COUNT = env.number("PROXY_COUNT", 0, lowest=0, highest=9)
AXES_HANDLER = "accounts.throttle.SignInThrottle"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"], "username", "ip_address"]
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_USERNAME_FORM_FIELD = "username"
AXES_SENSITIVE_PARAMETERS = ["email", "username", "ip_address", "csrfmiddlewaretoken", "next"]
AXES_CLIENT_IP_CALLABLE = "accounts.throttle.client_address"
AXES_LOCKOUT_CALLABLE = "accounts.throttle.too_many_attempts"

# Sessions, in seconds. The cookie outlives them so that the sign-in page can say why someone was signed out.
SESSION_IDLE_SECONDS = env.number("SESSION_IDLE_SECONDS", 30 * 60, lowest=60, highest=2 * 60 * 60)
SESSION_ABSOLUTE_SECONDS = env.number("SESSION_ABSOLUTE_SECONDS", 10 * 60 * 60, lowest=60, highest=12 * 60 * 60)
SIGNING_IN_SECONDS = env.number("SIGNING_IN_SECONDS", 30 * 60, lowest=60, highest=60 * 60)
# A call counts as orphaned once its holder has asked for no page for so long, or has signed out (R5). When somebody was
# last there is noted to the minute.
ORPHANED_AFTER = timedelta(seconds=env.number("ORPHANED_SECONDS", 10 * 60, lowest=2 * 60, highest=2 * 60 * 60))
SESSION_COOKIE_AGE = 3 * 24 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_REDIRECT_EXEMPT = ["^healthz$"]  # asked by the load balancer, inside the network
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("TRUST_PROXY") else None
X_FRAME_OPTIONS = "DENY"

EMAIL_HOST = env.text("EMAIL_HOST", "127.0.0.1")
EMAIL_PORT = env.number("EMAIL_PORT", 25, lowest=1, highest=65_535)
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_USER"), env.text("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS, EMAIL_USE_SSL = env.flag("EMAIL_USE_TLS"), env.flag("EMAIL_USE_SSL")  # STARTTLS, or TLS from the start
EMAIL_WITHOUT_TLS = env.text("EMAIL_WITHOUT_TLS")  # the one host that mail may be given to in plain
EMAIL_TIMEOUT = 20
MAIL_CATCHER_FOLDER = env.text("MAIL_CATCHER_FOLDER") if DEMONSTRATION else ""  # its emails are then shown on a page
DEFAULT_FROM_EMAIL = env.text("EMAIL_FROM", "provider-direct@console.example")

LOGGING = logs.configuration(readable=DEMONSTRATION)
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False  # behind a proxy it would be the proxy's
DJANGO_STRUCTLOG_CELERY_ENABLED = True
DJANGO_STRUCTLOG_STATUS_START_LOG_LEVEL = logging.DEBUG

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = None if DEMONSTRATION else CHECKOUT / "staticfiles"  # a demonstration serves what was built
STATICFILES_DIRS = [("built", CHECKOUT / "static" / "built")]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEMONSTRATION
        else "providerdirect.storage.HashedStaticFiles"
    },
}
WHITENOISE_USE_FINDERS = DEMONSTRATION
if DEMONSTRATION:
    WHITENOISE_MAX_AGE = 0
