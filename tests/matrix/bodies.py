"""What a right POST of each address holds: everything valid, so that only the rights decide."""

import json
import uuid
from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from products.enums import ProducerKind, RegistrationForm
from products.models import Registration
from programs.accounts import ASKABLE
from programs.enums import ProductGroup, Role
from programs.models import RevocationGround
from reports.layouts import SHIPPED
from reports.outgoing import numbers
from tests.support import papers as papers_of

CSV = (
    "Tên sản phẩm,Chủ thể sản xuất,Loại hình chủ thể,Địa chỉ (xã),Nhóm sản phẩm,Hình thức đăng ký\n"
    "Kẹo gương,HTX Thi Phổ,Hợp tác xã,Xã Đông,Thực phẩm,3 sao\n"
).encode()
BOOK = ("Tên sản phẩm,Tên chủ thể,Xã\nTrà gừng,HTX Trà Xanh,Xã Đông\n").encode()
WHEN = "%d/%m/%Y %H:%M"


def nothing(_world, _row, _user):
    return {}


def reasons(_world, _row, _user):
    soon = timezone.localdate() + timedelta(days=60)
    words = dict.fromkeys(["note", "difference", "late", "same_person"], "Vì thế.")
    return words | {"until": soon.strftime("%d/%m/%Y")}


# --- Campaigns ---------------------------------------------------------------------------------


def campaign(_world, row, _user):
    soon = timezone.localtime() + timedelta(days=30)
    return {
        "kind": "plan",
        "year": 2025,
        "number": 900,
        "version": row.subject.version if row and row.is_known else "",
        "opens_on": "01/03/2024",
        "due_at": soon.strftime(WHEN),
        "locks_at": soon.strftime(WHEN),
    }


def units(world, _row, _user):
    return {"units": [world.units["home"].pk, world.units["away"].pk]}


def extension(_world, _row, _user):
    soon = timezone.localtime() + timedelta(days=60)
    return {"until": soon.strftime(WHEN), "reason": "Bão."}


# --- Plans -------------------------------------------------------------------------------------


def counts(_world, _row, _user):
    return dict.fromkeys(RegistrationForm.values, 2)


def plan(_world, row, _user):
    edition = row.subject.edition if row.is_known else 1
    return {"version": edition, "lessons": "Giữ vùng nguyên liệu.", "signer": "Bà B"}


def product(world, row, _user):
    unit = row.subject.unit if row.is_known else world.units["home"]
    return product_of(unit)


def changed_product(world, row, _user):
    if not row.is_known:
        return product_of(world.units["home"])
    return product_of(row.subject.plan.unit) | {"version": row.subject.version}


def typed_row(world, row, _user):
    """A complete new row as the editor sends it."""
    unit = row.subject.unit if row.is_known else world.units["home"]
    cells = {
        "product_name": "Mạch nha",
        "producer_name": "HTX Thi Phổ",
        "producer_kind": "Hợp tác xã",
        "commune": str(unit.children.first()),
        "product_group": "Thực phẩm",
        "form": "3 sao",
    }
    return {"rows": json.dumps([{"ref": f"n{uuid.uuid4()}", "cells": cells}])}


def row_of_plan(_world, row, _user):
    """The first row of the plan as the editor names it."""
    first = row.subject.registrations.first() if row.is_known else None
    ref, token = (f"r{first.pk}", f"{first.version}.0") if first else ("r1", "1.0")
    return {"rows": json.dumps([{"ref": ref, "token": token}])}


def removed_row(_world, row, _user):
    """A row that was taken out of the plan, by its history."""
    taken = Registration.history.filter(plan_id=row.pk, history_type="-").first()
    return {"rows": json.dumps([{"ref": f"r{taken.id if taken else 1}", "token": "1.0"}])}


def product_of(unit):
    return {
        "product_name": "Mạch nha",
        "producer_name": "HTX Thi Phổ",
        "producer_kind": ProducerKind.COOPERATIVE,
        "commune": unit.children.first().pk,
        "product_group": ProductGroup.FOOD,
        "form": RegistrationForm.THREE_STAR,
    }


