"""What reports come to for the province: by the roll-up, with the reports behind, gaps said."""

import json
from datetime import date
from io import BytesIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from openpyxl import load_workbook

from programs.enums import CampaignKind, Role
from programs.models import Participant
from reports.builders.province import figure_table, gaps_said, province_table
from reports.models import ReportPeriod
from reports.periodic.province import Province
from tests.support.english import read
from tests.support.factories import (
    make_agency,
    make_campaign,
    make_certificate,
    make_product,
    make_province,
    make_unit,
    make_user,
)
from tests.support.report_rows import (
    make_double,
    make_form,
    make_indicator,
    make_period,
    make_periodic,
    make_seal,
    make_section,
    publish,
)

pytestmark = [pytest.mark.django_db, pytest.mark.pg]


@pytest.fixture
def asked():
    """Four units and an agency, asked for classes, money and its ratio, and a stock of units."""
    form = make_form()
    section = make_section(form, code="II.6", asked_of="both")
    _, von, da_chi = (
        make_indicator(section, code=code, asked_of="both") for code in ("lop", "von", "da_chi")
    )
    ratio = {"roll_up": "ratio", "source": "computed", "part": da_chi, "whole": von}
    make_indicator(section, code="ty_le", asked_of="both", **ratio)
    make_indicator(section, code="diem", roll_up="latest")
    bodies = [*(make_unit() for _ in range(4)), make_agency()]
    days = {"data_from": date(2024, 12, 15), "data_to": date(2025, 6, 14)}
    return make_period(publish(form), bodies=bodies, campaign={"year": 2025}, **days), bodies


def report(period, body, state="accepted", version=1, *, nil=False, late=False, **values):
    participant = period.campaign.participants.get(**{body._meta.model_name: body})
    rows = {each.code: each for each in period.form.indicators.all()}
    row = make_periodic(
        state,
        participant=participant,
        version=version,
        is_nil=nil,
        figures={rows[code]: value for code, value in values.items()},
    )
    if state not in {"draft", "handed_in"}:
        make_seal(row)
    if late:
        type(row).objects.filter(pk=row.pk).update(is_late=True)
    return row


def told(period):
    """{code: (units, agencies, province, reports)} as the table has them."""
    table = province_table(Province(period.campaign))
    lines = zip(Province(period.campaign).lines(), table.rows, strict=True)
    return {line.indicator.code: row[3:7] for line, row in lines}


def test_each_reporter_counts_once_with_the_latest_accepted_version(asked):
    period, (first, second, third, fourth, agency) = asked
    report(period, first, "superseded", lop=1, von=100, da_chi=10, diem=9)
    report(period, first, version=2, lop=2, von=200, da_chi=50, diem=3)
    report(period, second, nil=True, lop=0, von=0, da_chi=0, diem=4)
    report(period, third, "returned", lop=100, diem=100)
    report(period, fourth, "sent", lop=1000, diem=1000)
    report(period, agency, lop=5, von=100, da_chi=100)

    assert told(period) == {
        "lop": (2, 5, 7, 3),
        "von": (200, 100, 300, 3),
        "da_chi": (50, 100, 150, 3),
        "ty_le": (None, None, 50.0, None),  # 150 of 300, not the mean of 25 and 100
        "diem": (7, None, 7, 2),
    }


def test_what_two_reporters_counted_twice_is_cut_of_the_province_and_said(asked):
    period, (first, *_, agency) = asked
    rows = [report(period, first, lop=4), report(period, agency, lop=3)]
    lop = period.form.indicators.get(code="lop")
    seals = [row.seals.get() for row in rows]
    make_double(indicator=lop, kept=seals[1], cut=seals[0], many=2)
    province = Province(period.campaign)
    line = next(line for line in province.lines() if line.indicator.code == "lop")

    assert told(period)["lop"] == (4, 3, 5, 2)
    assert figure_table(province, line).rows[-1] == ("Trừ số tính trùng", None, -2)
    assert figure_table(province, line).totals == ("Cộng", None, 5)
    assert any("đã trừ 2 tính trùng" in note for note in province_table(province).notes)


def test_what_nobody_answered_is_not_nought(asked):
    period, (first, *_) = asked
    report(period, first, lop=0)

    figures = told(period)

    assert figures["lop"] == (0, None, 0, 1)
    assert figures["von"] == (None, None, None, None)
    assert figures["ty_le"][2] is None


def test_a_campaign_that_asks_nobody_says_nothing_of_any_figure():
    form = make_form()
    make_indicator(make_section(form), code="lop")
    period = make_period(publish(form))

    assert told(period) == {"lop": (None, None, None, None)}


def test_the_gaps_are_said_with_names(asked):
    period, (first, second, third, fourth, agency) = asked
    report(period, first, "returned")
    report(period, second, nil=True, late=True)
    report(period, third, "sent")

    said = " ".join(gaps_said(Province(period.campaign)))

    assert f"còn 02 nơi chưa báo cáo: {fourth.short_name}; {agency.short_name}." in said
    assert f"còn 01 nơi bị trả lại, chưa gửi lại: {first.short_name}." in said
    assert f"01 nơi gửi muộn: {second.short_name.lower()}." in said.lower()
    assert "không phát sinh" in said
    assert f"01 nơi đã gửi, chờ tiếp nhận, chưa tính: {third.short_name}." in said


