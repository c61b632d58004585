"""The headers of every answer: a strict content policy, and no copies kept of signed-in pages."""

from http import HTTPStatus

from django.conf import settings

CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; "
    "base-uri 'none'; object-src 'none'; manifest-src 'self'; frame-src 'self'"
)
DOWNLOAD_POLICY = "sandbox; default-src 'none'"
FEATURES = "camera=(), microphone=(), geolocation=(), payment=(), usb=()"


class SecurityHeadersMiddleware:
    """Set the headers that Django and WhiteNoise leave out."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.policy = CONTENT_POLICY + ("" if settings.DEBUG else "; upgrade-insecure-requests")

    def __call__(self, request):
        response = self.get_response(request)
        is_download = response.get("Content-Disposition", "").startswith("attachment")
        policy = DOWNLOAD_POLICY if is_download else self.policy
        response.setdefault("Content-Security-Policy", policy)  # a preview brings a stricter one
        response["Permissions-Policy"] = FEATURES
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        is_file_of_ours = request.path.startswith(settings.STATIC_URL)
        may_be_kept = is_file_of_ours or _is_for_everybody(request, response)
        if response.status_code >= HTTPStatus.BAD_REQUEST or not may_be_kept:
            response["Cache-Control"] = "no-store"
        return response


def _is_for_everybody(request, response):
    """Its view says so, and neither the question nor the answer has a cookie: it is nobody's."""
    says_so = response.get("Cache-Control", "").startswith("public")
    return says_so and not request.COOKIES and not response.cookies
