"""For each constraint of the database, a valid row and the values that the constraint refuses."""

from functools import partial

from django.utils import timezone

from products.enums import PlanState
from tests.support.councils import (
    TERM,
    make_agency_function,
    make_council,
    make_group_seat,
    make_member,
    make_own_gate,
    make_rules,
    make_seat,
    make_seat_rule,
)
from tests.support.expiry_rows import (
    make_inspection,
    make_inspection_plan,
    make_lapse,
    make_letter,
    make_mailed_letter,
    make_notice,
    make_petition,
    make_revoking,
    make_settled_petition,
    make_whole_finding,
)
from tests.support.factories import (
    make_agency,
    make_campaign,
    make_criteria_set,
    make_dossier,
    make_draft,
    make_outlet,
    make_plan,
    make_producer,
    make_product,
    make_regulation,
    make_report,
    make_revocation,
    make_set,
    make_unit,
    make_withdrawal,
)
from tests.support.outgoing import (
    make_copy,
    make_opening,
    make_outgoing,
    make_paper_number,
    make_paper_series,
    make_recipient,
    make_reserved_number,
    make_sent_to_a_unit,
)
from tests.support.papers import make_paper, make_photo
from tests.support.report_rows import (
    make_attachment,
    make_correction,
    make_double,
    make_figure,
    make_form,
    make_indicator,
    make_periodic,
    make_province_report,
    make_province_text,
    make_ratio,
    make_receipt_series,
    make_sealed_province_report,
    make_sealed_report,
    make_section,
    make_text,
)
from tests.support.report_rows import make_period as make_report_period
from tests.support.rows import (
    make_adjustment,
    make_agency_succession,
    make_answer,
    make_answered_request,
    make_asked_agency,
    make_band,
    make_book,
    make_changed_row,
    make_code,
    make_confirmed_book,
    make_count,
    make_criterion,
    make_document,
    make_event,
    make_export,
    make_extension,
    make_extension_request,
    make_following_dossier,
    make_form_draft,
    make_gate,
    make_ground,
    make_happening,
    make_holiday,
    make_holiday_year,
    make_import,
    make_item,
    make_item_for_all,
    make_known_title,
    make_layout,
    make_mail,
    make_notification,
    make_observer,
    make_option,
    make_part,
    make_participant,
    make_period,
    make_placement,
    make_request,
    make_role_change,
    make_round,
    make_row,
    make_row_draft,
    make_seal,
    make_series,
    make_succession,
    make_view,
    plan_in,
)
from tests.support.sessions import (
    make_advice,
    make_advisory_score,
    make_advisory_sheet,
    make_attendance,
    make_conflict,
    make_dismissal,
    make_evaluation,
    make_finding,
    make_outside,
    make_reading,
    make_relation,
    make_score,
    make_session,
    make_sheet,
)

make_sent_petition = partial(make_petition, state="sent")


def wrong(make, **values):
    """One row, and values that it may not have; a callable makes the value from the row."""

    def build():
        row = make()
        return row, {
            name: value(row) if callable(value) else value for name, value in values.items()
        }

    return build


def twins(make, *columns, other=None):
    """A row, and the values of another one (made by `other`) that the two may not share."""

    def build():
        first = make()
        return (other or make)(), {column: getattr(first, column) for column in columns}

    return build


def copied(make):
    """A row, to be inserted once more as it is."""
    return lambda: (make(), {})


def added(make, **values):
    """A row that never changes, to be inserted once more with values that it may not have."""
    return lambda: (make(), values, "insert")


