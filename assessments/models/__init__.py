"""What happens to an application or a base beside its own way: a model and a small procedure for each thing."""

from .acceptance import Acceptance, AcceptanceCopy, AcceptanceFile, SelfCheck
from .violation import Violation, ViolationFile

__all__ = ["Acceptance", "AcceptanceCopy", "AcceptanceFile", "SelfCheck", "Violation", "ViolationFile"]
