"""The door for a WSGI server."""

import os
from functools import partial

from django.core.wsgi import get_wsgi_application

from ocop_portal.frames import roomy

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ocop_portal.settings")

application = partial(roomy, get_wsgi_application())
