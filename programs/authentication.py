"""The account of a request, read with what every page asks about it."""

from allauth.account.auth_backends import AuthenticationBackend
from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef

from programs.models import Notification, User
from programs.paging import RowCount


class AccountBackend(AuthenticationBackend):
    """Signs people in as allauth does; `unread` and `has_factor` come with the account.

    `unread` is how many news the bell counts, `has_factor` whether a second factor is set up.
    """

    def get_user(self, user_id):
        own = Notification.objects.filter(recipient=OuterRef("pk"), read_at=None)
        factors = Authenticator.objects.filter(user=OuterRef("pk"))
        accounts = User.objects.annotate(
            unread=RowCount(own.order_by().values("pk")), has_factor=Exists(factors)
        )
        user = accounts.filter(pk=user_id).first()
        return user if user and self.user_can_authenticate(user) else None
