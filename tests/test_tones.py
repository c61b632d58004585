"""Every state has a tone beside it, and style sheets know the tones and no state."""

import re
from enum import EnumType
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.template.loader import render_to_string

from programs.cells import inside
from programs.enums import Tone
from programs.tables import Column

MODULES = [
    import_module(path.relative_to(settings.BASE_DIR).with_suffix("").as_posix().replace("/", "."))
    for path in sorted(Path(settings.BASE_DIR).glob("*/enums.py"))
]
STATES = {
    name: enum
    for module in MODULES
    for name, enum in vars(module).items()
    if isinstance(enum, EnumType) and name.endswith("State") and enum.__module__ == module.__name__
}
TONES = {
    name: tones
    for module in MODULES
    for name, tones in vars(module).items()
    if isinstance(tones, dict) and {type(tone) for tone in tones.values()} == {Tone}
}
MODELS = [
    model
    for model in apps.get_models()
    if model.__module__.split(".")[0] in {"programs", "products", "councils", "reports"}
    and not model._meta.model_name.startswith("historical")
    and any(field.name == "state" for field in model._meta.fields)
]
STYLES = Path(settings.BASE_DIR) / "static" / "css"


@pytest.mark.parametrize("name", STATES)
def test_every_enum_of_states_has_its_tones(name):
    assert [tones for tones in TONES.values() if set(tones) == set(STATES[name])]


@pytest.mark.parametrize("name", TONES)
def test_tones_beside_an_enum_leave_no_state_out(name):
    assert set(TONES[name]) == set(type(next(iter(TONES[name]))))


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_a_row_in_any_of_its_states_knows_its_tone(model):
    choices = model._meta.get_field("state").choices

    assert [model(state=state).tone in Tone for state, _ in choices] == [True] * len(choices)


def test_style_sheets_know_tones_alone():
    texts = [path.read_text(encoding="utf-8") for path in STYLES.glob("*.css")]
    coloured = {name for text in texts for name in re.findall(r"\.tone-([\w-]+)", text)}
    tokens = (STYLES / "tokens.css").read_text(encoding="utf-8")

    assert coloured == set(Tone)
    for tone in Tone:
        assert f"--{tone}: " in tokens
        assert f"--{tone}-ground: " in tokens


def test_templates_name_tones_alone():
    folder = Path(settings.BASE_DIR) / "templates"
    texts = [path.read_text(encoding="utf-8") for path in folder.rglob("*.html")]
    named = {
        name
        for text in texts
        for pattern in (r'"_state\.html" with tone="([\w-]+)"', r'"state tone-([\w-]+)"')
        for name in re.findall(pattern, text)
    }

    assert named <= set(Tone)
    assert not [text for text in texts if '"_state.html" with name' in text]


@pytest.mark.parametrize("tone", Tone)
def test_a_state_is_drawn_with_its_tone_in_pages_and_in_lists(tone):
    mark = f'<span class="state tone-{tone.value}">Đã gửi</span>'
    column = Column(key="state", title="Trạng thái", tones={"đã gửi": tone})

    assert mark in render_to_string("_state.html", {"tone": tone, "label": "đã gửi"})
    assert inside(column, "đã gửi") == mark


def test_words_of_a_list_that_name_no_state_are_plain():
    column = Column(key="state", title="Trạng thái", tones={"đã gửi": Tone.INFO})

    assert 'class="state tone-plain"' in inside(column, "khác")
