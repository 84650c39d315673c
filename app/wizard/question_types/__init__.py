"""The kinds of question, one module each; this registry is the only list of them."""

from __future__ import annotations

from app.wizard.question_types.address import AddressQuestion
from app.wizard.question_types.choice import ChoiceQuestion
from app.wizard.question_types.date import DateQuestion
from app.wizard.question_types.declaration import DeclarationQuestion
from app.wizard.question_types.email import EmailQuestion
from app.wizard.question_types.file import FileQuestion
from app.wizard.question_types.id_number import IdNumberQuestion
from app.wizard.question_types.information import InformationQuestion
from app.wizard.question_types.long_text import LongTextQuestion
from app.wizard.question_types.multiple_choice import MultipleChoiceQuestion
from app.wizard.question_types.number import NumberQuestion
from app.wizard.question_types.person import PersonQuestion
from app.wizard.question_types.phone import PhoneQuestion
from app.wizard.question_types.text import TextQuestion
from app.wizard.question_types.yes_no import YesNoQuestion
from app.wizard.questions import Question

AnyQuestion = (
    AddressQuestion
    | ChoiceQuestion
    | DateQuestion
    | DeclarationQuestion
    | EmailQuestion
    | FileQuestion
    | IdNumberQuestion
    | InformationQuestion
    | LongTextQuestion
    | MultipleChoiceQuestion
    | NumberQuestion
    | PersonQuestion
    | PhoneQuestion
    | TextQuestion
    | YesNoQuestion
)

QUESTION_TYPES: dict[str, type[Question]] = {
    "address": AddressQuestion,
    "choice": ChoiceQuestion,
    "date": DateQuestion,
    "declaration": DeclarationQuestion,
    "email": EmailQuestion,
    "file": FileQuestion,
    "id_number": IdNumberQuestion,
    "information": InformationQuestion,
    "long_text": LongTextQuestion,
    "multiple_choice": MultipleChoiceQuestion,
    "number": NumberQuestion,
    "person": PersonQuestion,
    "phone": PhoneQuestion,
    "text": TextQuestion,
    "yes_no": YesNoQuestion,
}
