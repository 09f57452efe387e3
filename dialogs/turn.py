"""One turn of a conversation: the message, who sent it, and the record it may ask and change."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from dialogs.messages import Message, Place, Reply
from storage.calendar import london_date
from storage.channels import Address
from storage.people import Person
from storage.plan import Action
from storage.record import Record


@dataclass(frozen=True, slots=True)
class Turn:
    """What a dialog works with. The person is known and the message may be kept."""

    message: Message
    person: Person
    record: Record

    @property
    def now(self) -> datetime:
        """The moment of receipt."""
        return self.message.at

    @property
    def today(self) -> date:
        """The day it is in London."""
        return london_date(self.message.at)

    @property
    def personal(self) -> bool:
        """Whether only this person reads the answer."""
        return self.message.place is Place.PERSONAL

    @property
    def conversation_id(self) -> str:
        """The conversation that a draft belongs to."""
        return self.message.address.conversation_id

    @property
    def address(self) -> Address:
        """Where this person is answered."""
        return replace(self.message.address, person_id=self.person.id)

    def open_actions(self) -> list[Action]:
        """The actions that this person reports on and that are not signed off, by reference."""
        owned = self.record.plan.actions_of_roles(self.person.own_role_ids)
        return [action for action in owned if action.open]

    def saying(self, text: str) -> "Turn":
        """The same turn, as if this had been typed."""
        return replace(self, message=replace(self.message, text=text, tap=None))


def tell(record: Record, role_id: int, reply: Reply) -> bool:
    """Leave a message for everyone who holds a role; False if none of them can be reached yet."""
    addresses = [record.channels.of_person(person.id) for person in record.people.holding(role_id)]
    for address in filter(None, addresses):
        record.outbox.put(address, reply.kind, reply.model_dump(mode="json"))
    return any(addresses)
