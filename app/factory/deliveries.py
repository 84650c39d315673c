"""Who delivers which kind of outbox message."""

from __future__ import annotations

from app.factory.house import House
from app.features.applications.sending.delivery import ApplicationDelivery
from app.features.applications.sending.submission import KIND as APPLICATION
from app.features.dossiers.delivery import SupplementDelivery
from app.features.dossiers.mirror.keeping import ResultDelivery
from app.features.dossiers.mirror.posting import MessageDelivery, WithdrawalDelivery
from app.features.notices.delivery import MailDelivery, PushDelivery, SmsDelivery
from app.gateways.mail import mailer
from app.jobs.outbox import Handler
from app.jobs.refusals import KIND as REFUSED_RECORD
from app.jobs.refusals import RefusalReport


def handlers(house: House) -> dict[str, Handler]:
    """One handler a kind of message."""
    return {
        APPLICATION: ApplicationDelivery(
            house.gateway, house.file_bytes, house.paper_bytes, house.dossiers, house.receipts
        ),
        "supplement": SupplementDelivery(house.gateway, house.file_bytes, house.dossiers),
        "message": MessageDelivery(house.gateway, house.clock),
        "withdrawal": WithdrawalDelivery(house.gateway, house.clock),
        "result": ResultDelivery(house.gateway, house.documents, house.checks, house.clock),
        REFUSED_RECORD: RefusalReport(house.gateway),
        "mail": MailDelivery(mailer(house.settings.smtp_url, house.gateway), house.notices),
        "sms": SmsDelivery(house.gateway, house.notices),
        "push": PushDelivery(house.database, house.push, house.notices),
    }
