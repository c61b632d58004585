"""Print the sets, criteria, options and minima of each regulation, and prove every sum."""

from programs.checks import CheckCommand
from programs.regulation_checks import check_regulations


class Command(CheckCommand):
    help = "Đếm bộ, tiêu chí, phương án, mức tối thiểu của từng quy định và kiểm tra mọi tổng."

    def checks(self):
        for heading, checks in check_regulations():
            self.stdout.write(heading)
            yield from checks
