"""ED: the editor of a plan of 300 products, against a formset of Django with the same rows."""

import json
from itertools import count

from django.test import override_settings
from django.urls import reverse

from products.models import Registration
from products.sheet import Sheet
from reports.benchmarks import files, usual_editor
from reports.benchmarks.imports import communes_of, empty, import_file, plan_of
from reports.benchmarks.race import Figure, check, queries, race
from reports.benchmarks.visitors import Visitor

ROWS = 300
MOST_QUERIES = 30
MUST, AIM = 0.25, 0.1


def editing(bench):
    """The page with all rows; then one note changed and saved, which must stand in the plan."""
    with (
        bench.databases.using(bench.most),
        override_settings(ROOT_URLCONF=usual_editor.__name__, DATA_UPLOAD_MAX_NUMBER_FIELDS=None),
    ):
        plan, officer = plan_of(0)
        import_file(plan, officer, files.workbook(files.good_rows(communes_of(plan), ROWS)))
        visitor, numbers = Visitor(officer), count(1)
        pages = (
            lambda: visitor.get(plan.get_absolute_url()),
            lambda: visitor.get(reverse("usual_editor", args=[plan.pk])),
        )
        saves = (
            lambda: _save(visitor, plan, f"lần {next(numbers)}"),
            lambda: _save_all(visitor, plan, f"lần {next(numbers)}"),
        )
        yield from _compared("trang có bảng", *pages, bench)
        yield from _compared("lưu một ô", *saves, bench)
        empty(plan)


def _compared(what, ours, usual, bench):
    ours()  # the first request of a session writes the session
    _, asked = queries(ours)
    yield Figure("ED", f"{what}: số truy vấn", ROWS, asked, MOST_QUERIES, unit="", gate=True)
    fast, slow = race(ours, usual, bench.pairs)
    yield Figure("ED", f"{what} / formset", ROWS, fast, MUST, slow, AIM)


def _save(visitor, plan, note):
    """As the page does: the one row that was typed over, with the token it was read under."""
    line = Sheet(plan).lines[0]
    cells = {**line.cells, "note": note}
    rows = json.dumps([{"ref": line.ref, "token": line.token, "cells": cells}])
    url = reverse("products:plan_rows_act", args=[plan.pk, "save"])
    visitor.client.post(url, {"rows": rows}, secure=True, headers={"accept": "application/json"})
    check("ED", Registration.objects.get(pk=line.row.pk).note, note)


def _save_all(visitor, plan, note):
    data = usual_editor.posted(plan, note=note)
    visitor.post(reverse("usual_editor", args=[plan.pk]), data)
    check("ED, formset", plan.registrations.order_by("position").first().note, note)
