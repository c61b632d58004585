"""What units and agencies report before 20 June and 20 December, added up for the province."""
