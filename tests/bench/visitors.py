"""A signed-in person's browser, as far as a benchmark needs one."""

from django.conf import settings
from django.test import Client

from tests.bench.race import WrongAnswer


class Visitor:
    """Asks for pages over HTTPS, through every middleware of the portal."""

    def __init__(self, user):
        self.user = user
        self.client = Client(SERVER_NAME=settings.ALLOWED_HOSTS[0])
        self.client.force_login(user)
        # As allauth notes it of somebody who signed in with a second factor.
        session = self.client.session
        session["account_authentication_methods"] = [{"method": "mfa", "type": "totp", "at": 0}]
        session["account_authentication_methods_user"] = str(user.pk)
        session.save()

    def get(self, path, data=None):
        """The answer, or WrongAnswer where it is not the page that was asked for."""
        return self._page(self.client.get(path, data, secure=True))

    def post(self, path, data):
        return self._page(self.client.post(path, data, secure=True), {200, 302})

    def _page(self, response, expected=frozenset({200})):
        if response.status_code not in expected:
            raise WrongAnswer(f"{response.request['PATH_INFO']}: HTTP {response.status_code}")
        return response
