"""For whom a case waits, read from the declared steps."""

from procedure.machines import Procedure, final_states, steps_of
from procedure.steps import SYSTEM

CLOCK = "期限届满"


def waits_for(subject: Procedure) -> list[str]:
    """Who may take the case on from here, in the order of the declaration; the clock among them."""
    found = [
        step.permission.label
        for step in steps_of(type(subject)).values()
        if subject.state in step.source
        and step.permission is not None
        and step.leads_to(subject.state) != subject.state
        # Whoever may take a case back is not the one whom it waits for.
        and (step.decides or step.target not in final_states(type(subject)))
    ]
    caused = any(subject.state in step.source and step.caused_by for step in steps_of(type(subject)).values())
    names = [label if label != SYSTEM.label else CLOCK for label in dict.fromkeys(found)]
    return names or (["国家标准委"] if caused else [])
