"""What all of the demonstration is made of: its files, its kinds of producers, its days."""

import csv
from contextlib import contextmanager
from datetime import datetime, time
from unittest.mock import patch

from django.conf import settings
from django.utils import timezone

from products.enums import ProducerKind

NOTE = "Dữ liệu minh họa."
KINDS = {
    ProducerKind.COOPERATIVE: "HTX Nông nghiệp",
    ProducerKind.BUSINESS_HOUSEHOLD: "Hộ kinh doanh",
    ProducerKind.ENTERPRISE: "Công ty TNHH",
    ProducerKind.COOPERATIVE_GROUP: "Tổ hợp tác",
}


def read_csv(name):
    with (settings.BASE_DIR / "fixtures" / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@contextmanager
def told_on(day, hour=9):
    """Tell what follows as it would have happened then."""
    zone = timezone.get_default_timezone()
    instant = datetime.combine(day, time(hour), tzinfo=zone)
    with patch("django.utils.timezone.now", return_value=instant):
        yield
