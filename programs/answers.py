"""Answers to a sheet of criteria as a page sends them: read with every fault, and refused."""

from programs.acts import RowChanged, StepRefused
from programs.answer_sheet import (
    MOST_EVIDENCE,
    NONE_MET,
    AnswerSheet,
    differences_between,
    may_meet_none,
    none_met,
)
from programs.printable import print_fault
from programs.text import read_text


class AnswersChanged(RowChanged):
    """Somebody else changed the answers meanwhile; `theirs` is how they stand."""


class AnswersRefused(StepRefused):
    """The answers cannot be as they are; `faults` are all the reasons, a sentence each."""

    def __init__(self, faults):
        super().__init__(" ".join(faults), status=422, code="answers")
        self.faults = faults


def read_answers(sheet, choices, evidence) -> tuple[AnswerSheet, list[str]]:
    """(answer sheet, faults) of what a page sends: `choices` and `evidence` by criterion's key.

    A choice is the key of an option, or NONE_MET.

    The faults are all there are, a sentence each: something of another set or criterion, two
    cases, a criterion that may not be scored, a text that cannot be kept.
    """
    faults = []
    leaves = {row.pk: row for row in sheet.leaves()}
    options, levels = {row.pk: row for row in sheet.options}, sheet.options_by_code()
    if not leaves.keys() >= {*choices, *evidence}:
        faults.append("Có tiêu chí không thuộc bộ tiêu chí của hồ sơ này: hãy tải lại trang.")
    chosen, texts = {}, {}
    for pk, criterion in leaves.items():
        choice = choices.get(pk)
        option = options.get(choice)
        if choice == NONE_MET and may_meet_none(levels[criterion.code]):
            chosen[criterion.code] = none_met(criterion)
        elif option and option.criterion_id == pk:
            chosen[criterion.code] = option
        elif choice is not None:
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
    return reading.text, reading.message or print_fault(reading.text)


def accepted(stored, choices, evidence, *, is_stale) -> tuple[AnswerSheet, dict[str, list]]:
    """(answer sheet, differences) of what may be written over what is stored.

    Raises AnswersChanged where others were quicker, `is_stale`, and this is not what they wrote;
    AnswersRefused where answers are wrong.
    """
    answers, faults = read_answers(stored.sheet, choices, evidence)
    differences = differences_between(stored, answers)
    if is_stale and differences:
        raise AnswersChanged(stored)
    if faults:
        raise AnswersRefused(faults)
    return answers, differences
