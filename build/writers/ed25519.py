"""Ed25519 signatures (RFC 8032, section 5.1), which Python's standard library lacks.

Short rather than fast: a signature takes some milliseconds, and a login needs one. The run time depends on the key
(no protection against timing attacks), so use it only for the own login of a writer. Use a library for other purposes.
"""

import hashlib

PRIME = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, PRIME - 2, PRIME) % PRIME


def _recover_x(y):
    """The even x of the curve point with this y. Used only for the base point, for which it exists."""
    square = (y * y - 1) * pow(D * y * y + 1, PRIME - 2, PRIME) % PRIME
    x = pow(square, (PRIME + 3) // 8, PRIME)
    if (x * x - square) % PRIME != 0:
        x = x * pow(2, (PRIME - 1) // 4, PRIME) % PRIME
    return x if x % 2 == 0 else PRIME - x


# A point is (X, Y, Z, T) with x = X/Z, y = Y/Z, x*y = T/Z, which avoids divisions.
_Y = 4 * pow(5, PRIME - 2, PRIME) % PRIME
BASE = (_recover_x(_Y), _Y, 1, _recover_x(_Y) * _Y % PRIME)


def _add(p, q):
    a = (p[1] - p[0]) * (q[1] - q[0]) % PRIME
    b = (p[1] + p[0]) * (q[1] + q[0]) % PRIME
    c = 2 * p[3] * q[3] * D % PRIME
    d = 2 * p[2] * q[2] % PRIME
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % PRIME, g * h % PRIME, f * g % PRIME, e * h % PRIME


def _times(number, point):
    result = (0, 1, 1, 0)
    while number > 0:
        if number & 1:
            result = _add(result, point)
        point = _add(point, point)
        number >>= 1
    return result


def _encode(point):
    inverse = pow(point[2], PRIME - 2, PRIME)
    x, y = point[0] * inverse % PRIME, point[1] * inverse % PRIME
    return (y | (x & 1) << 255).to_bytes(32, "little")


def _expand(seed):
    """The secret scalar, and the prefix for the nonces of signatures."""
    digest = hashlib.sha512(seed).digest()
    number = int.from_bytes(digest[:32], "little")
    number &= (1 << 254) - 8
    number |= 1 << 254
    return number, digest[32:]


def _hash(*parts):
    return int.from_bytes(hashlib.sha512(b"".join(parts)).digest(), "little") % ORDER


def public_key(seed):
    """The public key (32 bytes) of a seed (32 bytes)."""
    return _encode(_times(_expand(seed)[0], BASE))


def sign(seed, message):
    """The signature (64 bytes) of a message, with a seed of 32 bytes."""
    number, prefix = _expand(seed)
    public = _encode(_times(number, BASE))
    once = _hash(prefix, message)
    commitment = _encode(_times(once, BASE))
    answer = (once + _hash(commitment, public, message) * number) % ORDER
    return commitment + answer.to_bytes(32, "little")
