"""The papers of a dossier: filed once, all or none, within their room; taken out; withdrawn."""

import errno
import uuid
from contextlib import suppress
from datetime import date
from pathlib import Path
from unittest.mock import Mock

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.db import DatabaseError, transaction

from products.dossiers import evidence, filing
from products.enums import DossierState, EvidenceKind
from products.ground import quota
from products.models import Document, ProductPhoto
from products.register import photos
from programs.acts import AlreadyDone, StepRefused
from programs.enums import Role
from programs.models import Event
from programs.uploads.accepting import accept
from tests.support.factories import make_dossier, make_product, make_unit, make_user
from tests.support.papers import make_paper, make_photo, make_withdrawn_paper, pdf, picture, upload

pytestmark = [pytest.mark.django_db, pytest.mark.pg]
FACTS = {"kind": "test_report"}


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def dossier():
    return make_dossier()


@pytest.fixture
def officer(dossier):
    return dossier.created_by


def taken(pages=1, name="giấy.pdf"):
    return accept(upload(pdf(pages=pages), name))


def files():
    return {
        path
        for folder in ("documents", "photos")
        if default_storage.exists(folder)
        for path in default_storage.listdir(folder)[1]
    }


def bytes_of(row):
    return Path(row.file.path).read_bytes()


def refusal_of(act, *arguments, **facts):
    with pytest.raises(StepRefused) as refused:
        act(*arguments, **facts)
    return refused.value


# --- Filing --------------------------------------------------------------------------------------


def test_papers_are_filed_with_what_proves_them(dossier, officer):
    facts = FACTS | {"number": "15/KN", "valid_until": date(2027, 1, 1), "is_restricted": True}

    (row,) = filing.add(dossier, [taken(pages=2)], facts, by=officer)

    row.refresh_from_db()
    assert (row.title, row.name, row.pages, row.number) == ("giấy", "giấy.pdf", 2, "15/KN")
    assert (row.size, bytes_of(row)) == (len(pdf(pages=2)), pdf(pages=2))
    assert row.uploaded_by == officer
    assert "giấy" not in row.file.name


def test_each_paper_leaves_an_event_that_does_not_name_a_restricted_one(dossier, officer):
    filing.add(dossier, [taken(), taken(2)], FACTS, by=officer)
    filing.add(dossier, [taken(3)], FACTS | {"is_restricted": True}, by=officer)

    notes = Event.objects.about(dossier).order_by("pk").values_list("action", "note")
    assert list(notes) == [
        ("add_document", "giấy"),
        ("add_document", "giấy"),
        ("add_document", "giấy tờ hạn chế xem"),
    ]


def test_the_same_form_posted_twice_files_each_file_once(dossier, officer):
    key = uuid.uuid4()
    filing.add(dossier, [taken()], FACTS, by=officer, key=key)
    filing.add(dossier, [taken(), taken(2)], FACTS, by=officer, key=key)

    assert list(dossier.documents.values_list("pages", flat=True)) == [1, 2]
    assert len(files()) == 2


def test_the_same_file_twice_in_a_form_is_one_paper(dossier, officer):
    filing.add(dossier, [taken(), taken()], FACTS, by=officer, key=uuid.uuid4())

    assert dossier.documents.count() == len(files()) == 1


def test_papers_of_the_dossier_before_are_taken_over_with_files_of_their_own(officer, dossier):
    old = make_paper(dossier, number="15/KN", title="Phiếu")
    product = make_product(commune=dossier.product.commune)
    new = make_dossier(product, created_by=officer, follows=dossier)

    assert list(filing.reusable(new, officer)) == [old]
    (row,) = filing.reuse(new, [old], by=officer)
    assert (row.number, row.title, bytes_of(row)) == ("15/KN", "Phiếu", pdf())
    assert row.file.name != old.file.name
    assert not filing.reusable(new, officer).exists()


def test_a_paper_whose_file_is_lost_is_not_taken_over(officer, dossier):
    old = make_paper(dossier)
    Path(old.file.path).unlink()
    new = make_dossier(make_product(commune=dossier.product.commune), follows=dossier)

    assert refusal_of(filing.reuse, new, [old], by=officer).code == "lost"


