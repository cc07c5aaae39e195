"""Why the record can be believed: events, their canonical form, the hash chain and its evidence.

One chain per document (the chain's *subject*). An entry's body is canonical JSON (RFC 8785) that is kept
and hashed as it was written, never rebuilt. Personal data lies beside the body, which only commits to it:
erasing it leaves the chain whole. A chain shows that nothing was changed against a head that is known
from elsewhere (the closing seal, a checkpoint); without one, a cut tail and a full rewrite stay unseen.
"""

from audit.canonical import canonical, parse_canonical, timestamp
from audit.chain import append, verify_chain
from audit.errors import AuditError, ChainBroken, EvidenceBroken, NotCanonical
from audit.event import Entry, Event, Head
from audit.evidence import evidence, read_evidence, verify_evidence

__all__ = [
    "AuditError",
    "ChainBroken",
    "Entry",
    "Event",
    "EvidenceBroken",
    "Head",
    "NotCanonical",
    "append",
    "canonical",
    "evidence",
    "parse_canonical",
    "read_evidence",
    "timestamp",
    "verify_chain",
    "verify_evidence",
]
