"""What some reports of the demonstration have beside their figures: a file that goes along."""

import hashlib

from django.core.files.base import ContentFile

from programs.tables import Column, Kind, Table
from programs.uploads.accepting import Accepted
from reports.periodic import attachments
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
