"""What the demonstration has beside the figures of reports: a file, an event counted twice."""

import hashlib

from django.core.files.base import ContentFile

from programs.tables import Column, Kind, Table
from programs.uploads.accepting import Accepted
from reports.models import DoubleCount
from reports.periodic import attachments, doubles
from reports.renderers import xlsx

# Whose half-year has a file.
WITH_FILE = "524"
_COLUMNS = (
    Column("day", "Ngày", width=14),
    Column("title", "Nội dung lớp tập huấn", width=50),
    Column("people", "Số người", kind=Kind.NUMBER, width=12),
)
_CLASSES = (
    ("12/03/2024", "Xây dựng câu chuyện sản phẩm", 42),
    ("09/05/2024", "An toàn thực phẩm cho chủ thể OCOP", 35),
)


def attach_a_list(report, by):
    """The list of classes that the figures of training come from."""
    title = "Minh họa: danh sách lớp tập huấn 6 tháng đầu năm 2024"
    data = xlsx.render(Table(title=title, columns=_COLUMNS, rows=_CLASSES))
    digest = hashlib.sha256(data).hexdigest()
    stored = ContentFile(data, name=f"{digest[:32]}.xlsx")
    attachments.add(
        report, [Accepted(stored, "Danh sách lớp tập huấn.xlsx", "xlsx", digest)], by=by
    )


def record_a_double(campaign, by):
    """A class that a unit and an agency both reported: the agency keeps it."""
    sent = doubles.Sent(campaign)
    [indicator] = (each for each in sent.indicators if each.code == "lop_tap_huan")
    told = {bool(each.seal.report.unit_id): each.seal for each in sent.told(indicator)}
    reason = "Minh họa: lớp ngày 12/03/2024 do cơ quan mở tại huyện, hai nơi cùng báo cáo."
    row = DoubleCount(indicator=indicator, kept=told[False], cut=told[True], many=1, reason=reason)
    doubles.record(row, campaign, by=by)
