"""What Schemathesis does for .ci/contract beside what it does by itself."""

import itertools

import schemathesis
from schemathesis.specs.openapi.checks import positive_data_acceptance

numbers = itertools.count()


@schemathesis.hook
def before_call(context, case, kwargs):
    """Gives every second valid body values that no row has yet, as most others conflict with rows."""
    number = next(numbers)
    if case.meta is None or not case.meta.generation.mode.is_positive or number % 2:
        return
    for envelope, unique in [("user", {"username": f"u{number}", "email": f"u{number}@example.com"}), ("article", {"title": f"t{number}"})]:
        members = case.body.get(envelope) if isinstance(case.body, dict) else None
        if isinstance(members, dict):
            members.update((name, value) for name, value in unique.items() if name in members)


def is_conflict(response, case):
    """Whether a request was refused for the rows that are there, not for what it is."""
    if response.status_code == 412:
        return any(name.lower() == "if-match" for name in case.headers or {})
    if response.status_code != 422:
        return False
    messages = [message for messages in response.json()["errors"].values() for message in messages]
    return bool(messages) and all(message == "already exists" for message in messages)


@schemathesis.check
def valid_data_acceptance(ctx, response, case):
    """Whatever the document allows is taken, unless it conflicts with rows."""
    if not is_conflict(response, case):
        return positive_data_acceptance(ctx, response, case)
    return None
