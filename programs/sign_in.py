"""How people come in: allauth's hooks, with the portal's limits, mails and trail."""

import uuid

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal import ratelimit
from allauth.core.ratelimit import respond_429
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import QueryDict
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from programs import audit, clock, drafts, outbox, passwords
from programs.models import Mail, User

# In the form of sign-in: the fields of a form that came too late, as a query string.
KEPT = "kept"


def write_mail(template, recipient, context) -> Mail:
    """Write a mail of sign-in into the outbox; each is news of its own, so each has a new key."""
    subject = render_to_string(f"{template}_subject.txt", context)
    body = render_to_string(f"{template}_message.txt", context)
    return outbox.write(f"{template}:{uuid.uuid4()}", recipient, subject, body.strip() + "\n")


def account_of(login) -> User | None:
    """The account that a name or an address at the sign-in page means, or None."""
    return User.objects.filter(Q(username__iexact=login) | Q(email=login.lower())).first()


def _keep(user, page, posted):
    """Make the form that somebody sent in vain a draft of theirs; another's text is dropped."""
    values = drafts.fields_of(QueryDict(posted))
    if drafts.is_of(values, user):
        drafts.keep(user, page.partition("?")[0], values)


class PortalAccountAdapter(DefaultAccountAdapter):
    """Nobody signs up alone; links carry the portal's own address; every coming in is an event."""

    def is_open_for_signup(self, request):
        return False

    def is_safe_url(self, url):
        """Only a path of the portal itself, never another host, not even an allowed one."""
        plain = url.isprintable() and "\\" not in url and url.startswith("/")
        return plain and url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    # --- Who gets in ---------------------------------------------------------------------

    def _get_login_attempts_cache_key(self, request, **credentials):
        """Failures count for one account from one address: the owner elsewhere is not locked out.

        The account counts as one whether its name or its e-mail is tried (SECURITY B2), and a
        network of IPv6, of which one machine has every address, as one address.
        """
        login = credentials.get("email") or credentials.get("username") or ""
        account = account_of(login)
        return f"{account.pk if account else login.lower()}|{ratelimit.get_ip(request)}"

    def pre_authenticate(self, request, **credentials):
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            raise ImmediateHttpResponse(respond_429(request)) from None

    def authenticate(self, request, **credentials):
        """A closed account is answered as a wrong password is: nothing tells that it exists."""
        if "username" in credentials:
            # allauth names an address twice and would check its password twice: the time tells.
            credentials.pop("email", None)
        user = super().authenticate(request, **credentials)
        return user if user and user.is_active else None

    def authentication_failed(self, request, **credentials):
        login = credentials.get("email") or credentials.get("username") or ""
        if account := account_of(login):
            audit.record("login_failed", account, label="đăng nhập sai", by=None, refused=True)

    def pre_login(self, request, user, **kwargs):
        """What was posted after its session had ended waits for all steps of the sign-in."""
        if kept := request.POST.get(KEPT):
            request.session[KEPT] = [request.POST.get("next", ""), kept]
        return super().pre_login(request, user, **kwargs)

    def login(self, request, user):
        super().login(request, user)
        audit.record("login", user, label="đăng nhập", by=user)
        if waiting := request.session.pop(KEPT, None):
            _keep(user, *waiting)

    def logout(self, request):
        audit.record("logout", request.user, label="đăng xuất", by=request.user)
        super().logout(request)

    def respond_user_inactive(self, request, user):
        return redirect("account_login")

    def get_logout_redirect_url(self, request):
        return reverse("account_login")

    def get_password_change_redirect_url(self, request):
        return reverse("programs:profile")

    # --- Mail ----------------------------------------------------------------------------

    def get_reset_password_from_key_url(self, key):
        return passwords.address_of(key)

    def send_mail(self, template_prefix, email, context):
        """Into the outbox, in the request's transaction: as quick for an unknown address."""
        write_mail(template_prefix, email, context)

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        """Tell the owner of each change to the way they sign in (SECURITY B10)."""
        facts = {"user": user, "at": clock.now(), "address": self.get_client_ip(self.request)}
        write_mail(template_prefix, user.email, facts)
