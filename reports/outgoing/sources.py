"""What papers are drafted from: one line of SOURCES for each list or text of the portal.

They stand here and not beside the papers as values, which know no database.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from programs.acts import StepRefused
from programs.enums import CampaignKind
from programs.models import Campaign, User
from programs.text import whole_number
from reports.builders.appendix import appendix
from reports.builders.text_paper import TextMissing, names, text_paper
from reports.papers.lists import table_blocks
from reports.papers.values import Appendix, Paper, Paragraph

_OFFERED = 50  # of each source, the newest


@dataclass(frozen=True)
class Source:
    """`offers(user)` are (key, label) of what may be drafted from, `build(key, user)` the Paper.

    `build` answers with None where nothing of that key is to be seen.
    """

    title: str
    offers: Callable[[User], list[tuple[str, str]]]
    build: Callable[[str, User], Paper | None]


def named(name, key) -> str:
    """As a paper remembers what it was made from: "appendix:12"."""
    return f"{name}:{key}"


def offered(user) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """(title, [(source, label)]) of what this user may draft papers from."""
    for name, source in SOURCES.items():
        yield source.title, [(named(name, key), label) for key, label in source.offers(user)]


def made_from(source, user) -> Paper:
    """The paper as its source gives it now; StepRefused where there is no such source any more."""
    name, _, key = source.partition(":")
    made = SOURCES[name].build(key, user) if name in SOURCES else None
    if made is None:
        raise StepRefused(
            f"Không còn dữ liệu nguồn “{source}” để soạn văn bản; dự thảo đã soạn vẫn giữ nguyên.",
            code="source",
        )
    return made


# --- The appendix of a campaign ----------------------------------------------------------------


def _campaigns(user):
    rows = Campaign.objects.visible_to(user).filter(kind=CampaignKind.PLAN)
    return rows.order_by("-year", "-number")


def _appendices(user):
    rows = _campaigns(user)[:_OFFERED]
    return [(str(row.pk), f"Phụ lục số lượng sản phẩm năm {row.which}") for row in rows]


def _appendix(key, user):
    """A letter that hands out the appendix of a campaign."""
    campaign = _campaigns(user).filter(pk=whole_number(key) or 0).first()
    if campaign is None:
        return None
    table = appendix(campaign)
    what = f"Chương trình OCOP năm {campaign.which}"
    return Paper(
        name=table.title,
        made_at=table.made_at,
        subject=f"tổng hợp số lượng sản phẩm các địa phương đăng ký tham gia {what}",
        blocks=(
            Paragraph(
                f"Trên cơ sở đăng ký của các địa phương, số lượng sản phẩm tham gia {what} được "
                "tổng hợp tại Phụ lục kèm theo."
            ),
            Paragraph(
                "Đề nghị các địa phương đối chiếu với kế hoạch đã gửi; có sai khác thì phản hồi "
                "bằng văn bản để tổng hợp lại./."
            ),
        ),
        appendices=(
            Appendix(
                title=table.title,
                source="(Kèm theo Công văn này)",
                blocks=table_blocks(table),
                is_landscape=True,
            ),
        ),
    )


# --- Texts of the portal -----------------------------------------------------------------------


def _texts(_user):
    return [(name, f"Công văn {name}") for name in names()]


def _text(key, _user):
    """None where there is no such text, or the data that its appendix needs."""
    try:
        return text_paper(key)
    except TextMissing:
        return None


SOURCES = {
    "text": Source("Lời văn có sẵn", _texts, _text),
    "appendix": Source("Phụ lục số lượng sản phẩm", _appendices, _appendix),
}
