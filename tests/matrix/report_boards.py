"""Campaigns of reports as the department sees them: of a unit and of an agency, open and closed."""

from programs.enums import CampaignState
from tests.support.report_rows import make_period


def add_report_boards(world):
    bodies = {"home": world.units["home"], "agency": world.people["PX"].agency}
    for place, body in bodies.items():
        for state in (CampaignState.OPEN, CampaignState.CLOSED):
            campaign = make_period(bodies=[body], campaign={"state": state}).campaign
            for kind in ("report_board", "report_reminding"):
                world.add(kind, f"{place}, {state}", campaign, place, state=state)
