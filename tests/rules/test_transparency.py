"""Trees, proofs, notes, checkpoints and tiles of a log: known answers, and what holds for every size."""

import hashlib

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from peygir.core.transparency.checkpoints import Checkpoint, LogProof, checkpoint_of, read_proof
from peygir.core.transparency.notes import (
    COSIGNATURE,
    NoteIsNotRight,
    SignedNote,
    VerifierKey,
    cosign_note,
    read_note,
    sign_note,
    verifier_key,
)
from peygir.core.transparency.proofs import consistency_proof, inclusion_proof, is_consistent, is_included
from peygir.core.transparency.tiles import (
    ENTRIES,
    TilePlace,
    bundle_of,
    entries_in,
    grown,
    hash_reader,
    last_places,
    places_of,
)
from peygir.core.transparency.tree import EMPTY_ROOT, leaf_hash, node_hash, range_hash, root_of

# The entries of the test data of the Certificate Transparency project.
ENTRIES_OF_RFC = [
    bytes.fromhex(text)
    for text in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
LEAVES = [leaf_hash(entry) for entry in ENTRIES_OF_RFC]
ROOT_OF_EIGHT = "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
# The note and the key of the documentation of golang.org/x/mod/sumdb/note.
GO_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
GO_TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
GO_SIGNATURE = "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="
GO_NOTE = f"{GO_TEXT}\n— PeterNeumann {GO_SIGNATURE}\n"
LOG = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
WITNESS = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
ORIGIN = "city.example/record"
sizes = st.integers(min_value=1, max_value=900)


def some_leaves(size: int) -> list[bytes]:
    return [leaf_hash(str(number).encode()) for number in range(size)]


def in_tiles(leaves: list[bytes], steps: list[int]) -> dict[str, bytes]:
    """The files of a log that grew in these steps."""
    files: dict[str, bytes] = {}
    size = 0
    for step in (*steps, len(leaves)):
        if step > size:
            last = {place.level: files[place.path] for place in last_places(size)}
            files |= {place.path: raw for place, raw in grown(size, last, leaves[size:step])}
            size = step
    return files


def test_the_root_of_known_leaves() -> None:
    assert root_of(LEAVES).hex() == ROOT_OF_EIGHT
    assert root_of([]) == EMPTY_ROOT == hashlib.sha256(b"").digest()
    assert root_of(LEAVES[:1]) == LEAVES[0]


def test_a_known_inclusion_proof() -> None:
    """The example of RFC 6962, section 2.1.3: the path of the first of seven leaves."""
    right = node_hash(node_hash(LEAVES[4], LEAVES[5]), LEAVES[6])
    proof = inclusion_proof(0, 7, lambda first, height: root_of(LEAVES[first : first + (1 << height)]))
    assert proof == [LEAVES[1], node_hash(LEAVES[2], LEAVES[3]), right]
    assert is_included(LEAVES[0], 0, 7, proof, root_of(LEAVES[:7]))


@given(sizes, st.data())
def test_every_leaf_can_be_proved_and_no_other(size: int, data: st.DataObject) -> None:
    leaves, index = some_leaves(size), data.draw(st.integers(0, size - 1))
    files = in_tiles(leaves, [])
    root = root_of(leaves)
    proof = inclusion_proof(index, size, hash_reader(size, lambda place: files[place.path]))
    assert is_included(leaves[index], index, size, proof, root)
    other = data.draw(st.integers(0, size + 3))
    assert is_included(leaves[index], other, size, proof, root) == (other == index)
    assert not is_included(leaf_hash(b"another"), index, size, proof, root)
    assert not is_included(leaves[index], index, size, [*proof, root], root)
    assert not is_included(leaves[index], index, size, proof, leaf_hash(root))
    if proof:
        assert not is_included(leaves[index], index, size, proof[:-1], root)
        assert not is_included(leaves[index], index, size, [leaf_hash(proof[0]), *proof[1:]], root)


@given(sizes, st.data())
def test_a_later_tree_begins_with_the_earlier_one(size: int, data: st.DataObject) -> None:
    leaves, earlier = some_leaves(size), data.draw(st.integers(0, size))
    files = in_tiles(leaves, [])
    first, second = root_of(leaves[:earlier]), root_of(leaves)
    proof = consistency_proof(earlier, size, hash_reader(size, lambda place: files[place.path]))
    assert is_consistent(earlier, size, first, second, proof)
    assert not is_consistent(size + 1, size, first, second, proof)
    if earlier:
        assert not is_consistent(earlier, size, leaf_hash(first), second, proof)
        assert not is_consistent(earlier, size, first, leaf_hash(second), proof)
        assert not is_consistent(earlier, size, first, second, [*proof, first])
    if proof:
        assert not is_consistent(earlier, size, first, second, proof[:-1])


@given(st.lists(st.integers(1, 1200), max_size=4).map(sorted), st.integers(1, 1200))
def test_a_log_that_grew_in_steps_has_the_tiles_of_one_that_did_not(steps: list[int], size: int) -> None:
    leaves = some_leaves(max([size, *steps]))
    grown_files, at_once = in_tiles(leaves, steps), in_tiles(leaves, [])
    for place in places_of(len(leaves)):
        assert grown_files[place.path] == at_once[place.path]
    hash_of = hash_reader(len(leaves), lambda place: at_once[place.path])
    assert range_hash(0, len(leaves), hash_of) == root_of(leaves)


def test_the_tiles_of_the_specification() -> None:
    """The example of c2sp.org/tlog-tiles: a tree of 70,000, and the path of tile 1,234,067."""
    found = list(places_of(70_000))
    assert sum(place.level == 0 and place.width == 256 for place in found) == 273
    rest = [(place.level, place.width) for place in found if place.level or place.width < 256]
    assert rest == [(0, 112), (1, 256), (1, 17), (2, 1)]
    assert TilePlace(0, 1_234_067).path == "tile/0/x001/x234/067"
    assert TilePlace(1, 0, 17).path == "tile/1/000.p/17"
    assert TilePlace(ENTRIES, 5).path == "tile/entries/005"
    assert [(place.level, place.width) for place in places_of(256)] == [(0, 256), (1, 1)]


@given(st.lists(st.binary(max_size=300), max_size=256))
def test_a_bundle_gives_its_entries_back(entries: list[bytes]) -> None:
    raw = bundle_of(entries)
    assert entries_in(raw) == entries
    if entries:
        with pytest.raises(NoteIsNotRight):
            entries_in(raw[:-1])


def test_an_entry_has_its_longest() -> None:
    assert entries_in(bundle_of([b"x" * 65_535])) == [b"x" * 65_535]
    with pytest.raises(NoteIsNotRight):
        bundle_of([b"x" * 65_536])


def test_the_note_of_the_go_documentation_is_signed() -> None:
    note, key = read_note(GO_NOTE), VerifierKey.read(GO_KEY)
    assert note.text == GO_TEXT
    assert note.signed_by([key]) == [key]
    assert (str(note), str(key)) == (GO_NOTE, GO_KEY)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "text\n",
        "text\n\n",
        GO_NOTE[:-1],
        GO_NOTE.replace("— ", "- "),
        GO_NOTE.replace("then", "then\t"),
        GO_NOTE.replace("PeterNeumann ", "Peter+Neumann "),
        GO_NOTE.replace("x08go", "x08g*"),
        GO_NOTE + "\n",
        "text\n\n" + "— a AAAAAAA=\n" * 101,
    ],
)
def test_what_is_no_note_is_refused(text: str) -> None:
    with pytest.raises(NoteIsNotRight):
        read_note(text)


