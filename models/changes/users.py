"""Who works in the register: added, given a role, a passphrase and a number, and retired.

Each act is one change of the register with its key file (:mod:`models.entering.changing_slots`).
What the record keeps of a passphrase is that it was set and by whom.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from models.change import Change
from models.changes.case.restricting import keep_somebody
from models.entering import changing_slots
from models.entering.changing_slots import changing_slots as slots_changing
from models.entering.open import open_with_keys
from models.errors import InvalidError, NotAllowedError, NotFoundError, SignInError
from models.register import Register
from models.rules import vocabularies
from models.rules.validation import TEXT_LIMIT
from models.schema import Member, Person, User
from models.storage import opening, throttle
from models.storage.keys import WRONG, KeyFile
from models.storage.secrets import check_passphrase, known_as

LONGEST_NAME = 60
LAST_ADMINISTRATOR = (
    "This is the only administrator of the register. Nothing was changed. Make somebody else "
    "an administrator first."
)


def add(
    register: Register,
    *,
    name: str,
    full_name: str,
    role: str,
    passphrase: str,
    number: str = "",
    family_name: str = "",
) -> int:
    """Let somebody work in the register; return their id.

    They are asked for a passphrase of their own when they first sign in.

    :param name: what they sign in as; no two people's, in whatever capitals.
    :param number: their collar number in the force: of a case in which that member plays a part
        they see nothing. A member not known by that number yet is recorded.
    :param family_name: the member's, where two have that number.
    :raises InvalidError: a value cannot be kept; ``problems`` says which.
    """
    name, full_name = name.strip(), " ".join(full_name.split())
    with slots_changing(register, "Added to the register") as (change, slots):
        change.require("users")
        _refuse(_wrong_name(change, name), _wrong_full_name(full_name), _wrong_role(role))
        check_passphrase(name, passphrase)
        member = _member(change, number, family_name, full_name)
        user_id = change.add(
            User, name=name, full_name=full_name, role=role, must_change=True, member=member
        )
        slots.set_passphrase(name, passphrase)
        change.note("passphrase", about=(User, user_id), what="Passphrase set by an administrator")
    return user_id


def change_role(register: Register, user_id: int, role: str) -> None:
    """Give somebody another role; what they may do follows with their next act.

    :raises InvalidError: there is no such role, or no administrator would be left.
    """
    with register.change("Role changed") as change:
        change.require("users")
        user = _one(change, user_id)
        _refuse(_wrong_role(role))
        if role != "administrator":
            _keep_an_administrator(change, user)
        if role != user.role:
            change.edit(User, user_id, user.version, role=role)


def link(register: Register, user_id: int, number: str, family_name: str = "") -> None:
    """Say which member of the force somebody is; an empty number: none.

    :raises InvalidError: the number is another user's, or two members'.
    """
    with register.change("Member of the force") as change:
        change.require("users")
        user = _one(change, user_id)
        member = _member(change, number, family_name, user.full_name, user_id)
        if member != user.member_id:
            change.edit(User, user_id, user.version, member=member)


def retire(register: Register, user_id: int) -> None:
    """Let somebody work in the register no longer; what they did stays theirs.

    Their slot goes once that is written, so that nobody loses it who is not retired.

    :raises InvalidError: they are the last administrator, or whoever does it, or the last who may
        see a restricted case.
    """
    with register.change("Retired from the register") as change:
        change.require("users")
        user = _one(change, user_id)
        _keep_an_administrator(change, user)
        if user_id == change.user_id:
            raise InvalidError(
                {"user": "You cannot retire your own account. Ask another administrator."}
            )
        keep_somebody(change, user_id)
        change.edit(User, user_id, user.version, retired=True)
    with register.reader() as connection:
        changing_slots.drop_strangers(register, connection)


def reset(register: Register, user_id: int, passphrase: str) -> None:
    """Give somebody who lost theirs a passphrase, to be changed when they sign in with it.

    :raises InvalidError: it would be guessed.
    """
    with slots_changing(register, "Passphrase reset") as (change, slots):
        change.require("users")
        user = _one(change, user_id)
        failures = slots.set_passphrase(user.name, passphrase)
        change.edit(User, user_id, user.version, must_change=True)
        what = "Passphrase set by an administrator"
        change.note("passphrase", about=(User, user_id), what=what, failures=failures)


def change_passphrase(register: Register, old: str, new: str) -> None:
    """Change one's own passphrase.

    :raises SignInError: ``old`` is wrong, or the next try must wait.
    :raises InvalidError: ``new`` would be guessed, or is the old one.
    """
    name = register.user.name
    slots_now = KeyFile.read(register.path)
    if not slots_now.has(name):
        raise SignInError(
            "You opened this register without a passphrase, so there is none to change."
        )
    check_passphrase(name, new)
    try:
        throttle.unlock(register.path, slots_now, name, old)
    except SignInError as error:
        if str(error) == WRONG:
            raise SignInError("That is not your current passphrase.") from error
        raise
    if old == new:
        raise InvalidError({"passphrase": "Choose a passphrase different from your current one."})
    with slots_changing(register, "Passphrase changed") as (change, slots):
        _set_own(change, slots, new, "Passphrase changed by the user")
    register.require("passphrase")  # and so knows that they need not change it any more


def recover(path: Path | str, recovery_key: str, user: str, new_passphrase: str) -> Register:
    """Open the register by its recovery key, giving an administrator a new passphrase.

    :raises InvalidError: the key was not typed as it was printed, or the passphrase would be
        guessed.
    :raises SignInError: it is not this register's recovery key.
    :raises NotAllowedError: ``user`` is no administrator.
    :raises RegisterError: it cannot be read or written where it is.
    """
    path = Path(path)
    opening.look_at(path)
    keys = KeyFile.read(path).recover(recovery_key)
    with open_with_keys(path, keys, user) as register:
        failures = set_by_recovery_key(register, new_passphrase)
    return open_with_keys(path, keys, user, failures=failures)


def set_by_recovery_key(register: Register, new: str) -> int:
    """Give the administrator who opened the register by its recovery key a passphrase.

    :return: how many wrong passphrases were typed for them before.
    :raises NotAllowedError: they are no administrator.
    :raises InvalidError: ``new`` would be guessed.
    """
    if register.user.role != "administrator":
        raise NotAllowedError(
            "The recovery key can set a new passphrase only for an administrator. "
            f"{register.user.full_name} is not one; an administrator can reset their passphrase."
        )
    with slots_changing(register, "Recovered") as (change, slots):
        return _set_own(change, slots, new, "Passphrase set by the recovery key")


def make_recovery_key(register: Register) -> str:
    """Make the recovery key anew and return it as it is to be printed; the older one ends."""
    with slots_changing(register, "Recovery key") as (change, slots):
        change.require("users")
        made = slots.add_recovery()
        change.note("passphrase", what="New recovery key made; the old one no longer works")
    return made


def _set_own(change: Change, slots: changing_slots.Slots, new: str, what: str) -> int:
    user = _one(change, change.user.id)
    failures = slots.set_passphrase(user.name, new)
    with change.acting("passphrase"):
        if user.must_change:
            change.edit(User, user.id, user.version, must_change=False)
    change.require("passphrase")
    change.note("passphrase", about=(User, user.id), what=what)
    return failures


def _member(
    change: Change, number: str, family_name: str, full_name: str, user_id: int | None = None
) -> int | None:
    """The id of the member of that number, recorded now where nobody has it.

    A member whom whoever does it may not know of is passed over: what is hidden is found again by
    the number (:mod:`models.sight.seeing`), so that nothing is opened by it and nothing told.
    """
    number, family_name = number.strip(), family_name.strip()
    if not number:
        return None
    if len(number) > LONGEST_NAME:
        raise InvalidError({"number": "This is too long for a collar number."})
    query = Member.select(Member.id, Person.family_name).join(Person)
    query = query.where((Member.number == number) & Member.merged_into.is_null())
    known = query.order_by(Member.id).tuples().execute(change.database)
    found = [one for one in known if change.sees(Member, one[0])]
    if len(found) > 1 or family_name:
        found = [one for one in found if one[1].casefold() == family_name.casefold()]
        if len(found) > 1 or not family_name:
            raise InvalidError(
                {
                    "number": (
                        "Several members have this collar number. Give the family name as well."
                    )
                }
            )
    if found:
        taken = User.select(User.id).where((User.member == found[0][0]) & ~User.retired)
        if any(one != user_id for (one,) in taken.tuples().execute(change.database)):
            raise InvalidError({"number": "This collar number already belongs to another user."})
        return int(found[0][0])
    given, _, family = full_name.rpartition(" ")
    with change.acting("users"):
        person = change.add(Person, family_name=family_name or family, given_names=given)
        return change.add(Member, person=person, number=number)


def _keep_an_administrator(change: Change, leaving: Any) -> None:
    others = (User.role == "administrator") & ~User.retired & (User.id != leaving.id)
    is_one = leaving.role == "administrator" and not leaving.retired
    if is_one and not User.select(User.id).where(others).exists(change.database):
        raise InvalidError({"role": LAST_ADMINISTRATOR})


def _one(change: Change, user_id: int) -> Any:
    query = User.select().where((User.id == user_id) & ~User.retired)
    for user in query.execute(change.database):
        return user
    raise NotFoundError("This person is no longer a user of the register. Nothing was changed.")


def _refuse(*wrong: dict[str, str]) -> None:
    problems = {name: said for one in wrong for name, said in one.items()}
    if problems:
        raise InvalidError(problems)


def _wrong_name(change: Change, name: str) -> dict[str, str]:
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        return {"name": f"Give a name of 1 to {LONGEST_NAME} characters to sign in as."}
    known = User.select(User.name, User.retired).tuples().execute(change.database)
    for other, retired in known:
        if known_as(other) == known_as(name):
            was = "belonged to a retired user" if retired else "is already in use"
            return {"name": f"This name {was}: choose another."}
    return {}


def _wrong_full_name(full_name: str) -> dict[str, str]:
    if not full_name or len(full_name) > TEXT_LIMIT:
        return {"full_name": "Give their name, such as D. Okafor."}
    return {}


def _wrong_role(role: str) -> dict[str, str]:
    known = {term.code for term in vocabularies.terms("user_role")}
    return {} if role in known else {"role": "Choose their role."}
