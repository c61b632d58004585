"""What holds for every model, migration and template of the portal."""

import re
import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.template.loader import get_template

APPS = ["programs", "products", "councils", "reports"]
MODELS = [
    model
    for app in APPS
    for model in apps.get_app_config(app).get_models()
    if not model._meta.model_name.startswith("historical")
]
FOLDER = Path(settings.BASE_DIR) / "templates"
TEMPLATES = sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.html"))
SOURCES = [path for app in APPS for path in (Path(settings.BASE_DIR) / app).rglob("*.py")]


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_model_says_its_name_in_vietnamese(model):
    assert model._meta.verbose_name != model._meta.model_name
    assert model._meta.verbose_name[0].islower()


@pytest.mark.parametrize("name", TEMPLATES)
def test_template_compiles_and_holds_no_inline_script_or_style(name):
    source = get_template(name).template.source

    assert not re.search(r'\son\w+="|\sstyle="|<script(?![^>]*\ssrc=)|<style', source)
    assert not re.search(r"\|safe\b|autoescape off|https?://(?!www\.w3\.org)", source)


def test_every_template_of_ours_is_used():
    """A template is named in a source, in another template, or by a convention of Django."""
    conventions = re.compile(r"^(\d{3}|account|admin|bootstrap5|django|mfa|usersessions|allauth)")
    texts = [path.read_text(encoding="utf-8") for path in SOURCES]
    texts += [(FOLDER / name).read_text(encoding="utf-8") for name in TEMPLATES]
    everything = "\n".join(texts)
    views = {f"{m._meta.app_label}/{m._meta.model_name}_" for m in MODELS}

    unused = [
        name
        for name in TEMPLATES
        if name not in everything
        and not conventions.match(name)
        and not any(name.startswith(prefix) for prefix in views)
    ]

    assert unused == []


def test_every_foreign_key_protects_or_belongs():
    for model in MODELS:
        for field in model._meta.concrete_fields:
            if field.remote_field:
                assert field.remote_field.on_delete.__name__ in {"PROTECT", "CASCADE"}, field


@pytest.mark.parametrize("name", ["README.md", "docs/development.md", "docs/security.md"])
def test_files_that_a_page_for_developers_names_are_there(name):
    root = Path(settings.BASE_DIR)
    folders = "|".join([*APPS, "ocop_portal", "tests", "docs", "fixtures", "static", "templates"])
    # `products/plans/workflow.py`, `tests/matrix/`; not `<app>/listings.py`, `/di-mot-vong/`
    named = re.findall(rf"`((?:{folders})/[\w./-]*)`", (root / name).read_text("utf-8"))

    assert named
    assert [path for path in named if not (root / path).exists()] == []


def test_changelog_begins_with_the_version_of_the_project_after_what_is_not_released():
    root = Path(settings.BASE_DIR)
    version = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"][
        "version"
    ]
    entries = re.findall(
        r"^## (.+)$", (root / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE
    )

    coming = entries[0].endswith(" (unreleased)")
    assert entries[coming] == version
