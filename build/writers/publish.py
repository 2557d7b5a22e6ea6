#!/usr/bin/env python3
"""Publishes the count of waiting approvals of a person: one event, by compare-and-set, over TCP or TLS to NATS.

Python 3.8 or later, standard library only. PROTOCOL.md explains the protocol. This file has the events and the
compare-and-set, `connection.py` the connection to NATS, `credentials.py` the logins.

    publish.py --server tls://broker-1.example.com --tls-ca ca.pem --creds writer-hr-leave.creds \
               --service hr-leave --user hong.gd --count 3 --sequence 17

Exit codes: 0 done (also when the broker retains a newer event already), 1 refused, 2 usage,
3 the broker cannot be reached or does not answer in time, 4 the login was refused or lacks a permission.
"""

import argparse
import datetime
import json
import os
import random
import re
import sys
import time
import unicodedata
import urllib.parse

import credentials
from connection import Denied, Nats, Refused, Trouble

MAX_SEQUENCE = 2**63 - 1
MAX_SAFE = 2**53 - 1
MAX_EPOCH = 2**31 - 1
OUTRUN = (10071, 10164, 10158)  # another writer was faster: read again
NOT_NOW = (10008, 10009, 10077)  # no leader, or busy: wait and read again
RFC3339 = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)", re.ASCII)


def canonical(identifier):
    """Canonical form of an id: NFC, lower-cased, 1 to 64 characters, no white space at either end."""
    text = unicodedata.normalize("NFC", unicodedata.normalize("NFC", identifier).lower())
    if not 1 <= len(text) <= 64 or any(0xD800 <= ord(char) <= 0xDFFF for char in text):
        raise Refused(f"an id has 1 to 64 characters: {identifier!r}")
    if text.strip() != text:
        raise Refused(f"an id has no white space at its ends: {identifier!r}")
    return text


def token(identifier):
    """Encodes an id as one token of a subject. quote() does not encode "." and "~"."""
    return urllib.parse.quote(canonical(identifier), safe="").replace(".", "%2E").replace("~", "%7E")


def read_retained(nats, subject, timeout):
    """Reads the retained event: (revision, payload, epoch, sequence). The last two are None without a valid event."""
    status, headers, payload = nats.request(
        f"$JS.API.DIRECT.GET.APPROVALS.{subject}", b"", {}, timeout
    )
    if status == 503:
        raise Trouble("nobody serves the stream APPROVALS now")
    if status == 404 and "Nats-Sequence" not in headers:
        return 0, None, None, None
    if "Nats-Sequence" not in headers:
        raise Trouble(f"an answer without Nats-Sequence (status {status})")
    return (int(headers["Nats-Sequence"]), payload, *place_of(payload, subject))


def place_of(payload, subject):
    """(epoch, sequence) of an event; (None, None) of an invalid one, which any event may replace."""
    try:
        event = json.loads(payload)
        count, epoch, sequence = event["count"], event.get("epoch") or 0, event["sequence"]
        is_event = (
            f"approvals.{token(event['user'])}.{token(event['service'])}" == subject
            and type(count) is int
            and 0 <= count <= 1_000_000
            and type(epoch) is int
            and 0 <= epoch <= MAX_EPOCH
            and RFC3339.fullmatch(event["occurredAt"])
            and (type(sequence) is int and sequence <= MAX_SAFE or re.fullmatch("[0-9]+", sequence))
            and 0 <= int(sequence) <= MAX_SEQUENCE
        )
        return (epoch, int(sequence)) if is_event else (None, None)
    except (ValueError, TypeError, KeyError, AttributeError, Refused):
        return None, None


