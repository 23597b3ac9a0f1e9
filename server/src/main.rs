//! Bukti.
fn main() {}
