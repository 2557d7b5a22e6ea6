#!/usr/bin/env python3
"""Sends the count of waiting approvals of a person: one event, over TCP or TLS to NATS.

Python 3.8 or later, standard library only. PROTOCOL.md explains the protocol. This file has the event,
`connection.py` the connection to NATS, `credentials.py` the logins.

    publish.py --server tls://broker-1.example.com --tls-ca ca.pem --creds writer-hr-leave.creds \
               --service hr-leave --user hong.gd --count 3 --sequence 17

Exit codes: 0 the broker has stored it, 1 refused, 2 usage, 3 the broker cannot be reached or does not answer in
time, 4 the login was refused or lacks a permission.
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
NOT_NOW = (10008, 10009, 10077, 10002, 10047, 10023)  # no leader, busy, or full: wait and send again
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


def store(nats, subject, payload, timeout):
    """Stores the event in the broker's queue. The same event twice does no harm."""
    status, _, answer = nats.request(subject, payload, {}, timeout)
    if status == 503:
        raise Trouble("nobody serves the stream INTAKE now")
    error = json.loads(answer).get("error")
    if error is None:
        return
    if error.get("err_code") in NOT_NOW:
        raise Trouble(error.get("description"))
    raise Refused(f"the broker refused it: {error.get('description')} ({error.get('err_code')})")


def publish(options, event):
    """Sends the event until the broker has it or the deadline has passed. Returns the result as text."""
    subject = f"intake.{token(options.service)}"
    payload = json.dumps(event, ensure_ascii=False).encode()
    deadline = time.monotonic() + options.deadline
    nats, trouble = None, Trouble("the deadline is too short")
    try:
        while time.monotonic() < deadline:
            timeout = min(2.0, deadline - time.monotonic())
            try:
                nats = nats or dial(options, timeout)
                store(nats, subject, payload, timeout)
                return f"stored (epoch {event.get('epoch', 0)}, sequence {event['sequence']})"
            except (Trouble, OSError, ValueError) as error:
                trouble = error if isinstance(error, Trouble) else Trouble(str(error))
                if nats is not None:
                    nats.close()
                nats = None  # the next round dials again, perhaps another server
                time.sleep(max(0, min(random.uniform(0.2, 0.6), deadline - time.monotonic())))
        raise trouble
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
    """The event as JSON values. Without a sequence it gets the time in milliseconds."""
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
    sequence = str(time.time_ns() // 1_000_000) if options.sequence is None else options.sequence
    if not re.fullmatch(r"[0-9]{1,19}", sequence) or int(sequence) > MAX_SEQUENCE:
        raise Refused("--sequence is 0 to 2^63-1")
    # A JSON number over 2^53 is rounded by many readers.
    event["sequence"] = int(sequence) if int(sequence) <= MAX_SAFE else str(int(sequence))
    return event


def main():
    parser = argparse.ArgumentParser(description="Send the count of waiting approvals of a person.")
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
    parser.add_argument("--sequence", help="default: the time in milliseconds")
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
