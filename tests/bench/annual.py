"""An annual report of the province as long as such reports are, of a province of 64 units."""

from datetime import UTC, datetime

from products.enums import ProducerKind
from programs.enums import ProductGroup
from reports.provincial import papers

UNITS = 64
_WORDS = (
    "Các địa phương đã ban hành kế hoạch, kiện toàn Hội đồng, hướng dẫn chủ thể hoàn thiện hồ sơ, "
    "tuyên truyền trên đài truyền thanh và trang thông tin điện tử, đạt {a0} lượt. "
) * 4
_SECTIONS = ("I", *(f"II.{number}" for number in range(1, 8)), "III", "IV", "V")


def annual_paper():
    """Some 20 pages: words and figures by section, six tables, two pictures."""
    return papers.paper(_values())


def _values():
    figures = [_figure(f"a{n}", _SECTIONS[1 + n % 7], n) for n in range(22)]
    return {
        "campaign": {"kind": "annual", "year": 2025, "number": 1},
        "data": ["2024-12-15", "2025-12-14"],
        "province": {
            "name": "Quảng Ngãi",
            "committee": "Ủy ban nhân dân tỉnh Quảng Ngãi",
            "department": "Sở Nông nghiệp và Môi trường",
            "ministry": "Bộ Nông nghiệp và Môi trường",
        },
        "figures": figures,
        "notes": ["Đến ngày 15/12/2025 còn 02 nơi chưa báo cáo: Xã Một; Xã Hai."],
        "sections": [
            {"code": code, "title": "Kết quả thực hiện", "text": _WORDS} for code in _SECTIONS
        ],
        "appendices": _appendices(),
        "sealed_at": datetime(2025, 12, 20, tzinfo=UTC).isoformat(),
    }


def _figure(code, section, number):
    return {
        "section": section,
        "code": code,
        "label": f"Chỉ tiêu số {number}",
        "measure": "lớp",
        "value": 1000 + number,
        "plan": number,
        "before": 900 + number,
        "year_ago": None,
    }


def _appendices():
    groups = [3] * len(ProductGroup)
    typed = [["von", "Vốn đã bố trí", "đồng"], ["chi", "Vốn đã giải ngân", "đồng"]]
    money = [[f"Xã số {n}", 250_000_000, 99_950_000] for n in range(UNITS)]
    return {
        "results": _made([[f"Xã số {n}", *[2, 1] * 4] for n in range(UNITS)]),
        "valid": _made([[f"Xã số {n}", 3, *groups, sum(groups)] for n in range(UNITS)]),
        "producers": _made([[kind.label, 9, 4, 2] for kind in ProducerKind]),
        "money": _made(money) | {"titles": typed},
        "activities": _made([[f"Xã số {n}", 2, 40] for n in range(UNITS)])
        | {"titles": [["lop", "Lớp tập huấn", "lớp"], ["nguoi", "Người dự", "lượt"]]},
        "ended": _made([]),
    }


def _made(rows):
    totals = ["Toàn tỉnh", *map(sum, list(zip(*rows, strict=True))[1:])] if rows else []
    return {"rows": rows, "links": [], "totals": totals, "titles": [], "double": False}
