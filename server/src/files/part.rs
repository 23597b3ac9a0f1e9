//! Cuts a body that streams in into parts.

use bytes::{Bytes, BytesMut};
use model::limits::CHUNK_BYTES;

/// Collects bytes until a part is full.
#[derive(Debug, Default)]
pub struct PartBuffer(BytesMut);

impl PartBuffer {
    /// Adds bytes; answers every part that became full.
    pub fn push(&mut self, bytes: &[u8]) -> Vec<Bytes> {
        self.0.extend_from_slice(bytes);
        let mut full = Vec::new();
        while self.0.len() >= CHUNK_BYTES {
            full.push(self.0.split_to(CHUNK_BYTES).freeze());
        }
        full
    }

    /// What is left, if anything.
    pub fn rest(&mut self) -> Option<Bytes> {
        (!self.0.is_empty()).then(|| self.0.split().freeze())
    }
}