def test_a_paper_that_is_held_already_is_not_taken_over_once_more(officer, dossier):
    old = make_paper(dossier)
    new = make_dossier(make_product(commune=dossier.product.commune), follows=dossier)

    assert len(filing.reuse(new, [old], by=officer)) == 1
    assert filing.reuse(new, [old], by=officer) == []
    assert new.documents.count() == 1


@pytest.mark.parametrize(
    ("role", "state", "status"),
    [
        (Role.UNIT_LEADER, DossierState.FORWARDED, 409),
        (Role.PROVINCE_ADMIN, DossierState.DRAFT, 403),
        (Role.UNIT_OFFICER, DossierState.FORWARDED, 409),
        (Role.UNIT_OFFICER, DossierState.CONCLUDED, 409),
    ],
)
def test_whoever_may_not_leaves_no_file(role, state, status):
    dossier = make_dossier(state=state)
    user = make_user(role, unit=dossier.product.commune.parent)

    assert refusal_of(filing.add, dossier, [taken()], FACTS, by=user).status == status
    assert files() == set()


def test_a_row_that_cannot_be_saved_leaves_no_file(dossier, officer):
    with pytest.raises(DatabaseError), transaction.atomic():
        filing.add(dossier, [taken(), taken(2)], FACTS | {"kind": "khac"}, by=officer)

    assert files() == set()
    assert not dossier.documents.exists()


# --- Room (SECURITY E2) --------------------------------------------------------------------------


def size_of(*papers):
    return sum(paper.size for paper in papers)


def test_a_dossier_takes_what_just_fits_and_no_more(settings, dossier, officer):
    first, second = taken(), taken(2)
    settings.UPLOAD_DOSSIER_BYTES = size_of(first, second)
    filing.add(dossier, [first, second], FACTS, by=officer)

    refused = refusal_of(filing.add, dossier, [taken(3)], FACTS, by=officer)

    assert (refused.status, refused.code) == (422, "room")
    assert len(files()) == dossier.documents.count() == 2


def test_files_that_go_over_together_are_all_refused(settings, dossier, officer):
    settings.UPLOAD_DOSSIER_BYTES = size_of(taken(), taken(2)) - 1

    refusal_of(filing.add, dossier, [taken(), taken(2)], FACTS, by=officer)

    assert files() == set()


def test_the_room_of_a_unit_counts_all_its_dossiers_and_photos(settings, dossier, officer):
    unit = dossier.product.commune.parent
    other = make_product(commune=unit.children.last())
    used = make_paper(make_dossier(other)).size + make_photo(other).size
    make_paper(make_dossier(make_product(commune=make_unit().children.first())))
    settings.UPLOAD_UNIT_BYTES = used + taken().size

    assert quota.used_by(unit) == used
    filing.add(dossier, [taken()], FACTS, by=officer)
    assert str(unit) in refusal_of(filing.add, dossier, [taken(2)], FACTS, by=officer).message


# --- Changing, taking out ------------------------------------------------------------------------


def test_a_paper_is_changed_by_whoever_has_seen_its_last_version(dossier, officer):
    row = make_paper(dossier, valid_until=date(2026, 1, 1))
    row.title, row.valid_until = "Phiếu mới", None
    filing.change(row, by=officer, version=1)

    assert refusal_of(filing.change, row, by=officer, version=1).code == "stale"
    stored = dossier.documents.get()
    assert (stored.title, stored.valid_until, stored.version) == ("Phiếu mới", None, 2)


def test_a_removed_paper_is_gone_with_its_file(
    dossier, officer, django_capture_on_commit_callbacks
):
    row = make_paper(dossier)
    with django_capture_on_commit_callbacks(execute=True):
        filing.remove(row, by=officer)

    assert not dossier.documents.exists()
    assert files() == set()
    assert Event.objects.about(dossier).get().note == row.title


