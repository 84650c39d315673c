"""The kinds of question, one module each; this registry is the only list of them."""

from __future__ import annotations

from app.wizard.question_types.address import AddressQuestion
from app.wizard.question_types.bank_account import BankAccountQuestion
from app.wizard.question_types.calculated import CalculatedQuestion
from app.wizard.question_types.choice import ChoiceQuestion
from app.wizard.question_types.date import DateQuestion
from app.wizard.question_types.declaration import DeclarationQuestion
from app.wizard.question_types.electricity_customer import ElectricityCustomerQuestion
from app.wizard.question_types.email import EmailQuestion
from app.wizard.question_types.file import FileQuestion
from app.wizard.question_types.health_card import HealthCardQuestion
from app.wizard.question_types.id_number import IdNumberQuestion
from app.wizard.question_types.information import InformationQuestion
from app.wizard.question_types.long_text import LongTextQuestion
from app.wizard.question_types.money import MoneyQuestion
from app.wizard.question_types.month import MonthQuestion
from app.wizard.question_types.multiple_choice import MultipleChoiceQuestion
from app.wizard.question_types.number import NumberQuestion
from app.wizard.question_types.passport import PassportQuestion
from app.wizard.question_types.person import PersonQuestion
from app.wizard.question_types.phone import PhoneQuestion
from app.wizard.question_types.relationship import RelationshipQuestion
from app.wizard.question_types.social_insurance import SocialInsuranceQuestion
from app.wizard.question_types.table import TableQuestion
from app.wizard.question_types.tax_code import TaxCodeQuestion
from app.wizard.question_types.text import TextQuestion
from app.wizard.question_types.time import TimeQuestion
from app.wizard.question_types.vehicle_plate import VehiclePlateQuestion
from app.wizard.question_types.year import YearQuestion
from app.wizard.question_types.yes_no import YesNoQuestion
from app.wizard.questions import Question

AnyQuestion = (
    AddressQuestion
    | BankAccountQuestion
    | CalculatedQuestion
    | ChoiceQuestion
    | DateQuestion
    | DeclarationQuestion
    | ElectricityCustomerQuestion
    | EmailQuestion
    | FileQuestion
    | HealthCardQuestion
    | IdNumberQuestion
    | InformationQuestion
    | LongTextQuestion
    | MoneyQuestion
    | MonthQuestion
    | MultipleChoiceQuestion
    | NumberQuestion
    | PassportQuestion
    | PersonQuestion
    | PhoneQuestion
    | RelationshipQuestion
    | SocialInsuranceQuestion
    | TableQuestion
    | TaxCodeQuestion
    | TextQuestion
    | TimeQuestion
    | VehiclePlateQuestion
    | YearQuestion
    | YesNoQuestion
)

QUESTION_TYPES: dict[str, type[Question]] = {
    "address": AddressQuestion,
    "bank_account": BankAccountQuestion,
    "calculated": CalculatedQuestion,
    "choice": ChoiceQuestion,
    "date": DateQuestion,
    "declaration": DeclarationQuestion,
    "electricity_customer": ElectricityCustomerQuestion,
    "email": EmailQuestion,
    "file": FileQuestion,
    "health_card": HealthCardQuestion,
    "id_number": IdNumberQuestion,
    "information": InformationQuestion,
    "long_text": LongTextQuestion,
    "money": MoneyQuestion,
    "month": MonthQuestion,
    "multiple_choice": MultipleChoiceQuestion,
    "number": NumberQuestion,
    "passport": PassportQuestion,
    "person": PersonQuestion,
    "phone": PhoneQuestion,
    "relationship": RelationshipQuestion,
    "social_insurance": SocialInsuranceQuestion,
    "table": TableQuestion,
    "tax_code": TaxCodeQuestion,
    "text": TextQuestion,
    "time": TimeQuestion,
    "vehicle_plate": VehiclePlateQuestion,
    "year": YearQuestion,
    "yes_no": YesNoQuestion,
}
