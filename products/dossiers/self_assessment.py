"""The self-assessment of a dossier (Mẫu 02, part III): read, saved, copied, and compared."""

from typing import NamedTuple

from django.db import transaction

from products.dossiers.workflow import open_for_editing
from products.models import Answer
from programs import audit
from programs.answer_sheet import AnswerSheet
from programs.changes import changes_between
from programs.criteria_sheets import sheet_of
from programs.models import CriteriaSet, Criterion, Option
from programs.text import read_text
from programs.workflow import RowChanged, StepRefused

MOST_EVIDENCE = Answer._meta.get_field("evidence").max_length


class AnswersChanged(RowChanged):
    """Somebody else changed the dossier meanwhile; `theirs` is how its answers stand."""


class AnswersRefused(StepRefused):
    """The answers cannot be as they are; `faults` are all the reasons, a sentence each."""

    def __init__(self, faults):
        super().__init__(" ".join(faults), status=422, code="answers")
        self.faults = faults


def load(dossier):
    """The answer sheet of the dossier in four queries; None where its criteria are not loaded."""
    sets = CriteriaSet.objects.filter(pk=dossier.criteria_set_id).select_related("product_set")
    criteria_set = sets.prefetch_related("criteria__options").first()
    if criteria_set is None:
        return None
    answers = dossier.answers.filter(criterion__criteria_set=criteria_set)
    return _answered(sheet_of(criteria_set), answers)


def _answered(sheet, answers):
    codes = {row.pk: row.code for row in sheet.criteria}
    options = {row.pk: row for row in sheet.options}
    given = [(codes[answer.criterion_id], answer) for answer in answers]
    return AnswerSheet(
        sheet,
        {code: options[answer.option_id] for code, answer in given if answer.option_id},
        {code: answer.evidence for code, answer in given if answer.evidence},
    )


# --- Saving ------------------------------------------------------------------------------------


def read_answers(sheet, choices, evidence):
    """(answer sheet, faults) of what a page sends: `choices` and `evidence` by criterion's key.

    The faults are all there are, a sentence each: something of another set or criterion, two
    cases, a criterion that may not be scored, a text that cannot be kept.
    """
    faults = []
    leaves = {row.pk: row for row in sheet.leaves()}
    options = {row.pk: row for row in sheet.options}
    if not leaves.keys() >= {*choices, *evidence}:
        faults.append("Có tiêu chí không thuộc bộ tiêu chí của hồ sơ này: hãy tải lại trang.")
    chosen, texts = {}, {}
    for pk, criterion in leaves.items():
        option = options.get(choices.get(pk))
        if option and option.criterion_id == pk:
            chosen[criterion.code] = option
        elif choices.get(pk):
            faults.append(
                f"Tiêu chí {criterion.code}: mức đã chọn không thuộc tiêu chí này, hãy chọn lại."
            )
        texts[criterion.code], fault = _read_evidence(evidence.get(pk) or "")
        if fault:
            faults.append(f"Tiêu chí {criterion.code}, minh chứng: {fault}")
    answers = AnswerSheet(sheet, chosen, {code: text for code, text in texts.items() if text})
    return answers, [*faults, *answers.faults()]


def _read_evidence(text):
    reading = read_text(text)
    if len(reading.text) > MOST_EVIDENCE:
        return reading.text, f"dài {len(reading.text)} ký tự, tối đa {MOST_EVIDENCE}."
    return reading.text, reading.message


@transaction.atomic
def save_answers(dossier, choices, evidence, *, by, version, key=None):
    """Save the whole sheet: what is not among `choices` and `evidence` is not answered any more.

    AnswersChanged where the dossier has another version, AnswersRefused where answers are wrong:
    then nothing is written. The same form posted twice counts once.
    """
    dossier = open_for_editing(dossier, by)
    if audit.is_done(key):
        return dossier
    before = load(dossier)
    if before is None:
        raise StepRefused("Bộ tiêu chí của hồ sơ này chưa có: chưa tự chấm được.", code="criteria")
    after, faults = read_answers(before.sheet, choices, evidence)
    changes = changes_between(_said(before), _said(after))
    if dossier.version != version and changes:
        raise AnswersChanged(before)
    if faults:
        raise AnswersRefused(faults)
    if changes:
        _write(dossier, after, changes)
        audit.record("answer", dossier, label="tự chấm", by=by, data=changes, key=key)
    return dossier


def _said(answers):
    """{code: [number of the option, evidence]} of all criteria, answered or not."""
    return {
        leaf.criterion.code: [leaf.chosen and leaf.chosen.number, leaf.evidence]
        for leaf in answers.leaves
    }


def _write(dossier, answers, changes):
    changed = [leaf for leaf in answers.leaves if leaf.criterion.code in changes]
    empty = [leaf.criterion for leaf in changed if not (leaf.chosen or leaf.evidence)]
    dossier.answers.filter(criterion__in=empty).delete()
    Answer.objects.bulk_create(
        [
            Answer(
                dossier=dossier,
                criterion=leaf.criterion,
                option=leaf.chosen,
                evidence=leaf.evidence,
            )
            for leaf in changed
            if leaf.chosen or leaf.evidence
        ],
        update_conflicts=True,
        unique_fields=["dossier", "criterion"],
        update_fields=["option", "evidence"],
    )
    dossier.version += 1
    dossier.save(update_fields=["version", "changed_at"])


# --- From the last dossier on ------------------------------------------------------------------


class Change(NamedTuple):
    """A criterion that is answered differently from the preceding dossier."""

    criterion: Criterion
    before: Option | None
    after: Option | None


def copy_answers(old, new):
    """Begin the new dossier with the answers of the old one; the answer is how many were copied.

    Only of one and the same set: what another regulation asks is for people to answer.
    """
    if not new.criteria_set_id or old.criteria_set_id != new.criteria_set_id:
        return 0
    answers = old.answers.filter(criterion__criteria_set=new.criteria_set_id)
    copies = [
        Answer(
            dossier=new,
            criterion_id=answer.criterion_id,
            option_id=answer.option_id,
            evidence=answer.evidence,
        )
        for answer in answers
    ]
    return len(Answer.objects.bulk_create(copies))


def changes_since(old, new):
    """The Changes between two dossiers of one set; [] where their sets differ."""
    if not new.criteria_set_id or old.criteria_set_id != new.criteria_set_id:
        return []
    before, after = load(old).chosen, load(new)
    return [
        Change(leaf.criterion, was, leaf.chosen)
        for leaf in after.leaves
        if (was := before.get(leaf.criterion.code)) != leaf.chosen
    ]
