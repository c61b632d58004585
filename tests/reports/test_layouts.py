"""The layout of certificates: texts with placeholders, versions by day, and who publishes them."""

from datetime import date, timedelta
from io import BytesIO

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from programs.acts import RowChanged, StepRefused
from programs.enums import Role
from programs.models import Event
from reports import layout_acts
from reports.builders.certificate import certificate_paper
from reports.enums import Colour, Frame, Orientation
from reports.layouts import MOST_LINES, NEEDED, SHIPPED, faults, filled, layout_on
from reports.models import CertificateLayout, SealedDocument
from reports.renderers.certificate import fits, render
from reports.sealed import certificate_pdf
from tests.support.factories import make_certificate, make_user
from tests.support.reading import pdf_text
from tests.support.rows import make_layout

pytestmark = [pytest.mark.django_db, pytest.mark.pg]
TODAY = date(2026, 11, 25)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(TODAY):
        yield


@pytest.fixture(autouse=True)
def _shipped(db):
    """The layout that a migration brings: a test that empties all tables takes it away."""
    if not CertificateLayout.objects.exists():
        CertificateLayout.objects.create(published_at=timezone.now(), **SHIPPED)


@pytest.fixture
def chief():
    return make_user(Role.PROVINCE_ADMIN)


# --- Its texts ---------------------------------------------------------------------------------


def test_a_line_is_filled_in_and_one_without_its_value_is_left_out():
    values = {"product": "Nén <b>", "set": "", "stars": "4"}
    lines = filled(
        "chứng nhận\n\ncủa {sản phẩm} {sản phẩm}\nBộ {bộ sản phẩm}\n{số sao} sao", values
    )

    assert [(line.look, line.text) for line in lines] == [
        ("", "chứng nhận"),
        ("product", "của Nén <b> Nén <b>"),
        ("stars", "4 sao"),
    ]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda text: text + "\n{owner}", "Không có ô {owner}"),
        (lambda text: text + "\n{{sản phẩm}", "Dấu ngoặc nhọn"),
        (lambda text: text + "\n{% include 'a' %}", "Không có ô {% include"),
        (lambda text: text.replace("{sản phẩm}", ""), "Thiếu ô {sản phẩm}"),
        (lambda text: text + "\n{sản phẩm}", "Ô {sản phẩm} chỉ ghi một lần"),
        (lambda text: text + "\na" * MOST_LINES, f"tối đa {MOST_LINES}"),
        (lambda text: text + "\n" + "a" * 101, "dài 101 ký tự"),
    ],
)
def test_a_text_that_could_not_be_printed_is_told_in_a_sentence(change, words):
    assert words in " ".join(faults("lines", change(SHIPPED["lines"])))


def test_the_shipped_layout_has_no_fault_and_is_published():
    assert [faults(name, SHIPPED[name]) for name in NEEDED] == [[], []]
    row = CertificateLayout.objects.get()
    assert row.is_published
    assert {name: getattr(row, name) for name in SHIPPED} == SHIPPED


# --- Which holds -------------------------------------------------------------------------------


def test_the_version_of_the_day_of_issue_holds_and_a_draft_never():
    now = timezone.now()
    make_layout(name="Nháp", valid_from=date(2025, 1, 1))
    make_layout(name="Hai", valid_from=date(2026, 2, 1), published_at=now)

    assert layout_on(date(2026, 1, 31)).name == SHIPPED["name"]
    assert layout_on(date(2026, 2, 1)).name == "Hai"
    assert layout_on(date(2010, 1, 1)).name == SHIPPED["name"]


def test_a_certificate_is_printed_by_the_layout_of_its_day_and_what_is_printed_stays():
    call_command("loaddata", "regulations", verbosity=0)
    before = make_certificate(issued_on=date(2026, 1, 31))
    printed = certificate_pdf(before)
    facts = {"title": "BẰNG CÔNG NHẬN", "valid_from": date(2026, 1, 1)}
    make_layout(published_at=timezone.now(), orientation="portrait", **facts)

    later = certificate_pdf(make_certificate(issued_on=date(2026, 2, 1)))

    assert certificate_pdf(before) == printed
    assert "GIẤY CHỨNG NHẬN" in pdf_text(printed)
    assert "BẰNG CÔNG NHẬN" in pdf_text(later)
    assert SealedDocument.objects.count() == 2


@pytest.mark.parametrize("orientation", Orientation.values)
@pytest.mark.parametrize("frame", Frame.values)
def test_every_choice_of_a_layout_is_printed_on_one_page(frame, orientation):
    for colour in Colour.values:
        look = {"frame": frame, "colour": colour, "orientation": orientation}
        content = render(layout_acts.sample_paper(CertificateLayout(**SHIPPED | look)))
        assert len(PdfReader(BytesIO(content)).pages) == 1


def test_what_a_layout_says_is_text_and_never_run():
    layout = CertificateLayout(**SHIPPED | {"title": "{{ settings.SECRET_KEY }}<b>"})
    text = pdf_text(render(layout_acts.sample_paper(layout)))

    assert "{{ settings.SECRET_KEY }}<b>" in text


