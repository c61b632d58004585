"""What a password may not contain, and the one-time links with which people choose theirs."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.http import base36_to_int, int_to_base36

from programs.text import fold

MAX_LENGTH = 128
# A shorter name would forbid half the language: "an" is in "bình an".
SHORTEST_FORBIDDEN = 4
FIRST_LINK = timedelta(hours=72)
RESET_LINK = timedelta(hours=1)


class PortalPasswordValidator:
    """Refuse what an outsider would try first: the programme's name, one's own, one's unit's."""

    def validate(self, password, user=None):
        if len(password) > MAX_LENGTH:
            raise ValidationError(f"Mật khẩu dài tối đa {MAX_LENGTH} ký tự.", code="too_long")
        squeezed = _squeeze(password)
        if any(word in squeezed for word in self._forbidden(user)):
            raise ValidationError(
                "Mật khẩu không được chứa chữ “ocop”, tên đăng nhập hoặc tên đơn vị.",
                code="too_guessable",
            )

    def get_help_text(self):
        return "Mật khẩu không được chứa chữ “ocop”, tên đăng nhập hoặc tên đơn vị."

    def _forbidden(self, user):
        names = ["ocop"]
        if user is not None:
            names += [user.username, user.unit.name if user.unit_id else ""]
        return [word for word in map(_squeeze, names) if len(word) >= SHORTEST_FORBIDDEN]


def _squeeze(text):
    return fold(text).replace(" ", "")


class LinkTokens(PasswordResetTokenGenerator):
    """The secret part of a link. Once the password is set, or the account is closed, it is dead.

    PASSWORD_RESET_TIMEOUT is the longest life of any link; this class shortens it for those who
    have a password already (SECURITY B7).
    """

    def check_token(self, user, token):
        if not (super().check_token(user, token) and user.is_active):
            return False
        age = self._num_seconds(self._now()) - base36_to_int(token.split("-")[0])
        return age <= lifetime(user).total_seconds()


def lifetime(user) -> timedelta:
    """How long a link of this person lives: the first one waits for a busy week's mail."""
    return RESET_LINK if user.has_usable_password() else FIRST_LINK


def link_for(user) -> str:
    return address_of(f"{int_to_base36(user.pk)}-{LinkTokens().make_token(user)}")


def address_of(key) -> str:
    """The link's address, on the portal's own host and never on that of a request."""
    uid, _, token = key.partition("-")
    return settings.BASE_URL + reverse("account_reset_password_from_key", args=[uid, token])