def write(nats, subject, event, payload, revision, with_id, timeout):
    """Stores the event if the subject still has this revision: "stored", "outrun" or "seen" (used id)."""
    _, user, service = subject.split(".")
    place = f"{event.get('epoch', 0)}:{event['sequence']}"
    headers = {"Nats-Expected-Last-Subject-Sequence": revision}
    if with_id:
        headers["Nats-Msg-Id"] = f"{service}:{user}:{place}:{revision}"
    status, _, answer = nats.request(subject, payload, headers, timeout)
    if status == 503:
        raise Trouble("nobody serves the stream APPROVALS now")
    answer = json.loads(answer)
    error = answer.get("error")
    if error is None:
        return "seen" if answer.get("duplicate") else "stored"
    code = error.get("err_code")
    if code in OUTRUN:
        return "outrun"
    if code in NOT_NOW:
        raise Trouble(error.get("description"))
    raise Refused(f"the broker refused it: {error.get('description')} ({code})")


def publish(options, event):
    """Repeats compare-and-set until it succeeds or the deadline has passed. Returns the result as text."""
    subject = f"approvals.{token(options.user)}.{token(options.service)}"
    deadline = time.monotonic() + options.deadline
    given = event.get("sequence")
    # Payloads that may have been stored although no reply came. Whole payloads, because another writer without
    # sequences uses the same place and even the same message id.
    unheard = set()
    nats, trouble, rounds, with_id, accepted = None, None, 0, True, None
    try:
        while True:
            left = deadline - time.monotonic()
            if left <= 0:
                if accepted is not None:
                    return accepted
                raise trouble or Trouble("outrun by other writers until the deadline")
            timeout = min(2.0, left)
            rounds += 1
            try:
                nats = nats or dial(options, timeout)
                revision, retained, epoch, sequence = read_retained(nats, subject, timeout)
                if retained in unheard:
                    return f"published (epoch {epoch}, sequence {sequence})"
                if given is None:
                    # The sequence after the retained one. Over an invalid event: the revision, higher than all before.
                    event["epoch"] = epoch if options.epoch is None and epoch is not None else options.epoch or 0
                    is_new_epoch = epoch is not None and event["epoch"] > epoch
                    event["sequence"] = 1 if is_new_epoch else (revision if sequence is None else sequence) + 1
                mine = (event.get("epoch", 0), int(event["sequence"]))
                if mine[1] > MAX_SEQUENCE:
                    raise Refused("there is no sequence after 2^63-1")
                event["sequence"] = mine[1] if mine[1] <= MAX_SAFE else str(mine[1])
                if sequence is not None and mine <= (epoch, sequence):
                    if accepted is not None:
                        return accepted
                    what = "this event" if mine == (epoch, sequence) else "a newer event"
                    return f"not written: the broker holds {what} already (epoch {epoch}, sequence {sequence})"
                payload = json.dumps(event, ensure_ascii=False).encode()
                try:
                    written = write(nats, subject, event, payload, revision, with_id, timeout)
                except Trouble:
                    unheard.add(payload)
                    raise
                if written == "stored":
                    accepted = f"published (epoch {mine[0]}, sequence {mine[1]})"
                    if not nats.may_accept_rivals:
                        return accepted
                    given = mine[1]  # later rounds keep this sequence
                    time.sleep(1)
                    continue
                if written == "seen":
                    with_id = False  # the next read decides; a replaced event's id stays blocked for minutes
                trouble = None
                time.sleep(random.uniform(0, min(0.1, 0.002 * 2 ** min(rounds, 10))))
            except (Trouble, OSError, ValueError) as error:
                trouble = error if isinstance(error, Trouble) else Trouble(str(error))
                if nats is not None:
                    nats.close()
                nats = None  # the next round dials again, perhaps another server
                time.sleep(max(0, min(random.uniform(0.2, 0.6), deadline - time.monotonic())))
    finally:
        if nats is not None:
            nats.close()


def dial(options, timeout):
    """Connects to any of the servers, in random order. Raises the last Trouble."""
    servers = random.sample(options.server, len(options.server))
    inbox = f"_WRITER.{token(options.service)}"
    for index, server in enumerate(servers):
        try:
            is_strict = not options.tls_not_strict
            return Nats(server, timeout, lambda info: login(options, info), options.tls_ca, inbox, is_strict)
        except Trouble:
            if index == len(servers) - 1:
                raise


