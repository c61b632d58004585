"""The province's own report on a campaign: written from the parts, sealed, compared."""
