"""The back office: Django's admin, where an administrator mends reference data.

It never moves the procedure and never deletes: plans, people, mail and the trail are there to be
read. Who may enter and change depends on the role, as on every other page.
"""

from django import forms
from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.admin.templatetags import admin_list
from django.contrib.admin.utils import display_for_field, unquote
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.text import capfirst

from programs import audit
from programs.changes import typed_anew
from programs.enums import Role
from programs.printable import printable

# Signing in and out and passwords have pages of their own, which are limited and recorded.
ELSEWHERE = frozenset({"password_change", "password_change_done"})
ADDED, CHANGED = ("add_reference", "thêm dữ liệu nền"), ("change_reference", "sửa dữ liệu nền")
KINDS = {"+": "thêm", "~": "sửa", "-": "xóa"}
# Of a row's history.
MOST_RECORDS = 50

# Django's icons for yes and no are read out as "True" and "False".
admin_list._boolean_icon = {True: "có", False: "không", None: "–"}.get  # noqa: SLF001


class BackOffice(AdminSite):
    site_header = site_title = "Quản trị dữ liệu nền"
    index_title = "Dữ liệu nền"
    enable_nav_sidebar = False

    def has_permission(self, request):
        return request.user.is_active and request.user.role == Role.PROVINCE_ADMIN

    def register(self, model_or_iterable, admin_class=None, **options):
        """The portal's own tables; those of the libraries it uses have no place here."""
        if admin_class and issubclass(admin_class, ReadOnlyAdmin):
            super().register(model_or_iterable, admin_class, **options)

    def get_urls(self):
        return [url for url in super().get_urls() if getattr(url, "name", "") not in ELSEWHERE]

    def login(self, request, extra_context=None):
        """Only people who are signed in come here: in another role, or by a bookmark."""
        if not self.has_permission(request):
            raise PermissionDenied("Chỉ quản trị cấp tỉnh được vào trang này.")
        return redirect("admin:index")

    def logout(self, request, extra_context=None):
        return redirect("account_logout")


class ReadOnlyAdmin(ModelAdmin):
    """Rows to look at."""

    list_per_page = 50
    show_full_result_count = False
    show_facets = False

    def has_module_permission(self, request):
        return self.admin_site.has_permission(request)

    def has_view_permission(self, request, obj=None):
        return self.admin_site.has_permission(request)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class ReferenceAdmin(ReadOnlyAdmin):
    """Rows to add and mend; each change is an event of the trail.

    Of those whose history is kept it is shown whole, whoever wrote, here or on a page.
    """

    def has_add_permission(self, request):
        return self.admin_site.has_permission(request)

    def has_change_permission(self, request, obj=None):
        return self.admin_site.has_permission(request)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Names of units and agencies get printed."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(field, forms.CharField):
            field.validators = [*field.validators, printable]
        return field

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        action, label = CHANGED if change else ADDED
        audit.record(action, obj, label=label, by=request.user, data=typed_anew(form))

    def history_view(self, request, object_id, extra_context=None):
        row = self.get_object(request, unquote(object_id))
        if row is None or not hasattr(self.model, "history"):
            return super().history_view(request, object_id, extra_context)
        if not self.has_view_or_change_permission(request, row):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": f"Lịch sử: {row}",
            "object": row,
            "opts": self.opts,
            "module_name": capfirst(self.opts.verbose_name_plural),
            "records": _told(row),
            "most": MOST_RECORDS,
        }
        return TemplateResponse(request, "admin/row_history.html", context)


def _told(row):
    """[(record, what was done, [(label, old, new)])] of the last records of a row."""
    records = list(row.history.select_related("history_user")[: MOST_RECORDS + 1])
    before = [*records[1:], None]
    return [
        (record, KINDS[record.history_type], _changes(row, record, old) if old else [])
        for record, old in zip(records, before, strict=True)
    ][:MOST_RECORDS]


def _changes(row, record, old):
    found = record.diff_against(old, foreign_keys_are_objs=True, excluded_fields={"version"})
    fields = ((row._meta.get_field(each.field), each) for each in found.changes)
    return [
        (
            field.verbose_name,
            *(display_for_field(value, field, "") for value in (each.old, each.new)),
        )
        for field, each in fields
    ]
