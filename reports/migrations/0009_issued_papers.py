"""A paper that was issued never changes, but for its end: withdrawn or replaced; by triggers."""

from django.db import migrations

from programs.append_only import never_emptied, refuse

_TABLE, _MESSAGE = "reports_outgoingpaper", "a paper that was issued never changes"
_WAS_ISSUED = "OLD.state IN ('issued', 'withdrawn', 'replaced')"
_KEPT = (
    *("id", "kind", "source", "subject", "issuer_id", "issuer_name", "symbol", "authority"),
    *("signer_title", "signer_name", "content", "template", "version", "check_code"),
    *("year", "number", "day", "drafted_by_id", "drafted_at", "signed_off_by_id"),
    *("signed_off_at", "numbered_by_id", "issued_by_id", "issued_at", "replaces_id"),
)
_IS_ITS_END = "(OLD.state = 'issued' AND NEW.state IN ('withdrawn', 'replaced'))"
_DIFFERS = " OR ".join(
    [
        *(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in _KEPT),
        f"(NEW.state <> OLD.state AND NOT {_IS_ITS_END})",
    ]
)


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0008_outgoing_append_only"),
        ("programs", "0012_never_emptied"),
    ]

    operations = [
        migrations.RunPython(
            *refuse(f"{_TABLE}_issued", _TABLE, ["DELETE"], _MESSAGE, condition=_WAS_ISSUED)
        ),
        migrations.RunPython(
            *refuse(
                f"{_TABLE}_kept",
                _TABLE,
                ["UPDATE"],
                _MESSAGE,
                condition=f"{_WAS_ISSUED} AND ({_DIFFERS})",
            )
        ),
        migrations.RunPython(*never_emptied(_TABLE)),
    ]
