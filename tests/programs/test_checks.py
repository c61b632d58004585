"""Checks of ground data: when one passes, how it is printed, when the command fails."""

from io import StringIO

import pytest
from django.core.management import CommandError

from programs.checks import Check, CheckCommand, ruled


def run(*checks):
    """What a command with these checks prints."""
    command = CheckCommand(stdout=StringIO())
    command.checks = lambda: iter(checks)
    command.handle()
    return command.stdout.getvalue()


@pytest.mark.parametrize(
    ("check", "line"),
    [
        (Check("số xã", "3", "3"), "OK   số xã: 3 (cần 3)"),
        (Check("số xã", "3", "4"), "LỖI  số xã: 3 (cần 4)"),
        (Check("chia", "", "21142"), "LỖI  chia: – (cần 21142)"),
        (Check("chia", "", ""), "OK   chia: – (cần –)"),
        (ruled("mã trùng", []), "OK   mã trùng: 0 (cần 0)"),
        (ruled("mã trùng", iter([51, "62"])), "LỖI  mã trùng: 2 (cần 0); 51; 62"),
    ],
)
def test_a_check_is_a_line_with_its_verdict_and_every_row_at_fault(check, line):
    assert str(check) == line
    assert check.passed is line.startswith("OK")


def test_a_command_whose_checks_all_pass_prints_them_in_order_and_succeeds():
    assert run(ruled("một", []), ruled("hai", [])) == "OK   một: 0 (cần 0)\nOK   hai: 0 (cần 0)\n"


def test_a_command_runs_every_check_before_it_fails_with_how_many_did():
    with pytest.raises(CommandError, match=r"^2 trên 3 mục kiểm tra không đạt\.$"):
        run(ruled("một", [1]), ruled("hai", []), ruled("ba", [1, 2]))