PERIODIC_BREACHES = {
    "reportform_state_known": wrong(make_form, state="lost"),
    "formsection_code_once": twins(make_section, "form_id", "code"),
    "formsection_asked_of_known": wrong(make_section, asked_of="thon"),
    "formsection_of_one_agency": wrong(
        partial(make_section, asked_of="unit"), agency_id=lambda _row: make_agency().pk
    ),
    "indicator_code_once": twins(make_indicator, "form_id", "code"),
    "indicator_choices_known": wrong(make_indicator, roll_up="khac"),
    "indicator_counted_by_a_function": wrong(make_indicator, function="held"),
    "indicator_ratio_of_two_parts": wrong(make_ratio, part_id=None),
    "reports.ReportPeriod.campaign": twins(make_report_period, "campaign_id"),
    "reportperiod_ends_after_it_starts": wrong(make_report_period, data_to="2023-12-14"),
    "periodicreport_version_once": twins(
        partial(make_periodic, "returned"), "participant_id", "version"
    ),
    "periodicreport_one_in_work": twins(
        make_periodic, "participant_id", other=partial(make_periodic, version=2)
    ),
    "periodicreport_one_accepted": twins(
        partial(make_periodic, "accepted"),
        "participant_id",
        other=partial(make_periodic, "accepted", version=2),
    ),
    "periodicreport_state_known": wrong(partial(make_periodic, "sent"), state="lost"),
    "periodicreport_sent_by_somebody": wrong(partial(make_periodic, "sent"), sent_at=None),
    "periodicreport_late_once_sent": wrong(make_periodic, is_late=True),
    "periodicreport_sent_by_another": wrong(
        partial(make_periodic, "sent"), handed_in_by_id=lambda row: row.sent_by_id
    ),
    "periodicreport_from_one": wrong(make_periodic, version=0),
    "reports.PeriodicReport.corrects": twins(make_correction, "corrects_id", other=make_periodic),
    "reports.ReceiptSeries.year": copied(make_receipt_series),
    "reportfigure_once_an_indicator": copied(make_figure),
    "reportfigure_from_zero": wrong(make_figure, value=-1),
    "reporttext_once_a_section": copied(make_text),
    "sealedreport_number_once": copied(make_sealed_report),
    "reportattachment_once_a_report": copied(make_attachment),
    "doublecount_of_two_reports": wrong(make_double, kept_id=lambda row: row.cut_id),
    "doublecount_of_something": wrong(make_double, many=0),
    "doublecount_for_a_reason": wrong(make_double, reason=""),
    "doublecount_struck_by_somebody_for_a_reason": wrong(make_double, struck_reason="Vì thế."),
    "provincereport_version_once": copied(partial(make_province_report, "sealed")),
    "provincereport_one_draft": twins(
        make_province_report, "campaign_id", other=partial(make_province_report, version=2)
    ),
    "provincereport_sealed_by_somebody": wrong(make_province_report, state="sealed"),
    "provincereport_sealed_by_another": wrong(
        make_province_report, state="sealed", sealed_by_id=lambda row: row.prepared_by_id
    ),
    "provincereport_from_one": wrong(make_province_report, version=0),
    "provincetext_once_a_section": copied(make_province_text),
    "reports.SealedProvinceReport.report": copied(make_sealed_province_report),
}
OUTGOING_BREACHES = {
    "outgoingpaper_kind_known": wrong(make_outgoing, kind="khac"),
    "outgoingpaper_state_known": wrong(make_outgoing, state="lost"),
    "outgoingpaper_number_once": twins(
        partial(make_outgoing, "numbered"), "issuer_id", "kind", "year", "number"
    ),
    "outgoingpaper_one_successor": twins(
        lambda: make_outgoing(replaces=make_outgoing("issued")), "replaces_id"
    ),
    "outgoingpaper_replaces_another": wrong(make_outgoing, replaces_id=lambda row: row.pk),
    "outgoingpaper_signed_off_by_another": wrong(
        make_outgoing, signed_off_by_id=lambda row: row.drafted_by_id
    ),
    "outgoingpaper_issued_by_another": wrong(
        make_outgoing, issued_by_id=lambda row: row.drafted_by_id
    ),
    "outgoingpaper_numbered_is_whole": wrong(partial(make_outgoing, "numbered"), number=None),
    "outgoingpaper_issued_is_whole": wrong(partial(make_outgoing, "numbered"), state="issued"),
    "reports.OutgoingPaper.check_code": twins(make_outgoing, "check_code"),
    "paperrecipient_unit_once": copied(make_sent_to_a_unit),
    "paperrecipient_agency_once": copied(lambda: make_recipient(agency=make_agency())),
    "paperrecipient_is_one": wrong(
        lambda: make_recipient(agency=make_agency()), unit_id=lambda _: make_unit().pk
    ),
    "paperrecipient_is_named": wrong(make_recipient, name=""),
    "paperopening_once": copied(make_opening),
    "papercopy_kind_known": added(make_copy, kind="khac"),
    "paperseries_once": copied(make_paper_series),
    "paperseries_kind_known": wrong(make_paper_series, kind="khac"),
    "papernumber_once": added(make_reserved_number),
    "reports.PaperNumber.paper": added(make_paper_number, number=2),
    "papernumber_state_known": wrong(make_reserved_number, state="lost"),
    "papernumber_taken_by_a_paper": wrong(make_reserved_number, state="taken"),
    "papernumber_kept_for_a_reason": wrong(make_reserved_number, reason=""),
}

