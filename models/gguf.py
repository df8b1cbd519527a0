"""Reading and writing GGUF version 3, as far as the models here need it. Standard library only."""

import struct

ALIGNMENT = 32
F32, F16, Q4_0, Q8_0 = 0, 1, 2, 8  # GGML type numbers
BLOCKS = {F32: (1, 4), F16: (1, 2), Q4_0: (32, 18), Q8_0: (32, 34)}  # values, bytes
SIMPLE = {4: "<I", 6: "<f", 7: "<?"}  # metadata types that are written here
TEXT = 8


def write(metadata, tensors):
    """A GGUF file. `tensors`: (name, type, shape, bytes), shape as [rows, columns]."""
    tensors = list(tensors)
    head = b"GGUF" + struct.pack("<IQQ", 3, len(tensors), len(metadata))
    for key, value in metadata.items():
        head += packed_text(key) + packed_value(value)
    body = bytearray()
    for name, kind, shape, data in tensors:
        head += packed_text(name) + struct.pack("<I", len(shape))
        for size in reversed(shape):  # GGUF lists the fastest dimension first
            head += struct.pack("<Q", size)
        head += struct.pack("<IQ", kind, len(body))
        body += data + bytes(-len(data) % ALIGNMENT)
    return head + bytes(-len(head) % ALIGNMENT) + bytes(body)


def packed_text(text):
    """A GGUF string: u64 length and UTF-8 bytes."""
    raw = text.encode()
    return struct.pack("<Q", len(raw)) + raw


def packed_value(value):
    """A GGUF metadata value with its type number."""
    if isinstance(value, bool):
        return struct.pack("<I?", 7, value)
    if isinstance(value, int):
        return struct.pack("<II", 4, value)
    if isinstance(value, float):
        return struct.pack("<If", 6, value)
    return struct.pack("<I", TEXT) + packed_text(value)


def read(path):
    """Metadata, and tensors as (shape, type, bytes), by name."""
    data = path.read_bytes()
    at = 0

    def take(form):
        nonlocal at
        values = struct.unpack_from(form, data, at)
        at += struct.calcsize(form)
        return values if len(values) > 1 else values[0]

    def text():
        return take(f"{take('<Q')}s").decode()

    magic, version, tensor_count, metadata_count = take("<4sIQQ")
    assert (magic, version) == (b"GGUF", 3)
    metadata = {}
    for _ in range(metadata_count):
        key, kind = text(), take("<I")
        metadata[key] = text() if kind == TEXT else take(SIMPLE[kind])
    table = []
    for _ in range(tensor_count):
        name = text()
        shape = [take("<Q") for _ in range(take("<I"))][::-1]
        table.append((name, shape, *take("<IQ")))
    start = -(-at // ALIGNMENT) * ALIGNMENT
    tensors = {}
    for name, shape, kind, offset in table:
        values, size = BLOCKS[kind]
        count = 1
        for length in shape:
            count *= length
        first = start + offset
        tensors[name] = (shape, kind, data[first : first + count // values * size])
    return metadata, tensors
