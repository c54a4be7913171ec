"""What is typed into the proforma (Annex B), and what BMT decides."""

from .deciding import AssessForm, BreachForm
from .proforma import ProformaForm, WhoseForm

__all__ = ["AssessForm", "BreachForm", "ProformaForm", "WhoseForm"]
