"""Every report that the command line can print, by name, with the options it takes."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db.models import Q

from councils.enums import SessionState
from councils.models import ScoreSheet, Session
from councils.sheets.scoring import load
from products.certificates.expiry_listings import EXPIRING, LAPSED, LETTERS, MONTH
from products.certificates.listings import CERTIFICATES
from products.enums import PRIVATE_STATES
from products.ground.location import lying_in
from products.models import Certificate, Dossier, Plan
from products.plans import sealing
from products.plans.listings import REGISTRATIONS
from products.plans.status import leading
from products.register.listings import PRODUCTS
from programs import clock
from programs.acts import StepRefused
from programs.enums import CampaignKind, Role
from programs.models import Campaign, CriteriaSet, Unit, User
from programs.tables import Table
from reports import sealed as sealed_papers
from reports.builders.advisory_report import advisory_report
from reports.builders.appendix import appendix
from reports.builders.book import book
from reports.builders.criteria_sheet import bound, criteria_sheet, filled_sheet
from reports.builders.dossier_forms import FORMS, dossier_form, papers_of, with_places
from reports.builders.figures import Source
from reports.builders.national import national
from reports.builders.plan import DRAFT, plan, sealed_plan
from reports.builders.round_statistics import round_statistics
from reports.builders.rules_paper import rules_paper
from reports.builders.score_summary import score_summary
from reports.builders.session_book import session_book
from reports.builders.session_catalogue import SESSION_PAPERS
from reports.builders.text_paper import TextMissing, text_paper
from reports.enums import ProvinceReportState
from reports.formats import PAPERS, RENDERERS
from reports.models import ProvinceReport
from reports.outgoing.result_notices import papers as session_notices
from reports.provincial import papers as province_report
from reports.renderers import xlsx
from reports.sealed import NOT_OURS, certificate_pdf, letters_pdf


class ReportRefused(Exception):
    """The report cannot be made from these options; the message says what to write instead."""


def as_table(table, extension):
    return RENDERERS[extension].render(table)


@dataclass(frozen=True)
class Report:
    """`options` are those it reads; `build(options)` gives its table or raises ReportRefused.

    A report that is no table brings its own `render(built, extension)`.
    """

    name: str
    title: str
    options: tuple[str, ...]
    build: Callable[[dict], Table]
    formats: tuple[str, ...] = ("pdf", "docx", "xlsx", "json", "csv")
    render: Callable[[Any, str], bytes] = as_table


def _appendix(options):
    source = options["source"] or Source.DECLARED
    if source not in list(Source):
        known = ", ".join(Source)
        raise ReportRefused(f"Không có nguồn số liệu “{source}”. Chọn --source: {known}.")
    return appendix(_campaign(options), source)


def _plan(options):
    campaign, code = _campaign(options), options["unit"]
    if not code:
        raise ReportRefused("Ghi mã đơn vị, ví dụ --unit 524.")
    plans = Plan.objects.visible_to(_user(options)).filter(campaign=campaign, unit__code=code)
    chosen = leading(plans.select_related("campaign", "unit").order_by("version"))
    if chosen is None:
        raise ReportRefused(f"Đơn vị mang mã “{code}” chưa gửi kế hoạch nào: {campaign}.")
    seal = chosen.seals.order_by("-number").first()
    if seal and chosen.state not in PRIVATE_STATES:
        return sealed_plan(seal)
    return plan(sealing.content(chosen), made_at=chosen.changed_at, stamp=DRAFT)


def _registrations(options):
    filters = {"campaign": str(_campaign(options).pk), "counting": "true"}
    _, rows = REGISTRATIONS.filter(_user(options), filters)
    if code := options["unit"]:
        rows = rows.filter(plan__unit__code=code)
    return REGISTRATIONS.table(rows)


def _periodic(options):
    """The province's report of one campaign."""
    year, asked = _whole(options, "year"), options["period"]
    kinds = {"6-month": CampaignKind.HALF_YEAR_REPORT, "annual": CampaignKind.ANNUAL_REPORT}
    if year is None or asked not in kinds:
        raise ReportRefused("Ghi năm và kỳ, ví dụ --year 2024 --period 6-month (hoặc annual).")
    rows = Campaign.objects.filter(kind=kinds[asked], year=year, report_period__isnull=False)
    campaign = rows.select_related("report_period__form").order_by("-number").first()
    if campaign is None:
        raise ReportRefused(f"Năm {year} không có {kinds[asked].label} nào đã chọn mẫu.")
    rows = ProvinceReport.objects.filter(campaign=campaign).select_related("seal")
    reports = rows.order_by("-version")
    sealed = reports.filter(state=ProvinceReportState.SEALED).first()
    return sealed or reports.first() or ProvinceReport(campaign=campaign)


