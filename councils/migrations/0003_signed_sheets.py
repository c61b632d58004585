"""A sheet that was signed never changes, nor do its scores: opened again, it is only replaced."""

from django.db import migrations

from programs.append_only import never_emptied, refuse

MESSAGE = "a signed sheet never changes"
SIGNED = "IN ('signed', 'replaced')"
STATE = "(SELECT state FROM councils_scoresheet WHERE id = {row}.sheet_id)"
REPLACED = (
    "NEW.state = 'replaced' AND OLD.state = 'signed' AND NEW.total = OLD.total"
    " AND NEW.comment = OLD.comment AND NEW.signed_at = OLD.signed_at"
    " AND NEW.member_id = OLD.member_id AND NEW.seat_id = OLD.seat_id"
    " AND NEW.evaluation_id = OLD.evaluation_id AND NEW.edition = OLD.edition"
)


class Migration(migrations.Migration):
    dependencies = [("councils", "0002_published_rules")]

    operations = [
        migrations.RunPython(
            *refuse(
                "councils_scoresheet_signed",
                "councils_scoresheet",
                ("UPDATE",),
                MESSAGE,
                condition=f"OLD.state {SIGNED} AND NOT ({REPLACED})",
            )
        ),
        migrations.RunPython(
            *refuse(
                "councils_scoresheet_kept",
                "councils_scoresheet",
                ("DELETE",),
                MESSAGE,
                condition=f"OLD.state {SIGNED}",
            )
        ),
        migrations.RunPython(
            *refuse(
                "councils_score_signed",
                "councils_score",
                ("INSERT", "UPDATE", "DELETE"),
                MESSAGE,
                condition=f"{STATE} {SIGNED}",
            )
        ),
        migrations.RunPython(*never_emptied("councils_scoresheet", "councils_score")),
    ]
