"""Whoever loaded the regulations before gets their issuers, and titles that read on from them."""

from django.db import migrations

CRITERIA = "Bộ tiêu chí và quy trình đánh giá, phân hạng sản phẩm Chương trình mỗi xã một sản phẩm"
TITLES = {
    "1048-2019": (
        "về việc ban hành Bộ tiêu chí đánh giá, phân hạng sản phẩm Chương trình mỗi xã một sản phẩm"
    ),
    "148-2023": f"về việc ban hành {CRITERIA}",
    "148-2023-1489": f"về việc ban hành {CRITERIA}",
    "26-2026": (
        "ban hành Bộ tiêu chí và quy trình đánh giá, phân hạng sản phẩm mỗi xã một sản phẩm"
    ),
}


def fill(apps, _schema_editor):
    regulations = apps.get_model("programs", "Regulation").objects
    for code, title in TITLES.items():
        known = regulations.filter(code=code, issuer="")
        known.update(issuer="Thủ tướng Chính phủ", title=title)


class Migration(migrations.Migration):
    dependencies = [("programs", "0017_regulation_issuer")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
