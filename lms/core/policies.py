"""What a page may load and do, told to the browser: a strict Content-Security-Policy, a looser one for editors.

Both forbid every other host; only what is framed may reach those that H5P_OUTSIDE names. The site's own pages run no inline
script without this answer's nonce and no inline style at all; Wagtail's admin starts its widgets with inline scripts that
carry no nonce, so `/admin/` allows them. A view that needs more (a framed package, a video) says so with django-csp's
`csp_update` decorator, beside the code that needs it.
"""

from typing import Any, Final

from csp.constants import NONCE, NONE, SELF, UNSAFE_EVAL, UNSAFE_INLINE
from csp.middleware import CSPMiddleware, PolicyParts
from csp.utils import default_config
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

ADMIN_PREFIX: Final = "/admin/"

SITE: Final[dict[str, Any]] = {
    "default-src": [NONE],
    "script-src": [SELF, NONCE],
    "style-src": [SELF],
    "img-src": [SELF, "data:"],
    "font-src": [SELF],
    "connect-src": [SELF],
    "manifest-src": [SELF],
    "form-action": [SELF],
    "frame-ancestors": [SELF],
    "base-uri": [NONE],
    "object-src": [NONE],
}

# A nonce in this policy would make browsers ignore 'unsafe-inline', hence none.
ADMIN: Final[dict[str, Any]] = {
    **SITE,
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "font-src": [SELF, "data:"],
    "media-src": [SELF],
    "frame-src": [SELF],
    "worker-src": [SELF],
}

#: What a framed package is given. Its code is somebody's, and old libraries need `eval`: so it gets an origin of its own, in
#: which it finds neither the site's cookies nor its pages, and may reach nothing but this server and what its owner names.
OUTSIDE: Final = settings.H5P_OUTSIDE
PACKAGE: Final[dict[str, Any]] = {
    "default-src": [NONE],
    "script-src": [SELF, UNSAFE_INLINE, UNSAFE_EVAL, "blob:", *OUTSIDE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:", *OUTSIDE],
    "media-src": [SELF, "data:", "blob:", *OUTSIDE],
    "frame-src": OUTSIDE or [NONE],
    "font-src": [SELF, "data:", "blob:"],
    "connect-src": [SELF],
    "worker-src": ["blob:"],
    "form-action": [NONE],
    "frame-ancestors": [SELF],
    "base-uri": [NONE],
    "object-src": [NONE],
    "sandbox": ["allow-scripts", "allow-popups", "allow-forms", "allow-downloads"],
}


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    """django-csp with the policies of this file in place of a setting."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if not report_only and parts.config is None:
            parts.config = default_config(ADMIN if request.path_info.startswith(ADMIN_PREFIX) else SITE)
        return parts
