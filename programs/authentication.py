"""The account of a request, read with what every page asks about it."""

from functools import cache

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
        sql, facts = _account_sql()
        user = next(iter(User.objects.raw(sql, [*facts, user_id])), None)
        return user if user and self.user_can_authenticate(user) else None


@cache
def _account_sql():
    """The query of an account and its parameters but the last one, which is the account's key.

    Every request asks it; to write it anew takes Django seven times as long as all the rest.
    """
    own = Notification.objects.filter(recipient=OuterRef("pk"), read_at=None)
    factors = Authenticator.objects.filter(user=OuterRef("pk"))
    accounts = User.objects.annotate(
        unread=RowCount(own.order_by().values("pk")), has_factor=Exists(factors)
    )
    sql, facts = accounts.filter(pk=0).order_by().query.sql_with_params()
    return sql, facts[:-1]
