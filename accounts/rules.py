"""Who people are to the console (G1). Pure: no Django, no database."""

from enum import StrEnum


class Role(StrEnum):
    AGENT = "agent"
    TEAM_LEADER = "team leader"
    BMT = "business management team"
    SPOC = "single point of contact"
    PERFORMANCE_MANAGER = "performance manager"
    AUDITOR = "auditor"
