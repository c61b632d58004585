"""A published set of criteria never changes, nor do its criteria and options."""

from django.db import migrations

from programs.append_only import refuse

ALL = ("INSERT", "UPDATE", "DELETE")
MESSAGE = "a published set of criteria never changes"
OF_SET = "(SELECT published_at FROM programs_criteriaset WHERE id = {row}.criteria_set_id)"
OF_CRITERION = (
    "(SELECT published_at FROM programs_criteriaset s JOIN programs_criterion c"
    " ON c.criteria_set_id = s.id WHERE c.id = {row}.criterion_id)"
)


def refuse_once_published(table, events, published_at):
    name = f"{table}_published"
    return migrations.RunPython(
        *refuse(name, table, events, MESSAGE, condition=f"{published_at} IS NOT NULL")
    )


class Migration(migrations.Migration):
    dependencies = [("programs", "0006_regulations")]

    operations = [
        # The row as it was: publishing it is the last change of it.
        refuse_once_published("programs_criteriaset", ("UPDATE", "DELETE"), "OLD.published_at"),
        refuse_once_published("programs_criterion", ALL, OF_SET),
        refuse_once_published("programs_option", ALL, OF_CRITERION),
    ]
