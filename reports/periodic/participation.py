"""What a campaign is told of the reports in it: what was sealed, and who has begun to work."""

from reports.models import PeriodicReport, SealedReport


def is_sealed(campaign) -> bool:
    """Whether a report was ever sent in this campaign."""
    return SealedReport.objects.filter(report__participant__campaign=campaign).exists()


def has_work(participant) -> bool:
    """Whether a report was begun."""
    return PeriodicReport.objects.filter(participant=participant).exists()
