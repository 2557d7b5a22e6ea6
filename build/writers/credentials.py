"""Credentials of the broker kit and their login fields: see "Logging in" in PROTOCOL.md."""

import base64
import binascii
import re

import ed25519

# Type bits at the start of an nkey. The shift makes them letters in base 32.
SEED = 18 << 3  # S
USER = 20 << 3  # U


class Unusable(ValueError):
    """The file contains no usable credentials."""


def read_creds(file):
    """Reads a `.creds` file: (JWT, seed)."""
    with open(file, encoding="utf-8") as opened:
        parts = dict(re.findall(r"-----BEGIN ([A-Z ]+)-----\s+(\S+)", opened.read()))
    if "NATS USER JWT" not in parts or "USER NKEY SEED" not in parts:
        raise Unusable(f"{file} holds no JWT and seed of NATS")
    return parts["NATS USER JWT"], decode_seed(parts["USER NKEY SEED"], file)


def read_nkey(file):
    """Reads an nkey file, which contains a seed and possibly comment lines: (None, seed)."""
    with open(file, encoding="utf-8") as opened:
        lines = [line.strip() for line in opened]
    found = [line for line in lines if re.fullmatch("SU[A-Z2-7]{56}", line)]
    if not found:
        raise Unusable(f"{file} holds no seed of a user's nkey")
    return None, decode_seed(found[0], file)


def login(jwt, seed, nonce):
    """Login fields of CONNECT. jwt: None for a plain nkey; seed: 32 bytes; nonce: from the server's INFO."""
    signature = base64.urlsafe_b64encode(ed25519.sign(seed, nonce.encode())).rstrip(b"=").decode()
    who = {"nkey": public_nkey(seed)} if jwt is None else {"jwt": jwt}
    return {**who, "sig": signature}


def decode_seed(text, file):
    """Decodes the 32 bytes of a user's seed. Two type bytes precede them, a checksum of two bytes follows."""
    try:
        raw = base64.b32decode(text + "=" * (-len(text) % 8))
    except binascii.Error as error:
        raise Unusable(f"{file}: the seed is damaged") from error
    if len(raw) != 36 or crc16(raw[:-2]) != int.from_bytes(raw[-2:], "little"):
        raise Unusable(f"{file}: the seed is damaged")
    if raw[0] & 0xF8 != SEED or (raw[0] & 7) << 5 | raw[1] >> 3 != USER:
        raise Unusable(f"{file}: the seed is not that of a user")
    return raw[2:-2]


def public_nkey(seed):
    """Public key as the server knows it: U and 55 more letters."""
    body = bytes([USER]) + ed25519.public_key(seed)
    return base64.b32encode(body + crc16(body).to_bytes(2, "little")).rstrip(b"=").decode()


def crc16(data):
    """CRC-16/XMODEM."""
    crc = 0
    for byte in data:
        crc ^= byte << 8
        for _ in range(8):
            crc = (crc << 1 ^ 0x1021 if crc & 0x8000 else crc << 1) & 0xFFFF
    return crc
