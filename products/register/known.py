"""Which records the register knew by a day: past days are asked for by what is dated alone."""

from django.db.models import Exists, OuterRef

from products.models import Certificate, Dossier, Product
from programs import clock
from programs.deadlines import end_of


def known_by(rows, day):
    """Those of these producers or products of which something is dated by this day.

    A certificate that was issued, a dossier that was received, or the record itself as it was
    typed; of a producer also of a product, and of each of what was merged into it. Of history that
    was imported papers alone are older than the typing. Today all are known.
    """
    if day >= clock.today():
        return rows
    dated = _dated(rows.model, day)
    own, merged = (Exists(dated.filter(**{path: OuterRef("pk")})) for path in ("pk", "merged_into"))
    return rows.filter(own | merged)


def _dated(model, day):
    typed = model.history.filter(id=OuterRef("pk"), history_date__lt=end_of(day))
    if model is Product:
        papers = Certificate.objects.issued().filter(product=OuterRef("pk"), issued_on__lte=day)
        dossiers = Dossier.objects.filter(product=OuterRef("pk"), received_on__lte=day)
        return model.objects.filter(Exists(papers) | Exists(dossiers) | Exists(typed))
    products = known_by(Product.objects.current(), day).filter(producer=OuterRef("pk"))
    return model.objects.filter(Exists(products) | Exists(typed))
