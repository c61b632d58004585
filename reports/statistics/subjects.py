"""What statistics may be asked about: lists of the house, what parts them, what is told of them."""

from django.db.models import Value
from django.db.models.functions import Coalesce, NullIf

from products.certificates.happened import Occasion, occasion_of
from products.certificates.listings import CERTIFICATES, HOLDING
from products.dossiers.listings import DOSSIERS
from products.enums import (
    STARS,
    DossierKind,
    DossierState,
    Gender,
    PlanState,
    ProducerKind,
    ProductStatus,
    RegistrationForm,
)
from products.plans.listings import PLANS, REGISTRATIONS
from products.register.listings import PRODUCERS, PRODUCTS, UNSAID, holding_on, star_on
from programs.enums import REGISTER_VISITORS, ProductGroup
from reports.models.report_forms import REPORT_READERS
from reports.statistics.counting import Measure, Subject, Way
from reports.statistics.dimensions import (
    Option,
    by_choice,
    by_row,
    by_unit_now,
    by_unit_then,
    by_year,
)

_OF_REGISTER = REPORT_READERS & REGISTER_VISITORS
# The states of plans that make the province's figures.
_COUNTING = (PlanState.SENT, PlanState.ACCEPTED, PlanState.ISSUED)
# Of past days: what the register knew by then, and what it does not keep of then.
_KNOWN_THEN = (
    "{} chỉ được đếm khi đến ngày xem đã có gì ghi ngày trong sổ: giấy đã cấp, hồ sơ đã nhận đủ, "
    "hoặc lần ghi đầu tiên vào sổ; {} theo sổ hôm nay."
)
_NO_SET = Option(None, "chưa xếp bộ", {"set": "null"})


def _group(path=""):
    field = f"{path}product_group"
    return by_choice("group", "nhóm sản phẩm", "group", field, ProductGroup.choices)


def _set(path=""):
    return by_row("set", "bộ sản phẩm", "set", f"{path}product_set", _NO_SET)


def _maker(path="", param="maker"):
    return by_choice(
        "maker", "loại hình chủ thể", param, f"{path}producer__kind", ProducerKind.choices
    )


def _makers(path=""):
    return Measure("producers", "số chủ thể", Way.DISTINCT, f"{path}producer")


