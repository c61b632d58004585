"""The Quy chế as a paper: the decision that issues it, and its settings in articles."""

from typing import NamedTuple

from django.utils.text import capfirst

from councils.enums import ForwardRule, InvitationKind, MinimaRule
from programs.citations import (
    Citations,
    day_in_text,
    of_regulation,
    signing_lines,
    two_digits,
    without_titles,
)
from programs.enums import Authority, BodyFunction, ProductGroup
from programs.models import Unit
from programs.text import in_figures
from reports.builders.council_papers import Article, decided, law_of
from reports.papers.values import (
    Appendix,
    Grid,
    GridColumn,
    GridRow,
    Head,
    HeadCell,
    Paper,
    Paragraph,
    Run,
    Signature,
)

_GROUPS = (GridColumn(35), GridColumn(65))
_MINIMA = {
    MinimaRule.FINDING: (
        "Sản phẩm đạt mức tối thiểu của một hạng sao theo kết luận của Hội đồng về tiêu chí; mọi "
        "phiếu cùng một mức thì theo mức đó"
    ),
    MinimaRule.MEAN: (
        "Sản phẩm đạt mức tối thiểu của một hạng sao khi điểm trung bình của tiêu chí từ điểm của "
        "mức đó"
    ),
    MinimaRule.MAJORITY: "Sản phẩm đạt mức tối thiểu của một hạng sao khi quá nửa số phiếu đạt",
    MinimaRule.EVERY: "Sản phẩm đạt mức tối thiểu của một hạng sao khi mọi phiếu đều đạt",
}
_FORWARD = {
    ForwardRule.STAR: "đủ điểm và đủ mức tối thiểu của hạng thuộc thẩm quyền cấp trên",
    ForwardRule.BAND: (
        "đủ điểm của hạng thuộc thẩm quyền cấp trên, và đạt mức tối thiểu của hạng thấp nhất được "
        "chứng nhận"
    ),
}


def rules_paper(rules) -> Paper:
    """The decision of this version, with the Quy chế that it issues."""
    citations, day = Citations(), rules.issued_on
    base = citations.cite(of_regulation(law_of(day)))
    what = f"Quy chế hoạt động của Hội đồng đánh giá, phân hạng sản phẩm OCOP {_level(rules)}"
    articles = [
        Article(f"Ban hành kèm theo Quyết định này {what} (tại Phụ lục kèm theo)."),
        Article(f"Quy chế được áp dụng từ ngày {day_in_text(rules.valid_from)}."),
        Article(
            "Hội đồng, các cơ quan, đơn vị có liên quan chịu trách nhiệm thi hành Quyết định này./."
        ),
    ]
    return Paper(
        name=f"{what} theo {rules.number}",
        made_at=day,
        head=_head(rules),
        kind="QUYẾT ĐỊNH",
        subject=f"Ban hành {what}",
        blocks=tuple(decided(rules.issuer.upper(), [base], articles)),
        signatures=(_signature(rules),),
        receivers=("Như Điều 3", "Lưu: VT"),
        appendices=(_regulations(rules, what),),
    )


def _head(rules):
    """The body as the version names it, in two lines where it is a people's committee."""
    number, _, symbol = rules.number.partition("/")
    kind, name = "Ủy ban nhân dân ", rules.issuer
    is_committee = name.startswith(kind) and name != kind.strip()
    issuer = (kind.strip(), name.removeprefix(kind)) if is_committee else (name,)
    province = Unit.objects.province_on(rules.issued_on)
    return Head(
        issuer=tuple(line.upper() for line in issuer),
        number=number,
        symbol=symbol or "QĐ-UBND",
        place=province.name if province else "",
        day=rules.issued_on,
    )


def _signature(rules):
    """Who signed it: "TM. ỦY BAN NHÂN DÂN, CHỦ TỊCH" are two lines."""
    rights, _, title = rules.signer_title.rpartition(",")
    *authority, title = signing_lines(rights, title) or ("",)
    return Signature(title, without_titles(rules.signer), tuple(authority))


def _level(rules):
    return Authority(rules.level).label


def _regulations(rules, what):
    number = f" số {rules.number} ngày {day_in_text(rules.issued_on)} của {rules.issuer}"
    return Appendix(
        title=what.upper(),
        source=f"(Kèm theo Quyết định{number})",
        blocks=(*_articles(rules), *_groups(rules), *_note(rules)),
    )


def _articles(rules):
    for place, (title, text) in enumerate(_settings(rules), 1):
        yield Paragraph((Run(f"Điều {place}. {title}", bold=True),))
        yield Paragraph(f"{text}.")


class _Rule(NamedTuple):
    """An article of the Quy chế."""

    title: str
    text: str


def _settings(rules):
    """What the version says, in words."""
    yield _Rule(
        "Mời họp, gửi hồ sơ",
        f"Hội đồng được mời họp bằng {InvitationKind(rules.invitation).label}. Hồ sơ điện tử mở "
        f"cho thành viên ít nhất {two_digits(rules.open_days)} ngày làm việc trước phiên họp",
    )
    yield _Rule(
        "Thành phần dự họp",
        f"Phiên họp hợp lệ khi có mặt từ {in_figures(100 * rules.quorum)}% số ghế chấm điểm và có "
        "Chủ tịch Hội đồng. Mỗi cơ quan một phiếu; người đi thay có văn bản cử, ủy quyền",
    )
    yield _Rule(
        "Chấm điểm",
        f"Mỗi hồ sơ cần ít nhất {two_digits(rules.least_sheets)} phiếu đã ký. Thành viên có xung "
        "đột lợi ích không chấm, không đọc phiếu của hồ sơ đó. Điểm của sản phẩm là trung bình "
        "cộng tổng điểm các phiếu",
    )
    yield _Rule(
        "Độ lệch điểm",
        "Tổng điểm cao nhất và thấp nhất của một hồ sơ không lệch quá "
        f"{in_figures(rules.tolerance)} điểm; lệch quá thì thảo luận, chấm lại, hoặc Chủ tịch Hội "
        "đồng ghi lý do giữ nguyên",
    )
    yield _Rule("Mức tối thiểu của hạng sao", _MINIMA[rules.minima])
    yield _Rule(
        "Đề nghị cấp trên",
        f"Hội đồng đề nghị cấp trên đánh giá sản phẩm {_FORWARD[rules.forward]}",
    )
    yield _Rule(
        "Thành phần theo nhóm sản phẩm",
        "Ngoài thành phần bắt buộc, khi xét sản phẩm của nhóm, Hội đồng nên có cơ quan phụ trách "
        "các lĩnh vực sau",
    )


def _groups(rules):
    functions = {group: [] for group in ProductGroup.values}
    for seat in rules.group_seats.all():
        functions[seat.product_group].append(BodyFunction(seat.function).label)
    yield Grid(
        columns=_GROUPS,
        head=((HeadCell("Nhóm sản phẩm"), HeadCell("Lĩnh vực")),),
        rows=tuple(
            GridRow((ProductGroup(group).label, capfirst("; ".join(names)) or "Không thêm"))
            for group, names in functions.items()
        ),
    )


def _note(rules):
    for line in rules.note.splitlines():
        yield Paragraph(f"Ghi chú: {line}")
