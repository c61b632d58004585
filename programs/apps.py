"""The app programs, and Django's admin with the portal's own site."""

from django.apps import AppConfig
from django.contrib.admin import apps as admin


class ProgramsConfig(AppConfig):
    default = True
    name = "programs"
    verbose_name = "cơ sở"


class BackOfficeConfig(admin.AdminConfig):
    default = False
    default_site = "programs.back_office.BackOffice"
