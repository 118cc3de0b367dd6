"""Holds vectors/v1.json against docs/crypto.md by other libraries: `cryptography` and `argon2-cffi` (requirements.txt).

Written from the document alone, it shares no code with core/crypto. XChaCha20 is ChaCha20-Poly1305 behind HChaCha20
(draft-irtf-cfrg-xchacha-03), which is spelled out here because `cryptography` has only the former.
"""
import hashlib
import json
import pathlib
import struct
import sys
import unicodedata
import zlib

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

CHUNK = 65536
SEALED = CHUNK + 16


class Refusal(Exception):
    """One of the named errors."""


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def derive(key, info, salt=b""):
    return HKDF(algorithm=SHA256(), length=32, salt=salt or None, info=info).derive(key)


def hchacha20(key, nonce16):
    state = list(struct.unpack("<16I", b"expand 32-byte k" + key + nonce16))

    def quarter(a, b, c, d):
        for x, y, z, bits in ((a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)):
            state[x] = (state[x] + state[y]) & 0xFFFFFFFF
            mixed = state[z] ^ state[x]
            state[z] = ((mixed << bits) | (mixed >> (32 - bits))) & 0xFFFFFFFF

    for _ in range(10):
        for column in range(4):
            quarter(column, column + 4, column + 8, column + 12)
        for column in range(4):
            quarter(column, (column + 1) % 4 + 4, (column + 2) % 4 + 8, (column + 3) % 4 + 12)
    return struct.pack("<8I", *state[0:4], *state[12:16])


def unseal(key, sealed, context):
    """`nonce 24 | ciphertext | tag 16`."""
    if len(sealed) < 24:
        raise Refusal("Malformed")
    nonce, rest = sealed[:24], sealed[24:]
    try:
        return ChaCha20Poly1305(hchacha20(key, nonce[:16])).decrypt(bytes(4) + nonce[16:], rest, context)
    except InvalidTag:
        raise Refusal("WrongKey") from None


def check_stretching(memory, passes, lanes):
    if not (65536 <= memory <= 262144 and 3 <= passes <= 10 and 1 <= lanes <= 4):
        raise Refusal("Refused")


def meant(passphrase):
    text = unicodedata.normalize("NFKC", passphrase)
    words = text.split()
    if len(words) == 7 and all(word.isascii() and word.isalpha() for word in words):
        return " ".join(words).lower()
    return text.strip()


def kdf(f):
    check_stretching(f["memory"], f["passes"], f["lanes"])
    salt = sha256(b"wm1", f["origin"].encode(), b"\0", f["account"].lower().encode(), b"\0", f["seed"])
    stretched = hash_secret_raw(meant(f["passphrase"]).encode(), salt, time_cost=f["passes"], memory_cost=f["memory"], parallelism=f["lanes"],
                                hash_len=32, type=Type.ID, version=0x13)
    return {"auth": derive(stretched, b"login/v1").hex(), "wrap": derive(stretched, b"wrap/v1").hex()}


def magic(sealed, letters):
    if sealed[:3] != letters[:3]:
        raise Refusal("Malformed")
    if sealed[:4] != letters:
        raise Refusal("Newer")


def keybox(f):
    box = f["keybox"]
    if len(box) < 25:
        raise Refusal("Malformed")
    magic(box, b"WKB1")
    kind, memory, passes, lanes, generation = struct.unpack("<BIIIQ", box[4:25])
    if kind == 1:
        check_stretching(memory, passes, lanes)
    elif kind != 2 or (memory, passes, lanes) != (0, 0, 0):
        raise Refusal("Malformed")
    root = unseal(f["key"], box[25:], b"keybox" + f["account"] + box[:25])
    return {"root": root.hex(), "kind": {1: "passphrase", 2: "recovery"}[kind], "generation": generation}


