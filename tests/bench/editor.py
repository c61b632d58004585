"""P17: the editor of a plan of 300 rows, opened and saved, against a formset drawn by crispy."""

import json
import re
from itertools import count

from django.test import override_settings
from django.urls import reverse

from products.models import Registration
from products.plans.editor.sheet import Sheet
from tests.bench import files, usual_editor
from tests.bench.imports import communes_of, empty, import_file, plan_of
from tests.bench.race import Figure, check, queries, race
from tests.bench.visitors import Visitor

ROWS, FEW = 300, 30
# A formset sends a field for each cell.
SETTINGS = {"ROOT_URLCONF": usual_editor.__name__, "DATA_UPLOAD_MAX_NUMBER_FIELDS": 20 * ROWS}
MUST_OPEN, MUST_SAVE = 0.25, 0.15
# Rows and their history are written so many at a time.
BATCH = 100
# '{"rows": []}' of '<script id="plan-editor-data" type="application/json">{"rows": []}</script>'.
_DATA = re.compile(r'<script id="plan-editor-data"[^>]*>(.*?)</script>', re.DOTALL)


def editing(bench):
    """P17: as many queries for a long plan as for a short one; then both ways in turns."""
    with bench.databases.using(bench.most), override_settings(**SETTINGS):
        few, many = _Desk(FEW).queries(), (desk := _Desk(ROWS)).queries()
        most = (few[0], few[1] + 2 * (ROWS // BATCH - 1))
        for what, asked, limit in zip(("mở", "lưu"), many, most, strict=True):
            name = f"bảng soạn, {what}: số truy vấn"
            yield Figure("P17", name, ROWS, asked, limit, unit="", gate=True)
        ours, theirs = race(desk.open, desk.open_usual, bench.pairs)
        yield Figure("P17", "mở bảng soạn / formset", ROWS, ours, MUST_OPEN, theirs)
        ours, theirs = race(desk.write, desk.write_usual, bench.pairs, before=desk.prepare)
        yield Figure("P17", "lưu cả bảng soạn / formset", ROWS, ours, MUST_SAVE, theirs)
        empty(desk.plan)


class _Desk:
    """An officer before a plan of so many rows, who writes the same new note into each."""

    def __init__(self, rows):
        plan, officer = plan_of(0)
        empty(plan)
        import_file(plan, officer, files.workbook(files.good_rows(communes_of(plan), rows)))
        self.plan, self.visitor, self.rows = plan_of(0)[0], Visitor(officer), rows
        self.page = reverse("products:plan_detail", args=[plan.pk])
        self.act = reverse("products:plan_rows_act", args=[plan.pk, "save"])
        self.usual = f"/{usual_editor.PATH}/{plan.pk}/"
        self.notes, self.note = count(1), ""

    def open(self):
        return self.visitor.get(self.page)

    def open_usual(self):
        return self.visitor.get(self.usual)

    def prepare(self):
        """Both forms as a browser would send them, each row with a note that is new."""
        self.note = f"Đã sửa lần {next(self.notes)}"
        lines = Sheet(self.plan).lines
        rows = [
            {"ref": line.ref, "token": line.token, "cells": line.cells | {"note": self.note}}
            for line in lines
        ]
        self.sent = {"rows": json.dumps(rows)}
        self.sent_usual = usual_editor.posted(self.plan, self.note)

    def write(self):
        self.visitor.post(self.act, self.sent)
        self._check_notes("P17")

    def write_usual(self):
        self.visitor.post(self.usual, self.sent_usual)
        self._check_notes("P17, formset")

    def _check_notes(self, name):
        rows = Registration.objects.filter(plan=self.plan, note=self.note)
        check(name, rows.count(), self.rows)

    def queries(self):
        """How many it takes to open the plan and to save all of its rows."""
        self.open()  # the first request of a session writes the session
        page, opened = queries(self.open)
        data = json.loads(_DATA.search(page.content.decode())[1])
        check("P17", len(data["rows"]), self.rows)
        self.prepare()
        return opened, queries(self.write)[1] - 1  # that of the check
