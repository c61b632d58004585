"""Illustrative Councils: one that sits, one in writing with gaps, one of the province of 2026.

Each is told by the rules of the pages; people and numbers of decisions are made up, and say so.
"""

from datetime import date

from councils.demo.sittings import (
    fill_district_sitting,
    fill_outside_sitting,
    fill_sittings,
)
from councils.enums import SeatRole
from councils.ground import operating_rules
from councils.membership import setting_up
from councils.membership.workflow import COUNCIL
from councils.models import Council, Member, OwnGate, Seat
from products.demo.data import NOTE, told_on
from products.demo.year import SHOWN_UNIT, make_user
from programs.citations import committee_of
from programs.enums import Authority, GateEffect, Role
from programs.models import Agency, Unit

DISTRICT_DAY, PROVINCE_DAY = date(2024, 3, 4), date(2026, 5, 25)
LAST_DISTRICT_DAY = date(2025, 6, 30)
# Of this set Decision 26/2026/QĐ-TTg has no gate: what the Quy chế adds is all there is.
WITHOUT_GATES, OWN_GATE = 26, "Điểm du lịch đang bị đình chỉ hoạt động (minh họa)"
IN_WRITING = "529"  # the unit whose Council still lacks bodies
# (user name, full name, code of the agency) of members who have no other place in the portal.
MEMBERS = (
    ("tv.congthuong", "Nguyễn Thị Công Thương", "so-ct"),
    ("tv.yte", "Trần Văn Y Tế", "so-yt"),
    ("tv.vanhoa", "Lê Thị Văn Hóa", "so-vhttdl"),
    ("tv.tnmt", "Phạm Văn Môi Trường", "so-tnmt"),
    ("tv.ptnt", "Võ Thị Nông Thôn", "cc-ptnt"),
    ("tv.nnmt", "Đỗ Văn Nông Nghiệp", "so-nnmt"),
)


def fill_councils(people):
    """The Quy chế of both levels, a Council in force of each, and one that is being prepared."""
    admin = people["quantri"]
    agencies = {agency.code: agency for agency in Agency.objects.all()}
    for name, full_name, code in MEMBERS:
        role = Role.COUNCIL_MEMBER
        people[name] = make_user(name, full_name, role, agency=agencies[code])
    with told_on(DISTRICT_DAY):
        district = _rules(Authority.DISTRICT, "05/QĐ-UBND", date(2024, 2, 20), [], admin)
    officer, leader = (people[prefix, SHOWN_UNIT] for prefix in ("cb", "ld"))
    with told_on(DISTRICT_DAY):
        council = _council(Authority.DISTRICT, officer.unit, district, DISTRICT_DAY, officer)
        _seats(council, _of_district(people, agencies, leader, officer), officer)
        COUNCIL.take(council, "hand_in", by=officer)
        _decide(council, "confirm", leader, "112/QĐ-UBND", DISTRICT_DAY)
        other = people["cb", IN_WRITING]
        council = _council(Authority.DISTRICT, other.unit, district, DISTRICT_DAY, other)
        _seats(council, _in_writing(agencies, other), other)
    fill_district_sitting(people, Council.objects.get(unit=officer.unit), leader, officer)
    with told_on(LAST_DISTRICT_DAY):
        council = Council.objects.get(unit=officer.unit)
        answers = {"ends_on": LAST_DISTRICT_DAY, "note": "Kết thúc cấp huyện (minh họa)."}
        COUNCIL.take(council, "end", by=leader, answers=answers)
    fill_outside_sitting(people)
    fill_sittings(people, _provinces(people, agencies, admin))


def _provinces(people, agencies, admin):
    """The Council of the province, by a Quy chế with a condition of its own."""
    with told_on(PROVINCE_DAY):
        own = [OwnGate(label=OWN_GATE, effect=GateEffect.NOT_EVALUATED, sets=[WITHOUT_GATES])]
        rules = _rules(Authority.PROVINCE, "31/QĐ-UBND", date(2026, 5, 22), own, admin)
        unit = Unit.objects.province_on(PROVINCE_DAY)
        council = _council(Authority.PROVINCE, unit, rules, PROVINCE_DAY, admin)
        _seats(council, _of_province(people, agencies), admin)
        return _decide(council, "set_up", admin, "410/QĐ-UBND", PROVINCE_DAY)


def _rules(level, number, day, gates, admin):
    row, functions = operating_rules.begun(level)
    row.number, row.issued_on, row.valid_from = number, day, day
    row.issuer = "Ủy ban nhân dân tỉnh Quảng Ngãi"
    row.signer, row.note = "Nguyễn Văn Mẫu", NOTE
    row = operating_rules.write(row, functions, gates, by=admin)
    return operating_rules.RULES.take(row, "publish", by=admin)