def upload(_world, _row, _user):
    return {"upload": SimpleUploadedFile("a.csv", CSV)}


def seen(_world, _row, _user):
    """Which reading of the file was on the page."""
    return {"version": 1}


def corrections(_world, _row, _user):
    return {"version": 1, "o-2-form": "4 sao"}


def ticked(world, _row, _user):
    """The plans of another unit that were sent, ticked in their list."""
    sent = [row for row in world.rows["plan"] if row.name == "away sent"]
    return {"chon": [row.pk for row in sent], "note": "Vì thế."}


def comment(_world, _row, _user):
    return {"text": "Rà soát kinh phí."}


# --- The register ------------------------------------------------------------------------------


def producer(world, row, user):
    place = user.unit if user and user.unit else world.units["home"]
    return {
        "name": "Hợp tác xã Mạch nha",
        "kind": ProducerKind.COOPERATIVE,
        "commune": place.children.first().pk,
        "version": row.subject.version if row and row.is_known else "",
    }


def registered_product(world, row, user):
    body = producer(world, row, user)
    del body["kind"]
    own = {"product_group": ProductGroup.FOOD, "maturity": "potential"}
    return body | own | {"step": "2", "status": "made"}


def code(world, _row, _user):
    return {"code": f"51-{world.units['home'].children.first().code}-7-2026"}


def twin(world, row, _user):
    """The record to merge into: the next one of the kind."""
    others = [each.pk for each in world.rows[row.kind] if each.is_known and each.pk != row.pk]
    return {"kept": others[0], "reason": "Vì thế."}


def draft(_world, _row, _user):
    return {"star": 3, "basis": "Biên bản số 1/BB-HĐ"}


def decision(_world, _row, _user):
    today = timezone.localdate().strftime("%d/%m/%Y")
    return {
        "note": "Vì thế.",
        "decision_number": "1/QĐ-UBND",
        "decision_date": today,
        "issued_on": today,
        "late": "Bão.",
    }


def extended(world, row, user):
    soon = timezone.localdate() + timedelta(days=500)
    if row.is_known:
        soon = row.subject.expires_on + timedelta(days=30)
    return decision(world, row, user) | {"until": soon.strftime("%d/%m/%Y")}


def revocation(_world, _row, _user):
    today = timezone.localdate().strftime("%d/%m/%Y")
    ground = RevocationGround.objects.get(regulation__code="26-2026", letter="a")
    return {
        "ground": ground.pk,
        "conclusion": "Kết luận số 1.",
        "concluded_on": today,
        "reply_until": today,
    }


# --- Dossiers ----------------------------------------------------------------------------------


def beginning(_world, _row, _user):
    return {"kind": "first", "star": 3}


def _version(row):
    return {"version": row.subject.version if row.is_known else 1}


def dossier(_world, row, _user):
    return _version(row) | {"aimed_star": 4, "samples": 5}


def report(_world, row, _user):
    return _version(row) | {"number": "7/BC-UBND"}


def answers(_world, row, _user):
    """The first criterion of the dossier's sheet, answered otherwise than it is."""
    if not row.is_known:
        return _version(row)
    criterion = row.subject.criteria_set.criteria.get(code="1.2")
    return _version(row) | {f"o-{criterion.pk}": criterion.options.last().pk}


# --- Papers and photos -------------------------------------------------------------------------


def papers(_world, _row, _user):
    return {"kind": "test_report", "files": [papers_of.upload()]}


def papers_before(_world, row, _user):
    before = row.subject.follows.documents.all() if row.is_known else []
    return {"papers": [each.pk for each in before] or [1]}


def paper(_world, row, _user):
    version = row.subject.version if row.is_known else 1
    return {"kind": "award", "title": "Bằng khen", "version": version}


