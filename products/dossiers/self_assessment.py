"""The self-assessment of a dossier (Mẫu 02, part III): read, saved, copied, and compared."""

from products.dossiers.sheets import load
from products.dossiers.workflow import editing
from products.models import Answer
from programs.answer_sheet import chosen_otherwise
from programs.answers import accepted
from programs.workflow import StepRefused

# --- Saving ------------------------------------------------------------------------------------


def save_answers(dossier, choices, evidence, *, by, version, key=None):
    """Save the whole sheet: what is not among `choices` and `evidence` is not answered any more.

    AnswersChanged where the dossier has another version, AnswersRefused where answers are wrong:
    then nothing is written.
    """
    with editing(dossier, by, key) as the:
        before = load(the.row)
        if before is None:
            sentence = "Bộ tiêu chí của hồ sơ này chưa có: chưa tự chấm được."
            raise StepRefused(sentence, code="criteria")
        is_stale = the.row.version != version
        after, changes = accepted(before, choices, evidence, is_stale=is_stale)
        if changes:
            _write(the.row, after, changes)
            the.record("answer", label="tự chấm", data=changes)
    return the.row


def _write(dossier, answers, changes):
    changed = [leaf for leaf in answers.leaves if leaf.criterion.code in changes]
    empty = [leaf.criterion for leaf in changed if not (leaf.chosen or leaf.evidence)]
    dossier.answers.filter(criterion__in=empty).delete()
    Answer.objects.bulk_create(
        [
            Answer(
                dossier=dossier,
                criterion=leaf.criterion,
                option=None if leaf.meets_none else leaf.chosen,
                meets_none=leaf.meets_none,
                evidence=leaf.evidence,
            )
            for leaf in changed
            if leaf.chosen or leaf.evidence
        ],
        update_conflicts=True,
        unique_fields=["dossier", "criterion"],
        update_fields=["option", "meets_none", "evidence"],
    )
    dossier.version += 1
    dossier.save(update_fields=["version", "changed_at"])


# --- From the last dossier on ------------------------------------------------------------------


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
            meets_none=answer.meets_none,
            evidence=answer.evidence,
        )
        for answer in answers
    ]
    return len(Answer.objects.bulk_create(copies))


def changes_since(old, new):
    """The Changes between two dossiers of one set; [] where their sets differ."""
    if not new.criteria_set_id or old.criteria_set_id != new.criteria_set_id:
        return []
    return chosen_otherwise(load(old), load(new))
