"""The papers that set a Council up and call it together, as values."""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from django.utils.timezone import localtime

from councils.enums import InvitationKind, SeatRole
from councils.membership.composition import Composition
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
from programs.regulations import regulation_for
from reports.papers.values import Head, Paper, Paragraph, Place, Run, Signature

_KINDS = {
    InvitationKind.LETTER: ("GIẤY MỜI", "GM"),
    InvitationKind.NOTICE: ("THÔNG BÁO", "TB"),
    InvitationKind.DISPATCH: ("", ""),
}


def committee_head(unit, symbol, number="", day=None, month=None):
    """The head of a paper of a unit's people's committee; of its day the month may be known."""
    name = committee_of(unit).removeprefix("Ủy ban nhân dân ")
    return Head(
        issuer=("ỦY BAN NHÂN DÂN", name.upper()),
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
        issuer=("HỘI ĐỒNG ĐÁNH GIÁ, PHÂN HẠNG", "SẢN PHẨM OCOP"),
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


def decided(articles):
    """The articles of a decision under their head, numbered."""
    yield Paragraph((Run("QUYẾT ĐỊNH:", bold=True),), place=Place.CENTRE)
    for place, (text, items) in enumerate(articles, 1):
        yield Paragraph((Run(f"Điều {place}. ", bold=True), Run(text)))
        for number, item in enumerate(items, 1):
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
    law = regulation_for(LegalEvent.FIRST, day)
    where = unit_in_text(str(council.unit))
    what = f"đánh giá, phân hạng sản phẩm OCOP {where}"
    people = _people(Composition(council, council.starts_on))
    articles = [Article(f"Thành lập Hội đồng {what}, gồm các ông, bà:", people[False])]
    if people[True]:
        text = f"Thành lập Tổ tư vấn Hội đồng {what}, gồm các ông, bà:"
        articles.append(Article(text, people[True]))
    articles += [
        Article(
            f"Hội đồng và Tổ tư vấn làm việc theo {rules_cited(council.rules, citations)}; nhiệm "
            f"kỳ từ ngày {day_in_text(council.starts_on)}{_until(council)}."
        ),
        Article(
            "Quyết định này có hiệu lực kể từ ngày ký. Các cơ quan, đơn vị có liên quan và các "
            "ông, bà có tên tại Quyết định này chịu trách nhiệm thi hành./."
        ),
    ]
    return Paper(
        name=f"Quyết định thành lập {council}",
        made_at=day,
        head=committee_head(council.unit, "QĐ-UBND", council.decision_number, council.decided_on),
        kind="QUYẾT ĐỊNH",
        subject=f"Thành lập Hội đồng và Tổ tư vấn {what}",
        bases=(f"Căn cứ {citations.cite(of_regulation(law))}.",),
        blocks=tuple(decided(articles)),
        signatures=(committee_signature(council),),
        receivers=(f"Như Điều {len(articles)}", "Lưu: VT"),
    )


def _until(council):
    return f" đến hết ngày {day_in_text(council.ends_on)}" if council.ends_on else ""


def _people(composition):
    """{whether of the advisory group: "name, job, body – place"} of each seat, in its order."""
    people = defaultdict(list)
    order = SeatRole.values
    for seat in sorted(composition.seats, key=lambda row: (order.index(row.role), row.position)):
        member = composition.holder(seat)
        who = ", ".join(filter(None, [str(member or "…"), member and member.job_title, seat.body]))
        people[seat.is_in_group].append(f"{who} – {seat.get_role_display()};")
    return people


def invitation(session) -> Paper:
    """What calls the members: giấy mời, thông báo or công văn, as the Quy chế has it."""
    council, start = session.council, localtime(session.starts_at)
    kind, symbol = _KINDS[InvitationKind(council.rules.invitation)]
    evaluations = session.evaluations.select_related("dossier__product__producer")
    count = len(evaluations)
    subject = f"họp đánh giá, phân hạng {two_digits(count)} sản phẩm OCOP"
    chair = _chair(session)
    return Paper(
        name=f"Mời họp, phiên {session.code}",
        made_at=session.starts_at,
        head=council_head(council, f"{symbol}-HĐ" if symbol else "HĐ-OCOP", month=start.date()),
        kind=kind,
        subject=subject[:1].upper() + subject[1:] if kind else subject,
        addressees=("Các thành viên Hội đồng", "Các thành viên Tổ tư vấn"),
        blocks=(
            Paragraph(f"{council} kính mời các ông, bà dự phiên {session.code}:"),
            Paragraph(f"1. Thời gian: {start:%H} giờ {start:%M}, {day_in_full(start.date())}."),
            Paragraph(f"2. Địa điểm: {session.place or 'lấy ý kiến bằng văn bản'}."),
            Paragraph(f"3. Nội dung: {subject}, gồm:"),
            *(
                Paragraph(
                    f"{each.dossier.product} – {each.dossier.product.producer} "
                    f"({each.dossier.get_kind_display()}, đề nghị {each.dossier.aimed_star} sao);",
                    mark="-",
                )
                for each in evaluations
            ),
            Paragraph(
                "Hồ sơ điện tử đã mở cho thành viên trên cổng OCOP. Đề nghị các ông, bà nghiên cứu "
                "hồ sơ trước phiên họp và dự họp đúng thành phần; vắng mặt thì có văn bản cử người "
                "đi thay./."
            ),
        ),
        signatures=(Signature("CHỦ TỊCH HỘI ĐỒNG", chair),),
        receivers=("Như trên", "Lưu: VT, HĐ"),
    )


def _chair(session):
    composition = Composition(session.council, session.day)
    seat = next((each for each in composition.voting if each.role == SeatRole.CHAIR), None)
    member = seat and composition.holder(seat)
    return str(member) if member else ""