def test_a_paper_is_removed_though_the_disk_keeps_its_file(
    dossier, officer, django_capture_on_commit_callbacks, monkeypatch
):
    row = make_paper(dossier)
    refused = OSError(errno.EROFS, "Read-only file system")
    monkeypatch.setattr(default_storage, "delete", Mock(side_effect=refused))

    with django_capture_on_commit_callbacks(execute=True):
        filing.remove(row, by=officer)

    assert not dossier.documents.exists()


def test_a_file_stays_until_its_removal_is_settled(dossier, officer):
    row = make_paper(dossier)
    with transaction.atomic():
        filing.remove(row, by=officer)
        transaction.set_rollback(True)

    assert bytes_of(Document.objects.get()) == pdf()


def test_a_paper_that_another_has_removed_is_a_sentence(dossier, officer):
    row = make_paper(dossier)
    filing.remove(Document.objects.get(), by=officer)

    assert refusal_of(filing.remove, row, by=officer).code == "gone"


@pytest.mark.parametrize(("is_restricted", "told"), [(False, ["number", "title"]), (True, [])])
def test_the_trail_names_what_changed_and_of_a_restricted_paper_nothing(
    dossier, officer, is_restricted, told
):
    row = make_paper(dossier, title="Phiếu", is_restricted=is_restricted)
    row.title, row.number = "Hợp đồng với bà A", "15/HĐ"

    filing.change(row, by=officer, version=1)

    event = Event.objects.about(dossier).get()
    assert event.data == {"changed": told}
    assert event.note == ("giấy tờ hạn chế xem" if is_restricted else "Hợp đồng với bà A")


@pytest.mark.parametrize("act", ["change", "withdraw"])
def test_what_is_done_to_a_paper_is_done_once_a_form(act):
    state = DossierState.FORWARDED if act == "withdraw" else DossierState.DRAFT
    row, key = make_paper(make_dossier(state=state)), uuid.uuid4()
    person = make_user(Role.PROVINCE_STAFF) if act == "withdraw" else row.dossier.created_by
    more = {"change": {"version": 1}, "withdraw": {"reason": "Nộp nhầm"}}[act]
    getattr(filing, act)(row, by=person, key=key, **more)

    with pytest.raises(AlreadyDone):
        getattr(filing, act)(row, by=person, key=key, **more)
    assert Event.objects.filter(action=f"{act}_document").count() == 1


# --- Withdrawing (matrix H6) ---------------------------------------------------------------------


def test_a_withdrawn_paper_is_kept_and_counts_no_more():
    row = make_paper(make_dossier(state=DossierState.FORWARDED))
    staff = make_user(Role.PROVINCE_STAFF)
    filing.withdraw(row, "Nộp nhầm", by=staff)

    row.refresh_from_db()
    assert (row.withdrawn_by, row.withdrawn_reason) == (staff, "Nộp nhầm")
    assert bytes_of(row) == pdf()
    assert EvidenceKind.TEST_REPORT in evidence.standing(row.dossier).unsaid
    assert refusal_of(filing.withdraw, row, "Lại", by=staff).code == "withdrawn"


@pytest.mark.parametrize(
    ("role", "state", "status"),
    [
        (Role.UNIT_OFFICER, DossierState.FORWARDED, 403),
        (Role.PROVINCE_ADMIN, DossierState.SUBMITTED, 409),
    ],
)
def test_only_the_province_withdraws_and_only_from_what_is_locked(role, state, status):
    row = make_paper(make_dossier(state=state))
    user = make_user(role, unit=row.dossier.product.commune.parent)

    assert refusal_of(filing.withdraw, row, "Vì thế", by=user).status == status


def test_a_withdrawn_paper_stays_as_it_is_in_a_returned_dossier():
    row = make_withdrawn_paper()
    officer = row.dossier.created_by

    assert refusal_of(filing.remove, row, by=officer).code == "withdrawn"
    assert refusal_of(filing.change, row, by=officer, version=1).code == "withdrawn"