def login(options, info):
    """Login fields of CONNECT. Files are read at each dial, so that they can be replaced."""
    if options.creds is None and options.nkey is None:
        return {} if options.username is None else {"user": options.username, "pass": options.password or ""}
    try:
        read = credentials.read_nkey if options.creds is None else credentials.read_creds
        jwt, seed = read(options.creds or options.nkey)
    except (credentials.Unusable, OSError) as error:
        raise Refused(str(error)) from error
    if "nonce" not in info:
        raise Denied("the server does not accept credentials of this kind")
    return credentials.login(jwt, seed, info["nonce"])


def event_of(options):
    """The event as JSON values; without a sequence when none was given."""
    if not 0 <= options.count <= 1_000_000:
        raise Refused("--count is 0 to 1,000,000")
    if options.epoch is not None and not 0 <= options.epoch <= MAX_EPOCH:
        raise Refused("--epoch is 0 to 2^31-1")
    now = datetime.datetime.now().astimezone().isoformat(timespec="milliseconds")
    event = {
        "service": canonical(options.service),
        "user": canonical(options.user),
        "count": options.count,
        "occurredAt": options.occurred_at or now,
    }
    if options.due_at is not None:
        event["dueAt"] = options.due_at
    for name in ("occurredAt", "dueAt"):
        if name in event and not RFC3339.fullmatch(event[name]):
            raise Refused(f"{name} is an RFC 3339 date-time with offset, not {event[name]!r}")
    if options.epoch:
        event["epoch"] = options.epoch
    if options.sequence is not None:
        if not re.fullmatch(r"[0-9]{1,19}", options.sequence) or int(options.sequence) > MAX_SEQUENCE:
            raise Refused("--sequence is 0 to 2^63-1")
        event["sequence"] = int(options.sequence)
    return event


def main():
    parser = argparse.ArgumentParser(description="Publish the count of waiting approvals of a person.")
    parser.add_argument("--server", action="append", help="nats://host:port or tls://host:port, repeatable")
    parser.add_argument("--username", default=os.environ.get("ALRIMI_USERNAME"))
    parser.add_argument("--password-file", help="default: the environment variable ALRIMI_PASSWORD")
    by_file = parser.add_mutually_exclusive_group()
    by_file.add_argument("--creds", help="credentials file of NATS (.creds), as the broker kit makes it")
    by_file.add_argument("--nkey", help="file with an nkey seed (.nk)")
    parser.add_argument("--tls-ca", help="certificate authority (PEM); requires TLS")
    parser.add_argument(
        "--tls-not-strict", action="store_true", help="accept older certificates, as Python did before 3.13"
    )
    parser.add_argument("--user", required=True)
    parser.add_argument("--service", required=True)
    parser.add_argument("--count", type=int, required=True)
    parser.add_argument("--sequence", help="default: the retained sequence plus one")
    parser.add_argument("--epoch", type=int)
    parser.add_argument("--occurred-at")
    parser.add_argument("--due-at")
    parser.add_argument("--deadline", type=float, default=10.0, help="seconds for all attempts")
    options = parser.parse_args()
    servers = os.environ.get("ALRIMI_SERVERS", "nats://127.0.0.1:4222")
    options.server = options.server or [server.strip() for server in servers.split(",")]
    try:
        options.password = os.environ.get("ALRIMI_PASSWORD")
        if options.password_file is not None:
            with open(options.password_file, encoding="utf-8") as file:
                options.password = file.read().rstrip("\r\n")
        print(publish(options, event_of(options)))
        return 0
    except (Refused, OSError) as error:
        code = 1
        print(f"refused: {error}", file=sys.stderr)
    except Trouble as error:
        code = 3
        print(f"no answer: {error}", file=sys.stderr)
    except Denied as error:
        code = 4
        print(f"denied: {error}", file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main())