def _register(options):
    """All issued certificates, each with its status today."""
    _, rows = CERTIFICATES.filter(_user(options), {})
    return CERTIFICATES.table(rows.issued())


def _expiring(options):
    """What ends soon, of one unit where one is told."""
    _, rows = EXPIRING.filter(_user(options), {})
    if code := options["unit"]:
        lying, today = Q(), clock.today()
        for unit in Unit.objects.filter(code=code):
            lying |= lying_in(unit, today, "product", "product__")
        if not lying:
            raise ReportRefused(f"Không có đơn vị nào mang mã “{code}”.")
        rows = rows.filter(lying)
    return EXPIRING.table(rows)


def _lapsed(options):
    """What expired with nothing after it, and why."""
    _, rows = LAPSED.filter(_user(options), {})
    return LAPSED.table(rows)


def _notice_letters(options):
    """The letters about what ends in a month, as the page lists and prints them."""
    month = options["month"] or ""
    if not MONTH.fullmatch(month):
        raise ReportRefused("Ghi tháng hết hạn, ví dụ --month 2026-12.")
    _, letters = LETTERS.filter(_user(options), {"ends": month})
    if not letters.exists():
        raise ReportRefused(f"Chưa gửi công văn nào về giấy chứng nhận hết hạn trong {month}.")
    return letters


def _as_letters(letters, extension):
    return (
        letters_pdf(letters) if extension == "pdf" else as_table(LETTERS.table(letters), extension)
    )


def _certificate(options):
    code = options["code"]
    if not code:
        raise ReportRefused("Ghi mã tra cứu in trên giấy, ví dụ --code 2a3b4c5d6e7f8g9h.")
    rows = Certificate.objects.visible_to(_user(options)).issued().select_related("regulation")
    if found := rows.filter(check_code=code).first():
        if found.is_recorded:
            raise ReportRefused(NOT_OURS)
        return found
    raise ReportRefused(f"Không có giấy chứng nhận nào mang mã “{code}”.")


def _dossier_form(options):
    number, pk = options["form"], _whole(options, "dossier")
    if number not in FORMS:
        raise ReportRefused(f"Không có mẫu “{number or ''}”. Chọn --form: {', '.join(FORMS)}.")
    rows = with_places(Dossier.objects.visible_to(_user(options)))
    if dossier := rows.filter(pk=pk).first():
        return dossier_form(dossier, number, papers_of(dossier, _user(options)))
    raise ReportRefused(f"Không có hồ sơ mang mã số “{pk or ''}”. Ghi --dossier MÃ_SỐ.")


def _dispatch(options):
    try:
        return text_paper(options["number"] or "")
    except TextMissing as missing:
        raise ReportRefused(str(missing)) from missing


def _session(options, *states):
    """The session of this code, as the reader may see it; its scores are told once it is closed."""
    code = options["session"] or ""
    rows = Session.objects.visible_to(_user(options)).select_related(
        "council__unit", "council__rules"
    )
    found = rows.filter(code=code).first()
    if found is None:
        raise ReportRefused(f"Không có phiên họp mang mã “{code}”. Ghi --session MÃ_PHIÊN.")
    if states and found.state not in states:
        state = found.get_state_display()
        raise ReportRefused(f"Phiên {code} ở trạng thái “{state}”: chưa in được.")
    return found


def _of_session(paper, options):
    session = _session(options)
    if sentence := paper.lacks(session):
        raise ReportRefused(sentence)
    return _made(paper.build, session)


def _made(build, *rows):
    """What a builder answers with; its refusal as one of the command's."""
    try:
        return build(*rows)
    except StepRefused as refused:
        raise ReportRefused(refused.message) from refused


def _notices(options):
    session = _session(options, SessionState.CLOSED)
    if papers := _made(session_notices, session, _user(options)):
        return papers
    raise ReportRefused(f"Phiên {session.code} không có thông báo nào để in.")


def _workbook(options):
    return session_book(_session(options, SessionState.CLOSED), _user(options))