def photo(_world, _row, _user):
    file = papers_of.upload(papers_of.picture(), "anh.png")
    return {"picture": file, "caption": "Chai nước mắm"}


def outlet(_world, _row, _user):
    return {"kind": "online", "name": "Gian hàng", "link": "https://cho.example/toi"}


def heir(_world, row, _user):
    """The first successor of the commune that the product lies in."""
    commune = row.subject.commune if row.is_known else None
    return {"heir": commune.successions.first().new_id if commune else 1}


def book(_world, _row, _user):
    return {"upload": SimpleUploadedFile("sổ.csv", BOOK)}


def book_row(_world, _row, _user):
    """The one row of a book left out."""
    return {"version": 1, "d-2": "skip"}


# --- Certificates that end, and post-checks ----------------------------------------------------


def letter(world, _row, _user):
    """A certificate that ends soon, ticked in its list."""
    ending = next(row for row in world.rows["ending"] if row.is_known)
    signed = {"symbol": "SNNMT-NTM", "position": "Giám đốc", "signer": "Nguyễn Văn A"}
    return {"chon": [ending.pk], "issuer": "Sở Nông nghiệp và Môi trường"} | signed


def lapse(_world, _row, _user):
    return {"reason": "stopped", "note": ""}


def inspection_plan(_world, row, _user):
    return {
        "year": 2026,
        "title": "Hậu kiểm",
        "body": "Sở Nông nghiệp và Môi trường",
        "starts_on": "01/03/2026",
        "ends_on": "31/12/2026",
        "version": row.subject.version if row and row.is_known else "",
    }


def findings(_world, row, _user):
    return {
        "inspected_on": timezone.localdate().strftime("%d/%m/%Y"),
        "inspectors": "Ông A, trưởng đoàn",
        "result_0": "met",
        "version": row.subject.version if row.is_known else "",
    }


def checked(_world, _row, _user):
    soon = (timezone.localdate() + timedelta(days=10)).strftime("%d/%m/%Y")
    return {"note": "Vì thế.", "reply_until": soon, "mend_by": soon}


def petition(_world, row, _user):
    ground = RevocationGround.objects.get(regulation__code="26-2026", letter="a")
    texts = {"facts": "Không còn đạt.", "evidence": "Biên bản số 1."}
    return {"reason": "other", "ground": ground.pk, "version": 1} | texts


def settled(world, row, user):
    today = timezone.localdate().strftime("%d/%m/%Y")
    answers = checked(world, row, user)
    return answers | {"concluded_on": today, "ends_on": answers["mend_by"]}


# --- Papers that go out ------------------------------------------------------------------------


def _typed_draft(agency):
    signed = {"symbol": "SNNMT-NTM", "signer_title": "Giám đốc", "signer_name": "Nguyễn Văn A"}
    issued = {"issuer": agency, "issuer_name": "Sở Nông nghiệp", "subject": "triển khai"}
    return {"others": "Chủ thể OCOP"} | issued | signed


def paper_draft(world, _row, user):
    """A draft of the appendix of a campaign that its drafter sees."""
    campaign = next(row for row in world.rows["campaign"] if row.is_known)
    return _typed_draft(world.people["PX"].agency_id) | {"source": f"appendix:{campaign.pk}"}


def changed_draft(_world, row, _user):
    if not row.is_known:
        return {}
    return _typed_draft(row.subject.issuer_id) | {"version": row.subject.version}


def outgoing_answers(_world, row, _user):
    today = timezone.localdate()
    number = numbers.offered(row.subject)[0][0] if row.is_known else ""
    return {"note": "Vì thế.", "day": today.strftime("%d/%m/%Y"), "number": number}


def ticked_papers(world, _row, _user):
    """A draft of another, ticked in the register."""
    day = timezone.localdate().strftime("%d/%m/%Y")
    return {"chon": [row.pk for row in world.rows["outgoing_draft"] if row.is_known], "day": day}


def signed_copy(_world, _row, _user):
    return {"upload": papers_of.upload()}


