"""The form of reports as data: proposed, changed, published for good, asked by a campaign."""

import pytest
from django.core.management import call_command

from programs.acts import RowChanged, StepRefused
from programs.enums import CampaignKind, Role
from reports.enums import FormState, RollUp
from reports.models import FormSection, Indicator, ReportPeriod
from reports.periodic.asking import asked_of
from reports.periodic.counting import COUNTINGS
from reports.periodic.designing import FORM, create, remove, write
from reports.periodic.filling import start
from reports.periodic.periods import set_period
from tests.support.factories import make_agency, make_campaign, make_unit, make_user
from tests.support.report_rows import (
    make_form,
    make_indicator,
    make_period,
    make_ratio,
    make_section,
    publish,
)

pytestmark = [pytest.mark.django_db, pytest.mark.pg]


def names_of(form):
    return list(form.indicators.order_by("position").values_list("code", flat=True))


def test_the_proposal_asks_by_the_headings_of_the_dispatch_and_can_be_published(admin):
    form = create(by=admin)

    assert list(form.sections.values_list("code", flat=True))[:7] == [
        *("I", "II.1", "II.2", "II.3", "II.4", "II.5", "II.6"),
    ]
    functions = form.indicators.exclude(function="").values_list("function", flat=True)
    assert set(functions) <= COUNTINGS.keys()
    assert FORM.take(form, "publish", by=admin).state == FormState.PUBLISHED


def test_a_new_version_begins_as_the_old_one_with_its_ratios(admin):
    old = create(by=admin)
    FORM.take(old, "publish", by=admin)

    new = create(old, by=admin)

    assert names_of(new) == names_of(old)
    ratio = new.indicators.get(roll_up=RollUp.RATIO)
    assert ratio.part.form == ratio.whole.form == new


def test_two_who_change_one_form_are_told_of_each_other(admin):
    form = make_form()
    section = make_section(form)
    row = Indicator(form=form, section=section, code="moi", label="Mới", measure="lớp")
    write(row, by=admin, version=1)

    other = FormSection(form=form, code="IX", title="Khác")
    with pytest.raises(RowChanged):
        write(other, by=admin, version=1)

    form.refresh_from_db()
    assert form.version == 2
    remove(row, by=admin, version=2)
    assert not form.indicators.exists()


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.PROVINCE_ADMIN}))
def test_only_an_administrator_writes_forms(role):
    with pytest.raises(StepRefused, match="Chỉ quản trị cấp tỉnh"):
        create(by=make_user(role))


def test_a_published_form_is_not_changed(admin):
    form = make_form()
    indicator = make_indicator(make_section(form))
    publish(form)

    with pytest.raises(StepRefused, match="soạn phiên bản mới"):
        write(indicator, by=admin, version=1)


def test_a_form_that_asks_nothing_or_counts_by_an_unknown_way_is_not_published(admin):
    empty = make_form()
    with pytest.raises(StepRefused, match="chưa có chỉ tiêu"):
        FORM.take(empty, "publish", by=admin)

    lost = make_indicator(source="computed", function="mat_tich").form
    with pytest.raises(StepRefused, match=r"không có cách tính: .*mat_tich"):
        FORM.take(lost, "publish", by=admin)

    vanishing = make_indicator(roll_up="distinct").form
    with pytest.raises(StepRefused, match="“Mỗi chủ thể một lần” cần cách cổng tính"):
        FORM.take(vanishing, "publish", by=admin)


def test_each_reporter_is_asked_what_is_for_it():
    form = make_form()
    common = make_section(form, code="I", asked_of="both")
    units = make_section(form, code="II", asked_of="unit", has_text=False)
    own, other = make_agency(), make_agency()
    task = make_section(form, code="III", asked_of="agency", agency=own)
    figure = make_indicator(units)
    ratio = make_ratio()
    assert ratio.roll_up == RollUp.RATIO
    period = make_period(publish(form), bodies=[make_unit(), own, other])

    def sections(body):
        participant = period.campaign.participants.get(**{body._meta.model_name: body})
        return [part.section for part in asked_of(form, participant)]

    unit = period.campaign.participants.get(unit__isnull=False)
    assert [part.section for part in asked_of(form, unit)] == [common, units]
    assert asked_of(form, unit)[1].indicators == [figure]
    assert sections(own) == [common, task]
    assert sections(other) == [common]


def test_form_and_time_of_a_campaign_change_until_somebody_has_begun(admin):
    period = make_period(bodies=[make_unit()])
    participant = period.campaign.participants.get()
    other = make_form("published")
    period.form = other
    set_period(period, by=admin)
    assert ReportPeriod.objects.get().form == other

    start(participant, make_user(Role.UNIT_OFFICER, unit=participant.unit))

    with pytest.raises(StepRefused, match="Đã có nơi lập báo cáo"):
        set_period(period, by=admin)


def test_a_campaign_of_plans_has_no_form(admin):
    campaign = make_campaign(kind=CampaignKind.PLAN)
    period = ReportPeriod(campaign=campaign, form=make_form("published"))

    with pytest.raises(StepRefused, match="không phải kỳ báo cáo"):
        set_period(period, by=admin)


def test_pages_write_a_form_from_its_proposal_to_its_publication(client, as_role):
    call_command("loaddata", "agencies", verbosity=0)
    as_role(Role.PROVINCE_ADMIN)
    form_page = client.post("/bao-cao/mau/moi/", {}, follow=True)
    form = form_page.context["form"]

    added = client.post(
        f"/bao-cao/mau/{form.pk}/them-chi-tieu/",
        {
            "section": form.sections.first().pk,
            "code": "ke_hoach_xa",
            "label": "Xã có kế hoạch OCOP",
            "measure": "xã",
            "asked_of": "unit",
            "source": "typed",
            "roll_up": "sum",
            "position": 99,
            "version": form.version,
        },
        follow=True,
    )

    assert "Xã có kế hoạch OCOP" in added.content.decode()
    client.post(f"/bao-cao/mau/{form.pk}/buoc/publish/", {})
    form.refresh_from_db()
    assert form.state == FormState.PUBLISHED


def test_what_is_told_apart_and_counted_by_nobody_is_refused_with_a_sentence(client, as_role):
    as_role(Role.PROVINCE_ADMIN)
    section = make_section()
    address = f"/bao-cao/mau/{section.form_id}/them-chi-tieu/"
    typed = {"section": section.pk, "code": "htx", "label": "Hợp tác xã", "measure": "hợp tác xã"}
    typed |= {"asked_of": "unit", "roll_up": "distinct", "position": 1, "version": 1}

    page = client.post(address, typed | {"source": "typed"})

    assert page.context["form"].errors.keys() == {"roll_up"}
    assert "“Mỗi chủ thể một lần” cần cách cổng tính" in page.content.decode()
    client.post(address, typed | {"source": "both", "function": "cooperatives"})
    assert section.indicators.get().roll_up == RollUp.DISTINCT


def test_a_ratio_without_parts_is_refused_with_a_sentence(client, as_role):
    as_role(Role.PROVINCE_ADMIN)
    section = make_section()

    page = client.post(
        f"/bao-cao/mau/{section.form_id}/them-chi-tieu/",
        {
            "section": section.pk,
            "code": "Ty Le",
            "label": "Tỷ lệ",
            "measure": "%",
            "asked_of": "unit",
            "source": "computed",
            "roll_up": "ratio",
            "position": 1,
            "version": 1,
        },
    )

    text = page.content.decode()
    assert "Mã gồm chữ thường không dấu" in text
    assert "Tỷ lệ cần tử số và mẫu số" in text
