"""Councils in the back office: seats and members to mend by the rules of the pages."""

from django.contrib import admin, messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.http import content_disposition_header

from councils.membership import rosters
from councils.membership.resources import MemberResource, SeatResource, keep
from councils.membership.row_forms import FileForm, MemberRowForm, SeatRowForm
from councils.models import Council, CouncilRules, Member, Seat
from programs.acts import ALREADY, AlreadyDone
from programs.back_office import ReadOnlyAdmin, ReferenceAdmin
from programs.models import AgencyFunction
from programs.views.pages import posted

# {ending: (writer, content type)} of the files in which rows leave.
FILES = {
    "xlsx": (
        rosters.as_workbook,
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    "csv": (rosters.as_csv, "text/csv; charset=utf-8"),
}


@admin.register(AgencyFunction)
class AgencyFunctionAdmin(ReferenceAdmin):
    list_display = ["agency", "function", "since", "until"]
    list_filter = ["function"]
    list_select_related = ["agency"]
    search_fields = ["agency__name", "agency__short_name"]


@admin.register(CouncilRules)
class CouncilRulesAdmin(ReadOnlyAdmin):
    list_display = ["number", "level", "valid_from", "state"]


@admin.register(Council)
class CouncilAdmin(ReadOnlyAdmin):
    list_display = ["name", "level", "starts_on", "ends_on", "state"]
    list_filter = ["level", "state"]
    search_fields = ["name", "decision_number"]


class RosterAdmin(ReferenceAdmin):
    """Rows of Councils, mended by the rules of the pages, also by a file that was written here."""

    change_list_template = "admin/councils/roster.html"
    resource = None

    def get_urls(self):
        of_model = f"{self.opts.app_label}_{self.opts.model_name}"
        wrap = self.admin_site.admin_view
        return [
            path("xuat/<slug:kind>/", wrap(self.export_view), name=f"{of_model}_export"),
            path("nhap/", wrap(self.import_view), name=f"{of_model}_import"),
            *super().get_urls(),
        ]

    # --- One row -------------------------------------------------------------------------------

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.by = request.user
        return form

    def get_fields(self, request, obj=None):
        return [name for name in super().get_fields(request, obj) if name != "form_key"]

    def save_model(self, request, obj, form, change):
        if not form.is_unchanged:
            keep(form, self.resource.rule, is_new=not change)

    # --- Files ---------------------------------------------------------------------------------

    def export_view(self, request, kind):
        """What the list shows, as it is found and filtered, as a file."""
        if kind not in FILES:
            raise Http404(f"No file is of the kind {kind!r}.")
        write, content_type = FILES[kind]
        resource = self.resource(request.user)
        rows = self.get_changelist_instance(request).get_queryset(request)
        content = write(resource.get_export_headers(), resource.texts(rows))
        name = f"{self.opts.verbose_name_plural}.{kind}"
        disposition = content_disposition_header(as_attachment=True, filename=name)
        headers = {"Content-Disposition": disposition}
        return HttpResponse(content, content_type=content_type, headers=headers)

    def import_view(self, request):
        form, faults = FileForm(posted(request), request.FILES or None), []
        if form.is_valid():
            try:
                self._load(request, form)
            except AlreadyDone:
                messages.info(request, ALREADY)
            except rosters.FaultsError as refused:
                faults = refused.faults
            if not faults:
                return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")
        columns = [column for column in self.resource.columns if column.key != rosters.COUNTER]
        context = {"form": form, "faults": faults, "columns": columns, "opts": self.opts}
        context |= self.admin_site.each_context(request)
        context["title"] = f"Nhập {self.opts.verbose_name_plural} từ tệp"
        status = 422 if faults else 200
        return render(request, "admin/councils/import.html", context, status=status)

    def _load(self, request, form):
        said = form.cleaned_data
        upload, is_trial = said["upload"], said["only_checked"]
        resource = self.resource(request.user, said["note"])
        rows = rosters.read(resource.columns, upload.name, upload.read())
        found = rosters.load(resource, rows, key=form.key, only_checked=is_trial)
        told = f"thêm {found['new']}, sửa {found['update']}, giữ nguyên {found['skip']} dòng"
        verb = "Tệp đúng, chưa ghi gì; khi ghi sẽ" if is_trial else "Đã"
        messages.success(request, f"{verb} {told}.")


@admin.register(Seat)
class SeatAdmin(RosterAdmin):
    form, resource = SeatRowForm, SeatResource
    list_display = ["council", "role", "agency", "organisation"]
    list_filter = ["role", "council"]
    list_select_related = ["council", "agency"]
    search_fields = ["council__name", "agency__name", "organisation"]


@admin.register(Member)
class MemberAdmin(RosterAdmin):
    form, resource = MemberRowForm, MemberResource
    list_display = ["full_name", "job_title", "seat", "user", "since", "until", "stands_in"]
    list_filter = ["stands_in", "seat__role", "seat__council"]
    list_select_related = ["seat__council", "seat__agency", "user"]
    search_fields = ["full_name", "job_title", "seat__council__name"]
