"""Which line of the matrix each address of the portal stands under, and how to ask it.

`CLAIMS` are the acts and pages of the matrix; `PUBLIC_URLS` are for everybody, `OWN_URLS` for
everybody who is signed in, about themselves alone (line U5). A new address is added to one of
them.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from products.enums import IN_FORCE_STATES, OPEN_DOSSIERS, UNFINISHED_DOSSIERS, PlanState
from programs.enums import CampaignState
from reports.help.chapters import CHAPTERS, PUBLIC
from tests.matrix import bodies, report_bodies, session_bodies


@dataclass(frozen=True)
class Claim:
    """An address under a line of the matrix.

    `rows` is the kind of row that the path names, `path` the rest of it. `body(world, row, user)`
    is what a right POST holds; an address without one is only read. `methods` are those that
    this line speaks of, where another line speaks of the others. `enough` are the scopes that
    open a page over all rows. `not_oneself`: nobody does it to themselves; `oneself`: nobody else.
    """

    url: str
    line: str
    rows: str = ""
    path: dict = field(default_factory=dict)
    body: Callable | None = None
    states: frozenset | None = None
    methods: tuple = ("GET", "POST")
    enough: str = "AOMP"
    not_oneself: bool = False
    oneself: bool = False

    def __str__(self):
        return " ".join([self.line, self.url, *self.path.values(), "/".join(self.methods)])

    @property
    def method(self):
        return "POST" if self.body else "GET"


def _states(*states):
    return frozenset(states)


def _step(line, name, states=None):
    return Claim("products:plan_step", line, "plan", {"name": name}, bodies.reasons, states)


def _check(line, rows, name, states):
    return Claim("products:inspection_step", line, rows, {"name": name}, bodies.checked, states)


def _account(url, line, state, body=bodies.nothing, **facts):
    return Claim(url, line, "user", {}, body, _states(state), **facts)


def _files(url, line, rows, *extensions, **path):
    """A page that hands out files, once in each format."""
    return [
        Claim(url, line, rows, path | {"extension": name}, enough="AOMPG") for name in extensions
    ]


def _dossier(name, line, *states):
    facts = {"body": bodies.reasons, "states": _states(*states)}
    return Claim("products:dossier_step", line, "dossier", {"name": name}, **facts)


def _outgoing(line, rows, name, state, not_oneself=False):
    body, facts = bodies.outgoing_answers, {"not_oneself": not_oneself}
    return Claim("reports:outgoing_step", line, rows, {"name": name}, body, _states(state), **facts)


def _sitting(url, line, rows, body, *states):
    return Claim(f"councils:{url}", line, rows, {}, body, _states(*states), enough="AOG")


def _advice(url, rows, body, *states, **path):
    return Claim(f"councils:{url}", "C15", rows, path, body, _states(*states), enough="AOMG")


def _session_step(name, line, *states, rows="session"):
    facts = {"body": session_bodies.session_answers, "states": _states(*states)}
    return Claim("councils:session_step", line, rows, {"name": name}, enough="AOG", **facts)


_DOSSIERS = [
    Claim("products:dossier_detail", "H3", "dossier"),
    Claim("products:dossier_answers", "H3", "dossier", methods=("GET",)),
    Claim("products:dossier_create", "H1", "product", body=bodies.beginning, states=_states("")),
    Claim("products:dossier_update", "H1", "dossier", body=bodies.dossier),
    Claim("products:dossier_answers", "H1", "dossier", body=bodies.answers, methods=("POST",)),
    Claim("products:dossier_report", "H1", "dossier", body=bodies.report),
    _dossier("submit", "H1", *UNFINISHED_DOSSIERS),
    _dossier("withdraw", "H1", *OPEN_DOSSIERS),
    _dossier("forward", "D1", "submitted"),
    _dossier("give_back", "D3", "submitted"),
    _dossier("accept", "D2", "forwarded"),
    _dossier("return", "D4", "forwarded", "accepted"),
]

_COUNCILS = [
    *(Claim(f"councils:{name}_list", "C23", enough="AOG") for name in ("council", "member")),
    Claim("councils:council_detail", "C23", "council", enough="AOG"),
    Claim("councils:council_detail", "C23", "council_proposed", enough="AOG"),
    Claim("councils:council_create", "C1", body=bodies.council),
    Claim("councils:council_enter", "C36", body=bodies.council_outside),
    *(
        Claim(f"councils:{url}", "C1", rows, body=body, states=_states("draft", "in_force"))
        for url, rows, body in (
            ("council_update", "council", bodies.council),
            ("seat_create", "council", bodies.seat),
            ("seat_update", "seat", bodies.seat),
            ("seat_remove", "seat", bodies.reasons),
            ("member_create", "seat", bodies.stand_in),
            ("member_update", "council_member", bodies.member),
        )
    ),
    *(
        Claim("councils:council_step", line, rows, {"name": name}, bodies.decided)
        for line, rows, name in (
            ("C25", "council", "hand_in"),
            ("C26", "council_proposed", "give_back"),
            ("C27", "council_proposed", "confirm"),
            ("C28", "council", "set_up"),
            ("C29", "council", "end"),
        )
    ),
    Claim("councils:rules_list", "C24"),
    Claim("councils:rules_detail", "C24", "rules"),
    Claim("councils:rules_detail", "C17", "rules_draft"),
    Claim("councils:rules_create", "C17", body=bodies.rules),
    Claim("councils:rules_create_after", "C17", "rules", body=bodies.rules),
    *(
        Claim(url, "C17", "rules_draft", path, body, _states("draft"))
        for url, path, body in (
            ("councils:rules_update", {}, bodies.rules),
            ("councils:rules_step", {"name": "publish"}, bodies.reasons),
            ("councils:rules_step", {"name": "drop"}, bodies.reasons),
        )
    ),
]

_RELATIONS = [
    Claim("councils:relation_list", "C32", enough="AGM"),
    *(
        Claim("councils:relation_detail", "C32", rows, enough="AGM")
        for rows in ("relation", "relation_ended")
    ),
    *(
        Claim(f"councils:{url}", "C33", rows, body=body, enough="AG")
        for url, rows, body in (
            ("relation_create", "related_producer", session_bodies.relation),
            ("relation_end", "relation", session_bodies.ending),
            ("relation_strike", "relation", bodies.reasons),
            ("relation_strike", "relation_ended", bodies.reasons),
        )
    ),
]

_SESSIONS = [
    Claim("councils:session_list", "C31", enough="AOG"),
    *(
        Claim(f"councils:{url}", "C31", rows, enough="AOG")
        for url, rows in (
            ("session_detail", "session_read"),
            ("session_calendar", "session_read"),
            ("evaluation_detail", "evaluation_read"),
        )
    ),
    Claim("councils:evaluation_detail", "C10", "evaluation_closed", enough="AOG"),
    Claim(
        "councils:session_create",
        "C22",
        "sitting_council",
        {},
        session_bodies.past_session,
        enough="AOG",
    ),
    _sitting("session_update", "C2", "session", session_bodies.session, "preparing", "called"),
    _sitting("agenda_add", "C2", "session", session_bodies.agenda, "preparing", "called"),
    _sitting("agenda_remove", "C2", "agenda_row", bodies.reasons, "preparing", "called"),
    _session_step("call", "C2", "preparing"),
    _session_step("cancel", "C2", "preparing", "called"),
    _session_step("open", "C21", "called"),
    _sitting(
        "session_attendance",
        "C21",
        "session",
        session_bodies.attendance,
        *("preparing", "called", "open"),
    ),
    _session_step("close", "C8", "open"),
    _session_step("reopen", "C8", "closed"),
    _session_step("close", "C22", "open", rows="session_past"),
    _sitting("session_certificates", "N1", "session", session_bodies.decision, "closed"),
    *(
        Claim(url, "C34", enough="AOG")
        for url in ("councils:result_list", "reports:round_statistics")
    ),
    *_files("reports:round_statistics_file", "C34", "", "pdf", "docx", "xlsx"),
    Claim("councils:leniency", "C35", "session", enough="AOG"),
    _sitting("result_correct", "D5", "evaluation_past", session_bodies.correction, "closed"),
    _sitting("result_strike", "D5", "evaluation_past", bodies.reasons, "closed"),
    _sitting("evaluation_note", "C8", "evaluation", session_bodies.notes, "open"),
    _sitting("evaluation_conclude", "C8", "evaluation_opened", bodies.nothing, "open"),
    _sitting("evaluation_reconsider", "C8", "evaluation_concluded", bodies.reasons, "open"),
    _sitting("conflict_declare", "C30", "evaluation", session_bodies.conflict, "open"),
    _sitting("conflict_remove", "C21", "conflict", bodies.reasons, "open"),
    Claim("councils:sheet", "C3", "own_sheet", {}, session_bodies.sheet),
    Claim("councils:sheet_abstain", "C3", "own_sheet", {}, bodies.reasons),
    Claim("councils:sheet_sign", "C4", "own_sheet", {}, session_bodies.signature),
    Claim("councils:sheet", "C11", "evaluation_apart"),
    Claim("councils:sheet_reopen", "C7", "signed_sheet", {}, bodies.reasons, enough="AOG"),
    Claim("councils:scores", "C5", "evaluation", enough="AOG"),
    Claim("councils:scores", "C9", "evaluation_closed", enough="AOG"),
    Claim("councils:scores", "C19", "evaluation_opened", enough="AOG"),
    Claim("councils:sheet_key", "C16", "paper_evaluation", enough="AOG"),
    Claim("councils:own_sheets", "C3", "own_session", {}, session_bodies.workbook),
    Claim("reports:own_sheets_file", "C3", "own_session", {"extension": "xlsx"}),
    Claim("councils:sheets_file", "C3", "sheets_file", {}, bodies.nothing),
    Claim("councils:session_sheets", "C40", "paper_session", enough="AOG"),
    *(
        Claim(f"reports:{url}", "C40", rows, {"extension": "docx"}, enough="AOG")
        for url, rows in (
            ("session_blank_sheets", "paper_session"),
            ("evaluation_blank_sheets", "paper_evaluation"),
        )
    ),
    Claim("councils:outside_record", "C18", "evaluation_forwarded", {}, session_bodies.outside),
    Claim("councils:advice_list", "C31", "session_read", enough="AOG"),
    Claim("councils:advice_detail", "C37", "advice_done", enough="AOG"),
    Claim("councils:advice_detail", "C15", "advice", enough="AOMG"),
    _advice("advice_update", "advice", session_bodies.advice, "open"),
    _advice("advice_step", "advice_report", bodies.nothing, "open", name="complete"),
    _advice("advice_step", "advice_completed", bodies.nothing, "called", name="reopen"),
    _advice("advice_sheet", "advice", session_bodies.group_sheet, "open"),
    _advice("advice_sheet_sign", "advice", session_bodies.signature, "open"),
    _advice("advice_sheet_reopen", "advice_signed", bodies.nothing, "open"),
    *(
        Claim("reports:session_advice", "C37", "session_advised", {"extension": name}, enough="AOG")
        for name in ("pdf", "docx")
    ),
    Claim("councils:record_detail", "C13", "record"),
    Claim("councils:record_confirm", "C14", "record", body=bodies.nothing, not_oneself=True),
    *_files("reports:member_record", "C13", "record", "pdf", "docx"),
    _sitting("scores_open", "C20", "evaluation", bodies.nothing, "open"),
    _sitting("findings", "C20", "evaluation_opened", session_bodies.findings, "open"),
    # Their papers
    *(
        Claim("reports:council_decision", "C23", rows, {"extension": "docx"}, enough="AOG")
        for rows in ("council", "council_proposed")
    ),
    *(
        Claim(f"reports:{url}", line, "session_closed", path | {"extension": "docx"}, enough="AOG")
        for url, line, path in (
            ("session_paper", "C31", {"name": "giay-moi"}),
            ("session_paper", "C10", {"name": "bien-ban"}),
            *(
                ("session_paper", "C10", {"name": name})
                for name in ("bao-cao", "to-trinh", "quyet-dinh")
            ),
            ("session_summary", "C10", {}),
            ("notices", "C10", {}),
        )
    ),
    Claim("reports:session_book", "C10", "session_closed", {"extension": "xlsx"}, enough="AOG"),
    Claim("reports:session_papers", "C31", "session_read", enough="AOG"),
    Claim(
        "reports:notice",
        "C10",
        "evaluation_closed",
        {"whom": "chu-the", "extension": "docx"},
        enough="AOG",
    ),
    Claim(
        "reports:notices_draft",
        "V1",
        "session_told",
        body=session_bodies.notices,
        states=_states("closed"),
    ),
    Claim("reports:rules_paper", "C24", "rules", {"extension": "docx"}),
    Claim("reports:rules_paper", "C17", "rules_draft", {"extension": "docx"}),
]


def _report(url, line, rows, body, *states, **facts):
    return Claim(f"reports:{url}", line, rows, {}, body, _states(*states), **facts)


def _report_step(name, line, rows, state, **facts):
    path, body = {"name": name}, bodies.reasons
    return Claim("reports:report_step", line, rows, path, body, _states(state), **facts)


_REPORTS = [
    Claim("reports:statistics", "T11"),
    *_files("reports:statistics_file", "T11", "", "xlsx", "csv"),
    Claim("reports:report_list", "T20"),
    Claim("reports:report_detail", "T3", "report"),
    Claim("reports:report_detail", "T16", "report_draft"),
    Claim("reports:sealed_report", "T3", "sealed_report"),
    *_files("reports:report_export", "T3", "report", "docx", "json"),
    *_files("reports:report_export", "T16", "report_draft", "xlsx"),
    *_files("reports:sealed_report_export", "T3", "sealed_report", "pdf"),
    Claim("reports:report_of_body", "T16", "report_campaign", methods=("GET",)),
    _report("report_of_body", "T1", "report_campaign", bodies.nothing, "open", methods=("POST",)),
    Claim(
        "reports:report_section",
        "T1",
        "report_draft",
        {"code": "II.4"},
        report_bodies.section,
        _states("draft"),
    ),
    _report("report_workbook", "T1", "report_draft", report_bodies.workbook, "draft"),
    _report("filled_report", "T1", "filled_report", bodies.nothing, "draft"),
    *(
        Claim(f"reports:{url}", "T16", rows)
        for url, rows in (
            ("report_workbook_file", "report_draft"),
            ("filled_report_marked", "filled_report"),
        )
    ),
    Claim("reports:report_attachment", "T3", "report_file"),
    Claim("reports:report_attachment", "T16", "report_file_draft"),
    _report("report_attach", "T1", "report_draft", report_bodies.files, "draft"),
    _report("report_attachment_remove", "T1", "report_file_draft", bodies.nothing, "draft"),
    _report("report_nil", "T1", "report_draft", bodies.nothing, "draft"),
    _report("report_correct", "T1", "report", bodies.nothing, "returned"),
    _report_step("hand_in", "T1", "report_draft", "draft"),
    _report_step("recall", "T18", "report_draft", "handed_in"),
    _report_step("give_back", "T19", "report_draft", "handed_in"),
    _report_step("send", "T2", "report_draft", "handed_in", not_oneself=True),
    _report_step("take_back", "T13", "report", "sent"),
    _report_step("accept", "T12", "report", "sent"),
    _report_step("return", "T4", "report", "sent"),
    _report("report_unlock", "T14", "report", bodies.reasons, "accepted"),
    _report("report_comment", "T15", "report", bodies.comment, "sent", "returned", "accepted"),
    Claim("reports:province_figures", "T22", "report_campaign"),
    Claim("reports:province_figure", "T22", "report_campaign", {"code": report_bodies.CODE}),
    *_files("reports:province_figures_file", "T22", "report_campaign", "xlsx", "pdf", "csv"),
    _report("province_report_begin", "T5", "report_campaign", bodies.nothing, "open"),
    Claim("reports:province_report", "T5", "province_draft"),
    Claim("reports:province_report", "T23", "province_report"),
    Claim("reports:province_report", "T23", "province_later"),
    Claim(
        "reports:province_report_section",
        "T5",
        "province_draft",
        {"code": "II.4"},
        report_bodies.words,
        _states("draft"),
    ),
    Claim("reports:province_report_figure", "T5", "province_draft", {"code": report_bodies.CODE}),
    Claim("reports:province_report_figure", "T23", "province_later", {"code": report_bodies.CODE}),
    Claim("reports:province_report_compare", "T23", "province_later"),
    Claim(
        "reports:province_report_step",
        "T6",
        "province_draft",
        {"name": "seal"},
        bodies.nothing,
        _states("draft"),
        not_oneself=True,
    ),
    *_files("reports:province_report_export", "T5", "province_draft", "xlsx"),
    *_files("reports:province_report_export", "T23", "province_report", "pdf", "docx", "json"),
    Claim("reports:double_list", "T22", "report_campaign"),
    _report("double_record", "T10", "double_campaign", report_bodies.double, "sent"),
    _report("double_strike", "T10", "double", bodies.reasons, "sent"),
    Claim("reports:form_list", "T17"),
    Claim("reports:form_detail", "T17", "report_form"),
    Claim("reports:form_detail", "T8", "report_form_draft"),
    Claim("reports:form_create", "T8", body=bodies.nothing),
    Claim(
        "reports:form_create_after", "T8", "report_form", {}, bodies.nothing, _states("published")
    ),
    *(
        _report(url, "T8", rows, body, "draft")
        for url, rows, body in (
            ("form_update", "report_form_draft", report_bodies.form),
            ("form_section_add", "report_form_draft", report_bodies.form_section),
            ("form_indicator_add", "report_form_draft", report_bodies.form_indicator),
            ("form_section_update", "form_section", report_bodies.form_section),
            ("form_section_remove", "form_section", bodies.nothing),
            ("form_indicator_update", "form_indicator", report_bodies.form_indicator),
            ("form_indicator_remove", "form_indicator", bodies.nothing),
        )
    ),
    *(
        Claim("reports:form_step", "T8", "report_form_draft", {"name": name}, bodies.reasons)
        for name in ("publish", "drop")
    ),
    _report("period_set", "T8", "report_campaign", report_bodies.period, "open"),
]

CLAIMS = [
    # Campaigns
    Claim("programs:campaign_list", "K1", enough="AOMPG"),
    Claim("programs:campaign_detail", "K1", "campaign"),
    Claim("programs:campaign_create", "K2", body=bodies.campaign),
    Claim("programs:campaign_update", "K2", "campaign", body=bodies.campaign),
    Claim("programs:campaign_participants", "K2", "campaign", body=bodies.units),
    Claim("programs:extension_create", "K3", "participant", body=bodies.extension),
    Claim("programs:extension_take_back", "K3", "extended", body=bodies.reasons),
    Claim("programs:extension_ask", "K6", "participant", body=bodies.extension),
    Claim("programs:extension_decline", "K7", "asking", body=bodies.reasons),
    *(
        Claim("programs:campaign_step", "K4", "campaign", {"name": name}, bodies.reasons, states)
        for name, states in (
            ("close", _states(CampaignState.OPEN)),
            ("reopen", _states(CampaignState.CLOSED)),
        )
    ),
    Claim("products:reorganisation", "K5"),
    Claim(
        "products:reorganisation_decide",
        "K5",
        "splitting",
        {"day": "2025-01-01", "kind": "product"},
        bodies.heir,
    ),
    # What is read of plans
    Claim("products:plan_board", "P1", "campaign", enough="AS"),
    Claim("reports:board_export", "P1", "campaign", {"extension": "csv"}, enough="AS"),
    Claim("products:counts", "P1", "asked", methods=("GET",), enough="AOS"),
    Claim("products:plan_of_unit", "P2", "campaign", methods=("GET",)),
    Claim("products:plan_list", "P4"),
    Claim("products:registration_list", "P4"),
    Claim("products:plan_detail", "P4", "plan"),
    Claim("products:plan_scan", "P4", "plan"),
    Claim("products:sealed_plan", "P4", "seal"),
    Claim("reports:plan_export", "P4", "plan", {"extension": "xlsx"}),
    Claim("reports:sealed_plan_export", "P4", "seal", {"extension": "xlsx"}),
    Claim("reports:plan_template", "P2", "plan"),
    # What an officer writes
    Claim("products:counts", "P5", "asked", body=bodies.counts, methods=("POST",)),
    Claim(
        "products:plan_of_unit",
        "P5",
        "campaign",
        body=bodies.nothing,
        states=_states(CampaignState.OPEN),
        methods=("POST",),
    ),
    Claim("products:plan_update", "P5", "plan", body=bodies.plan),
    Claim("products:registration_create", "P5", "plan", body=bodies.product),
    Claim("products:registration_update", "P5", "registration", body=bodies.changed_product),
    Claim("products:registration_delete", "P5", "registration", body=bodies.nothing),
    Claim("products:import_upload", "P6", "plan", body=bodies.upload),
    Claim("products:import_preview", "P6", "import"),
    Claim("products:import_confirm", "P6", "import", body=bodies.seen, oneself=True),
    Claim("products:import_correct", "P6", "import", body=bodies.corrections, oneself=True),
    Claim("products:import_undo", "P6", "imported", body=bodies.nothing),
    # The steps of the procedure
    Claim("products:plan_rows", "P2", "plan", methods=("GET",)),
    *(
        Claim("products:plan_rows_act", "P5", "plan", {"name": name}, body)
        for name, body in (
            ("save", bodies.typed_row),
            ("remove", bodies.row_of_plan),
            ("restore", bodies.removed_row),
            ("move", bodies.row_of_plan),
        )
    ),
    Claim("products:plan_block", "P2", "plan", methods=("POST",)),
    # Plans: the procedure
    _step("P7", "hand_in"),
    _step("P16", "recall"),
    _step("P8", "send"),
    _step("P9", "give_back"),
    _step("P10", "take_back"),
    _step("P11", "return"),
    _step("P12", "accept"),
    _step("P12", "issue", _states(PlanState.ACCEPTED)),
    *(
        Claim("products:plan_bulk", line, "", {"name": name}, bodies.ticked)
        for line, name in (("P11", "return"), ("P12", "accept"))
    ),
    Claim("products:plan_comment", "P13", "plan", body=bodies.comment),
    Claim("products:plan_adjust", "P15", "plan", body=bodies.reasons, states=IN_FORCE_STATES),
    # The register
    *(
        Claim(f"products:{kind}_list", "H3", enough="AOMPG")
        for kind in (
            *("producer", "product", "certificate", "expiring", "dossier"),
            *("lapsed", "letter"),
        )
    ),
    *(
        Claim(f"products:{kind}_detail", "H3", kind)
        for kind in ("producer", "product", "certificate")
    ),
    Claim("reports:certificate_paper", "H3", "certificate"),
    *_DOSSIERS,
    Claim("reports:dossier_form", "H3", "dossier", {"number": "01", "extension": "pdf"}),
    Claim("products:producer_create", "R1", body=bodies.producer),
    Claim("products:product_begin", "R1"),
    Claim("products:dossier_begin", "H1"),
    Claim("products:producer_update", "R1", "producer", body=bodies.producer),
    Claim("products:product_create", "R1", "producer", body=bodies.registered_product),
    Claim("products:product_update", "R1", "product", body=bodies.registered_product),
    Claim("products:product_code", "R1", "product", body=bodies.code),
    Claim("products:producer_merge", "H7", "producer", body=bodies.twin),
    Claim("products:product_merge", "H7", "product", body=bodies.twin),
    Claim("products:book_upload", "R3", body=bodies.book),
    Claim("products:book_preview", "R3", "book"),
    Claim("products:book_decide", "R3", "book", body=bodies.book_row),
    Claim("products:book_answer", "R3", "book", body=bodies.seen),
    Claim("products:book_confirm", "R3", "book", body=bodies.seen, not_oneself=True),
    # Certificates
    Claim("products:certificate_prepare", "N1", "product", body=bodies.draft),
    Claim(
        "products:certificate_step",
        "N1",
        "draft",
        {"name": "drop"},
        bodies.decision,
        _states("prepared"),
    ),
    Claim(
        "products:certificate_step",
        "N2",
        "draft",
        {"name": "issue"},
        bodies.decision,
        not_oneself=True,
    ),
    Claim("products:revocation_propose", "N1", "certificate", body=bodies.revocation),
    Claim(
        "products:revocation_step",
        "N1",
        "revocation",
        {"name": "reply"},
        bodies.decision,
        _states("proposed"),
    ),
    Claim(
        "products:revocation_step",
        "N3",
        "revocation",
        {"name": "dismiss"},
        bodies.decision,
        _states("proposed", "replied"),
    ),
    Claim(
        "products:revocation_step",
        "N3",
        "revocation",
        {"name": "revoke"},
        bodies.decision,
        _states("replied"),
        not_oneself=True,
    ),
    Claim("products:certificate_extend", "R2", "ending", body=bodies.extended),
    Claim("products:certificate_reinstate", "R2", "revoked", body=bodies.decision),
    # Papers of dossiers, photos of products
    Claim("products:dossier_documents", "H3", "papers"),
    Claim("reports:dossier_file", "H3", "papers"),
    *(
        Claim(f"products:document_{name}", line, rows)
        for line, rows in (("H3", "paper"), ("H4", "restricted"))
        for name in ("detail", "preview", "file")
    ),
    Claim("products:document_add", "H2", "papers", body=bodies.papers),
    Claim("products:document_reuse", "H2", "papers", body=bodies.papers_before),
    *(
        Claim(f"products:document_{name}", line, rows, body=body)
        for rows in ("paper", "restricted")
        for line, name, body in (
            ("H2", "update", bodies.paper),
            ("H5", "delete", bodies.nothing),
            ("H6", "withdraw", bodies.reasons),
        )
    ),
    Claim("products:photo_file", "H3", "photo"),
    Claim("products:photo_add", "R1", "product", body=bodies.photo),
    Claim("products:photo_delete", "R1", "photo", body=bodies.nothing),
    # The public catalogue
    Claim("products:outlet_add", "R1", "product", body=bodies.outlet),
    Claim("products:outlet_delete", "R1", "outlet", body=bodies.nothing),
    Claim("products:product_withdraw", "W2", "recognised", body=bodies.reasons),
    Claim(
        "products:product_publish",
        "W2",
        "recognised",
        body=bodies.reasons,
        states=_states("withdrawn"),
    ),
    # Certificates that end
    Claim("products:expiry_board", "H3", enough="AOMPG"),
    Claim("reports:expiry_letter", "H3", "letter", {"extension": "pdf"}),
    Claim("reports:expiry_letters", "H3"),
    Claim("products:expiring_bulk", "N5", path={"name": "send_letter"}, body=bodies.letter),
    Claim("products:lapse_record", "R4", "lapsed", body=bodies.lapse),
    # Post-checks
    Claim("products:inspection_list", "H9"),
    Claim("products:inspection_detail", "H9", "inspection"),
    Claim("products:inspection_detail", "H12", "coming"),
    Claim("reports:inspection_minutes", "H9", "inspection", {"extension": "pdf"}),
    Claim("products:inspection_findings", "H8", "coming", body=bodies.findings),
    *(
        _check(line, rows, name, states)
        for line, rows, name, states in (
            ("H8", "coming", "record", None),
            ("H8", "coming", "skip", None),
            ("H8", "inspection", "mended", _states("mending")),
            ("H10", "inspection", "reply", _states("recorded")),
            ("H11", "inspection", "keep", _states("replied")),
            ("H11", "inspection", "mend", _states("replied")),
            ("H11", "inspection", "propose", _states("replied", "mending")),
        )
    ),
    Claim("products:inspection_plan_list", "H12"),
    Claim("products:inspection_plan_detail", "H12", "inspection_plan"),
    Claim("products:inspection_plan_create", "H8", body=bodies.inspection_plan),
    Claim(
        "products:inspection_plan_update",
        "H8",
        "inspection_plan",
        body=bodies.inspection_plan,
        states=_states("draft"),
    ),
    *(
        Claim(
            "products:inspection_plan_step",
            "H8",
            "inspection_plan",
            {"name": name},
            bodies.reasons,
            _states(state),
        )
        for name, state in (("open", "draft"), ("drop", "draft"), ("close", "open"))
    ),
    # Petitions of units to revoke
    Claim("products:petition_list", "N9"),
    Claim("products:petition_detail", "N9", "petition"),
    Claim("products:petition_detail", "N10", "petition_draft"),
    Claim("products:petition_file", "N9", "petition"),
    Claim(
        "products:petition_create",
        "N6",
        "certificate",
        body=bodies.petition,
        states=_states("issued"),
    ),
    Claim(
        "products:petition_update",
        "N6",
        "petition_draft",
        body=bodies.petition,
        states=_states("draft"),
    ),
    *(
        Claim("products:petition_step", line, rows, {"name": name}, bodies.settled, _states(state))
        for line, rows, name, state in (
            ("N6", "petition_draft", "hand_in", "draft"),
            ("N6", "petition_draft", "drop", "draft"),
            ("N12", "petition_draft", "recall", "handed_in"),
            ("N7", "petition_draft", "send", "handed_in"),
            ("N11", "petition_draft", "give_back", "handed_in"),
            ("N8", "petition", "take_up", "sent"),
            ("N8", "petition", "check", "sent"),
            ("N8", "petition", "answer", "sent"),
        )
    ),
    # Papers that go out, and their numbers
    Claim("reports:outgoing_list", "V6"),
    Claim("reports:outgoing_detail", "V4", "outgoing", enough="AG"),
    Claim("reports:outgoing_detail", "V6", "outgoing_draft"),
    Claim("reports:received_list", "V4", enough="AG"),
    *(
        Claim(f"reports:outgoing_{name}", line, rows, path, enough="AG")
        for line, rows in (("V4", "outgoing"), ("V6", "outgoing_draft"))
        for name, path in (("file", {"extension": "docx"}), ("preview", {}))
    ),
    Claim("reports:outgoing_copy_file", "V4", "outgoing_copy", enough="AG"),
    Claim("reports:outgoing_create", "V1", body=bodies.paper_draft),
    *(
        Claim("reports:outgoing_bulk", line, "", {"name": name}, bodies.ticked_papers)
        for line, name in (("V2", "sign_off"), ("V3", "number"), ("V3", "issue"))
    ),
    Claim(
        "reports:outgoing_update",
        "V1",
        "outgoing_draft",
        body=bodies.changed_draft,
        states=_states("draft"),
    ),
    *(
        _outgoing(*facts)
        for facts in (
            ("V1", "outgoing_draft", "renew", "draft"),
            ("V1", "outgoing_draft", "drop", "draft"),
            ("V2", "outgoing_draft", "sign_off", "draft", True),
            ("V2", "outgoing_signed_off", "return", "signed_off"),
            ("V3", "outgoing_signed_off", "number", "signed_off", True),
            ("V3", "outgoing_numbered", "issue", "numbered", True),
            ("V5", "outgoing_numbered", "free", "numbered"),
            ("V3", "outgoing", "replace", "issued", True),
            ("V3", "outgoing", "withdraw", "issued", True),
        )
    ),
    Claim(
        "reports:outgoing_copy_add",
        "V3",
        "outgoing",
        body=bodies.signed_copy,
        states=_states("issued"),
    ),
    Claim("reports:number_list", "V5"),
    Claim("reports:number_reserve", "V5", body=bodies.kept_number),
    Claim("reports:number_return", "V5", "paper_number", body=bodies.reasons),
    *_COUNCILS,
    *_RELATIONS,
    *_SESSIONS,
    *_REPORTS,
    # Reminders
    Claim("products:plan_remind", "M1", "reminding", body=bodies.nothing),
    Claim("reports:report_remind", "M1", "report_reminding", body=bodies.nothing),
    # The boards of reports
    Claim("reports:report_board", "T21", "report_board", enough="AS"),
    Claim("reports:board_export", "T21", "report_board", {"extension": "csv"}, enough="AS"),
    Claim("reports:report_years", "T21", enough="AS"),
    Claim("reports:report_years_export", "T21", path={"extension": "csv"}, enough="AS"),
    Claim("programs:reminder_list", "M2", "participant"),
    # The layout of certificates
    Claim("reports:layout_list", "V7"),
    Claim("reports:layout_detail", "V7", "layout"),
    Claim("reports:layout_preview", "V7", "layout"),
    Claim("reports:layout_create", "V7", body=bodies.layout),
    Claim("reports:layout_copy", "V7", "layout", body=bodies.layout),
    *(
        Claim(f"reports:layout_{name}", "V7", "layout", body=body, states=_states("draft"))
        for name, body in (
            ("update", bodies.layout),
            ("publish", bodies.nothing),
            ("delete", bodies.nothing),
        )
    ),
    # Accounts
    Claim("programs:user_invite", "U1", body=bodies.invitation),
    _account("programs:user_deactivate", "U1", "active", not_oneself=True),
    _account("programs:user_activate", "U1", "closed"),
    Claim("programs:account_request_list", "U1"),
    Claim("programs:account_request_accept", "U1", "request", body=bodies.invitation),
    _account("programs:role_propose", "U2", "active", bodies.role, not_oneself=True),
    Claim("programs:role_confirm", "U2", "role_change", body=bodies.nothing, not_oneself=True),
    _account("programs:user_send_link", "U3", "active"),
    Claim("programs:user_list", "U4", enough="AOG"),
    Claim("programs:user_detail", "U4", "user"),
    Claim("programs:profile", "U5", body=bodies.profile),
    Claim("programs:mail_choices", "U5", body=bodies.mail_choices),
    Claim("programs:saved_view_update", "U5", "view", body=bodies.name),
    Claim("programs:saved_view_delete", "U5", "view", body=bodies.nothing),
    Claim("programs:account_request_create", "U6", body=bodies.request),
    # The trail
    Claim("programs:event_list", "L2"),
    # The search of everything
    Claim("reports:search", "S1", enough="AOMPG"),
    # Exports
    *(
        claim
        for name in (
            *("san-pham-dang-ky", "ke-hoach", "dot", "tai-khoan", "nhat-ky"),
            *("chu-the", "san-pham", "giay-chung-nhan", "sap-het-han", "ho-so"),
            *("da-het-han", "cong-van-het-han", "hau-kiem", "ke-hoach-hau-kiem"),
            *("de-nghi-thu-hoi", "mau-giay", "van-ban-nhan"),
            *("hoi-dong", "thanh-vien-hoi-dong", "quy-che", "ket-qua-danh-gia"),
            "quan-he-chu-the",
        )
        for claim in _files("reports:listing_export", "E1", "", "xlsx", "csv", name=name)
    ),
    *_files("reports:listing_export", "E1", "", "xlsx", "csv", name="van-ban-di"),
    Claim(
        "reports:export_create",
        "E1",
        path={"name": "san-pham-dang-ky", "extension": "xlsx"},
        body=bodies.nothing,
        enough="AOMPG",
    ),
    Claim("reports:export_file", "E1", "export", enough="AOMPG"),
    Claim("reports:appendix", "E2", "campaign"),
    *_files("reports:appendix_export", "E2", "campaign", "xlsx", "json"),
    *_files("reports:book_export", "H3", "", "xlsx", "csv"),
    *_files("reports:national_export", "H3", "", "xlsx", "csv", "json"),
    Claim("reports:import_original", "E3", "import"),
    Claim("reports:import_annotated", "E3", "import"),
]

# For everybody, signed in or not: how one comes in, and what is public (P4, N4, W1).
PUBLIC_URLS = {
    "home",
    "account_login",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "mfa_authenticate",
    "programs:form_drafts",
    "reports:public_plans",
    "reports:public_plan",
    "reports:certificate_search",
    "reports:certificate_check",
    "reports:public_products",
    "reports:public_product",
    "reports:public_photo",
    "reports:public_picture",
    "reports:public_dictionary",
    f"reports:help_{PUBLIC}",
    "reports:public_data",
    "reports:sitemap",
    "reports:sitemap_pages",
    "reports:outgoing_search",
    "reports:outgoing_check",
    "reports:robots",
}
# For everybody who is signed in, about themselves (U5).
OWN_URLS = {
    "councils:record_list",
    "reports:tour",
    "reports:tour_put_away",
    *(f"reports:help_{name}" for name in CHAPTERS if name != PUBLIC),
    "programs:form_draft_keep",
    "programs:form_draft_drop",
    "programs:saved_view_list",
    "reports:export_list",
    "programs:notification_list",
    "programs:notifications_read",
    "account_logout",
    "account_change_password",
    "account_reauthenticate",
    "mfa_reauthenticate",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "usersessions_list",
}