def kept_number(world, _row, _user):
    year = timezone.localdate().year
    series = {"issuer": world.people["PX"].agency_id, "kind": "cong-van", "year": year}
    return series | {"reason": "Giấy mời."}


# --- Councils ----------------------------------------------------------------------------------


def council(world, row, _user):
    """A district's Council; who writes for a unit is not asked for level and unit."""
    [rules] = (each.pk for each in world.rows["rules"] if each.is_known)
    version = row.subject.version if row and row.is_known else ""
    typed = {"level": "district", "unit": world.units["home"].pk, "starts_on": "05/03/2024"}
    return typed | {"rules": rules, "signer_title": "Chủ tịch", "version": version}


def seat(_world, row, _user):
    named = _version(row) | {
        "full_name": "Huỳnh Văn Mẫu",
        "user": "",
        "organisation": "Hội Nông dân tỉnh",
    }
    return named | {"role": "expert", "position": 9, "note": "Quyết định kiện toàn."}


def stand_in(_world, _row, _user):
    times = {"since": "05/03/2024", "until": "06/03/2024", "stands_in": "on"}
    named = {"full_name": "Võ Na", "user": "", "authority": "Giấy ủy quyền số 1"}
    return times | named | {"note": "Vì thế."}


def member(_world, row, _user):
    return _version(row) | {
        "full_name": "Tên Mới",
        "user": "",
        "since": "04/03/2024",
        "note": "Vì thế.",
    }


def decided(world, row, user):
    """Whatever a step of a Council asks."""
    words = dict.fromkeys(["gaps", "same_person"], "Vì thế.") | decision(world, row, user)
    return words | {"decided_on": words["decision_date"], "ends_on": words["decision_date"]}


def council_outside(world, _row, _user):
    return {"level": "district", "unit": world.units["home"].pk, "starts_on": "05/03/2024"}


def rules(_world, row, _user):
    version = row.subject.version if row and row.is_known else ""
    numbers = {"quorum": "0,75", "tolerance": "10", "least_sheets": "3", "open_days": "1"}
    chosen = {"minima": "finding", "forward": "star", "invitation": "letter", "level": "province"}
    named = {"number": "31/QĐ-UBND", "issuer": "UBND tỉnh", "version": version}
    days = {"issued_on": "22/05/2026", "valid_from": "22/05/2026"}
    return named | days | chosen | numbers | {"of_drink": ["trade"]}


# --- Accounts ----------------------------------------------------------------------------------


def invitation(world, _row, _user):
    return {
        "full_name": "Trần Thị C",
        "username": "tran.thi.c",
        "email": "tran.thi.c@ocop.example",
        "role": Role.UNIT_OFFICER,
        "unit": world.units["home"].pk,
        "agency": "",
    }


def role(_world, _row, _user):
    return {"role": Role.OBSERVER, "unit": "", "agency": ""}


def name(_world, _row, _user):
    return {"name": "Tên mới"}


def profile(_world, _row, _user):
    return {"full_name": "Tên Mới", "phone": "0255 382 2222"}


def mail_choices(_world, _row, _user):
    return {"kinds": ["returned"]}


def request(_world, _row, user):
    roles = ASKABLE.get(user.role if user else "", [Role.UNIT_OFFICER])
    return {
        "full_name": "Lê Văn D",
        "email": "d@ocop.example",
        "role": roles[0],
        "reason": "Người mới.",
    }


# --- The layout of certificates ----------------------------------------------------------------


def layout(_world, row, _user):
    version = row.subject.version if row and row.is_known else 1
    texts = {name: SHIPPED[name] for name in ("title", "lines", "foot")}
    look = {"frame": "double", "colour": "green", "orientation": "portrait"}
    day = timezone.localdate() + timedelta(days=30)
    named = {"name": "Mẫu sau", "valid_from": day.strftime("%d/%m/%Y"), "version": version}
    return named | texts | look
