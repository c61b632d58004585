"""What a Council may say, and the rules that its Quy chế chooses between."""

from django.db import models


class Standing(models.TextChoices):
    """How a seat stands to one dossier: only signed sheets are counted."""

    SIGNED = "signed", "đã ký phiếu"
    ABSTAINED = "abstained", "có mặt, không chấm điểm"
    ABSENT = "absent", "vắng mặt"
    CONFLICT = "conflict", "có xung đột lợi ích"


class MinimaRule(models.TextChoices):
    """How the members' levels of a criterion meet the minimum of a star: no decision says it."""

    FINDING = "finding", "theo kết luận của Hội đồng về tiêu chí"
    MEAN = "mean", "theo điểm trung bình của tiêu chí"
    MAJORITY = "majority", "quá nửa số phiếu đạt"
    EVERY = "every", "mọi phiếu đều đạt"


class ForwardRule(models.TextChoices):
    """Which products go up to the authority that grants the highest star."""

    STAR = "star", "đủ điểm và đủ mức tối thiểu của hạng đó"
    BAND = "band", "đủ điểm, và đạt mức tối thiểu của hạng thấp nhất được chứng nhận"


class Verdict(models.TextChoices):
    RECOGNISE = "recognise", "công nhận"
    FORWARD = "forward", "phê duyệt kết quả, đề nghị cấp trên"
    REFUSE = "refuse", "không công nhận"
    NOT_EVALUATED = "not_evaluated", "không đánh giá"
    OPEN = "open", "chưa kết luận được"
