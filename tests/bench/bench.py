"""What every subject is given: the databases of all sizes, how often to run, who is signed in."""

from dataclasses import dataclass

from tests.bench.databases import Databases
from tests.bench.national import OFFICES
from tests.bench.visitors import Visitor


@dataclass(frozen=True)
class Bench:
    databases: Databases
    sizes: tuple[int, ...]
    visitor: Visitor
    pairs: int

    @property
    def most(self):
        return self.sizes[-1]

    @property
    def imported(self):
        """How many rows an imported file has: 2,000, and fewer in a small trial."""
        return min(2000, max(50, self.most // 40))

    @property
    def officers(self):
        """How many officers act at once: all of them, and fewer in a small trial."""
        return min(OFFICES, 1 + self.most // 2000)

    def each_size(self):
        """The sizes one by one, the database of each in place while its turn lasts."""
        for rows in self.sizes:
            with self.databases.using(rows):
                yield rows
