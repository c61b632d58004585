"""Recognised products in the layout of the national data set: table PTNT_OCOP of QĐ 5277/QĐ-BNNMT.

The portal records no turnover, so DoanhThuNam is empty: nothing is made up. MA_OCOP is the code
that the product was given; where it was given none, it is empty too.
"""

from products.certificates.history import law_of, warning_days
from products.certificates.validity import life_of, status_on
from products.enums import CertificateStatus
from programs import clock
from programs.tables import Column, Kind, Table
from reports.builders.book import CHUNK, all_of, with_papers

COLUMNS = (
    Column(key="code", title="MA_OCOP", width=24),
    Column(key="unit", title="Ma_DonViHanhChinh", width=12),
    Column(key="year", title="Ma_ThoiGian", width=12),
    Column(key="product", title="Ma_SanPham", width=12),
    Column(key="name", title="TenSanPham", width=34),
    Column(key="star", title="XepHang", width=10),
    Column(key="producer", title="ChuTheSXKD", width=34),
    Column(key="turnover", title="DoanhThuNam", kind=Kind.NUMBER, width=14),
    Column(key="status", title="TrangThai", width=18),
)


def national_lines(products):
    """A line for each product that was ever recognised, with its latest paper's status."""
    today = clock.today()
    warn_days = warning_days(law_of(today))
    for product in with_papers(products).iterator(chunk_size=CHUNK):
        papers = [paper for paper in all_of(product, "papers") if paper.issued_on <= today]
        if not papers:
            continue
        latest = max(papers, key=lambda paper: (paper.issued_on, paper.pk))
        codes = all_of(product, "codes")
        yield (
            codes[-1].code if codes else "",
            product.commune.code,
            str(today.year),
            str(product.pk),
            product.name,
            f"{latest.star}*",
            product.producer.name,
            None,
            CertificateStatus(status_on(life_of(latest), today, warn_days)).label,
        )


def national(products):
    return Table(title="PTNT_OCOP", columns=COLUMNS, rows=tuple(national_lines(products)))
