"""Who prepares the papers of a Council for the committee, and which authority is above it."""

from typing import NamedTuple

from councils.membership.composition import Composition
from programs.acts import StepRefused
from programs.citations import committee_of, initials, without_titles
from programs.enums import Authority, BodyFunction
from programs.models import Agency, StarBand
from programs.regulations import is_above
from reports.builders.council_papers import chair_of, council_head, law_of
from reports.papers.values import Head, Signature

_HEAD = "GIÁM ĐỐC"
# By what right each signs for a department.
_SIGNS = {"giám đốc": (), "phó giám đốc": (f"KT. {_HEAD}",)}


class StandingBody(NamedTuple):
    """Its name, the head of its paper, and who signs it."""

    name: str
    head: Head
    signature: Signature


def standing_body(council, day, kind) -> StandingBody:
    """The department that answers for agriculture on the day; else the Council itself.

    `kind` is the abbreviation of the paper's kind: "TTr", "TB".
    """
    agency, composition = _department(council, day), Composition(council, day)
    if agency is None:
        signature = Signature("CHỦ TỊCH HỘI ĐỒNG", chair_of(composition))
        return StandingBody(str(council), council_head(council, f"{kind}-HĐ", month=day), signature)
    head = Head(
        superior=(committee_of(council.unit).replace("Ủy ban nhân dân", "UBND").upper(),),
        issuer=(agency.name.upper(),),
        symbol=f"{kind}-{initials(agency.name)}",
        place=council.unit.name,
        month=day,
    )
    return StandingBody(agency.name, head, _signature(agency, composition))


def _signature(agency, composition):
    """Its head or a deputy, where one of them has its seat; else there is room for a name."""
    seat = next((each for each in composition.seats if each.agency_id == agency.pk), None)
    member = seat and composition.holder(seat)
    job = member.job_title.casefold() if member else ""
    if job not in _SIGNS:
        return Signature(_HEAD)
    return Signature(job.upper(), without_titles(str(member)), _SIGNS[job])


def _department(council, day):
    if council.level != Authority.PROVINCE:
        return None
    answering = Agency.objects.on(day).filter(functions__function=BodyFunction.AGRICULTURE)
    return answering.order_by("pk").first()


class Above(NamedTuple):
    """The next authority above a Council's that grants stars, its body, and the law's line."""

    level: Authority
    body: str
    band: StarBand


def above(council, day) -> Above:
    """Whom a Council forwards to, by the regulation of the day.

    StepRefused where that regulation knows nobody above, which no forwarded product can be under.
    """
    granting = [band for band in law_of(day).starbands.all() if band.granted_by]
    higher = [band for band in granting if is_above(band.granted_by, council.level)]
    order = list(Authority)  # from the lowest
    band = min(higher, key=lambda row: order.index(Authority(row.granted_by)), default=None)
    if band is None:
        raise StepRefused(
            f"Quy định ngày {day:%d/%m/%Y} không có cấp nào trên {council}: hãy xem lại ngày họp.",
            code="law",
        )
    level = Authority(band.granted_by)
    if level == Authority.PROVINCE and council.unit.parent:
        return Above(level, committee_of(council.unit.parent), band)
    return Above(level, _body_of(band), band)


def ministry_on(day) -> str:
    """The ministry that grants stars by the regulation of the day; "" where none is in force."""
    try:
        bands = law_of(day).starbands.filter(granted_by=Authority.MINISTRY)
    except StepRefused:
        return ""
    band = bands.order_by("star").last()
    return _body_of(band) if band else ""


def _body_of(band):
    """Of "Bộ trưởng Bộ Nông nghiệp và Môi trường" the body alone."""
    return band.grantor.removeprefix("Bộ trưởng ")
