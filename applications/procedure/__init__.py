"""The steps of a call and of an application; each guard stands with the rule that it keeps."""

from .application import ApplicationProcedure
from .call import CallProcedure
from .people import APPLICANTS, AUTHORITIES, ORGANISERS, RECOMMENDERS, SAC_OFFICERS
from .states import BEFORE_SAC, ENDED, BaseKind, CallState, State

__all__ = [
    "APPLICANTS",
    "AUTHORITIES",
    "BEFORE_SAC",
    "ENDED",
    "ORGANISERS",
    "RECOMMENDERS",
    "SAC_OFFICERS",
    "ApplicationProcedure",
    "BaseKind",
    "CallProcedure",
    "CallState",
    "State",
]
