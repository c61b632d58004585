"""The committed drawing of the data model is the one that the models make."""

from tests.support.data_model import DRAWING, draw, models_without_a_room


def test_drawing_is_that_of_the_models():
    assert DRAWING.read_text(encoding="utf-8") == draw(), "docs/model.md is old: run make model"


def test_every_model_has_a_room_in_the_drawing():
    assert models_without_a_room() == []