@pytest.mark.parametrize(
    "text", ["", "a", "a+b+c", GO_KEY.replace("c74f", "c74e"), GO_KEY[:-4], GO_KEY.replace("PeterN", "Peter N")]
)
def test_what_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(NoteIsNotRight):
        VerifierKey.read(text)


def test_a_changed_note_is_refused_and_an_unknown_key_is_passed_over() -> None:
    key = VerifierKey.read(GO_KEY)
    with pytest.raises(NoteIsNotRight):
        read_note(GO_NOTE.replace("answer", "Answer")).signed_by([key])
    assert read_note(GO_NOTE).signed_by([verifier_key(LOG, ORIGIN)]) == []


def checkpoint_note(size: int = 8, root: bytes | None = None, at: int = 1_764_400_000) -> SignedNote:
    text = Checkpoint(ORIGIN, size, root_of(LEAVES) if root is None else root).text
    return SignedNote(text, (sign_note(text, LOG, ORIGIN), cosign_note(text, WITNESS, "panel.example/witness", at)))


def test_a_checkpoint_is_signed_by_the_log_and_a_witness() -> None:
    note = read_note(str(checkpoint_note()))
    log, witness = verifier_key(LOG, ORIGIN), verifier_key(WITNESS, "panel.example/witness", COSIGNATURE)
    assert note.signed_by([log, witness]) == [log, witness]
    assert (note.signed_at(witness), note.signed_at(log)) == (1_764_400_000, None)
    assert checkpoint_of(note) == Checkpoint(ORIGIN, 8, root_of(LEAVES))
    assert VerifierKey.read(str(witness)) == witness
    moved = SignedNote(note.text, (cosign_note(note.text, WITNESS, witness.name, 1), note.signatures[1]))
    assert moved.signed_by([witness]) == [witness]


def test_a_witness_signs_the_moment_too() -> None:
    note, witness = checkpoint_note(), verifier_key(WITNESS, "panel.example/witness", COSIGNATURE)
    signed = note.signatures[1]
    earlier = (5).to_bytes(8) + signed.signature[8:]
    with pytest.raises(NoteIsNotRight):
        SignedNote(note.text, (type(signed)(signed.name, signed.key_id, earlier),)).signed_by([witness])


@pytest.mark.parametrize(
    "text",
    [
        "city\n8\n",
        "city\n08\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n",
        "city\n-8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n",
        "city\n۸\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n",
        "city\n8\nXcna\n",
        "city\n\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n",
    ],
)
def test_what_is_no_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(NoteIsNotRight):
        checkpoint_of(SignedNote(text, ()))


def test_a_proof_in_a_file_proves_its_leaf_and_no_other() -> None:
    hashes = tuple(inclusion_proof(3, 8, lambda first, height: root_of(LEAVES[first : first + (1 << height)])))
    proof = read_proof(str(LogProof(3, hashes, checkpoint_note())))
    keys = [verifier_key(LOG, ORIGIN)]
    assert proof.proves(LEAVES[3], keys)
    assert not proof.proves(LEAVES[4], keys)
    assert not proof.proves(LEAVES[3], [verifier_key(WITNESS, "panel.example/witness", COSIGNATURE)])
    text = str(proof)
    assert read_proof(text.replace("index", "extra eA==\nindex")) == proof
    for wrong in (text.replace("v1", "v2"), text.replace("index 3", "index 03"), text.replace("\n\n", "\n")):
        with pytest.raises(NoteIsNotRight):
            read_proof(wrong)
