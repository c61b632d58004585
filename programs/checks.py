"""Checks of ground data: one thing that must hold each, and the command that prints them."""

from dataclasses import dataclass

from django.core.management.base import BaseCommand, CommandError

# Functions of the apps above that answer with checks, for `manage.py integrity`.
of_apps = []


@dataclass(frozen=True)
class Check:
    """One thing that must hold, what was found, and every row at fault by name."""

    what: str
    found: str
    expected: str
    faults: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        return self.found == self.expected

    def __str__(self):
        verdict = "OK " if self.passed else "LỖI"
        details = "".join(f"; {fault}" for fault in self.faults)
        return f"{verdict}  {self.what}: {self.found or '–'} (cần {self.expected or '–'}){details}"


def ruled(what, faults) -> Check:
    """A check that passes where no row is at fault."""
    faults = tuple(str(fault) for fault in faults)
    return Check(what, found=str(len(faults)), expected="0", faults=faults)


class CheckCommand(BaseCommand):
    """Prints every check and exits with 1 where one failed."""

    def checks(self):
        raise NotImplementedError

    def handle(self, *args, **options):
        passed = []
        for check in self.checks():
            self.stdout.write(str(check))
            passed.append(check.passed)
        if failed := passed.count(False):
            raise CommandError(f"{failed} trên {len(passed)} mục kiểm tra không đạt.")
