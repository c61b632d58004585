"""Papers that go out: drafted, signed off by another, numbered, issued, and asked about."""
