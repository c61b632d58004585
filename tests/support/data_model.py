"""The drawing of the data model, docs/model.md, made from the models alone by `make model`."""

from pathlib import Path

from django.apps import apps

DRAWING = Path(__file__).resolve().parents[2] / "docs" / "model.md"
HEAD = """# The data model

Made by `make model` from the models themselves; a test fails while it is out of date. One drawing
a room. `FK` marks a field that refers to a row of the table named before it; a line is drawn where
that table is in the same room: `||` one, `o|` one or none, `o{` any number. Every table also has
the key `id`. `UK` marks a value that no two rows share.
"""
ROOMS = {  # title: the modules that hold its models
    "Units and people": ["programs.models.units", "programs.models.people"],
    "Campaigns": ["programs.models.campaigns"],
    "The law": ["programs.models.regulations", "programs.models.holidays"],
    "Criteria": ["programs.models.criteria", "programs.models.catalogue"],
    "Trail, mail and news": [
        "programs.models.trail",
        "programs.models.notices",
        "programs.models.saved_views",
        "programs.models.drafts",
    ],
    "Plans": [
        "products.models.plans",
        "products.models.registrations",
        "products.models.drafts",
        "products.models.imports",
        "products.models.titles",
    ],
    "The register": [
        "products.models.register",
        "products.models.placements",
        "products.models.publications",
        "products.models.register_imports",
    ],
    "Certificates": ["products.models.certificates", "products.models.expiry"],
    "Dossiers": ["products.models.dossiers", "products.models.documents"],
    "Post-checks": ["products.models.inspections", "products.models.petitions"],
    "Councils": [
        "councils.models.rules",
        "councils.models.membership",
        "councils.models.relations",
    ],
    "Sittings": ["councils.models.sessions", "councils.models.sheets"],
    "The advisory group": ["councils.models.advisory"],
    "Papers": ["reports.models.sealed", "reports.models.exports", "reports.models.layouts"],
    "Papers that go out": ["reports.models.outgoing"],
    "Periodic reports": [
        "reports.models.report_forms",
        "reports.models.periodic",
        "reports.models.provincial",
        "reports.models.attachments",
        "reports.models.doubles",
    ],
}
OURS = {name.split(".")[0] for modules in ROOMS.values() for name in modules}


def draw():
    """The text of the whole drawing."""
    return "\n".join([HEAD, *(_room(title, modules) for title, modules in ROOMS.items())])


def models_without_a_room():
    """The models that no drawing shows; histories and the tables of many-to-many have none."""
    drawn = {name for modules in ROOMS.values() for name in modules}
    return [
        model._meta.label
        for model in apps.get_models()
        if model._meta.app_label in OURS
        and not _is_history(model)
        and model.__module__ not in drawn
    ]


def _room(title, modules):
    models = [model for model in apps.get_models() if model.__module__ in modules]
    boxes = [line for model in models for line in _box(model)]
    lines = [line for model in models for line in _lines(model, models)]
    kept = ", ".join(model.__name__ for model in models if hasattr(model, "history"))
    history = f"\nEvery change is kept of: {kept}.\n" if kept else ""
    return "\n".join([f"## {title}\n", "```mermaid", "erDiagram", *boxes, *lines, "```", history])


def _is_history(model):
    return hasattr(model, "instance_type")


def _box(model):
    yield f'    {model.__name__}["{model.__name__} – {model._meta.verbose_name}"] {{'
    for field in _fields(model):
        key = " FK" if field.is_relation else " UK" if field.unique else ""
        yield f'        {_kind(field)} {field.name}{key} "{field.verbose_name}"'
    yield "    }"


def _lines(model, room):
    for field in _fields(model):
        if field.related_model in room:
            ends = f"{model.__name__} {_ends(field)} {field.related_model.__name__}"
            yield f'    {ends} : "{field.name}"'


def _fields(model):
    fields = [*model._meta.local_fields, *model._meta.local_many_to_many]
    return [field for field in fields if not field.primary_key]


def _kind(field):
    if field.is_relation:
        return field.related_model.__name__
    return field.get_internal_type().removesuffix("Field")


def _ends(field):
    if field.many_to_many:
        return "}o--o{"
    return f"{'|o' if field.one_to_one else '}o'}--{'o|' if field.null else '||'}"


def write():
    DRAWING.write_text(draw(), encoding="utf-8")