def _rules(options):
    """The Quy chế by which the Council of the session works."""
    session = _session(options)
    if session.council.is_outside:
        raise ReportRefused(f"Phiên {session.code} họp ngoài cổng: Quy chế không có trên cổng.")
    return _made(rules_paper, session.council.rules)


def _score_summary(options):
    return score_summary(_session(options, SessionState.CLOSED), _user(options))


def _round_statistics(options):
    session = _session(options, SessionState.CLOSED)
    return round_statistics(_user(options), {"session": str(session.pk)})


def _advisory_report(options):
    session = _session(options)
    if paper := advisory_report(session, _user(options)):
        return paper
    raise ReportRefused(f"Phiên {session.code} không có báo cáo Tổ tư vấn nào đã hoàn thành.")


def _score_sheets(options):
    session = _session(options, SessionState.CLOSED)
    sheets = ScoreSheet.objects.visible_to(_user(options)).signed()
    sheets = sheets.filter(evaluation__session=session)
    sheets = sheets.exclude(evaluation__dossier__criteria_set=None)
    sheets = sheets.order_by("evaluation__position", "seat")
    papers = [filled_sheet(sheet, load(sheet, sheet.evaluation)) for sheet in sheets]
    if not papers:
        raise ReportRefused(f"Phiên {session.code} không có phiếu nào đã ký trên cổng.")
    return bound(papers, f"Phiếu đánh giá, phiên {session.code}")


def _criteria_sheet(options):
    """The youngest published sheet of the set."""
    number = _whole(options, "set")
    sets = CriteriaSet.objects.filter(product_set__number=number, published_at__isnull=False)
    sets = sets.select_related("product_set", "regulation").order_by("-regulation__valid_from")
    if found := sets.prefetch_related("criteria__options").first():
        return criteria_sheet(found)
    raise ReportRefused(f"Không có bộ tiêu chí của bộ “{number or ''}”. Ghi --set SỐ, ví dụ 1.")


def as_paper(paper, extension):
    return PAPERS[extension].render(paper)


def _products(options):
    return PRODUCTS.filter(_user(options), {})[1]


def _campaign(options):
    """The campaign of plans of that year: the number told, else the first that asks the unit."""
    year, number = _whole(options, "year"), _whole(options, "number")
    if year is None:
        raise ReportRefused("Ghi năm, ví dụ --year 2024.")
    rounds = Campaign.objects.filter(kind=CampaignKind.PLAN, year=year).order_by("number")
    if code := options["unit"]:
        rounds = rounds.filter(participants__unit__code=code)
    found = [each for each in rounds if number in {None, each.number}]
    if not found:
        which = f"năm {year}" if number is None else f"năm {year}, đợt {number}"
        asking = f" có đơn vị mang mã “{code}”" if code else ""
        raise ReportRefused(f"Không có đợt đăng ký kế hoạch {which}{asking}.")
    return found[0]


def _whole(options, name):
    value = options[name]
    if value is None or str(value).isdecimal():
        return value and int(value)
    raise ReportRefused(f"--{name} phải là số nguyên, không phải “{value}”.")


def _user(options):
    """Whose eyes the rows are read with; by default those of the province's administrator."""
    name = options["user"]
    if not name:
        return User(pk=0, role=Role.PROVINCE_ADMIN)  # nobody: None is who has no account
    user = User.objects.filter(username=name, is_active=True).first()
    if user is None:
        raise ReportRefused(f"Không có tài khoản “{name}” đang hoạt động.")
    return user


