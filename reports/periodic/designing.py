"""The form of periodic reports as data: written by an administrator, then published (T8, T9)."""

import csv

from django.conf import settings
from django.utils.timezone import localdate

from programs.acts import StepRefused, act
from programs.changes import differences
from programs.enums import ADMIN
from programs.models import Agency, User
from programs.workflow import Ask, Procedure, Step
from reports.enums import FormState, RollUp
from reports.models import FormSection, Indicator, ReportForm
from reports.periodic.counting import COUNTINGS

# What the portal proposes, by the headings of the dispatch of March 2024 (fixtures/README.md).
SECTIONS = settings.BASE_DIR / "fixtures" / "report_sections.csv"
INDICATORS = settings.BASE_DIR / "fixtures" / "report_indicators.csv"
SIMPLE = ("code", "label", "measure", "definition", "asked_of", "source", "function")


def writing_refusal(form, user):
    """The StepRefused that keeps this user from changing the form, or None."""
    if user.role not in ADMIN:
        return StepRefused("Chỉ quản trị cấp tỉnh được soạn mẫu báo cáo.", status=403, code="role")
    if form.state != FormState.DRAFT:
        return StepRefused(
            "Mẫu đã công bố không sửa được: hãy soạn phiên bản mới từ mẫu này.", code="state"
        )
    return None


def create(after=None, *, by, key=None) -> ReportForm:
    """A new draft: like the form `after` which it comes, or with what the portal proposes."""
    with act(by, by, key, rows=User.objects.all(), refusal=_refuse_role) as the:
        if after is None:
            form = ReportForm.objects.create(name="Mẫu báo cáo mới", valid_from=localdate())
            _fill_from_files(form)
        else:
            facts = {"document": after.document, "note": after.note, "valid_from": localdate()}
            form = ReportForm.objects.create(name=f"{after.name} (bản mới)", **facts)
            _copy(after, form)
        the.record("create_form", form, label="soạn mẫu báo cáo")
    return form


def _refuse_role(_row, user):
    return writing_refusal(ReportForm(), user)


def _fill_from_files(form):
    sections = {}
    agencies = dict(Agency.objects.values_list("code", "pk"))
    for position, line in enumerate(_lines(SECTIONS), 1):
        facts = {name: line[name] for name in ("code", "title", "prompt", "asked_of")}
        sections[line["code"]] = FormSection.objects.create(
            form=form,
            position=position,
            has_text=line["has_text"] == "1",
            agency_id=agencies.get(line["agency"]),
            **facts,
        )
    made = {}
    for position, line in enumerate(_lines(INDICATORS), 1):
        made[line["code"]] = Indicator.objects.create(
            form=form,
            section=sections[line["section"]],
            position=position,
            plan_function=line["plan_function"],
            roll_up=line["roll_up"],
            part=made.get(line["part"]),
            whole=made.get(line["whole"]),
            jump=int(line["jump"]) if line["jump"] else None,
            grows=line["grows"] == "1",
            **{name: line[name] for name in SIMPLE},
        )


def _lines(path):
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _copy(old, new):
    sections, made = {}, {}
    for row in old.sections.order_by("position", "pk"):
        key, row.pk, row.form, row._state.adding = row.pk, None, new, True
        row.save()
        sections[key] = row
    for row in old.indicators.order_by("roll_up", "pk"):
        key, row.pk, row.form, row._state.adding = row.pk, None, new, True
        row.section = sections[row.section_id]
        if row.roll_up != RollUp.RATIO:
            row.save()
            made[key] = row
    for row in old.indicators.filter(roll_up=RollUp.RATIO):
        parts = {"part": made[row.part_id], "whole": made[row.whole_id]}
        row.pk, row.form, row._state.adding = None, new, True
        row.section = sections[row.section_id]
        row.part, row.whole = parts["part"], parts["whole"]
        row.save()


# --- What is typed -----------------------------------------------------------------------------


def write(row, *, by, version, key=None):
    """Save the form, a section or an indicator of it while the form has still this version.

    Each change of what it asks is one of the form: RowChanged where somebody else was quicker.
    """
    form = row if isinstance(row, ReportForm) else row.form
    with act(form, by, key, refusal=writing_refusal, read=version or 0) as the:
        data = differences(type(row).objects.get(pk=row.pk), row) if row.pk else {}
        _next_version(the.row, form)
        row.save()
        if row is not form:
            form.save(update_fields=["version"])
        the.record("change_form", form, label="sửa mẫu báo cáo", note=str(row), data=data)
    return row


def remove(row, *, by, version, key=None):
    """Take a section with its indicators, or one indicator, out of a draft."""
    form = row.form
    with act(form, by, key, refusal=writing_refusal, read=version or 0) as the:
        note = str(row)
        row.delete()
        _next_version(the.row, form)
        form.save(update_fields=["version"])
        the.record("change_form", form, label="bỏ khỏi mẫu báo cáo", note=note)
    return form


def _next_version(standing, form):
    form.version = standing.version + 1


# --- Steps -------------------------------------------------------------------------------------


def asks_something(form):
    return "" if form.indicators.exists() else "Mẫu chưa có chỉ tiêu nào."


def counts_what_it_says(form):
    """Every function that an indicator names is one that the portal has."""
    named = form.indicators.exclude(function="", plan_function="")
    unknown = [
        f"{row.label} ({name})"
        for row in named
        for name in (row.function, row.plan_function)
        if name and name not in COUNTINGS
    ]
    return f"Cổng không có cách tính: {'; '.join(unknown)}." if unknown else ""


DISTINCT_IS_COUNTED = (
    f"“{RollUp.DISTINCT.label.capitalize()}” cần cách cổng tính, vì số của tỉnh đếm từ sổ: chọn "
    "nguồn số liệu có cổng tính, hoặc cách cộng khác."
)


def distinct_is_counted(form):
    """Nothing is told apart that only reporters know: the province would have no figure of it."""
    rows = form.indicators.filter(roll_up=RollUp.DISTINCT, function="")
    labels = "; ".join(row.label for row in rows)
    return f"{labels}: {DISTINCT_IS_COUNTED}" if labels else ""


FORM = Procedure(
    ReportForm,
    (
        Step(
            name="publish",
            label="công bố mẫu",
            done="Đã công bố",
            roles=ADMIN,
            sources=frozenset({FormState.DRAFT}),
            target=FormState.PUBLISHED,
            guards=(asks_something, counts_what_it_says, distinct_is_counted),
            explanation=(
                "Kỳ báo cáo chọn được mẫu này. Sau khi công bố không sửa được nữa; muốn đổi thì "
                "soạn phiên bản mới."
            ),
        ),
        Step(
            name="drop",
            label="bỏ bản nháp",
            done="Đã bỏ",
            roles=ADMIN,
            sources=frozenset({FormState.DRAFT}),
            target=FormState.DROPPED,
            asks=(Ask("note", "Lý do"),),
            onward=False,
            away=True,
        ),
    ),
)
