"""What makes a dossier whole is data: by regulation, kind of dossier and product set."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.management import call_command
from pytest_django.asserts import assertContains

from products.dossiers.checklist import missing_in
from products.dossiers.evidence import standing
from products.dossiers.self_assessment import changes_since, copy_answers, save_answers
from products.dossiers.sheets import load
from products.dossiers.workflow import DOSSIER_PROCEDURE
from products.enums import SAMPLES, EvidenceKind
from programs.acts import StepRefused
from programs.answer_sheet import NONE_MET
from programs.answers import AnswersRefused
from programs.enums import Role
from programs.models import DossierItem, ProductSet, Regulation
from tests.support.factories import (
    make_certificate,
    make_criteria_set,
    make_dossier,
    make_product,
    make_report,
    make_user,
    make_whole_dossier,
    publish,
)
from tests.support.papers import make_paper

pytestmark = [pytest.mark.django_db, pytest.mark.pg]
TODAY = date(2026, 11, 25)
RICE_WINE, BASKET, TOURISM, FLOWERS = 14, 21, 26, 23


@pytest.fixture(autouse=True)
def _law():
    names = ("product_sets", "regulations", "dossier_items", "holidays")
    call_command("loaddata", *names, verbosity=0)
    with time_machine.travel(TODAY):
        yield


def of_set(number, *, papers=(), **fields):
    """A dossier of a product of this set with five samples, that denies all but these papers."""
    product = make_product(product_set=ProductSet.objects.get(number=number))
    absent = [kind for kind in EvidenceKind if kind not in papers]
    dossier = make_whole_dossier(product, **{"samples": 5, "absent_evidence": absent} | fields)
    for kind in papers:
        make_paper(dossier, kind=kind)
    return dossier


# --- Papers and samples ------------------------------------------------------------------------


def test_a_dossier_that_denies_every_paper_is_not_whole():
    dossier = of_set(FLOWERS)

    assert missing_in(dossier) == ["giấy tờ bắt buộc, còn giá trị: Giấy đăng ký kinh doanh"]
    officer = make_user(Role.UNIT_OFFICER, unit=dossier.product.commune.parent)
    with pytest.raises(StepRefused, match="Giấy đăng ký kinh doanh"):
        DOSSIER_PROCEDURE.take(dossier, "submit", by=officer)


@pytest.mark.parametrize(
    ("number", "lacking"),
    [
        (RICE_WINE, ["business_licence", "quality_declaration", "test_report"]),
        (BASKET, ["business_licence", "quality_declaration"]),
        (FLOWERS, ["business_licence"]),
        (TOURISM, ["business_licence"]),
    ],
)
def test_what_is_mandatory_is_said_of_each_set(number, lacking):
    assert standing(of_set(number)).lacking == lacking


def test_a_mandatory_paper_that_expired_is_lacking_too():
    dossier = of_set(FLOWERS)
    dossier.absent_evidence.remove("business_licence")
    paper = make_paper(dossier, kind="business_licence", valid_until=TODAY)
    assert missing_in(dossier) == []

    paper.valid_until = TODAY - timedelta(days=1)
    paper.save()

    assert standing(dossier).lacking == ["business_licence"]


@pytest.mark.parametrize(
    ("kind", "is_asked"), [("first", True), ("upgrade", True), ("re_evaluation", False)]
)
def test_what_did_not_change_is_asked_anew_of_no_re_evaluation(kind, is_asked):
    certificate = make_certificate() if kind != "first" else None
    dossier = make_dossier(kind=kind, certificate=certificate)

    unsaid = standing(dossier).unsaid

    assert ("story" in unsaid) is is_asked
    assert "labour" in unsaid
    assert "award" not in unsaid  # free for all


@pytest.mark.parametrize(
    ("number", "samples", "said"),
    [
        (FLOWERS, None, ["05 mẫu sản phẩm (mới ghi 0)"]),
        (FLOWERS, 4, ["05 mẫu sản phẩm (mới ghi 4)"]),
        (FLOWERS, 5, []),
        (TOURISM, None, []),
        (TOURISM, 0, []),
    ],
)
def test_five_samples_are_sent_but_of_tourism(number, samples, said):
    dossier = of_set(number, papers=["business_licence"], samples=samples)

    assert missing_in(dossier) == said


def test_a_paper_that_is_there_and_denied_is_a_contradiction_with_its_name(client, as_role):
    dossier = of_set(FLOWERS, papers=["business_licence", "labour"])
    dossier.absent_evidence.append("labour")
    dossier.save()

    [words] = missing_in(dossier)
    assert words.startswith("mâu thuẫn, vừa có giấy tờ vừa ghi là không có")
    assert words.endswith("Sử dụng lao động địa phương")
    as_role(Role.UNIT_OFFICER, unit=dossier.product.commune.parent)
    assertContains(client.get(dossier.get_absolute_url()), "Vừa có giấy tờ vừa ghi là không có")


def test_the_row_of_a_set_goes_before_that_of_a_kind_and_that_of_all():
    dossier = of_set(FLOWERS)
    law, facts = Regulation.objects.get(code="26-2026"), {"item": SAMPLES, "mark": "C"}
    for amount, narrower in ((7, {"event": "first"}), (3, {"product_set_id": _set(FLOWERS)})):
        row = {"need": "mandatory", "amount": amount} | facts | narrower
        DossierItem.objects.create(regulation=law, **row)
        assert standing(dossier).samples == amount


def _set(number):
    return ProductSet.objects.get(number=number).pk


def test_where_a_regulation_says_nothing_a_paper_may_be_denied():
    dossier = of_set(FLOWERS, received_on=date(2025, 1, 10), samples=None)

    assert missing_in(dossier) == []


# --- Every criterion ---------------------------------------------------------------------------


@pytest.fixture
def assessed():
    """A dossier of a sheet with 1.1 (levels 20, 40), 1.2 (0, 40) and 1.3 (0, 20, if 1.2 has)."""
    criteria = make_criteria_set(Regulation.objects.get(code="26-2026"), points=(40, 40, 20))
    criteria.criteria.get(code="1.1").options.filter(number=1).update(points=20)
    last = criteria.criteria.get(code="1.3")
    last.needs = criteria.criteria.get(code="1.2")
    last.save()
    product = make_product(product_set=publish(criteria).product_set)
    return make_whole_dossier(
        product,
        criteria_set=criteria,
        samples=5,
        absent_evidence=[kind for kind in EvidenceKind if kind != "business_licence"],
    )


def choose(dossier, **numbers):
    """{criterion: option} where c1_2=2 is the second option of 1.2, and NONE_MET itself."""
    choices = {}
    for name, number in numbers.items():
        criterion = dossier.criteria_set.criteria.get(code=name[1:].replace("_", "."))
        picked = number and criterion.options.get(number=number).pk
        choices[criterion.pk] = picked or NONE_MET
    return choices


def save(dossier, **numbers):
    officer = make_user(Role.UNIT_OFFICER, unit=dossier.product.commune.parent)
    dossier.refresh_from_db()
    facts = {"by": officer, "version": dossier.version}
    save_answers(dossier, choose(dossier, **numbers), {}, **facts)


@pytest.mark.parametrize(
    ("answers", "left"),
    [
        ({"c1_2": 2}, "còn 2 tiêu chí chưa trả lời (1.1, 1.3)"),
        ({"c1_1": 1, "c1_2": 2}, "còn 1 tiêu chí chưa trả lời (1.3)"),
        ({"c1_1": 0, "c1_2": 2, "c1_3": 1}, ""),
        ({"c1_1": 0, "c1_2": 1}, ""),  # 1.3 is not scored
    ],
)
def test_every_criterion_that_is_scored_is_answered(assessed, answers, left):
    make_paper(assessed, kind="business_licence")
    save(assessed, **answers)

    missing = " ".join(missing_in(assessed))

    assert left in missing
    assert bool(missing) is bool(left)


def test_no_level_is_an_answer_where_no_level_has_0_points(assessed):
    save(assessed, c1_1=0, c1_2=2)

    node = next(leaf for leaf in load(assessed).leaves if leaf.criterion.code == "1.1")
    assert (node.meets_none, node.points, node.is_unanswered) == (True, 0, False)
    with pytest.raises(AnswersRefused, match=r"Tiêu chí 1\.2: mức đã chọn không thuộc"):
        save(assessed, c1_2=0)


def test_no_level_is_offered_kept_changed_and_printed(client, as_role, assessed):
    as_role(Role.UNIT_OFFICER, unit=assessed.product.commune.parent)
    address = f"{assessed.get_absolute_url()}tu-cham/"
    save(assessed, c1_1=0)

    page = client.get(address).content.decode()
    criterion = assessed.criteria_set.criteria.get(code="1.1")
    assert f'name="o-{criterion.pk}" value="0" data-points="0" checked' in page
    assert page.count("Không đạt mức nào") == 1
    save(assessed, c1_1=2)

    answer = assessed.answers.get()
    assert (answer.meets_none, answer.option.points) == (False, 40)


def test_a_renewal_takes_the_answer_along_and_tells_no_change(assessed):
    save(assessed, c1_1=0)
    certificate = make_certificate(assessed.product)
    facts = {"kind": "upgrade", "certificate": certificate, "criteria_set": assessed.criteria_set}
    assessed.state = "withdrawn"
    assessed.save()
    renewal = make_dossier(assessed.product, follows=assessed, **facts)

    copy_answers(assessed, renewal)

    assert renewal.answers.get().meets_none
    assert changes_since(assessed, renewal) == []


def test_nothing_is_forwarded_that_is_not_whole_any_more(assessed):
    make_report(assessed)
    officer = make_user(Role.UNIT_OFFICER, unit=assessed.product.commune.parent)
    paper = make_paper(assessed, kind="business_licence")
    save(assessed, c1_1=1, c1_2=1)
    dossier = DOSSIER_PROCEDURE.take(assessed, "submit", by=officer)
    paper.delete()

    leader = make_user(Role.UNIT_LEADER, unit=officer.unit)
    with pytest.raises(StepRefused, match="giấy tờ bắt buộc"):
        DOSSIER_PROCEDURE.take(dossier, "forward", by=leader)
