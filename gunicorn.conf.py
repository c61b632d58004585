"""How gunicorn runs the portal on a server; it reads this file where it is started."""

from gunicorn import glogging

from ocop_portal.logs import Formatter

bind = "127.0.0.1:8001"
workers = 3
control_socket_disable = True
# The portal ends by itself what it prints for a minute; a worker that is killed tells nobody why.
timeout = graceful_timeout = 90
accesslog = "-"
# The path without what was asked: names that people look for stand there.
access_log_format = '%(h)s "%(m)s %(U)s" %(s)s %(B)s %(M)sms %({x-request-id}o)s'


class logger_class(glogging.Logger):  # noqa: N801 -- the name of the setting
    """gunicorn's own lines, by the portal's formatter."""

    def setup(self, cfg):
        super().setup(cfg)
        for handler in (*self.access_log.handlers, *self.error_log.handlers):
            handler.setFormatter(Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
