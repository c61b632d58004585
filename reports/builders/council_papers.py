"""The papers that set a Council up and call it together, as values."""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from django.utils.timezone import localtime

from councils.enums import InvitationKind, SeatRole, SessionMode
from councils.membership.composition import Composition
from programs.acts import StepRefused
from programs.citations import (
    Citations,
    Cited,
    committee_of,
    day_in_full,
    day_in_text,
    of_regulation,
    signing_lines,
    two_digits,
    unit_in_text,
    without_titles,
)
from programs.enums import LegalEvent
from programs.regulations import RegulationMissing, regulation_for
from reports.papers.values import Head, Paper, Paragraph, Place, Run, Signature, ended

_KINDS = {
    InvitationKind.LETTER: ("GIẤY MỜI", "GM-HĐ"),
    InvitationKind.NOTICE: ("THÔNG BÁO", "TB-HĐ"),
    InvitationKind.DISPATCH: ("", "HĐOCOP-TK"),  # HĐ alone is a contract (Phụ lục III)
}

_COME = (
    "Đề nghị các ông, bà nghiên cứu hồ sơ trước phiên họp và dự họp đúng thành phần; vắng mặt thì "
    "có văn bản cử người đi thay"
)
_WRITE = "Đề nghị các ông, bà nghiên cứu hồ sơ và ký phiếu đánh giá trong thời gian trên"


def committee_lines(committee):
    """A committee's name in the two lines in which heads bear it."""
    return "ỦY BAN NHÂN DÂN", committee.removeprefix("Ủy ban nhân dân ").upper()


def committee_head(unit, symbol, number="", day=None, month=None):
    """The head of a paper of a unit's people's committee; of its day the month may be known."""
    return Head(
        issuer=committee_lines(committee_of(unit)),
        number=number.partition("/")[0],
        symbol=number.partition("/")[2] or symbol,
        place=unit.name,
        day=day,
        month=month,
    )


def council_head(council, symbol, number="", day=None, month=None):
    """The head of a paper of the Council itself, under the committee that set it up."""
    return Head(
        superior=(committee_of(council.unit).upper(),),
        issuer=("HỘI ĐỒNG", "ĐÁNH GIÁ, PHÂN HẠNG", "SẢN PHẨM OCOP"),
        number=number.partition("/")[0],
        symbol=number.partition("/")[2] or symbol,
        place=council.unit.name,
        day=day,
        month=month,
    )


def committee_signature(council):
    """Who signs for the committee: "KT. CHỦ TỊCH, PHÓ CHỦ TỊCH" are two lines."""
    rights, _, title = council.signer_title.rpartition(",")
    *authority, title = signing_lines(rights, title)
    return Signature(title, without_titles(council.signer), tuple(authority))


class Article(NamedTuple):
    """An article of a decision: its words, and what is counted under them."""

    text: str
    items: Sequence[str] = ()


def decider(council) -> str:
    """Who decides in the decisions on a Council: the committee's chair, or all of it."""
    by = committee_of(council.unit).upper()
    return by if council.signer_title.upper().startswith("TM") else f"CHỦ TỊCH {by}"


def decided(by, bases, articles):
    """What a decision says: who decides, on what bases, and its articles, numbered."""
    yield Paragraph((Run(by, bold=True),), place=Place.CENTRE)
    for base in ended(f"Căn cứ {each}" for each in bases):
        yield Paragraph((Run(base, italic=True),))
    yield Paragraph((Run("QUYẾT ĐỊNH:", bold=True),), place=Place.CENTRE)
    for place, (text, items) in enumerate(articles, 1):
        yield Paragraph((Run(f"Điều {place}. ", bold=True), Run(text)))
        for number, item in enumerate(ended(items), 1):
            yield Paragraph(f"{number}. {item}")


def rules_cited(rules, citations) -> str:
    """The Quy chế by the decision that issued it."""
    document = Cited(rules.number, rules.issued_on, rules.issuer, "ban hành Quy chế hoạt động")
    return citations.cite(document)