COUNCIL_BREACHES = {
    "agencyfunction_known": wrong(make_agency_function, function="khac"),
    "agencyfunction_ends_after_it_begins": wrong(
        partial(make_agency_function, since=TERM), until="2024-03-03"
    ),
    "agencyfunction_once_a_day": copied(partial(make_agency_function, since=TERM)),
    "agencyfunction_once_from_the_start": copied(make_agency_function),
    "seatrule_mark_known": wrong(make_seat_rule, mark="?"),
    "seatrule_function_once": twins(make_seat_rule, "regulation_id", "level", "function"),
    "seatrule_level_known": wrong(make_seat_rule, level="thon"),
    "seatrule_function_known": wrong(make_seat_rule, function="khac"),
    "seatrule_need_known": wrong(make_seat_rule, need="never"),
    "councilrules_level_known": wrong(make_rules, level="thon"),
    "councilrules_choices_known": wrong(make_rules, minima="khac"),
    "councilrules_numbers_in_range": wrong(make_rules, quorum="1.5"),
    "councilrules_state_known": wrong(make_rules, state="lost"),
    "councilrules_one_a_day": copied(partial(make_rules, "published")),
    "groupseat_once": copied(make_group_seat),
    "groupseat_choices_known": wrong(make_group_seat, function="khac"),
    "owngate_once": copied(make_own_gate),
    "owngate_effect_known": wrong(make_own_gate, effect="khac"),
    "council_level_known": wrong(make_council, level="thon"),
    "council_state_known": wrong(make_council, state="lost"),
    "council_ends_after_it_starts": wrong(make_council, ends_on="2024-03-03"),
    "council_decided_by_a_decision": wrong(make_council, state="in_force"),
    "council_sits_by_rules": wrong(make_council, rules_id=None),
    "council_one_in_force_a_unit": copied(partial(make_council, "in_force")),
    "seat_role_known": wrong(make_seat, role="khac"),
    "seat_of_one_body": wrong(make_seat, organisation="Hội Nông dân"),
    "seat_one_vote_an_agency": copied(make_seat),
    "seat_role_once": twins(
        partial(make_seat, role="chair"), "council_id", "role", other=make_seat
    ),
    "member_ends_after_it_starts": wrong(make_member, until="2024-03-03"),
    "member_stands_in_by_paper": wrong(make_member, stands_in=True),
}
SESSION_BREACHES = {
    "councils.Session.code": twins(make_session, "code"),
    "session_choices_known": wrong(make_session, state="lost"),
    "session_ends_after_it_starts": wrong(make_session, ends_at="2020-01-01 00:00"),
    "session_closed_at_a_time": wrong(make_session, state="closed"),
    "evaluation_once_a_session": copied(make_evaluation),
    "evaluation_verdict_known": wrong(make_evaluation, verdict="khac"),
    "evaluation_in_range": wrong(make_evaluation, star=6),
    "evaluation_one_gate": wrong(
        lambda: make_evaluation(gate=make_gate()), own_gate_id=lambda _: make_own_gate().pk
    ),
    "attendance_once_a_seat": copied(make_attendance),
    "attendance_presence_known": wrong(make_attendance, presence="khac"),
    "attendance_of_somebody": wrong(make_attendance, member_id=None),
    "conflict_once_a_seat": copied(make_conflict),
    "conflict_kind_known": wrong(make_conflict, kind="khac"),
    "relation_kind_known": wrong(make_relation, kind="khac"),
    "relation_of_one_body_or_person": wrong(make_relation, organisation="Hội Nông dân"),
    "relation_ends_after_it_starts": wrong(make_relation, until="2020-01-01"),
    "relation_has_a_source": wrong(make_relation, source=""),
    "relation_ended_with_a_reason": wrong(make_relation, end_reason="Đã hết."),
    "relation_struck_out_with_a_reason": wrong(make_relation, strike_reason="Ghi nhầm."),
    "dismissal_known_and_explained": wrong(make_dismissal, reason=""),
    "scoresheet_state_known": wrong(make_sheet, state="lost"),
    "scoresheet_edition_once": copied(partial(make_sheet, state="replaced")),
    "scoresheet_one_current_a_seat": added(make_sheet, edition=2),
    "scoresheet_total_once_signed": wrong(make_sheet, total=60),
    "score_once_a_criterion": copied(make_score),
    "score_one_level_or_none": wrong(make_score, meets_none=True),
    "finding_once_a_criterion": copied(make_finding),
    "recordreading_once": copied(make_reading),
    "councils.OutsideResult.evaluation": copied(make_outside),
    "outsideresult_in_range": wrong(make_outside, star=6),
    "councils.AdvisoryReport.evaluation": copied(make_advice),
    "advisoryreport_state_known": wrong(
        make_advice, state="lost" * 9
    ),  # by its length on PostgreSQL
    "advisoryreport_star_in_range": wrong(make_advice, proposed_star=6),
    "advisoryreport_survey_on_a_day": wrong(make_advice, survey_place="Xưởng"),
    "advisoryreport_tests_of_something": wrong(make_advice, laboratory="QUATEST 2"),
    "advisoryreport_completed_with_words": wrong(
        partial(make_advice, state="completed"), proposal=""
    ),
    "advisorysheet_once_a_seat": copied(make_advisory_sheet),
    "advisorysheet_state_known": wrong(make_advisory_sheet, state="abstained"),
    "advisorysheet_total_once_signed": wrong(make_advisory_sheet, total=60),
    "advisoryscore_once_a_criterion": copied(make_advisory_score),
    "advisoryscore_one_level_or_none": wrong(make_advisory_score, meets_none=True),
}
PARTS = OUTGOING_BREACHES | COUNCIL_BREACHES | SESSION_BREACHES | PERIODIC_BREACHES

