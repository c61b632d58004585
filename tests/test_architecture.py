"""The house rules that no linter knows: who may import whom, between apps and inside them."""

import sys

import pytest

from tests.support.imports import ROOT, arrows, circle, imports, modules, table

APPS = ["programs", "products", "councils", "reports"]  # each may import those before it
# The rooms of an app, the lowest floor first; a room imports from lower floors alone.
FLOORS = {
    "products": [
        {"enums"},
        {"models"},
        {"ground", "admin", "titles"},
        {"certificates"},
        {"plans", "dossiers", "inspections"},
        {"register", "plan_imports", "reorganisation", "news"},
        {"books", "demo"},
        {"urls", "management", "apps"},
    ],
    "councils": [
        {"enums"},
        {"models"},
        {"ground"},
        {"membership"},
        {"sessions", "admin"},
        {"sheets", "relations"},
        {"advisory"},
        {"agreement"},
        {"demo"},
        {"urls", "management", "apps"},
    ],
}
LAYERS = {  # inside a room, and in apps without rooms: a file imports from its layer or lower
    "enums": 0,
    "collation": 0,  # the order that fields are declared with
    "models": 1,
    "builders": 2,  # dossier_forms.py prints forms
    "renderers": 2,
    "forms": 3,
    "resources": 3,
    "listings": 3,
    "tasks": 3,  # count what a list shows
    "search": 3,  # is made of lists
    "staging": 3,  # stages and confirms through the resource
    "undo": 3,  # takes back what the resource has written
    "views": 4,
    "admin": 4,
    "urls": 5,
    "management": 5,
}
RULES = 2  # the layer of every file not named above: workflow, audit, builders…


def offences(folder, is_forbidden):
    return [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules(folder)
        for name in imports(path)
        if is_forbidden(path.relative_to(ROOT), name.split("."))
    ]


def layer(parts):
    """Of what a path or a dotted name goes through: "views", or "row_views" for views of rows."""
    words = [part.removesuffix(".py").rpartition("_")[2] for part in parts]
    return next((LAYERS[word] for word in words if word in LAYERS), RULES)


@pytest.mark.parametrize("app", APPS)
def test_apps_import_downwards_alone(app):
    above = {*APPS[APPS.index(app) + 1 :], "ocop_portal", "tests"}

    assert offences(app, lambda _, name: name[0] in above) == []


@pytest.mark.parametrize("app", APPS)
def test_files_import_downwards_alone(app):
    def is_upward(path, name):
        module = name if ROOT.joinpath(*name).with_suffix(".py").exists() else name[:-1]
        return name[0] == app and layer(module[1:]) > layer(path.parts[1:])

    assert offences(app, is_upward) == []


@pytest.mark.parametrize("app", FLOORS)
def test_rooms_import_downwards_alone(app):
    floor = {room: number for number, rooms in enumerate(FLOORS[app]) for room in rooms}
    drawing = arrows(app)
    sys.stdout.write("\n".join(["", *table(app, FLOORS[app]), ""]))  # pytest -s shows it

    assert [
        names
        for room, others in drawing.items()
        for other, names in others.items()
        if floor[other] >= floor[room]
    ] == []


@pytest.mark.parametrize("app", APPS)
def test_no_room_imports_itself_in_a_ring(app):
    assert circle(arrows(app)) == []


def test_renderers_know_tables_and_no_database():
    allowed = {"programs.tables", "reports.papers", "reports.renderers"}

    def is_ours(_, name):
        return name[0] in APPS and ".".join(name[:2]) not in allowed

    assert offences("reports/renderers", is_ours) == []


@pytest.mark.parametrize("app", APPS)
def test_views_start_from_the_rows_that_the_user_may_see(app):
    for path in modules(app):
        if layer(path.relative_to(ROOT).parts[1:]) == LAYERS["views"]:
            source = path.read_text(encoding="utf-8")
            assert ".objects.all()" not in source, path
            assert ".objects.get(" not in source, path


def test_there_is_no_common_and_no_utils():
    names = {path.stem for app in APPS for path in modules(app)}

    assert names.isdisjoint({"common", "utils", "helpers", "misc", "signals"})


@pytest.mark.parametrize("app", APPS)
def test_no_model_overrides_save_and_no_signal_is_received(app):
    for path in modules(app):
        source = path.read_text(encoding="utf-8")
        assert "def save(self" not in source, path
        assert "@receiver" not in source, path