@pytest.mark.parametrize("orientation", ["landscape", "portrait"])
def test_the_shipped_layout_fits_with_the_longest_names(orientation):
    layout = CertificateLayout(**SHIPPED | {"orientation": orientation})

    assert fits(layout_acts.sample_paper(layout, layout_acts.LONGEST))


# --- Writing and publishing --------------------------------------------------------------------


def test_a_draft_is_written_changed_and_published_for_good(chief):
    first = CertificateLayout.objects.get()
    draft = layout_acts.write(layout_acts.copied(first), by=chief)
    draft.title = "GIẤY CÔNG NHẬN"
    draft = layout_acts.write(draft, by=chief, version=1)

    published = layout_acts.publish(draft, by=chief)

    assert layout_on(TODAY).title == "GIẤY CÔNG NHẬN"
    assert (published.published_by, published.version) == (chief, 2)
    labels = Event.objects.about(draft).values_list("action", flat=True)
    assert sorted(labels) == ["change_layout", "create_layout", "publish_layout"]
    for refused in (
        lambda: layout_acts.write(published, by=chief, version=2),
        lambda: layout_acts.publish(published, by=chief),
        lambda: layout_acts.discard(published, by=chief),
    ):
        with pytest.raises(StepRefused, match="không sửa được nữa"):
            refused()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"valid_from": TODAY - timedelta(days=1)}, "từ hôm nay trở đi"),
        ({"valid_from": TODAY + timedelta(days=5)}, "từ cùng ngày"),
        ({"valid_from": TODAY, "lines": "{sản phẩm}"}, "Thiếu ô {cơ quan}"),
        (
            {"valid_from": TODAY, "lines": SHIPPED["lines"] + "\n{sản phẩm}{địa chỉ}" * 3},
            "Ô {sản phẩm} chỉ ghi một lần",
        ),
        (
            {"valid_from": TODAY, "lines": SHIPPED["lines"] + "\n" + "{địa chỉ} " * 10},
            "không còn đứng trên một trang",
        ),
    ],
)
def test_what_cannot_be_published_is_refused_in_a_sentence(chief, fields, words):
    make_layout(valid_from=TODAY + timedelta(days=5), published_at=timezone.now())
    draft = make_layout(**fields)

    with pytest.raises(StepRefused) as refused:
        layout_acts.publish(draft, by=chief)

    assert words in refused.value.message
    assert not CertificateLayout.objects.get(pk=draft.pk).is_published


def test_of_two_who_change_a_draft_the_second_is_told(chief):
    draft = make_layout()
    layout_acts.write(draft, by=chief, version=1)

    with pytest.raises(RowChanged):
        layout_acts.write(draft, by=chief, version=1)


# --- The pages ---------------------------------------------------------------------------------


def page(name, layout=None):
    return reverse(f"reports:layout_{name}", args=[layout.pk] if layout else [])


def test_the_administrator_copies_a_version_previews_and_publishes_it(client, admin):
    first = CertificateLayout.objects.get()
    assert "Mẫu ban đầu" in client.get(page("list")).text
    form = client.get(page("copy", first)).context["form"]
    body = {name: form[name].value() for name in form.fields}
    body |= {"name": "Mẫu 2027", "valid_from": "01/01/2027", "colour": "green"}

    draft = CertificateLayout.objects.exclude(pk=first.pk)
    assert client.post(page("copy", first), body).status_code == 302
    draft = draft.get()
    preview = client.get(page("preview", draft))
    shown = client.get(draft.get_absolute_url()).text
    assert client.post(page("publish", draft)).status_code == 302

    assert (draft.name, draft.colour, draft.lines) == ("Mẫu 2027", "green", first.lines)
    assert "giấy in thử" in pdf_text(preview.getvalue())
    assert "Công bố mẫu" in shown
    assert layout_on(date(2027, 1, 1)) == draft
    assert client.get(page("update", draft)).status_code == 409


def test_a_wrong_line_is_told_beside_its_field(client, admin):
    body = {name: SHIPPED[name] for name in ("name", "title", "foot", "frame", "colour")}
    body |= {"valid_from": "01/01/2027", "lines": "{cơ quan} ★", "orientation": "landscape"}

    answer = client.post(page("create"), body)

    errors = answer.context["form"].errors
    assert "U+2605" in errors["lines"][0]
    assert "foot" not in errors


def test_a_draft_is_discarded_and_its_trail_stays(client, admin):
    draft = make_layout(name="Thử")

    assert client.post(page("delete", draft)).status_code == 302

    assert not CertificateLayout.objects.filter(pk=draft.pk).exists()
    assert Event.objects.get(action="discard_layout").note == "Thử"


def test_the_paper_of_today_needs_no_row_of_a_layout():
    call_command("loaddata", "regulations", verbosity=0)
    paper = certificate_paper(make_certificate(issued_on=date(2010, 1, 1)))

    assert paper.title == SHIPPED["title"]
