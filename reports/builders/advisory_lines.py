"""The advisory group's report in sentences, for its own paper and for the minutes."""

from programs.citations import day_in_text
from reports.papers.values import Paragraph


def in_both(composition):
    """A paragraph that names those who sit in Council and group, if there are any."""
    if names := composition.in_both():
        yield Paragraph(f"Vừa ở Hội đồng, vừa ở Tổ tư vấn: {', '.join(names)}.")


def lines_of(report) -> list[str]:
    """What the report says, a sentence each, the proposal last."""
    said = [
        ("Đề nghị bổ sung", report.supplements),
        ("Khảo sát thực tế", _survey(report)),
        ("Thử nghiệm thêm", _tests(report)),
        ("Ý kiến đề xuất", report.proposal),
        ("Hạng sao đề xuất", f"{report.proposed_star} sao" if report.proposed_star else ""),
    ]
    return [_sentence(f"{label}: {text}") for label, text in said if text]


def _survey(report):
    if not report.surveyed_on:
        return ""
    where = f" tại {report.survey_place}" if report.survey_place else ""
    who = f", có {report.survey_people}" if report.survey_people else ""
    found = f": {report.survey_findings}" if report.survey_findings else ""
    return f"ngày {day_in_text(report.surveyed_on)}{where}{who}{found}"


def _tests(report):
    where = f", tại {report.laboratory}" if report.laboratory else ""
    found = f"; kết quả: {report.test_results}" if report.test_results else ""
    return f"{report.tests}{where}{found}" if report.tests else ""


def _sentence(text):
    """One paragraph, whatever lines were typed, with its point: "a.\\nb" is "a. b."."""
    text = " ".join(text.split())
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."
