"""What every form of the portal shares: days, keys of rows, texts, and rows that others change."""

from datetime import UTC, date, datetime

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import QueryDict

from programs.answer_sheet import NONE_MET
from programs.forms.accounts import DatedChoiceField, PlaceForm
from programs.forms.answers import NO_OPTION, AnswersForm
from programs.forms.base import KeyedForm, RowsField, in_known_years
from programs.forms.campaigns import CampaignForm, ParticipantsForm
from programs.forms.listings import with_words
from programs.models import Agency, Campaign, Unit
from tests.support.factories import make_agency, make_campaign, make_commune, make_unit

pytestmark = [pytest.mark.django_db, pytest.mark.pg]


class DayForm(KeyedForm):
    day = forms.DateField(required=False)
    at = forms.DateTimeField(required=False)


# --- Days and keys -------------------------------------------------------------------------------


@pytest.mark.parametrize("day", [date(1900, 1, 1), date(2100, 12, 31), datetime(2024, 2, 29)])  # noqa: DTZ001
def test_a_day_of_the_years_from_1900_to_2100_is_known(day):
    assert in_known_years(day) is None


@pytest.mark.parametrize("day", [date(1899, 12, 31), date(2101, 1, 1), date(24, 3, 1)])
def test_any_other_year_was_mistyped_and_is_told(day):
    with pytest.raises(ValidationError, match=f"Năm {day.year} không hợp lý") as refused:
        in_known_years(day)
    assert refused.value.code == "year"


@pytest.mark.parametrize(("name", "typed"), [("day", "01/03/0204"), ("at", "01/03/2204 08:00")])
def test_the_year_of_a_day_and_of_an_instant_is_looked_at_in_every_form(name, typed):
    form = DayForm({name: typed})

    assert list(form.errors) == [name]
    assert name not in form.cleaned_data


def test_each_page_of_a_form_has_a_key_of_its_own_and_a_broken_one_is_told():
    assert DayForm()["form_key"].value() != DayForm()["form_key"].value()
    assert DayForm({}).is_valid()
    assert not DayForm({"form_key": "x"}).is_valid()


@pytest.mark.parametrize("key", ["x", "-1", "9" * 19, "²", "1.0", "0"])
def test_a_key_that_no_row_could_have_ticks_nothing(key):
    unit = make_unit()

    with pytest.raises(ValidationError):
        RowsField(Unit.objects.all()).clean([str(unit.pk), key])
    assert list(RowsField(Unit.objects.all()).clean([str(unit.pk)])) == [unit]


# --- Rows ----------------------------------------------------------------------------------------

TYPED = {
    "kind": "plan",
    "year": "2025",
    "number": "1",
    "opens_on": "05/03/2025",
    "due_at": "01/04/2025",
    "locks_at": "15/04/2025 17:00",
}


def form_of(campaign=None, **typed):
    data = QueryDict(mutable=True)
    data.update(TYPED | typed)
    return CampaignForm(data, instance=campaign or Campaign())


def test_texts_are_cleaned_as_everywhere_and_notes_keep_their_lines():
    form = form_of(issuer=" Sở\u200b  A ", note="một  hai\r\n ba")

    assert form.is_valid(), form.errors
    assert (form.cleaned_data["issuer"], form.cleaned_data["note"]) == ("Sở A", "một hai\nba")


@pytest.mark.parametrize("text", ["Së N«ng nghiÖp", "Sở\u202eA", "Sở Nông nghiệр"])
def test_a_text_that_cannot_be_stored_is_told_beside_its_field(text):
    assert list(form_of(issuer=text).errors) == ["issuer"]


def test_the_number_of_a_year_is_shown_without_dots_and_the_version_too():
    form = CampaignForm(instance=Campaign(year=2025, version=1234))

    assert 'value="2025"' in str(form["year"])
    assert 'value="1234"' in str(form["version"])


def test_a_form_over_another_row_bears_its_version_and_no_key_of_the_page_before():
    form = form_of(version="1", form_key="k", issuer="Sở B").over(Campaign(version=7))

    assert (form["version"].value(), form["issuer"].value()) == (7, "Sở B")
    assert "form_key" not in form.data


def test_a_form_over_a_row_that_is_gone_stays_as_it_was():
    form = form_of(version="1", form_key="k")

    assert form.over(None) is form
    assert form.data["version"] == "1"


