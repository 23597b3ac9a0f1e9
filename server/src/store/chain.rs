//! The hash chain over a stream's digests: whoever changes, drops or adds an op in the middle changes
//! every link after it.

use model::id::sha256_hex;
use model::op::Stream;

/// The link before a stream's first op.
#[must_use]
pub fn root(stream: Stream) -> String {
    sha256_hex(format!("bukti chain 1\n{stream}").as_bytes())
}

/// The link of an op with `digest` after the link `before`.
#[must_use]
pub fn link(before: &str, digest: &str) -> String {
    sha256_hex(format!("{before}\n{digest}").as_bytes())
}
