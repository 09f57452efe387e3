"""Certificates for tests: made on the spot, known to nobody."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)


def self_signed(key: RSAPrivateKey) -> x509.Certificate:
    """Make a certificate of that key, valid for a year."""
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "planbot")])
    start = datetime(2026, 11, 1, tzinfo=UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=365))
        .sign(key, SHA256())
    )


def pem(half: RSAPrivateKey | x509.Certificate, password: bytes = b"") -> bytes:
    """Write a certificate or a key as PEM, the key under a password where one is given."""
    if isinstance(half, x509.Certificate):
        return half.public_bytes(Encoding.PEM)
    encryption = BestAvailableEncryption(password) if password else NoEncryption()
    return half.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption)


def write(folder: Path, name: str, content: bytes) -> Path:
    """Write a file of that name and return where it is."""
    path = folder / name
    path.write_bytes(content)
    return path
