"""A published form never changes; what was typed stays as it was handed in; seals are for ever."""

from django.db import migrations

from programs.append_only import append_only, never_emptied, refuse

PUBLISHED = "a published form of reports never changes"
FORM = "(SELECT state FROM reports_reportform WHERE id = {row}.form_id)"
HANDED_IN = "what a report says changes in its draft alone"
REPORT = "(SELECT state FROM reports_periodicreport WHERE id = {row}.report_id)"


def _of_a_form(table):
    return refuse(
        f"{table}_published",
        table,
        ("INSERT", "UPDATE", "DELETE"),
        PUBLISHED,
        condition=f"{FORM} <> 'draft'",
    )


def _of_a_report(table):
    return refuse(
        f"{table}_handed_in",
        table,
        ("INSERT", "UPDATE", "DELETE"),
        HANDED_IN,
        condition=f"{REPORT} <> 'draft'",
    )


class Migration(migrations.Migration):
    dependencies = [("reports", "0010_periodic_reports")]

    operations = [
        # The row as it was: publishing it is the last change of it.
        migrations.RunPython(
            *refuse(
                "reports_reportform_published",
                "reports_reportform",
                ("UPDATE", "DELETE"),
                PUBLISHED,
                condition="OLD.state <> 'draft'",
            )
        ),
        migrations.RunPython(*_of_a_form("reports_formsection")),
        migrations.RunPython(*_of_a_form("reports_indicator")),
        migrations.RunPython(*_of_a_report("reports_reportfigure")),
        migrations.RunPython(*_of_a_report("reports_reporttext")),
        migrations.RunPython(*append_only("reports_sealedreport")),
        migrations.RunPython(
            *never_emptied(
                *("reports_reportform", "reports_formsection", "reports_indicator"),
                *("reports_reportfigure", "reports_reporttext", "reports_sealedreport"),
            )
        ),
    ]