REPORTS = {
    report.name: report
    for report in (
        Report(
            "appendix",
            "Phụ lục số lượng sản phẩm các địa phương đăng ký",
            ("year", "number", "source"),
            _appendix,
        ),
        Report(
            "periodic",
            "Báo cáo định kỳ của tỉnh: bản niêm phong mới nhất, chưa có thì bản nháp hôm nay",
            ("year", "period"),
            _periodic,
            province_report.FORMATS,
            sealed_papers.province_report,
        ),
        Report(
            "plan",
            "Danh sách sản phẩm kèm theo kế hoạch của một đơn vị",
            ("year", "number", "unit", "user"),
            _plan,
        ),
        Report(
            "registrations",
            "Danh sách sản phẩm đăng ký của toàn tỉnh, các bản đang tính vào phụ lục",
            ("year", "number", "unit", "user"),
            _registrations,
            ("xlsx", "csv", "json", "pdf", "docx"),
        ),
        Report(
            "register",
            "Sổ giấy chứng nhận: mọi giấy đã cấp và hiệu lực hôm nay",
            ("user",),
            _register,
            ("xlsx", "csv", "json", "pdf", "docx"),
        ),
        Report(
            "expiring",
            "Giấy chứng nhận sắp hết hạn, với thời gian nộp hồ sơ đánh giá lại",
            ("unit", "user"),
            _expiring,
            ("xlsx", "csv", "json", "pdf", "docx"),
        ),
        Report(
            "lapsed",
            "Giấy chứng nhận hết hạn mà không đánh giá lại, với lý do",
            ("user",),
            _lapsed,
            ("xlsx", "csv", "json", "pdf", "docx"),
        ),
        Report(
            "notice-letters",
            "Công văn báo hết hạn đã gửi, của các giấy hết hạn trong một tháng",
            ("month", "user"),
            _notice_letters,
            render=_as_letters,
        ),
        Report(
            "certificate",
            "Giấy chứng nhận của một sản phẩm, có mã QR",
            ("code", "user"),
            _certificate,
            ("pdf",),
            render=lambda certificate, _extension: certificate_pdf(certificate),
        ),
        Report(
            "dispatch",
            "Công văn theo lời văn có sẵn, phụ lục lấy từ số liệu",
            ("number",),
            _dispatch,
            tuple(PAPERS),
            render=as_paper,
        ),
        Report(
            "dossier-form",
            "Mẫu 01, 02, 03 của một hồ sơ đánh giá, phân hạng",
            ("dossier", "form", "user"),
            _dossier_form,
            tuple(PAPERS),
            render=as_paper,
        ),
        *(
            Report(
                each.name,
                each.title,
                ("session", "user"),
                partial(_of_session, each),
                tuple(PAPERS),
                render=as_paper,
            )
            for each in SESSION_PAPERS
        ),
        Report(
            "result-notices",
            "Thông báo kết quả của một phiên họp cho mọi địa phương, chủ thể, trong một tệp",
            ("session", "user"),
            _notices,
            tuple(PAPERS),
            render=lambda papers, extension: PAPERS[extension].render(*papers),
        ),
        Report(
            "session-workbook",
            "Số liệu của một phiên họp: kết quả, điểm danh, xung đột, điểm từng tiêu chí",
            ("session", "user"),
            _workbook,
            ("xlsx",),
            render=lambda tables, _extension: xlsx.render_book("Số liệu phiên họp", tables),
        ),
        Report(
            "council-rules",
            "Quyết định ban hành Quy chế của Hội đồng mà phiên họp theo",
            ("session", "user"),
            _rules,
            tuple(PAPERS),
            render=as_paper,
        ),
        Report(
            "advisory-report",
            "Báo cáo của Tổ tư vấn về các hồ sơ của một phiên họp Hội đồng",
            ("session", "user"),
            _advisory_report,
            tuple(PAPERS),
            render=as_paper,
        ),
        Report(
            "score-summary",
            "Bảng tổng hợp điểm của một phiên họp Hội đồng",
            ("session", "user"),
            _score_summary,
        ),
        Report(
            "round-statistics",
            "Thống kê kết quả đánh giá, phân hạng của một phiên họp Hội đồng",
            ("session", "user"),
            _round_statistics,
        ),
        Report(
            "score-sheet",
            "Phiếu đánh giá đã ký của các thành viên trong một phiên họp",
            ("session", "user"),
            _score_sheets,
            tuple(PAPERS),
            render=as_paper,
        ),
        Report(
            "criteria-sheet",
            "Phiếu đánh giá để trống của một bộ sản phẩm",
            ("set",),
            _criteria_sheet,
            tuple(PAPERS),
            render=as_paper,
        ),
        Report(
            "register-book",
            "Sổ sản phẩm kèm giấy chứng nhận, mỗi giấy một dòng; import_register đọc lại được",
            ("user",),
            lambda options: book(_products(options)),
            ("xlsx", "csv", "json"),
        ),
        Report(
            "ptnt-ocop",
            "Sản phẩm đã được công nhận theo mẫu dữ liệu quốc gia PTNT_OCOP",
            ("user",),
            lambda options: national(_products(options)),
            ("xlsx", "csv", "json"),
        ),
    )
}