BREACHES = {
    "unit_code_once_a_date": twins(make_unit, "code", "valid_from"),
    "unit_kind_known": wrong(make_unit, kind="thon"),
    "unit_ends_after_it_begins": wrong(make_unit, valid_to="2024-01-31"),
    "unit_place_on_the_map_is_whole": wrong(make_unit, map_row=1),
    "unitsuccession_once": twins(make_succession, "old_id", "new_id", "on"),
    "unitsuccession_joins_two_units": wrong(make_succession, new_id=lambda row: row.old_id),
    "agency_kind_known": wrong(make_agency, kind="khac"),
    "programs.Agency.code": twins(make_agency, "code"),
    "agencysuccession_once": twins(make_agency_succession, "old_id", "new_id", "on"),
    "agencysuccession_joins_two_agencies": wrong(
        make_agency_succession, new_id=lambda row: row.old_id
    ),
    "user_role_known": wrong(make_observer, role="XX"),
    "programs.User.username": twins(make_observer, "username"),
    "programs.User.email": twins(make_observer, "email"),
    "rolechange_role_known": wrong(make_role_change, role="XX"),
    "rolechange_admin_needs_two_people": wrong(
        make_role_change, confirmed_by_id=lambda row: row.proposed_by_id
    ),
    "rolechange_never_ones_own": wrong(make_role_change, user_id=lambda row: row.proposed_by_id),
    "accountrequest_role_known": wrong(make_request, role="XX"),
    "programs.AccountRequest.user": twins(make_answered_request, "user_id"),
    "campaign_once_a_year_and_number": twins(make_campaign, "kind", "year", "number"),
    "campaign_kind_known": wrong(make_campaign, kind="khac"),
    "campaign_state_known": wrong(make_campaign, state="lost"),
    "campaign_locks_after_it_is_due": wrong(make_campaign, locks_at="2018-01-01 00:00:00"),
    "campaign_year_and_number_in_range": wrong(make_campaign, year=2017),
    "participant_unit_once": twins(make_participant, "campaign_id", "unit_id"),
    "participant_agency_once": twins(make_asked_agency, "campaign_id", "agency_id"),
    "participant_is_a_unit_or_an_agency": wrong(
        make_participant, agency_id=lambda _: make_agency().pk
    ),
    "extension_has_a_reason": wrong(make_extension, reason=""),
    "extensionrequest_has_a_reason": wrong(make_extension_request, reason=""),
    "extensionrequest_answered_by_somebody": wrong(
        make_extension_request, answered_at=lambda _: timezone.now()
    ),
    "extensionrequest_one_waits": twins(make_extension_request, "participant_id"),
    "productset_group_known": wrong(make_set, group="khac"),
    "programs.Regulation.code": twins(make_regulation, "code"),
    "programs.Regulation.valid_from": twins(make_regulation, "valid_from"),
    "regulation_mark_known": wrong(make_regulation, mark="?"),
    "regulation_ends_after_it_begins": wrong(make_regulation, valid_to="1899-12-31"),
    "starband_mark_known": wrong(make_band, mark="?"),
    "starband_star_once": twins(make_band, "regulation_id", "star"),
    "starband_lower_once": twins(
        make_band, "regulation_id", "lower", other=lambda: make_regulation().starbands.get(star=4)
    ),
    "starband_in_range": wrong(make_band, star=6),
    "starband_granted_by_known": wrong(make_band, granted_by="thon"),
    "part_mark_known": wrong(make_part, mark="?"),
    "part_code_once": twins(make_part, "regulation_id", "code"),
    "period_mark_known": wrong(make_period, mark="?"),
    "period_clock_once": twins(make_period, "regulation_id", "clock"),
    "period_clock_known": wrong(make_period, clock="khac"),
    "period_measure_known": wrong(make_period, measure="gio"),
    "dossieritem_mark_known": wrong(make_item, mark="?"),
    "dossieritem_need_known": wrong(make_item, need="never"),
    "dossieritem_event_known": wrong(make_item, event="again"),
    "dossieritem_once_a_set": twins(make_item, "regulation_id", "product_set_id"),
    "dossieritem_once_for_all": twins(make_item_for_all, "regulation_id"),
    "gate_mark_known": wrong(make_gate, mark="?"),
    "gate_key_once": twins(make_gate, "regulation_id", "key"),
    "gate_effect_known": wrong(make_gate, effect="none"),
    "revocationground_mark_known": wrong(make_ground, mark="?"),
    "revocationground_letter_once": twins(make_ground, "regulation_id", "letter"),
    "revocationground_key_once": twins(make_ground, "regulation_id", "key"),
    "round_mark_known": wrong(make_round, mark="?"),
    "round_number_once": twins(make_round, "regulation_id", "level", "number"),
    "round_level_known": wrong(make_round, level="thon"),
    "round_has_days_of_a_year": wrong(make_round, dossier_month=13),
    "criteriaset_once_a_regulation": twins(make_criteria_set, "regulation_id", "product_set_id"),
    "criterion_code_once": twins(make_criterion, "criteria_set_id", "code"),
    "criterion_position_once": twins(make_criterion, "criteria_set_id", "position"),
    "criterion_points_in_range": wrong(make_criterion, max_points=101),
    "criterion_not_its_own_parent": wrong(make_criterion, parent_id=lambda row: row.pk),
    "option_number_once": twins(make_option, "criterion_id", "number"),
    "option_one_minimum_a_star": twins(make_option, "criterion_id", "min_for_star"),
    "option_points_and_star_in_range": wrong(make_option, min_for_star=6),
    "programs.Holiday.date": twins(make_holiday, "date"),
    "holiday_kind_known": wrong(make_holiday, kind="khac"),
    "programs.HolidayYear.year": twins(make_holiday_year, "year"),
    "savedview_name_once": twins(make_view, "user_id", "listing", "name"),
    "knowntitle_once_a_unit": twins(make_known_title, "unit_id", "title"),
    "knowntitle_once_in_the_province": copied(partial(make_known_title, unit=None)),
    "exportjob_state_known": wrong(make_export, state="lost"),
    "exportjob_ready_has_a_file_for_a_time": wrong(make_export, expires_at=None),
    "programs.ProductSet.number": twins(make_set, "number"),
    "programs.Mail.key": twins(make_mail, "key"),
    "notification_once_a_due_day": twins(
        make_notification, "kind", "subject_type", "subject_id", "recipient_id", "due_on"
    ),
    "formdraft_once_an_address": twins(make_form_draft, "user_id", "address"),
    "notification_done_is_read": wrong(make_notification, done_at=timezone.now(), read_at=None),
    "notification_has_a_kind": wrong(make_notification, kind=""),
    "notification_outcome_known": wrong(make_notification, outcome="lost", mail_id=None),
    "notification_mailed_has_its_mail": wrong(make_notification, mail_id=None),
    "plan_version_once": twins(plan_in(PlanState.SUPERSEDED), "campaign_id", "unit_id", "version"),
    "plan_one_version_in_work": twins(
        make_plan, "campaign_id", "unit_id", other=partial(make_plan, version=2)
    ),
    "plan_one_version_in_force": twins(
        plan_in(PlanState.ACCEPTED),
        "campaign_id",
        "unit_id",
        other=plan_in(PlanState.ISSUED, version=2),
    ),
    "plan_state_known": wrong(plan_in(PlanState.SENT), state="lost"),
    "plan_sent_by_somebody_at_some_time": wrong(plan_in(PlanState.SENT), sent_at=None),
    "plan_sent_by_another_person": wrong(
        plan_in(PlanState.SENT), handed_in_by_id=lambda row: row.sent_by_id
    ),
    "plan_late_once_it_was_sent": wrong(make_plan, is_late=True),
    "plan_version_from_one": wrong(make_plan, version=0),
    "products.Plan.adjusts": twins(make_adjustment, "adjusts_id", other=make_plan),
    "registrationcount_once_a_form": twins(make_count, "participant_id", "form"),
    "registrationcount_form_known": wrong(make_count, form="6_star"),
    "registrationcount_in_range": wrong(make_count, count=5001),
    "registration_once_a_plan": twins(make_row, "plan_id", "product_fold", "producer_fold"),
    "sealedplan_number_once": copied(make_seal),
    "programs.Event.key": copied(make_event),
    "reports.SealedDocument.key": copied(make_document),
    "rowdraft_knows_what_it_changes": wrong(make_changed_row, base=0),
    "products.RowDraft.registration": twins(make_changed_row, "registration_id"),
    "products.RowDraft.key": copied(make_row_draft),
    "planimport_undone_was_confirmed": wrong(make_import, undone_at="2024-03-01 00:00:00"),
    **{
        f"{kind}_is_named": wrong(make, name="")
        for kind, make in (("producer", make_producer), ("product", make_product))
    },
    **{
        f"{kind}_not_merged_into_itself": wrong(make, merged_into_id=lambda row: row.pk)
        for kind, make in (("producer", make_producer), ("product", make_product))
    },
    "producer_once_a_commune": twins(make_producer, "name_key", "commune_id"),
    "producer_kind_known": wrong(make_producer, kind="khac"),
    "producer_gender_known": wrong(make_producer, gender="khac"),
    "product_once_a_producer": twins(make_product, "name_key", "producer_id"),
    "product_group_known": wrong(make_product, product_group="khac"),
    "product_maturity_known": wrong(make_product, maturity="khac"),
    "product_step_known": wrong(make_product, step="7"),
    "product_status_known": wrong(make_product, status="khac"),
    "products.ProductCode.code": copied(make_code),
    "certificate_number_once": twins(
        partial(make_draft, series="province-51", year=2026, number=1),
        "number",
        other=partial(make_draft, series="province-51", year=2026, number=2),
    ),
    "certificate_one_draft_a_product": twins(make_draft, "product_id"),
    "certificate_state_known": wrong(make_draft, state="lost"),
    "certificate_authority_known": wrong(make_draft, authority="khac"),
    "certificate_star_in_range": wrong(make_draft, star=2),
    "certificate_issued_is_whole": wrong(make_draft, state="issued"),
    "certificate_issued_by_another_person": wrong(
        make_draft, issued_by_id=lambda row: row.prepared_by_id
    ),
    "certificatelayout_one_a_day": copied(partial(make_layout, published_at=timezone.now())),
    "certificatelayout_frame_known": wrong(make_layout, frame="khac"),
    "certificatelayout_colour_known": wrong(make_layout, colour="khac"),
    "certificatelayout_orientation_known": wrong(make_layout, orientation="khac"),
    "certificate_signed_with_a_title": wrong(make_draft, signer_name="Nguyễn Văn A"),
    "products.Certificate.check_code": twins(make_draft, "check_code"),
    "registerimport_confirmed_by_somebody": wrong(make_book, confirmed_at="2024-03-01 00:00:00"),
    "registerimport_confirmed_by_another_person": wrong(
        make_confirmed_book, confirmed_by_id=lambda row: row.user_id
    ),
    "certificateevent_kind_known": added(make_happening, kind="khac", by_certificate_id=None),
    "certificateevent_extension_has_an_end": added(make_happening, until="2030-01-01"),
    "certificateevent_superseded_by_a_certificate": added(make_happening, by_certificate_id=None),
    "numberseries_once_a_year": copied(make_series),
    "revocation_state_known": wrong(make_revocation, state="lost"),
    "revocation_one_open_a_certificate": copied(make_revocation),
    "revocation_reply_after_the_conclusion": wrong(make_revocation, reply_until="2018-01-01"),
    "dossier_kind_known": wrong(make_following_dossier, kind="khac"),
    "dossier_state_known": wrong(make_dossier, state="lost"),
    "dossier_star_in_range": wrong(make_dossier, aimed_star=2),
    "dossier_one_under_way_a_product": twins(make_dossier, "product_id"),
    "dossier_again_from_a_certificate": wrong(make_dossier, kind="upgrade"),
    "dossier_submitted_on_a_day": wrong(make_dossier, state="submitted"),
    "dossier_result_once_concluded": wrong(make_dossier, result_star=3),
    "answer_once_a_criterion": copied(make_answer),
    "answer_one_level_or_none": wrong(make_answer, meets_none=True),
    "products.CommuneReport.dossier": copied(lambda: make_report(make_dossier())),
    "document_kind_known": wrong(make_paper, kind="khac"),
    "document_is_named": wrong(make_paper, title=""),
    "document_valid_after_it_is_issued": wrong(
        make_paper, issued_on="2026-01-02", valid_until="2026-01-01"
    ),
    "document_withdrawn_by_somebody_for_a_reason": wrong(
        make_paper, withdrawn_at="2026-01-01 00:00:00"
    ),
    "productphoto_place_once": copied(make_photo),
    "productphoto_at_most_eight": wrong(make_photo, position=9),
    "productphoto_has_a_caption": wrong(make_photo, caption=""),
    "withdrawal_one_standing_a_product": copied(make_withdrawal),
    "withdrawal_has_a_reason": wrong(make_withdrawal, reason=""),
    "withdrawal_restored_by_somebody": wrong(make_withdrawal, restored_at="2024-03-01 00:00:00"),
    "outlet_kind_known": wrong(make_outlet, kind="khac"),
    "outlet_is_named": wrong(make_outlet, name=""),
    "outlet_says_where": wrong(make_outlet, address=""),
    "outlet_link_is_safe": wrong(make_outlet, link="http://cua-hang.example/"),
    "placement_product_once": copied(make_placement),
    "placement_producer_once": copied(partial(make_placement, "producer")),
    "placement_of_one_record": wrong(make_placement, product_id=None),
    "placement_joins_two_units": wrong(make_placement, new_id=lambda row: row.old_id),
    "expiryletter_number_once": copied(make_letter),
    "products.ExpiryLetter.mail": copied(make_mailed_letter),
    "expirynotice_once_an_end": copied(make_notice),
    "products.Lapse.certificate": twins(make_lapse, "certificate_id"),
    "lapse_reason_known": wrong(make_lapse, reason="khac"),
    "lapse_other_reason_is_told": wrong(make_lapse, reason="other"),
    "inspectionplan_state_known": wrong(make_inspection_plan, state="lost"),
    "inspectionplan_group_known": wrong(make_inspection_plan, product_group="khac"),
    "inspectionplan_ends_after_it_starts": wrong(make_inspection_plan, ends_on="2025-12-31"),
    "inspectionplan_sample_of_some": wrong(make_inspection_plan, sample_size=0),
    "inspection_once_a_plan": copied(make_inspection),
    "inspection_state_known": wrong(make_inspection, state="lost"),
    "inspection_recorded_has_its_days": wrong(make_inspection, state="kept", inspected_on=None),
    "inspection_mending_has_a_day": wrong(make_inspection, state="mending"),
    "inspection_revoking_has_its_proposal": wrong(make_inspection, state="revoking"),
    "products.Inspection.revocation": twins(
        make_revoking, "revocation_id", other=partial(make_inspection, state="replied")
    ),
    "petition_state_known": wrong(make_sent_petition, state="lost"),
    "petition_reason_known": wrong(make_petition, reason="khac"),
    "petition_one_open_a_certificate": twins(make_petition, "certificate_id"),
    "petition_sent_by_somebody": wrong(make_petition, state="sent"),
    "petition_answered_in_words": wrong(make_sent_petition, state="answered"),
    "petition_taken_up_by_a_revocation": wrong(make_sent_petition, state="taken_up"),
    "petition_checked_by_an_inspection": wrong(make_sent_petition, state="checking"),
    "products.Petition.revocation": twins(
        make_settled_petition, "revocation_id", other=make_sent_petition
    ),
    "products.Petition.inspection": twins(
        make_settled_petition, "inspection_id", other=make_sent_petition
    ),
    "inspectionfinding_position_once": copied(make_whole_finding),
    "inspectionfinding_criterion_once": added(make_whole_finding, position=2),
    "inspectionfinding_result_known": wrong(make_whole_finding, result="khac"),
    "inspectionfinding_says_what": wrong(make_whole_finding, text=""),
    "registration_form_known": wrong(make_row, form="6_star"),
    "registration_producer_kind_known": wrong(make_row, producer_kind="khac"),
    "registration_group_known": wrong(make_row, product_group="khac"),
    "registration_maturity_known": wrong(make_row, maturity="khac"),
    "registration_is_named": wrong(make_row, producer_name=""),
    "registration_product_name_length": wrong(make_row, product_name="a" * 201),
    "registration_producer_name_length": wrong(make_row, producer_name="a" * 201),
    "registration_address_length": wrong(make_row, address="a" * 301),
    "registration_note_length": wrong(make_row, note="a" * 1001),
} | PARTS
