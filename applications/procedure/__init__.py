"""The steps of a call and of an application; each guard stands with the rule that it keeps."""

from .application import ApplicationProcedure
from .call import CallProcedure
from .people import APPLICANTS, AUTHORITIES, ORGANISERS, RECOMMENDERS, SAC_OFFICERS
from .publication import PublicationProcedure
from .states import BEFORE_PUBLICITY, BEFORE_SAC, ENDED, WITH_SAC, BaseKind, CallState, PublicationState, State

__all__ = [
    "APPLICANTS",
    "AUTHORITIES",
    "BEFORE_PUBLICITY",
    "BEFORE_SAC",
    "ENDED",
    "ORGANISERS",
    "RECOMMENDERS",
    "SAC_OFFICERS",
    "WITH_SAC",
    "ApplicationProcedure",
    "BaseKind",
    "CallProcedure",
    "CallState",
    "PublicationProcedure",
    "PublicationState",
    "State",
]