@pytest.mark.parametrize("act", ["delete", "save"])
def test_the_database_keeps_a_withdrawn_paper(act):
    row = make_withdrawn_paper()

    with pytest.raises(DatabaseError, match="withdrawn never changes"), transaction.atomic():
        getattr(row, act)()


def test_the_reason_of_a_withdrawal_is_told_and_not_the_name_of_a_restricted_paper():
    row = make_paper(make_dossier(state=DossierState.FORWARDED), is_restricted=True)
    filing.withdraw(row, "Nộp nhầm", by=make_user(Role.PROVINCE_STAFF))

    assert Event.objects.about(row.dossier).get().note == "giấy tờ hạn chế xem: Nộp nhầm"


# --- What is there -------------------------------------------------------------------------------


def test_papers_stand_by_kind_and_tell_what_expired(dossier, officer):
    for kind, until in (("other", None), ("award", None), ("labour", date(2020, 1, 1))):
        make_paper(dossier, kind=kind, valid_until=until)

    found = [
        (section.kind, *section.papers[0][1:]) for section in evidence.sections(dossier, officer)
    ]

    assert found == [("labour", True), ("award", False), ("other", False)]


@pytest.mark.parametrize(
    ("until", "is_missing"),
    [(None, False), (date(2026, 6, 1), False), (date(2026, 5, 31), True)],
)
def test_a_kind_is_missing_from_the_day_after_its_last_paper_ends(dossier, until, is_missing):
    make_paper(dossier, kind="labour", valid_until=until)

    missing = evidence.standing(dossier, date(2026, 6, 1)).unsaid

    assert (EvidenceKind.LABOUR in missing) is is_missing
    assert len(missing) == 14 + is_missing


@pytest.mark.parametrize("day", [date(2026, 5, 31), date(2026, 6, 1)])
def test_papers_of_the_dossier_before_that_ran_out_are_named_the_day_after(dossier, day):
    paper = make_paper(dossier, valid_until=date(2026, 5, 31))
    make_paper(dossier)
    new = make_dossier(make_product(commune=dossier.product.commune), follows=dossier)

    with time_machine.travel(day):
        assert evidence.expired_before(new) == [paper] * (day > date(2026, 5, 31))
        assert evidence.expired_before(dossier) == []


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        (Role.PROVINCE_ADMIN, 2),
        (Role.PROVINCE_STAFF, 2),
        (Role.COORDINATION_OFFICE, 1),
        (Role.OBSERVER, 1),
        (Role.UNIT_OFFICER, 2),
        (Role.UNIT_LEADER, 2),
        (Role.COUNCIL_MEMBER, 0),
        (Role.AGENCY_OFFICER, 0),
    ],
)
def test_restricted_papers_are_for_few(dossier, role, seen):
    make_paper(dossier)
    make_paper(dossier, is_restricted=True)
    user = make_user(role, unit=dossier.product.commune.parent)

    assert Document.objects.visible_to(user).count() == seen


# --- Photos --------------------------------------------------------------------------------------


def add_photo(product, user, **facts):
    shot = accept(upload(picture(), "ảnh.png"))
    return photos.add(product, shot, "Chai nước mắm", by=user, **facts)


def test_photos_take_the_first_free_place_and_eight_is_all(dossier, officer):
    product = dossier.product
    for position in (1, 2, 4, 5, 6, 7, 8):
        make_photo(product, position=position)
    add_photo(product, officer)

    assert product.photos.get(position=3).uploaded_by == officer
    assert refusal_of(add_photo, product, officer).code == "full"
    assert len(files()) == 8


def test_a_photo_posted_twice_is_one(dossier, officer):
    key = uuid.uuid4()
    for _ in range(2):
        with suppress(AlreadyDone):
            add_photo(dossier.product, officer, key=key)

    assert ProductPhoto.objects.count() == len(files()) == 1


def test_a_removed_photo_is_gone_with_its_file(
    dossier, officer, django_capture_on_commit_callbacks
):
    photo = make_photo(dossier.product)
    with django_capture_on_commit_callbacks(execute=True):
        photos.remove(photo, by=officer)

    assert (ProductPhoto.objects.count(), files()) == (0, set())