def _council(level, unit, rules, day, by):
    name = setting_up.name_of(level, unit)
    facts = {"name": name, "rules": rules, "starts_on": day, "signer": "Nguyễn Văn Mẫu"}
    council = Council(level=level, unit=unit, **facts)
    return setting_up.write(council, by=by)


def _decide(council, step, by, number, day):
    council.refresh_from_db()
    answers = {"decision_number": number, "decided_on": day}
    if "gaps" in {ask.name for ask in COUNCIL.steps[step].asks_for(council, by)}:
        answers["gaps"] = "Cơ quan còn thiếu sẽ cử người sau (minh họa)."
    return COUNCIL.take(council, step, by=by, answers=answers)


def _seats(council, seats, by):
    """(role, agency or name of another body, full name, job title, account or None) of each."""
    for position, (role, body, full_name, job_title, user) in enumerate(seats, 1):
        whose = {"agency": body} if isinstance(body, Agency) else {"organisation": body}
        row = Seat(council=council, role=role, position=position, **whose)
        person = Member(full_name=full_name, job_title=job_title, user=user)
        person.since = council.starts_on
        setting_up.seat(row, person, by=by)


def _of(person, job_title):
    return person.full_name, job_title, person


def _of_district(people, agencies, leader, officer):
    committee = committee_of(officer.unit)
    member, group = SeatRole.MEMBER, SeatRole.GROUP_MEMBER
    return (
        (SeatRole.CHAIR, committee, *_of(leader, "Phó Chủ tịch")),
        (SeatRole.DEPUTY, "Phòng Nông nghiệp huyện", "Đinh Văn Mẫu", "Trưởng phòng", None),
        (SeatRole.SECRETARY, "Văn phòng HĐND và UBND huyện", *_of(officer, "Chuyên viên")),
        (member, agencies["vpdp-ntm"], *_of(people["vpdp"], "Chuyên viên")),
        (member, agencies["so-khcn"], *_of(people["sokhcn"], "Chuyên viên")),
        (member, agencies["so-tnmt"], *_of(people["tv.tnmt"], "Phó Trưởng phòng")),
        (member, agencies["so-ct"], *_of(people["tv.congthuong"], "Chuyên viên")),
        (member, "Phòng Y tế huyện", "Hồ Thị Mẫu", "Chuyên viên", None),
        (SeatRole.GROUP_HEAD, "Phòng Nông nghiệp huyện", "Đinh Văn Mẫu", "Trưởng phòng", None),
        (group, agencies["cc-ptnt"], *_of(people["tv.ptnt"], "Chuyên viên")),
    )


def _in_writing(agencies, officer):
    committee = committee_of(officer.unit)
    return (
        (SeatRole.CHAIR, committee, "Phạm Thị Mẫu", "Phó Chủ tịch", None),
        (SeatRole.MEMBER, agencies["so-khcn"], "Chưa rõ tên, chờ sở cử", "", None),
    )


def _of_province(people, agencies):
    member = SeatRole.MEMBER
    return (
        (SeatRole.CHAIR, agencies["ubnd-tinh"], *_of(people["lanhdao"], "Phó Chủ tịch")),
        (SeatRole.DEPUTY, agencies["so-nnmt"], *_of(people["tv.nnmt"], "Phó Giám đốc")),
        (SeatRole.SECRETARY, agencies["vpdp-ntm"], *_of(people["thuky"], "Phó Chánh Văn phòng")),
        (member, agencies["so-khcn"], *_of(people["thanhvien"], "Trưởng phòng")),
        (member, agencies["so-ct"], *_of(people["tv.congthuong"], "Phó Trưởng phòng")),
        (member, agencies["so-yt"], *_of(people["tv.yte"], "Chuyên viên")),
        (member, agencies["cc-ptnt"], *_of(people["tv.ptnt"], "Chuyên viên")),
        (SeatRole.EXPERT, "Hội Nông dân tỉnh", "Huỳnh Văn Mẫu", "Chuyên gia", None),
        (SeatRole.GROUP_HEAD, "Văn phòng Điều phối nông thôn mới tỉnh", *_of(people["vpdp"], "")),
        (SeatRole.GROUP_MEMBER, "Sở Khoa học và Công nghệ", *_of(people["thanhvien"], "")),
        (SeatRole.GROUP_MEMBER, agencies["so-vhttdl"], *_of(people["tv.vanhoa"], "Chuyên viên")),
    )
