"""The appendix of the dispatch of March 2024, figure by figure, and a campaign that holds it."""

from datetime import date

from products.enums import RegistrationForm
from programs.enums import UnitKind
from programs.models import Participant, Unit
from tests.support.factories import make_campaign, make_province

NOTE = (
    "Sở Nông nghiệp và Phát triển nông thôn giao Văn phòng Điều phối NTM tỉnh rà soát, bố trí "
    "kinh phí hỗ trợ nâng hạng 4 sao lên 5 sao từ nguồn kinh phí Chương trình OCOP."
)
UNITS = (
    ("522", UnitKind.CITY, "Quảng Ngãi", "Tp. Quảng Ngãi", (8, 2, 0, 1, 10, 21)),
    ("524", UnitKind.DISTRICT, "Bình Sơn", "Huyện Bình Sơn", (11, 2, 0, 0, 2, 15)),
    ("525", UnitKind.DISTRICT, "Trà Bồng", "Huyện Trà Bồng", (17, 0, 1, 1, 0, 19)),
    ("527", UnitKind.DISTRICT, "Sơn Tịnh", "Huyện Sơn Tịnh", (14, 0, 2, 0, 0, 16)),
    ("528", UnitKind.DISTRICT, "Tư Nghĩa", "Huyện Tư Nghĩa", (13, 0, 0, 0, 2, 15)),
    ("529", UnitKind.DISTRICT, "Sơn Hà", "Huyện Sơn Hà", (4, 0, 0, 0, 2, 6)),
    ("530", UnitKind.DISTRICT, "Sơn Tây", "Huyện Sơn Tây", (7, 4, 0, 0, 0, 11)),
    ("531", UnitKind.DISTRICT, "Minh Long", "Huyện Minh Long", (2, 0, 0, 0, 0, 2)),
    ("532", UnitKind.DISTRICT, "Nghĩa Hành", "Huyện Nghĩa Hành", (5, 0, 0, 0, 4, 9)),
    ("533", UnitKind.DISTRICT, "Mộ Đức", "Huyện Mộ Đức", (11, 1, 2, 0, 8, 22)),
    ("534", UnitKind.TOWN, "Đức Phổ", "Thị xã Đức Phổ", (12, 0, 0, 0, 0, 12)),
    ("535", UnitKind.DISTRICT, "Ba Tơ", "Huyện Ba Tơ", (13, 0, 0, 0, 0, 13)),
    ("536", UnitKind.DISTRICT, "Lý Sơn", "Huyện Lý Sơn", (14, 0, 1, 1, 0, 16)),
)
TOTALS = (131, 9, 6, 3, 28, 177)
ROWS = [(place, name, *numbers) for place, (*_, name, numbers) in enumerate(UNITS, 1)]


def make_dispatch():
    """The campaign of 2024 with the 13 units and what they declared."""
    campaign = make_campaign(number=1, opens_on=date(2024, 3, 1), note=NOTE)
    for place, (code, kind, name, _, numbers) in enumerate(UNITS, 1):
        unit = Unit.objects.create(
            code=code, kind=kind, name=name, valid_from=date(2024, 2, 1), parent=make_province()
        )
        participant = Participant.objects.create(campaign=campaign, unit=unit, position=place)
        for form, count in zip(RegistrationForm, numbers, strict=False):
            participant.counts.create(form=form, count=count)
    return campaign