def council_decision(council) -> Paper:
    """The decision that sets up a Council and its advisory group, as its composition stands.

    Number and day stay blank until it was signed.
    """
    citations, day = Citations(), council.decided_on or council.starts_on
    bases = (citations.cite(of_regulation(law_of(day))),)
    where = unit_in_text(str(council.unit))
    what = f"đánh giá, phân hạng sản phẩm OCOP {where}"
    people = _people(Composition(council, council.starts_on))
    both = "Hội đồng và Tổ tư vấn" if people[True] else "Hội đồng"
    articles = [Article(f"Thành lập Hội đồng {what}, gồm các ông, bà:", people[False])]
    if people[True]:
        text = f"Thành lập Tổ tư vấn Hội đồng {what}, gồm các ông, bà:"
        articles.append(Article(text, people[True]))
    articles += [
        Article(
            f"{both} làm việc theo {rules_cited(council.rules, citations)}; nhiệm kỳ từ ngày "
            f"{day_in_text(council.starts_on)}{_until(council)}."
        ),
        Article(
            "Quyết định này có hiệu lực kể từ ngày ký. Các cơ quan, đơn vị có liên quan và các "
            "ông, bà có tên tại Quyết định này chịu trách nhiệm thi hành./."
        ),
    ]
    return Paper(
        name=f"Quyết định thành lập {council}",
        made_at=day,
        head=committee_head(
            council.unit, "QĐ-UBND", council.decision_number, council.decided_on, council.starts_on
        ),
        kind="QUYẾT ĐỊNH",
        subject=f"Thành lập {both} {what}",
        blocks=tuple(decided(decider(council), bases, articles)),
        signatures=(committee_signature(council),),
        receivers=(f"Như Điều {len(articles)}", "Lưu: VT"),
    )


def law_of(day):
    """The regulation of first evaluations on this day; StepRefused where there is none."""
    try:
        return regulation_for(LegalEvent.FIRST, day)
    except RegulationMissing as missing:
        raise StepRefused(missing.message, code="law") from missing


def _until(council):
    return f" đến hết ngày {day_in_text(council.ends_on)}" if council.ends_on else ""


def _people(composition):
    """{whether of the advisory group: "name, job, body – place"} of each seat, in its order."""
    people = defaultdict(list)
    order = SeatRole.values
    for seat in sorted(composition.seats, key=lambda row: (order.index(row.role), row.position)):
        member = composition.holder(seat)
        who = ", ".join(filter(None, [str(member or "…"), member and member.job_title, seat.body]))
        people[seat.is_in_group].append(f"{who} – {seat.get_role_display()}")
    return people


def invitation(session) -> Paper:
    """What calls the members: giấy mời, thông báo or công văn, as the Quy chế has it."""
    council, start = session.council, localtime(session.starts_at)
    kind, symbol = _KINDS[InvitationKind(council.rules.invitation)]
    composition, subject = Composition(council, session.day), _matter(session)
    addressees = ["Các thành viên Hội đồng"]
    if any(seat.is_in_group for seat in composition.seats):
        addressees.append("Các thành viên Tổ tư vấn")
    return Paper(
        name=f"Mời họp, phiên {session.code}",
        made_at=session.starts_at,
        head=council_head(council, symbol, month=start.date()),
        kind=kind,
        subject=subject[:1].upper() + subject[1:] if kind else subject,
        addressees=tuple(addressees),
        blocks=tuple(_invited(session)),
        signatures=(Signature("CHỦ TỊCH HỘI ĐỒNG", chair_of(composition)),),
        receivers=("Như trên", "Lưu: VT, HĐ"),
    )


def _matter(session):
    verb = "lấy ý kiến" if session.mode == SessionMode.WRITTEN else "họp"
    count = two_digits(session.evaluations.count())
    return f"{verb} đánh giá, phân hạng {count} sản phẩm OCOP"


def _invited(session):
    is_written = session.mode == SessionMode.WRITTEN
    what, until, please = "dự phiên", "", _COME
    if is_written:
        what, please = "cho ý kiến bằng văn bản, phiên", _WRITE
        until = f" đến hết {hour_and_day(session.ends_at)}"
    yield Paragraph(f"{session.council} kính mời các ông, bà {what} {session.code}:")
    yield Paragraph(f"1. Thời gian: {hour_and_day(session.starts_at)}{until}.")
    yield Paragraph(f"2. Địa điểm: {place_of(session)}.")
    yield Paragraph(f"3. Nội dung: {_matter(session)}, gồm:")
    related = "dossier__product__producer"
    for line in ended(map(_on_agenda, session.evaluations.select_related(related))):
        yield Paragraph(line, mark="-")
    yield Paragraph(f"Hồ sơ điện tử đã mở cho thành viên có tài khoản trên cổng OCOP. {please}./.")


def _on_agenda(evaluation):
    dossier, product = evaluation.dossier, evaluation.dossier.product
    asked = f"{dossier.get_kind_display()}, đề nghị {dossier.aimed_star} sao"
    return f"{product} – {product.producer} ({asked})"


def hour_and_day(at) -> str:
    """As papers write it: "07 giờ 30 phút, ngày 10 tháng 6 năm 2026"."""
    local = localtime(at)
    return f"{local:%H} giờ {local:%M} phút, {day_in_full(local.date())}"


def place_of(session) -> str:
    """Where a session is held; of one in writing nobody need say so."""
    return session.place or "lấy ý kiến bằng văn bản"


def chair_of(composition) -> str:
    """Who holds the chair's seat, as a signature names them; "" where nobody does."""
    seat = next((each for each in composition.voting if each.role == SeatRole.CHAIR), None)
    return without_titles(str((seat and composition.holder(seat)) or ""))