def keyring(f):
    sealed = f["keyring"]
    magic(sealed, b"WKR1")
    said = json.loads(unseal(f["root"], sealed[12:], b"keyring" + f["account"] + sealed[:12]))
    if said["generation"] != struct.unpack("<Q", sealed[4:12])[0]:
        raise Refusal("Malformed")
    if said["generation"] < f["least"]:
        raise Refusal("RolledBack")
    epochs = [[number, bytes(key).hex(), since] for number, key, since in said["epochs"]]
    devices = [{**one, "id": bytes(one["id"]).hex(), "key": bytes(one["key"]).hex()} for one in said["devices"]]
    return {"generation": said["generation"], "epochs": epochs, "devices": devices}


def recovery(f):
    shown, box = f["box"][:32], f["box"][32:]
    if box[4:5] != b"\x02":
        magic(box, b"WKB1")
        raise Refusal("Malformed")
    private = X25519PrivateKey.from_private_bytes(derive(f["words"], b"recovery key/v1"))
    public = private.public_key().public_bytes_raw()
    shared = private.exchange(X25519PublicKey.from_public_bytes(shown))
    opened = keybox({"keybox": box, "key": derive(shared, b"recovery/v1", shown + public), "account": f["account"]})
    return {"root": opened["root"], "auth": derive(f["words"], b"recover/v1").hex(), "public": public.hex()}


def pairing(f):
    code = f["code"] + bytes(16)
    said = json.loads(unseal(derive(code, b"pairing key/v1"), f["sealed"], b"pairing/v1"))
    said = {**said, **{name: bytes(said[name]).hex() for name in ("id", "root", "auth")}}
    said["heads"] = [[bytes(device).hex(), seq, bytes(hash).hex()] for device, seq, hash in said["heads"]]
    return {**said, "mailbox": derive(code, b"pairing id/v1")[:16].hex()}


def pack_key(f, head):
    if head[:4] != b"WPK1" or len(head) != 22:
        raise Refusal("Malformed")
    if head[4] > 1:
        raise Refusal("Newer")
    if head[4] != 1 or head[5] != 16:
        raise Refusal("Malformed")
    epoch = struct.pack("<I", f["epoch"])
    content = unseal(f["epochKey"], f["wrappedKey"], b"cek" + f["account"] + epoch + f["id"])
    info = b"pack/v1" + f["account"] + f["device"] + bytes([f["kind"], f["class"]]) + struct.pack("<I", f["day"]) + epoch
    return derive(content, info, head[6:])


def open_chunk(key, number, last, chunk):
    try:
        return ChaCha20Poly1305(key).decrypt(bytes(3) + struct.pack(">Q", number) + bytes([last]), chunk, b"")
    except InvalidTag:
        raise Refusal("WrongKey") from None


def padme(length):
    exponent = length.bit_length() - 1
    bits = exponent - exponent.bit_length()
    return (length + (1 << bits) - 1) >> bits << bits


def pack(f):
    if sha256(f["blob"]) != f["id"]:
        raise Refusal("Forged")
    key, sealed = pack_key(f, f["blob"][:22]), f["blob"][22:]
    chunks = [sealed[at:at + SEALED] for at in range(0, len(sealed), SEALED)]
    body = b"".join(open_chunk(key, n, n + 1 == len(chunks), chunk) for n, chunk in enumerate(chunks))
    end = len(body) - 4 - struct.unpack("<I", body[-4:])[0]
    records, behind = [], 0
    for at in range(end, len(body) - 4, 40):
        page, offset, length, half = struct.unpack("<16sII16s", body[at:at + 40])
        codec, stored = body[offset], body[offset + 1:offset + length]
        record = zlib.decompress(stored, wbits=-15) if codec == 1 else stored
        if sha256(record)[:16] != half:
            raise Refusal("Malformed")
        behind = offset + length
        records.append({"page": page.hex(), "length": len(record), "sha256": sha256(record).hex()})
    assert not any(body[behind:end]), "only zeros between records and index"
    assert len(body) == padme(len(body)), "a length that Padmé allows"
    return {"length": len(body), "records": records}


