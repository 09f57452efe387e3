"""What one yes may do besides reporting on an action and raising a risk: one class for each."""

from typing import Annotated

from pydantic import Field

from dialogs.steps.asking import DueDate, NewOwner, Reopening, ToBoard
from dialogs.steps.correcting import Correction
from dialogs.steps.registers import Problem, RiskNews, Solved
from dialogs.steps.step import Step

__all__ = [
    "AnyStep",
    "Correction",
    "DueDate",
    "NewOwner",
    "Problem",
    "Reopening",
    "RiskNews",
    "Solved",
    "Step",
    "ToBoard",
]

AnyStep = Annotated[
    Correction | DueDate | ToBoard | NewOwner | Reopening | RiskNews | Problem | Solved,
    Field(discriminator="kind"),
]
