"""One connection to NATS over TCP or TLS, with one request at a time: the part of the protocol that a writer needs."""

import json
import re
import secrets
import socket
import ssl
import time
import urllib.parse


# OpenSSL error codes of checks that only VERIFY_X509_STRICT makes, such as for a missing authority key identifier.
NOT_STRICT = range(80, 94)


class Refused(Exception):
    """The input is not acceptable. A retry does not help."""


class Denied(Exception):
    """The login was refused or lacks a permission."""


class Trouble(Exception):
    """No connection, no answer, or no server that serves the stream now. A retry may help."""


class Nats:
    """A connection with an accepted login. An error while connecting closes the socket."""

    def __init__(self, server, timeout, login, ca_file=None, inbox="_INBOX", is_strict=True):
        """Connects and logs in.

        server: nats://host:port or tls://host:port; timeout: seconds for all of it
        login: takes the server's INFO and returns the login fields of CONNECT
        ca_file: PEM file of a certificate authority; requires TLS
        inbox: prefix of the reply subjects
        is_strict: whether certificates must follow RFC 5280 completely, as Python requires from 3.13 on
        Raises Refused, Denied or Trouble.
        """
        url = urllib.parse.urlsplit(server if "://" in server else f"nats://{server}")
        if url.scheme not in ("nats", "tls") or not url.hostname:
            raise Refused(f"not a server address: {server}")
        self.subject = ""
        self.inbox = f"{inbox}.{secrets.token_hex(8)}"
        self.requests = 0
        self.buffer = b""
        self.deadline = time.monotonic() + timeout
        self.socket = None
        try:
            self.socket = socket.create_connection((url.hostname, url.port or 4222), timeout)
            self.greet(url, login, ca_file, is_strict)
        except ssl.SSLCertVerificationError as error:
            self.close()
            hint = ""
            if error.verify_code in NOT_STRICT:
                hint = (
                    " (the chain and the name may be right: Python checks more from 3.13 on. Have the certificate"
                    " issued again, or use --tls-not-strict)"
                )
            raise Trouble(f"no TLS connection: {error}{hint}") from error
        except ssl.SSLError as error:
            self.close()
            raise Trouble(f"no TLS connection: {error}") from error
        except OSError as error:
            self.close()
            raise Trouble(f"{server}: {error}") from error
        except Exception:
            self.close()
            raise

    def greet(self, url, login, ca_file, is_strict):
        """Reads INFO, starts TLS if required, sends CONNECT. Returns when the login is accepted."""
        info = self.read_info()
        wants_tls = url.scheme == "tls" or ca_file is not None
        if wants_tls and not (info.get("tls_required") or info.get("tls_available")):
            raise Refused("the server offers no TLS")
        if wants_tls or info.get("tls_required"):
            # INFO arrives unencrypted. The login is sent only after the handshake.
            context = ssl.create_default_context(cafile=ca_file)
            if not is_strict:
                context.verify_flags &= ~ssl.VERIFY_X509_STRICT
            self.socket = context.wrap_socket(self.socket, server_hostname=url.hostname)
        connect = {
            "verbose": False,
            "pedantic": False,
            "headers": True,
            "no_responders": True,
            "protocol": 1,
            "lang": "python",
            "version": "1",
            "name": "alrimi publish.py",
        }
        connect.update(login(info))
        # The PONG confirms that the login was accepted.
        self.send(f"CONNECT {json.dumps(connect)}\r\nSUB {self.inbox}.* 1\r\nPING\r\n".encode())
        while self.read_operation() is not None:
            pass

    def read_info(self):
        line = self.read_line()
        if not line.startswith(b"INFO "):
            raise Trouble("the other side is not a NATS server")
        return json.loads(line[5:])

    def request(self, subject, payload, headers, timeout):
        """Sends a request and returns the reply: (status, headers, payload). The status is 0 if absent."""
        self.requests += 1
        reply = f"{self.inbox}.{self.requests}"
        self.deadline = time.monotonic() + timeout
        self.subject = subject
        if headers:
            head = "NATS/1.0\r\n" + "".join(f"{name}: {value}\r\n" for name, value in headers.items()) + "\r\n"
            head = head.encode()
            line = f"HPUB {subject} {reply} {len(head)} {len(head) + len(payload)}\r\n"
            self.send(line.encode() + head + payload + b"\r\n")
        else:
            self.send(f"PUB {subject} {reply} {len(payload)}\r\n".encode() + payload + b"\r\n")
        try:
            while True:
                answer = self.read_operation()
                if answer and answer[0] == reply:  # skips PINGs and late replies to earlier requests
                    return answer[1:]
        except OSError as error:
            raise Trouble(f"no answer: {error}") from error

    def read_operation(self):
        """Reads the next message (reply subject, status, headers, payload). None for a PONG; () for anything else."""
        line = self.read_line()
        name, _, rest = line.partition(b" ")
        name = name.upper()
        if name == b"PING":
            self.send(b"PONG\r\n")
        elif name == b"PONG":
            return None
        elif name == b"-ERR":
            text = rest.decode(errors="replace")
            if re.search("authorization|authentication|permissions", text, re.I):
                raise Denied(text)
            raise Trouble(text)
        elif name in (b"MSG", b"HMSG"):
            # MSG <subject> <sid> [reply] <bytes>; HMSG has <header bytes> before the total.
            fields = rest.split()
            body = self.read_exactly(int(fields[-1]))
            self.read_exactly(2)
            cut = int(fields[-2]) if name == b"HMSG" else 0
            status, headers = parse_headers(body[:cut])
            return fields[0].decode(), status, headers, body[cut:]
        return ()

    def send(self, data):
        self.socket.settimeout(max(0.001, self.deadline - time.monotonic()))
        try:
            self.socket.sendall(data)
        except OSError as error:
            raise Trouble(f"the connection was lost: {error}") from error

    def receive(self):
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise Trouble("no answer in time")
        self.socket.settimeout(left)
        data = self.socket.recv(65536)
        if not data:
            raise Trouble("the server closed the connection")
        self.buffer += data

    def read_line(self):
        while b"\r\n" not in self.buffer:
            self.receive()
        line, _, self.buffer = self.buffer.partition(b"\r\n")
        return line

    def read_exactly(self, size):
        while len(self.buffer) < size:
            self.receive()
        data, self.buffer = self.buffer[:size], self.buffer[size:]
        return data

    def close(self):
        if self.socket is not None:
            self.socket.close()


def parse_headers(head):
    """Parses `NATS/1.0 404 Message Not Found` and `Name: value` lines into (status, headers)."""
    lines = head.decode(errors="replace").split("\r\n")
    status = re.match(r"NATS/1\.0 (\d{3})", lines[0])
    pairs = (line.partition(":") for line in lines[1:] if line)
    return int(status[1]) if status else 0, {name: value.strip() for name, _, value in pairs}
