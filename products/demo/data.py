"""What all of the demonstration is made of: its files, its kinds of producers, and what it says."""

import csv

from django.conf import settings

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