def test_a_row_is_told_in_the_words_of_its_form():
    due = datetime(2024, 3, 31, 17, tzinfo=UTC)
    row = Campaign(kind="annual", year=2024, opens_on=date(2024, 2, 29), due_at=due, locks_at=None)

    told = dict(form_of().texts_of(row))

    assert (told["Loại"], told["Năm"], told["Đợt"]) == ("báo cáo năm", "2024", "1")
    assert told["Ngày mở"] == "29/02/2024"
    assert told["Hạn gửi (trước thời điểm)"] == "00:00 01/04/2024"
    assert told["Khóa (trước thời điểm)"] == ""


def test_a_campaign_asks_the_units_that_report_to_the_province_on_the_day_it_opens():
    there, gone = make_unit(), make_unit(valid_to=date(2024, 2, 29))
    later = make_unit(valid_from=date(2024, 3, 2))

    offered = ParticipantsForm(campaign=make_campaign(opens_on=date(2024, 3, 1))).fields["units"]

    assert list(offered.queryset) == [there]
    assert not {gone, later, there.parent, *there.children.all()} & set(offered.queryset)


def test_a_campaign_of_reports_is_opened_in_words_that_speak_of_no_plan():
    said = {name: field.help_text for name, field in CampaignForm().fields.items()}

    assert said["opens_on"] == "Từ ngày này nơi tham gia soạn được những gì đợt hỏi."
    assert "kế hoạch" in said["note"]  # which is printed there alone


def test_all_units_are_asked_at_one_tick_which_says_how_many():
    units, agencies = [make_unit() for _ in range(2)], [make_agency()]
    campaign = make_campaign(kind="annual")

    form = ParticipantsForm({"all_units": "on", "all_agencies": "on"}, campaign=campaign)

    assert form.is_valid()
    assert list(form.cleaned_data["units"]) == units
    assert list(form.cleaned_data["agencies"]) == agencies
    assert form.fields["all_units"].label == "chọn tất cả 2 địa phương dưới đây"
    assert form.fields["all_agencies"].label == "chọn tất cả 1 cơ quan dưới đây"


def test_a_campaign_that_asks_nobody_is_refused():
    plans = ParticipantsForm({}, campaign=make_campaign())
    reports = ParticipantsForm({}, campaign=make_campaign(kind="annual", number=2))

    assert plans.errors == {"units": ["Chọn ít nhất một địa phương."]}
    assert reports.errors == {"units": ["Chọn ít nhất một địa phương hoặc cơ quan."]}


# --- Places and people ---------------------------------------------------------------------------


def test_a_place_of_former_times_is_offered_with_its_last_day():
    field = DatedChoiceField(Unit.objects.all())

    assert field.label_from_instance(Unit(kind="thanh_pho", name="Quảng Ngãi")) == "Tp. Quảng Ngãi"
    assert field.label_from_instance(
        Unit(kind="huyen", name="Ba Tơ", valid_to=date(2025, 6, 30))
    ) == ("Huyện Ba Tơ (đến 30/06/2025)")
    assert field.label_from_instance(Agency(short_name="Sở A")) == "Sở A"


def test_a_commune_under_a_district_is_no_place_of_an_account_and_one_under_the_province_is():
    unit = make_unit()
    alone = make_commune(unit.parent)

    offered = set(PlaceForm().fields["unit"].queryset)

    assert offered == {unit, alone}


# --- What pages send -----------------------------------------------------------------------------


class SheetForm(AnswersForm):
    class Meta:
        model = Campaign
        fields = ()


def test_an_answer_that_names_no_option_is_told_apart_from_none():
    data = {"o-1": "12", "o-2": "", "o-3": "x", "o-4": "0", "o-²": "5", "e-1": "Phiếu", "o": "9"}
    form = SheetForm(data, instance=Campaign())

    assert form.choices() == {1: 12, 3: NO_OPTION, 4: NONE_MET, 0: 5}
    assert form.evidence() == {1: "Phiếu"}


@pytest.mark.parametrize(
    ("text", "found"),
    [("", 3), ("sở", 1), ("ubnd tỉnh", 1), ("tỉnh ubnd", 1), ("tỉnh sở", 0), ("a " * 300, 3)],
)
def test_each_word_is_looked_for_in_any_of_the_fields(text, found):
    make_campaign(issuer="ubnd", document="tỉnh a")
    make_campaign(issuer="sở a", document="")
    make_campaign(issuer="", document="a")

    assert Campaign.objects.filter(with_words(text.split(), "issuer", "document")).count() == found


def test_more_words_than_a_database_takes_find_nothing():
    many = " ".join(map(str, range(201)))

    assert with_words(many.split(), "issuer") == Q(pk__in=[])
    assert with_words(many.split()[:200], "issuer") != Q(pk__in=[])
