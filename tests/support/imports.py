"""What imports what: the modules of the portal as a drawing of rooms, one folder or file each."""

import ast
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def modules(folder):
    return [path for path in (ROOT / folder).rglob("*.py") if "migrations" not in path.parts]


def imports(path):
    """The dotted names that a file imports, "programs.models.Unit" for a name of a module."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import hides which app is meant"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def room_of(path):
    """The room of a file inside its app: "plans" for products/plans/editor/views.py."""
    return path.relative_to(ROOT).parts[1].removesuffix(".py")


def arrows(app):
    """{room: {room it imports from: [the names]}} inside one app."""
    drawing = defaultdict(lambda: defaultdict(list))
    for path in modules(app):
        for name in imports(path):
            package, _, inner = name.partition(".")
            room = inner.partition(".")[0]
            if package == app and room and room != room_of(path):
                drawing[room_of(path)][room].append(f"{path.relative_to(ROOT)} imports {name}")
    return drawing


def circle(drawing):
    """Rooms that import each other, in a ring, or []."""
    done = set()

    def walk(room, way):
        if room in way:
            return way[way.index(room) :]
        if room in done:
            return []
        done.add(room)
        return next(filter(None, (walk(other, [*way, room]) for other in drawing[room])), [])

    return next(filter(None, (walk(room, []) for room in list(drawing))), [])


def table(app, floors):
    """The drawing of an app in one line of figures and a line for each floor, the top one first."""
    drawing = arrows(app)
    floor = {room: number for number, rooms in enumerate(floors) for room in rooms}
    pairs = [(room, other) for room in drawing for other in drawing[room]]
    up = [pair for pair in pairs if floor[pair[0]] <= floor[pair[1]]]
    files = sum(len(names) for room in drawing.values() for names in room.values())
    heads = ("rooms", "floors", "arrows", "names", "up", "circles")
    counts = (len(floor), len(floors), len(pairs), files, len(up), int(bool(circle(drawing))))
    figures = ", ".join(f"{count} {head}" for head, count in zip(heads, counts, strict=True))
    return [
        f"{app}: {figures}",
        *(
            f"  {number}  {' '.join(sorted(floors[number]))}"
            for number in range(len(floors) - 1, -1, -1)
        ),
    ]