CERTIFICATE_FIGURES = Subject(
    name="giay",
    title="Giấy chứng nhận",
    listing=CERTIFICATES,
    dimensions=(
        by_choice("star", "hạng sao", "star", "star", STARS),
        _group("product__"),
        by_unit_now(),
        by_unit_then("unit_then", "đơn vị vào ngày cấp", "issued_on"),
        _set("product__"),
        _maker("product__"),
        by_year("year", "năm cấp", "year", "year"),
        by_choice("occasion", "cấp do", "occasion", lambda _: occasion_of(), Occasion.choices),
    ),
    measures=(
        Measure("rows", "số giấy"),
        _makers("product__"),
        Measure("products", "số sản phẩm", Way.DISTINCT, "product"),
    ),
    filters=("status", "day", "issued_from", "issued_to"),
    roles=_OF_REGISTER,
    narrowed={"status": HOLDING},
    fixed={},
)
PRODUCT_FIGURES = Subject(
    name="san-pham",
    title="Sản phẩm",
    listing=PRODUCTS,
    dimensions=(
        _group(),
        by_choice(
            "star",
            "hạng sao",
            "star",
            lambda bound: star_on(bound.asked),
            [*STARS, (0, "chưa có sao")],
        ),
        by_unit_now(),
        _set(),
        _maker(),
        by_choice("status", "tình trạng", "status", "status", ProductStatus.choices),
    ),
    measures=(Measure("rows", "số sản phẩm"), _makers()),
    filters=("day", "status"),
    roles=_OF_REGISTER,
    narrowed={},
    fixed={},
    past=_KNOWN_THEN.format("Sản phẩm", "nhóm, bộ, chủ thể, tình trạng"),
)
PRODUCER_FIGURES = Subject(
    name="chu-the",
    title="Chủ thể",
    listing=PRODUCERS,
    dimensions=(
        by_choice("kind", "loại hình", "kind", "kind", ProducerKind.choices),
        by_choice(
            "gender",
            "giới tính người đại diện",
            "gender",
            lambda _: Coalesce(NullIf("gender", Value("")), Value(UNSAID)),
            [*Gender.choices, (UNSAID, "chưa ghi nam, nữ")],
        ),
        by_unit_now(),
    ),
    measures=(
        Measure("rows", "số chủ thể"),
        Measure("products", "số sản phẩm trong sổ (mọi tình trạng)", Way.SUM, "product_count"),
        Measure(
            "holding",
            "số sản phẩm còn hiệu lực",
            Way.SUM,
            lambda bound: holding_on(bound.asked),
        ),
    ),
    filters=("day", "holding", "minority"),
    roles=_OF_REGISTER,
    narrowed={},
    fixed={},
    past=_KNOWN_THEN.format("Chủ thể, sản phẩm", "loại hình, người đại diện"),
)
REGISTRATION_FIGURES = Subject(
    name="dang-ky",
    title="Sản phẩm đăng ký",
    listing=REGISTRATIONS,
    dimensions=(
        by_row("unit", "đơn vị lập kế hoạch", "unit", "plan__unit"),
        by_choice("form", "hình thức", "form", "form", RegistrationForm.choices),
        by_choice("group", "nhóm sản phẩm", "group", "product_group", ProductGroup.choices),
        by_choice("kind", "loại hình chủ thể", "kind", "producer_kind", ProducerKind.choices),
        by_row("campaign", "đợt", "campaign", "plan__campaign"),
    ),
    measures=(Measure("rows", "số sản phẩm"),),
    filters=("campaign",),
    roles=REPORT_READERS,
    narrowed={},
    fixed={"counting": "on"},
)
PLAN_FIGURES = Subject(
    name="ke-hoach",
    title="Kế hoạch",
    listing=PLANS,
    dimensions=(
        by_row("unit", "đơn vị", "unit", "unit"),
        by_row("campaign", "đợt", "campaign", "campaign"),
        by_choice(
            "state", "trạng thái", "state", "state", [(state, state.label) for state in _COUNTING]
        ),
    ),
    measures=(
        Measure("rows", "số kế hoạch"),
        Measure("listed", "số sản phẩm đã liệt kê", Way.SUM, "listed"),
        Measure("declared", "số sản phẩm đã khai", Way.SUM, "declared"),
    ),
    filters=("campaign",),
    roles=REPORT_READERS,
    narrowed={},
    fixed={"counting": "on"},
)
DOSSIER_FIGURES = Subject(
    name="ho-so",
    title="Hồ sơ đánh giá",
    listing=DOSSIERS,
    dimensions=(
        by_choice("state", "trạng thái", "state", "state", DossierState.choices),
        by_choice("kind", "loại hồ sơ", "kind", "kind", DossierKind.choices),
        by_choice("star", "hạng sao đề nghị", "star", "aimed_star", STARS),
        _group("product__"),
        by_unit_now(),
        _maker("product__"),
        by_year(
            "year",
            "năm nhận",
            "year",
            "received_year",
            Option(None, "chưa nhận đủ", {"unreceived": "on"}),
        ),
    ),
    measures=(Measure("rows", "số hồ sơ"), _makers("product__")),
    filters=("day", "year"),
    roles=_OF_REGISTER,
    narrowed={},
    fixed={},
)

SUBJECTS = (
    CERTIFICATE_FIGURES,
    PRODUCT_FIGURES,
    PRODUCER_FIGURES,
    REGISTRATION_FIGURES,
    PLAN_FIGURES,
    DOSSIER_FIGURES,
)


def subjects_for(user) -> list[Subject]:
    return [subject for subject in SUBJECTS if user.role in subject.roles]
