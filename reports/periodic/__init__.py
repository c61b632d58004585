"""Periodic reports: the form that is asked, what reporters say, how it is rolled up."""