def test_a_figure_opens_the_reports_that_add_up_to_it(client, as_role, asked):
    period, (first, second, *_) = asked
    reports = [report(period, first, lop=2), report(period, second, lop=3)]
    province = Province(period.campaign)
    line = next(line for line in province.lines() if line.indicator.code == "lop")
    table = figure_table(province, line)

    assert [row[2] for row in table.rows] == [2, 3]
    assert table.totals[2] == 5
    as_role(Role.OBSERVER)
    page = client.get(f"/bao-cao/ky/{period.campaign_id}/tong-hop/").content.decode()
    assert f'href="/bao-cao/ky/{period.campaign_id}/tong-hop/lop/"' in page
    page = client.get(f"/bao-cao/ky/{period.campaign_id}/tong-hop/lop/").content.decode()
    for each in reports:
        assert f'href="/bao-cao/{each.pk}/"' in page


def test_a_ratio_is_a_number_in_every_file(client, as_role, asked):
    period, (first, *_) = asked
    report(period, first, von=300, da_chi=200)
    as_role(Role.OBSERVER)
    url = f"/bao-cao/ky/{period.campaign_id}/tong-hop"

    told = json.loads(client.get(f"{url}.json").getvalue())
    province = [column["key"] for column in told["columns"]].index("province")
    [sheet] = load_workbook(BytesIO(client.get(f"{url}.xlsx").getvalue()))

    assert 66.7 in [row[province] for row in told["rows"]]
    assert 66.7 in [cell.value for cell in sheet["F"]]
    assert "66,7" in client.get(f"{url}/").content.decode()


def test_where_the_register_has_another_number_it_is_said():
    unit, other = make_unit(), make_unit()
    form = make_form()
    section = make_section(form, code="II.4")
    make_indicator(section, code="con", label="Còn hiệu lực", source="both", function="held_3")
    who = {"label": "Số chủ thể", "source": "computed", "roll_up": "distinct"}
    make_indicator(section, code="chu", function="producers", **who)
    for each in (unit, other):
        make_certificate(product=make_product(commune=each.children.first()), star=3)
    period = make_period(publish(form), bodies=[unit, other], data_to=timezone.localdate())
    report(period, unit, con=1)

    notes = province_table(Province(period.campaign)).notes

    assert any(note.endswith("khác: Còn hiệu lực: báo cáo 1, sổ 2.") for note in notes)
    assert "Đếm trên sổ đăng ký của toàn tỉnh, không cộng từ báo cáo: Số chủ thể." in notes


def test_before_and_a_year_ago_stand_beside_where_the_province_is_one(asked):
    period, (first, *_) = asked
    report(period, first, lop=2)
    last = make_period(
        period.form,
        bodies=[first],
        campaign={"year": 2024},
        data_from=date(2023, 12, 15),
        data_to=date(2024, 6, 14),
    )
    report(last, first, lop=7)

    [line] = [each for each in Province(period.campaign).lines() if each.indicator.code == "lop"]

    assert (line.value, line.year_ago, line.before) == (2, 7, None)


def test_another_province_is_not_compared_with(asked):
    """After a merger of provinces what was typed before cannot be regrouped."""
    period, (first, *_) = asked
    report(period, first, lop=2)
    old = make_province()
    old.valid_to = date(2024, 12, 31)
    old.save()
    type(old).objects.create(code="52", name="Tỉnh Mới", kind=old.kind, valid_from=date(2025, 1, 1))
    last = make_period(
        period.form,
        bodies=[first],
        campaign={"year": 2024},
        data_from=date(2023, 12, 15),
        data_to=date(2024, 6, 14),
    )
    report(last, first, lop=7)

    table = province_table(Province(period.campaign))

    assert table.rows[0][9] is None
    assert any("không so sánh được" in note for note in table.notes)


def test_what_was_sealed_counts_and_not_what_became_of_the_rows(asked):
    period, (first, *_) = asked
    report(period, first, lop=2)
    Participant.objects.filter(unit=first).update(position=9)
    first.name = "Đổi tên"
    first.save()

    assert told(period)["lop"] == (2, None, 2, 1)


def test_the_command_prints_what_the_page_shows(asked, tmp_path, capsys):
    period, (first, *_) = asked
    report(period, first, lop=2)
    call_command("report", "periodic", year="2025", period="6-month", format="json")

    printed = json.loads(capsys.readouterr().out)
    assert {row["code"]: row["value"] for row in printed["figures"]}["lop"] == 2
    for extension in ("pdf", "docx", "xlsx"):
        path = tmp_path / f"a.{extension}"
        call_command(
            "report", "periodic", year="2025", period="6-month", format=extension, output=str(path)
        )
        assert path.stat().st_size
    with pytest.raises(CommandError, match="Ghi năm và kỳ"):
        call_command("report", "periodic", year="2025", period="quý", format="json")
    with pytest.raises(CommandError, match="không có báo cáo năm nào"):
        call_command("report", "periodic", year="2025", period="annual", format="json")


def test_a_campaign_without_a_form_says_so(client, as_role):
    campaign = make_campaign(kind=CampaignKind.ANNUAL_REPORT)
    assert not ReportPeriod.objects.filter(campaign=campaign).exists()

    as_role(Role.PROVINCE_STAFF)
    page = client.get(f"/bao-cao/ky/{campaign.pk}/tong-hop/")

    assert page.status_code == 409
    assert "chưa chọn mẫu" in " ".join(read(page.content.decode()).texts)


@pytest.mark.parametrize("role", [Role.UNIT_OFFICER, Role.AGENCY_OFFICER])
def test_reporters_read_their_own_reports_alone(client, asked, role):
    period, (first, *_, agency) = asked
    place = {"unit": first} if role == Role.UNIT_OFFICER else {"agency": agency}
    client.force_login(make_user(role, **place))

    assert client.get(f"/bao-cao/ky/{period.campaign_id}/tong-hop/").status_code == 403