def range_(f):
    chunk = open_chunk(pack_key(f, f["head"]), f["number"], f["last"], f["chunk"])
    return {"length": len(chunk), "sha256": sha256(chunk).hex()}


def log(f):
    number = struct.pack("<Q", f["seq"])
    signed = (b"webmynd log v1" + f["account"] + f["entryDevice"] + number + f["prev"] + struct.pack("<I", f["epoch"])
              + sha256(f["sealed"]))
    if f["entryDevice"] != f["device"]:
        raise Refusal("Forged")
    try:
        Ed25519PublicKey.from_public_bytes(f["deviceKey"]).verify(f["signature"], signed)
    except InvalidSignature:
        raise Refusal("Forged") from None
    if f["seq"] > f["headSeq"] + 1:
        raise Refusal("Gap")
    if f["seq"] <= f["headSeq"] or f["prev"] != f["headHash"]:
        raise Refusal("RolledBack")
    context = b"log/v1" + f["account"] + f["device"] + number + f["prev"]
    body = unseal(derive(f["epochKey"], b"log/v1"), f["sealed"], context)
    return {"body": body.decode(), "hash": sha256(signed).hex()}


def recap(f):
    place = struct.pack("<QI", f["version"], f["epoch"]) + f["digest"]
    signed = b"webmynd recap v1" + f["account"] + f["device"] + place
    try:
        Ed25519PublicKey.from_public_bytes(f["deviceKey"]).verify(f["signature"], signed)
    except InvalidSignature:
        raise Refusal("Forged") from None
    deflated = unseal(derive(f["epochKey"], b"recap/v1"), f["sealed"], b"recap/v1" + f["account"] + place)
    inflate = zlib.decompressobj(wbits=-15)
    said = inflate.decompress(deflated)
    if len(deflated) % 4096 or inflate.unused_data.strip(b"\0"):
        raise Refusal("Malformed")
    if derive(f["epochKey"], b"recap digest/v1", sha256(said)) != f["digest"]:
        raise Refusal("Forged")
    return {"said": said.decode()}


OPEN = {"kdf": kdf, "keybox": keybox, "keyring": keyring, "recovery": recovery, "pairing": pairing, "pack": pack, "range": range_, "log": log, "recap": recap}


def decoded(what, fields):
    """Hex digits to bytes, but for the words of a passphrase and its place."""
    texts = {"passphrase", "origin", "account"} if what == "kdf" else set()
    return {name: bytes.fromhex(value) if isinstance(value, str) and name not in texts else value
            for name, value in fields.items()}


def fields_of(vector, named):
    if "of" not in vector:
        return vector["what"], decoded(vector["what"], vector["fields"])
    what, fields = fields_of(named[vector["of"]], named)
    fields.update(decoded(what, vector.get("set", {})))
    for name, at in vector.get("flip", {}).items():
        changed = bytearray(fields[name])
        changed[at] ^= 1
        fields[name] = bytes(changed)
    for name, count in vector.get("cut", {}).items():
        fields[name] = fields[name][:-count]
    return what, fields


def verdict(vector, named):
    """Nothing when the vector does as it says, else what it did."""
    what, fields = fields_of(vector, named)
    wanted = vector.get("error")
    try:
        opened = OPEN[what](fields)
    except Refusal as refusal:
        return None if str(refusal) == wanted else f"refused: {refusal}"
    if wanted == "Differs":
        good = named[vector["of"]]["opens"]
        return None if all(opened[name] != good[name] for name in good) else "the same as in its own place"
    return None if wanted is None and opened == vector["opens"] else f"opened: {opened}"


def main():
    path = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else pathlib.Path(__file__).with_name("v1.json")
    vectors = json.loads(path.read_text())["vectors"]
    named = {vector["name"]: vector for vector in vectors}
    wrong = [(vector["name"], why) for vector in vectors if (why := verdict(vector, named))]
    for name, why in wrong:
        print(f"{name}: {why}")
    print(f"{len(vectors) - len(wrong)} passed, {len(wrong)} failed")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
