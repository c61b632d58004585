"""What the rows of a list refer to: joined, read for many at once, or told of each as it is read.

A page shows 50 rows of thousands. What its columns alone need is cheaper asked for these rows than
told by the query for each row that it looks at.
"""

from itertools import islice

from django.db.models.query import ModelIterable

# As many as are completed at once: SQLite refuses a condition on more than 1,000 keys.
LOT = 900
MOST_KNOWN = 20_000


class _Completing(ModelIterable):
    steps = ()

    def __iter__(self):
        rows = super().__iter__()
        while lot := list(islice(rows, LOT)):
            for step in self.steps:
                step(lot)
            yield from lot


def completed(rows, *steps, first=False):
    """The queryset; each step is given its rows in lots, after those before it or `first`."""
    known = getattr(rows._iterable_class, "steps", ())  # noqa: SLF001 -- what a queryset yields
    rows = rows.all()
    both = (*steps, *known) if first else (*known, *steps)
    rows._iterable_class = type("Completing", (_Completing,), {"steps": both})  # noqa: SLF001
    return rows


def joined(rows, *fields):
    """The queryset joined with these fields ("plan__unit__name") of what its rows refer to.

    Of those rows no other field is read unless somebody asks for it, which costs a query each.
    """
    own = [field.name for field in rows.model._meta.concrete_fields]
    paths = [field.rpartition("__")[0] for field in fields]
    return rows.select_related(*paths).only(*own, *fields)


def attached(rows):
    """The queryset with what `select_related` names read once for many rows, not beside each.

    A unit of a thousand rows is one object then, and its query knows no other table.
    """
    related = rows.query.select_related
    if not isinstance(related, dict):
        return rows
    own = {
        name: further
        for name, further in related.items()
        if rows.model._meta.get_field(name).concrete  # a row that refers to this one stays joined
    }
    joined, known = related.keys() - own.keys(), {}
    rows = (
        rows.select_related(None).select_related(*joined) if joined else rows.select_related(None)
    )
    return completed(rows, lambda lot: _attach(lot, own, known), first=True)


def _attach(rows, related, known, path=""):
    """Set what the rows refer to by these names, {name: further names}; `known` is read already."""
    for name, further in related.items():
        field = rows[0]._meta.get_field(name)
        kept = known.setdefault(path + name, {})
        if len(kept) > MOST_KNOWN:
            kept.clear()
        if new := {getattr(row, field.attname) for row in rows} - kept.keys() - {None}:
            found = field.related_model.objects.in_bulk(list(new))
            kept.update(found)
            if found and further:
                _attach(list(found.values()), further, known, f"{path}{name}__")
        for row in rows:
            row._state.fields_cache[name] = kept.get(getattr(row, field.attname))
