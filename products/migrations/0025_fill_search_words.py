"""Writes the words by which the records that are there are found, some thousands at a time."""

from collections import defaultdict

from django.db import migrations

from programs.names import words_of

LOT = 5000
_OF_PRODUCER = ("name", "representative", "registration_number", "phone", "email", "address")


def fill(apps, schema_editor):
    for name, told in (("Producer", _of_producers), ("Product", _of_products)):
        model = apps.get_model("products", name)
        first, statement = 0, f"UPDATE {model._meta.db_table} SET words = %s WHERE id = %s"
        while keys := list(
            model.objects.filter(pk__gt=first).order_by("pk").values_list("pk", flat=True)[:LOT]
        ):
            first = keys[-1]
            rows = [(words_of(*texts), key) for key, texts in told(apps, keys).items()]
            with schema_editor.connection.cursor() as cursor:
                cursor.executemany(statement, rows)


def _between(rows, path, keys):
    """The rows whose product is one of these, which are all that there are in between."""
    bounds = {f"{path}__gte": keys[0], f"{path}__lte": keys[-1]}
    return rows.filter(**bounds).order_by("pk")


def _of_producers(apps, keys):
    rows = _between(apps.get_model("products", "Producer").objects, "pk", keys)
    return {key: texts for key, *texts in rows.values_list("pk", *_OF_PRODUCER)}


def _of_products(apps, keys):
    texts = defaultdict(list)
    product, code, paper = (
        apps.get_model("products", name).objects.all()
        for name in ("Product", "ProductCode", "Certificate")
    )
    issued = paper.filter(state="issued")
    for rows, path, fields in (
        (product, "", ("name", "producer__name")),
        (code, "product", ("code",)),
        (issued, "product", ("product_name", "producer_name", "decision_number")),
        (issued.filter(number__isnull=False), "product", ("number", "year")),
    ):
        for own in (path or "pk", f"{path}__merged_into".removeprefix("__")):
            for key, *said in _between(rows, own, keys).values_list(own, *fields):
                texts[key] += ["/".join(map(str, said))] if "year" in fields else said
    return texts


class Migration(migrations.Migration):

    dependencies = [
        ('products', '0024_search_words'),
    ]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
