"""The house rules that no linter knows: who may import whom, between apps and inside them."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APPS = ["programs", "products", "councils", "reports"]  # each may import those before it
FLOORS = {  # inside an app, a room may import only from floors at or below its own
    "enums": 0,
    "collation": 0,  # the order that fields are declared with
    "models": 1,
    "forms": 3,
    "resources": 3,
    "listings": 3,
    "importing": 3,  # stages and confirms through the resource
    "undoing": 3,  # takes back what the resource has written
    "views": 4,
    "admin": 4,
    "urls": 5,
    "management": 5,
}
RULES = 2  # the floor of every room not named above: workflow, audit, builders…


def modules(folder):
    return [path for path in (ROOT / folder).rglob("*.py") if "migrations" not in path.parts]


def imports(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import hides which app is meant"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def offences(folder, is_forbidden):
    return [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules(folder)
        for name in imports(path)
        if is_forbidden(path.relative_to(ROOT), name.split("."))
    ]


@pytest.mark.parametrize("app", APPS)
def test_apps_import_downwards_alone(app):
    above = {*APPS[APPS.index(app) + 1 :], "ocop_portal", "tests"}

    assert offences(app, lambda _, name: name[0] in above) == []


@pytest.mark.parametrize("app", APPS)
def test_rooms_of_an_app_import_downwards_alone(app):
    def floor(room):
        name = room.removesuffix(".py")
        return FLOORS["urls"] if name.endswith("urls") else FLOORS.get(name, RULES)

    def is_upward(path, name):
        return name[0] == app and len(name) > 1 and floor(name[1]) > floor(path.parts[1])

    assert offences(app, is_upward) == []


def test_renderers_know_tables_and_no_database():
    allowed = {"programs.tables", "reports.renderers"}

    def is_ours(_, name):
        return name[0] in APPS and ".".join(name[:2]) not in allowed

    assert offences("reports/renderers", is_ours) == []


@pytest.mark.parametrize("app", APPS)
def test_views_start_from_the_rows_that_the_user_may_see(app):
    for path in modules(app):
        if path.relative_to(ROOT / app).parts[0].startswith("views"):
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
