"""Which place of the guide each page asks for, by the name of its address and by who asks."""

from programs.enums import Role
from reports.help.chapters import COMMON, PUBLIC

# Where somebody of a role finds what is theirs.
CHAPTER_OF = {
    Role.UNIT_OFFICER: "can-bo-don-vi",
    Role.UNIT_LEADER: "lanh-dao-don-vi",
    Role.PROVINCE_STAFF: "chuyen-vien-tinh",
    Role.PROVINCE_ADMIN: "quan-tri-tinh",
    Role.COORDINATION_OFFICE: "van-phong-dieu-phoi",
    Role.AGENCY_OFFICER: "so-nganh",
    Role.COUNCIL_SECRETARY: "hoi-dong",
    Role.COUNCIL_MEMBER: "hoi-dong",
    Role.OBSERVER: "lanh-dao-theo-doi",
}
# {place of the guide: addresses} for everybody who opens them.
PLACES = {
    f"{COMMON}#viec-cua-toi": "home",
    f"{COMMON}#ban-trinh-dien": "reports:tour",
    f"{COMMON}#dang-nhap-lan-dau": (
        "account_login mfa_authenticate account_reset_password account_reset_password_done "
        "account_reset_password_from_key"
    ),
    f"{COMMON}#giu-an-toan": (
        "programs:profile account_logout account_change_password account_reauthenticate "
        "mfa_reauthenticate mfa_index mfa_activate_totp mfa_deactivate_totp "
        "mfa_view_recovery_codes mfa_generate_recovery_codes usersessions_list"
    ),
    f"{COMMON}#thong-bao": (
        "programs:notification_list programs:notifications_read programs:mail_choices "
        "programs:reminder_list"
    ),
    f"{COMMON}#tim-kiem": "reports:search",
    f"{COMMON}#danh-sach": (
        "programs:saved_view_list programs:saved_view_update programs:saved_view_delete "
        "products:plan_list products:registration_list"
    ),
    f"{COMMON}#tep-xin-lam-trong-nen": "reports:export_list",
    f"{COMMON}#bieu-mau-dang-go": "programs:form_draft_drop",
    "quan-tri-tinh#mo-dot": (
        "programs:campaign_create programs:campaign_update programs:campaign_participants"
    ),
    "quan-tri-tinh#gia-han-dong-mo-lai": (
        "programs:campaign_step programs:extension_create programs:extension_take_back "
        "programs:extension_decline"
    ),
    "quan-tri-tinh#tai-khoan": (
        "programs:user_list programs:user_invite programs:user_detail programs:user_deactivate "
        "programs:user_activate programs:role_propose programs:role_confirm "
        "programs:user_send_link programs:account_request_list programs:account_request_accept"
    ),
    "quan-tri-tinh#mau-giay-chung-nhan": (
        "reports:layout_list reports:layout_create reports:layout_detail reports:layout_update "
        "reports:layout_copy reports:layout_publish reports:layout_delete"
    ),
    "quan-tri-tinh#nhat-ky": "programs:event_list",
    "can-bo-don-vi#khai-so-luong": "products:counts",
    "can-bo-don-vi#lap-danh-sach-san-pham": (
        "products:plan_rows products:plan_block products:plan_rows_act products:import_upload "
        "products:import_preview products:import_correct products:import_confirm "
        "products:import_undo products:registration_delete"
    ),
    "can-bo-don-vi#cac-o-hay-nham": "products:registration_create products:registration_update",
    "can-bo-don-vi#ghi-thong-tin-ke-hoach": "products:plan_update products:plan_adjust",
    "can-bo-don-vi#xin-them-thoi-gian": "programs:extension_ask",
    "chuyen-vien-tinh#tinh-hinh-cac-don-vi": "products:plan_board",
    "chuyen-vien-tinh#nhac": "products:plan_remind",
    "bao-cao#mau-bao-cao": (
        "reports:form_list reports:form_detail reports:form_create reports:form_create_after "
        "reports:form_update reports:form_step reports:form_section_add "
        "reports:form_section_update reports:form_section_remove reports:form_indicator_add "
        "reports:form_indicator_update reports:form_indicator_remove"
    ),
    "bao-cao#mo-ky-bao-cao": "reports:period_set",
    "bao-cao#bao-cao-excel": (
        "reports:report_workbook reports:filled_report reports:filled_report_marked"
    ),
    "bao-cao#tai-lieu-gui-kem": (
        "reports:report_attach reports:report_attachment reports:report_attachment_remove"
    ),
    "bao-cao#lap-bao-cao": "reports:report_of_body reports:report_section reports:report_nil",
    "bao-cao#duyet-gui-tiep-nhan": (
        "reports:report_list reports:report_detail reports:report_step reports:report_correct "
        "reports:report_unlock reports:report_comment reports:sealed_report "
        "reports:report_export reports:sealed_report_export"
    ),
    "bao-cao#tong-hop-so-lieu": (
        "reports:province_figures reports:province_figure reports:province_figures_file"
    ),
    "bao-cao#bao-cao-cua-tinh": (
        "reports:province_report_begin reports:province_report reports:province_report_section "
        "reports:province_report_figure reports:province_report_step "
        "reports:province_report_compare reports:province_report_export"
    ),
    "bao-cao#so-tinh-trung": "reports:double_list reports:double_record reports:double_strike",
    "bao-cao#thong-ke": "reports:statistics reports:statistics_file",
    "bao-cao#tinh-hinh-cac-noi-bao-cao": "reports:report_board reports:board_export",
    "bao-cao#nhac-noi-chua-gui": "reports:report_remind",
    "bao-cao#qua-cac-nam": "reports:report_years reports:report_years_export",
    "chuyen-vien-tinh#tiep-nhan-hoac-tra-lai": "products:plan_bulk",
    "chuyen-vien-tinh#phu-luc": "reports:appendix",
    "van-phong-dieu-phoi#gop-y": "products:plan_comment",
    "so-san-pham#chu-the-va-san-pham": (
        "products:producer_list products:producer_create products:producer_detail "
        "products:producer_update products:producer_merge products:product_begin "
        "products:product_create "
        "products:product_list products:product_detail products:product_update "
        "products:product_code products:product_merge"
    ),
    "so-san-pham#giay-chung-nhan": (
        "products:certificate_prepare products:certificate_list products:certificate_detail "
        "products:certificate_step products:certificate_extend"
    ),
    "so-san-pham#thu-hoi": (
        "products:certificate_reinstate products:revocation_propose products:revocation_step"
    ),
    "so-san-pham#don-vi-de-nghi-thu-hoi": (
        "products:petition_list products:petition_detail products:petition_update "
        "products:petition_step products:petition_create"
    ),
    "so-san-pham#sap-het-han-da-het-han": (
        "products:expiry_board products:expiring_list products:expiring_bulk "
        "products:lapsed_list products:letter_list products:lapse_record"
    ),
    "so-san-pham#hau-kiem": (
        "products:inspection_list products:inspection_detail products:inspection_findings "
        "products:inspection_step products:inspection_plan_list products:inspection_plan_create "
        "products:inspection_plan_detail products:inspection_plan_update "
        "products:inspection_plan_step"
    ),
    "so-san-pham#nhap-va-xuat-so": (
        "products:book_upload products:book_preview products:book_decide products:book_answer "
        "products:book_confirm"
    ),
    "so-san-pham#xem-vao-mot-ngay-sap-xep-don-vi": (
        "products:reorganisation products:reorganisation_decide"
    ),
    "so-san-pham#trang-cong-khai": (
        "products:product_withdraw products:product_publish products:photo_add "
        "products:photo_delete products:outlet_add products:outlet_delete"
    ),
    "ho-so#duong-di-cua-ho-so": (
        "products:dossier_list products:dossier_detail products:dossier_step"
    ),
    "ho-so#lap-ho-so": (
        "products:dossier_begin products:dossier_create products:dossier_update "
        "products:dossier_answers "
        "products:dossier_report products:dossier_documents products:document_add "
        "products:document_reuse products:document_detail products:document_update "
        "products:document_delete products:document_withdraw"
    ),
    "hoi-dong#lap-hoi-dong": (
        "councils:council_list councils:council_create councils:council_update "
        "councils:council_detail councils:council_step"
    ),
    "hoi-dong#ghe-va-nguoi-giu-ghe": (
        "councils:member_list councils:seat_create councils:seat_update councils:seat_remove "
        "councils:member_create councils:member_update"
    ),
    "hoi-dong#quy-che-hoat-dong": (
        "councils:rules_list councils:rules_create councils:rules_create_after "
        "councils:rules_detail councils:rules_update councils:rules_step"
    ),
    "hoi-dong#quan-he-voi-chu-the": (
        "councils:relation_list councils:relation_create councils:relation_detail "
        "councils:relation_end councils:relation_strike"
    ),
    "hoi-dong#phien-hop": (
        "councils:session_list councils:session_create councils:session_update "
        "councils:session_detail councils:session_step councils:session_calendar "
        "councils:session_attendance councils:agenda_add councils:agenda_remove "
        "councils:evaluation_note councils:conflict_declare councils:conflict_remove"
    ),
    "hoi-dong#chuan-bi-giay-chung-nhan": "councils:session_certificates",
    "hoi-dong#ket-qua-va-thong-ke": "councils:result_list reports:round_statistics",
    "hoi-dong#phien-da-hop-ghi-lai-theo-bien-ban": (
        "councils:council_enter councils:result_correct councils:result_strike"
    ),
    "hoi-dong#phieu-danh-gia": (
        "councils:sheet councils:sheet_sign councils:sheet_abstain councils:sheet_reopen"
    ),
    "hoi-dong#to-tu-van": (
        "councils:advice_list councils:advice_detail councils:advice_update councils:advice_step "
        "councils:advice_sheet councils:advice_sheet_sign councils:advice_sheet_reopen"
    ),
    "hoi-dong#phieu-giay": (
        "councils:sheet_key councils:session_sheets reports:session_blank_sheets "
        "reports:evaluation_blank_sheets"
    ),
    "hoi-dong#phieu-excel": "councils:own_sheets councils:sheets_file",
    "hoi-dong#ket-qua-cua-trung-uong": "councils:outside_record",
    "hoi-dong#ket-qua-tham-gia-bao-cao-co-quan-minh": (
        "councils:record_list councils:record_detail councils:record_confirm"
    ),
    "hoi-dong#mo-diem-va-ket-luan": (
        "councils:evaluation_detail councils:scores councils:scores_open councils:findings "
        "councils:evaluation_conclude councils:evaluation_reconsider councils:leniency"
    ),
    "hoi-dong#van-ban-cua-hoi-dong": (
        "reports:council_decision reports:session_summary reports:session_papers "
        "reports:notices_draft reports:rules_paper reports:notice reports:notices "
        "reports:session_book reports:session_advice"
    ),
    "van-ban-di#duong-di-cua-van-ban": (
        "reports:outgoing_list reports:outgoing_detail reports:outgoing_step reports:outgoing_bulk"
    ),
    "van-ban-di#soan-du-thao": "reports:outgoing_create reports:outgoing_update",
    "van-ban-di#so-so": "reports:number_list reports:number_reserve reports:number_return",
    "van-ban-di#ban-ky": "reports:outgoing_copy_add",
    "van-ban-di#van-ban-gui-den": "reports:received_list",
    PUBLIC: (
        "reports:public_plans reports:public_plan reports:public_products "
        "reports:public_dictionary reports:public_product reports:certificate_check "
        "reports:certificate_search reports:public_picture reports:outgoing_search "
        "reports:outgoing_check"
    ),
}
# The same for one role, where its own chapter says it from its side.
PLACES_OF = {
    Role.UNIT_OFFICER: {
        "can-bo-don-vi#bat-dau-tu-viec-cua-toi": "home",
        "can-bo-don-vi#lap-danh-sach-san-pham": "products:plan_of_unit products:plan_detail",
        "can-bo-don-vi#trinh-lanh-dao": "products:plan_step products:sealed_plan",
        "can-bo-don-vi#de-nghi-thu-hoi-giay-chung-nhan": "products:petition_create",
    },
    Role.UNIT_LEADER: {
        "lanh-dao-don-vi#duyet-va-gui": (
            "products:plan_of_unit products:plan_detail products:plan_step"
        ),
        "lanh-dao-don-vi#theo-doi": "products:sealed_plan programs:campaign_detail",
        "lanh-dao-don-vi#nhat-ky": "programs:event_list",
        "lanh-dao-don-vi#nguoi-cua-don-vi": "programs:user_list programs:account_request_create",
    },
    Role.PROVINCE_STAFF: {
        "chuyen-vien-tinh#tiep-nhan-hoac-tra-lai": (
            "products:plan_detail products:plan_step products:sealed_plan"
        ),
        "chuyen-vien-tinh#tim-san-pham": "products:registration_list",
        "chuyen-vien-tinh#de-nghi-thu-hoi-cua-don-vi": (
            "products:petition_list products:petition_detail products:petition_step"
        ),
    },
    Role.PROVINCE_ADMIN: {
        "chuyen-vien-tinh#tiep-nhan-hoac-tra-lai": (
            "products:plan_detail products:plan_step products:sealed_plan"
        ),
    },
    Role.COORDINATION_OFFICE: {
        "van-phong-dieu-phoi#theo-doi": "products:plan_board programs:campaign_detail",
        "van-phong-dieu-phoi#gop-y": "products:plan_detail products:plan_list",
        "van-phong-dieu-phoi#so-lieu": "reports:appendix products:registration_list",
    },
    Role.AGENCY_OFFICER: {
        "so-nganh#dot": "programs:campaign_list programs:campaign_detail",
        "so-nganh#ke-hoach-da-ban-hanh": "products:plan_list products:plan_detail",
        "so-nganh#nguoi-cua-co-quan": "programs:user_list programs:account_request_create",
    },
    Role.COUNCIL_SECRETARY: {
        "hoi-dong#thu-ky-hoi-dong": "products:plan_list products:plan_detail products:plan_board",
    },
    Role.COUNCIL_MEMBER: {
        "hoi-dong#thanh-vien-hoi-dong": "products:plan_list products:plan_detail",
    },
}
# What each role finds at the head of its own chapter.
OWN = (
    "programs:campaign_list programs:campaign_detail products:plan_of_unit products:plan_detail "
    "products:plan_step products:sealed_plan programs:account_request_create"
)


def _by_name(places):
    return {name: place for place, names in places.items() for name in names.split()}


_EVERYBODY = _by_name(PLACES)
_BY_ROLE = {role: _by_name(places) for role, places in PLACES_OF.items()}
KNOWN = frozenset({*_EVERYBODY, *OWN.split()})


def place_of(name, role) -> str:
    """The place of the guide that tells of the page: "so-san-pham#hau-kiem".

    `role` is None where nobody is signed in, and then only what is public has a place.
    """
    if role is None:
        return PUBLIC if _EVERYBODY.get(name) == PUBLIC else ""
    if name.startswith("reports:help_"):
        return ""
    own = CHAPTER_OF[role]
    return _BY_ROLE.get(role, {}).get(name) or _EVERYBODY.get(name, own)
