"""What papers are drafted from: one line of SOURCES for each list or text of the portal.

They stand here and not beside the papers as values, which know no database.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from products.enums import IN_FORCE_STATES, PRIVATE_INSPECTIONS
from products.models import Inspection, Plan
from programs.acts import StepRefused
from programs.citations import committee_of, unit_in_text
from programs.enums import CampaignKind
from programs.models import Campaign, User
from programs.text import whole_number
from reports.builders.appendix import appendix
from reports.builders.dispatch import minutes_paper
from reports.builders.plan import sealed_plan
from reports.builders.text_paper import TextMissing, names, text_paper
from reports.outgoing.council_sources import OF_COUNCILS
from reports.outgoing.province_sources import OF_PROVINCE
from reports.papers.lists import table_blocks
from reports.papers.values import Appendix, Paper, Paragraph

_OFFERED = 200  # of each source, the newest: more than a province has units


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


# --- Lists, each handed out by a letter --------------------------------------------------------


def _campaigns(user):
    rows = Campaign.objects.visible_to(user).filter(kind=CampaignKind.PLAN)
    return rows.order_by("-year", "-number")


def _appendices(user):
    rows = _campaigns(user)[:_OFFERED]
    return [(str(row.pk), f"Phụ lục số lượng sản phẩm năm {row.which}") for row in rows]


def _appendix(key, user):
    """A letter that hands out the appendix of a campaign."""
    campaign = _of(_campaigns(user), key)
    if campaign is None:
        return None
    what = f"Chương trình OCOP năm {campaign.which}"
    return _handing_out(
        appendix(campaign),
        f"tổng hợp số lượng sản phẩm các địa phương đăng ký tham gia {what}",
        f"Trên cơ sở đăng ký của các địa phương, số lượng sản phẩm tham gia {what} được "
        "tổng hợp tại Phụ lục kèm theo.",
        "Đề nghị các địa phương đối chiếu với kế hoạch đã gửi; có sai khác thì phản hồi "
        "bằng văn bản để tổng hợp lại./.",
    )


def _plans(user):
    """The plans that the province has accepted: those of the newest campaign, by their units."""
    rows = Plan.objects.visible_to(user).filter(state__in=IN_FORCE_STATES)
    order = ("-campaign__year", "-campaign__number", "unit__name", "pk")
    return rows.select_related("unit", "campaign").order_by(*order)


def _plan_lists(user):
    return [(str(row.pk), f"Danh sách sản phẩm: {row}") for row in _plans(user)[:_OFFERED]]


def _plan_list(key, user):
    """A letter to the unit that its plan was accepted, with the list as it was sent."""
    plan = _of(_plans(user), key)
    seal = plan and plan.seals.order_by("-number").first()
    if seal is None:
        return None
    whose = committee_of(plan.unit)
    what = f"sản phẩm đăng ký tham gia Chương trình OCOP năm {plan.campaign.which}"
    return _handing_out(
        sealed_plan(seal),
        f"danh sách {what} của {unit_in_text(str(plan.unit))}",
        f"Trên cơ sở kế hoạch của {whose} đã được tiếp nhận, danh sách {what} tại Phụ lục kèm "
        "theo.",
        f"Đề nghị {whose} hướng dẫn chủ thể hoàn thiện sản phẩm, lập hồ sơ theo danh sách này; "
        "có điều chỉnh thì gửi kế hoạch điều chỉnh trước khi thực hiện./.",
    )


def _of(rows, key):
    return rows.filter(pk=whole_number(key) or 0).first()


def _handing_out(table, subject, *texts):
    enclosed = Appendix(
        title=table.title,
        source="(Kèm theo Công văn này)",
        blocks=table_blocks(table),
        is_landscape=table.landscape,
    )
    return Paper(
        name=table.title,
        made_at=table.made_at,
        subject=subject,
        blocks=tuple(map(Paragraph, texts)),
        appendices=(enclosed,),
    )


# --- Minutes of post-checks --------------------------------------------------------------------


def _inspections(user):
    rows = Inspection.objects.visible_to(user).exclude(state__in=PRIVATE_INSPECTIONS)
    related = ("plan", "certificate__product__producer", "certificate__product__commune")
    return rows.select_related(*related).order_by("-inspected_on", "-pk")


def _checks(user):
    return [
        (str(row.pk), f"{row.certificate.product_name}, kiểm tra ngày {row.inspected_on:%d/%m/%Y}")
        for row in _inspections(user)[:_OFFERED]
    ]


def _minutes(key, user):
    """The minutes, to be numbered; whoever led the check signs last, as the paper's signer."""
    inspection = _of(_inspections(user), key)
    if inspection is None:
        return None
    made = minutes_paper(inspection)
    writer, leader, witness = made.signatures
    product = inspection.certificate.product_name
    return replace(
        made,
        subject=f"Kiểm tra sản phẩm OCOP {product} sau công nhận",
        signatures=(writer, witness, leader),
        receivers=(),
    )


# --- Texts of the portal -----------------------------------------------------------------------


def _texts(user):
    """Those whose data are there, by what they are about."""
    made = ((name, _text(name, user)) for name in names())
    return [(name, f"{paper.name} ({name})") for name, paper in made if paper]


def _text(key, _user):
    """None where there is no such text, or the data that its appendix needs."""
    try:
        return text_paper(key)
    except TextMissing:
        return None


SOURCES = {
    "text": Source("Lời văn có sẵn", _texts, _text),
    "appendix": Source("Phụ lục số lượng sản phẩm", _appendices, _appendix),
    "plan": Source("Danh sách sản phẩm của kế hoạch đã tiếp nhận", _plan_lists, _plan_list),
    "minutes": Source("Biên bản hậu kiểm", _checks, _minutes),
    **{name: Source(*facts) for name, facts in (OF_COUNCILS | OF_PROVINCE).items()},
}
