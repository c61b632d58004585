"""A session as a calendar file (RFC 5545), for the calendars of those who are invited."""

from datetime import UTC

from django.conf import settings

from councils.enums import SessionState
from programs import clock

# A line is no longer than 75 bytes; the rest follows after a space.
_LONGEST = 75


def as_calendar(session) -> str:
    """One event; a session that is cancelled says so, so that calendars take it off."""
    status = "CANCELLED" if session.state == SessionState.CANCELLED else "CONFIRMED"
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//OCOP//Phien hop//VI",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:phien-{session.pk}@ocop",
        f"SEQUENCE:{session.version}",
        f"DTSTAMP:{_instant(clock.now())}",
        f"DTSTART:{_instant(session.starts_at)}",
        f"DTEND:{_instant(session.ends_at)}",
        f"SUMMARY:{_text(str(session))}",
        f"LOCATION:{_text(session.place)}",
        f"URL:{settings.BASE_URL}{session.get_absolute_url()}",
        f"STATUS:{status}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _instant(at):
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(words):
    r"""Commas, semicolons, backslashes and ends of lines are written with a backslash."""
    for plain in ("\\", ";", ","):
        words = words.replace(plain, f"\\{plain}")
    return words.replace("\n", "\\n")


def _folded(line):
    """The parts of a long line, never cut inside a character."""
    part = ""
    for character in line:
        if len((part + character).encode()) > _LONGEST:
            yield part
            part = " "
        part += character
    yield part
